"""The province's report as a PDF: what all communes together came to, for the chairman."""
