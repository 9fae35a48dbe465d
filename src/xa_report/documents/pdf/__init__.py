"""The report as a PDF: a Decree-30 report, its landscape annexes, PDF/A-3b."""
