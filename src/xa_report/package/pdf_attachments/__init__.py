"""The carrier: data that travels inside a PDF."""
