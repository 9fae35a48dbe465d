"""Scoring rules: one file for each kind, three faces each (score, explain, formula)."""
