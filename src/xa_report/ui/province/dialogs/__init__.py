"""The dialogs of the province's window: confirmations, explanation, return."""
