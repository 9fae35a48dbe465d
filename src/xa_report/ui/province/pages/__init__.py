"""The pages of the province's window, from intake to consolidation."""
