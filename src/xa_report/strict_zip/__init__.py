"""A .zip of which every byte is accounted for, so that all readers see the same files in it."""
