"""The commune's store: one SQLite file with every edit, its history and its evidence."""
