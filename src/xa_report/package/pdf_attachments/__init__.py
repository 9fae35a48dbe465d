"""Data files attached to a PDF: extraction, and limits on hostile files."""
