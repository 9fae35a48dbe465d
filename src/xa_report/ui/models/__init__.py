"""Qt models over outline and findings."""
