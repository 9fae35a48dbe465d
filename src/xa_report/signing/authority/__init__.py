"""Small certificate authority of a province that has no tokens yet."""
