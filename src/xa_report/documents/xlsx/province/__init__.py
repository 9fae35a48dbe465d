"""The province's workbook: ranks, areas, criteria, targets and figures of all communes."""
