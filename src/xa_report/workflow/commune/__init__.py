"""Workflow of a commune: its file, report, signatures, exports and received receipts."""
