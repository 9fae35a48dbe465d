"""From an assessment to files for people: the PDF report, its chart and the workbook."""
