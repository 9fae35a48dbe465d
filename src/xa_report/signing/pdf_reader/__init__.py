"""Package pdf_reader."""
