"""The commune's store: one SQLite file that keeps every edit, its history and its evidence."""
