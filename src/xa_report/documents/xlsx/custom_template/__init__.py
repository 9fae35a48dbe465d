"""Filling workbooks that others made: only the cells that ask for a value are touched."""
