"""Dialogs: citing a document, exporting."""
