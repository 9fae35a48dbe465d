"""Drives that a package can be written to: where, how much is free, which file system."""
