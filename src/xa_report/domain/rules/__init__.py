"""Scoring rules by kind; each scores, explains its points and writes a workbook formula."""
