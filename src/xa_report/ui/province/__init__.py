"""The window of a province: one register, one period of it."""
