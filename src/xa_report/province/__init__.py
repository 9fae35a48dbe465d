"""The province's side: register, intake, appraisal, receipts and consolidation."""
