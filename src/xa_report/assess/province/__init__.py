"""Package province."""
