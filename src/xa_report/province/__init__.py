"""The province: register, intake, appraisal, receipts, ranking and consolidation."""
