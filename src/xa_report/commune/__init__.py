"""The commune's side: its file, the states of its report, packages and receipts."""
