"""Verification of received files without either side's database: reports and rankings."""
