"""Unit that a report's workbook names, read without opening the workbook as a whole."""

from xa_report.documents.xlsx.report.summary_lines import UNIT_CODE_LABEL
from xa_report.documents.xlsx.report.summary_sheet import SHEET
from xa_report.documents.xlsx.sheet_values import read_sheet_values


def read_workbook_unit(data: bytes) -> str:
    """Return the code of the unit on the first sheet; empty for a workbook that is no report."""
    try:
        rows = read_sheet_values(data, SHEET, "AB")
    except ValueError:
        return ""
    units = [str(cells.get("B", "")) for _, cells in rows if cells.get("A") == UNIT_CODE_LABEL]
    return units[0] if len(units) == 1 else ""
