"""Package dialogs."""
