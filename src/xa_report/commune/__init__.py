"""The commune's side: its file, the states of its report, and what it does with receipts."""
