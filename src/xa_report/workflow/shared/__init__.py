"""Package shared."""
