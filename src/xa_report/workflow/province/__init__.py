"""Workflow of a province: register, intake, appraisal, receipts and consolidation."""
