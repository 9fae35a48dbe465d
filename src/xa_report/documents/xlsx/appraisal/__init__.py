"""Workbooks in which a province's officials work: appraisal sheets and survey tables."""
