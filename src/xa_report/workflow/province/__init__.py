"""The province's verbs: one function for every action, for the window and the command line."""
