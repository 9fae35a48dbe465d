"""Appraisal of cases: entries of two rounds, states, survey, workbook, summary."""
