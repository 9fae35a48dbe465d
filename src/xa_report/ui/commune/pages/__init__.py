"""The pages of the commune's window: criteria, findings, plan."""
