"""The pages of the province's window."""
