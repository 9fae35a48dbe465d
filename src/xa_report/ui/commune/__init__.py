"""The window of a commune: one file of reports, one period of it."""
