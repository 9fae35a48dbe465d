"""The command line; thin: every command calls one verb of the workflow."""
