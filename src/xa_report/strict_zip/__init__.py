"""Reader of .zip archives without a byte unaccounted for: all readers see the same files."""
