"""Qt models over outline, findings and targets."""
