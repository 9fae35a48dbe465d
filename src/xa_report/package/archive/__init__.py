"""The archive: a plain .zip in a profile so strict that all readers see the same files."""
