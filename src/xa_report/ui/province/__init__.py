"""The province's window."""
