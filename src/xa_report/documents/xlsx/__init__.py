"""Workbooks: the report with signed values and live formulas, and the template that is filled."""
