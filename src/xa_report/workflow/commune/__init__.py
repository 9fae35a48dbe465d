"""Package commune."""
