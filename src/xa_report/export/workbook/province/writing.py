"""Writing the province's workbook; the same consolidation gives the same bytes."""

from collections.abc import Callable

from openpyxl import Workbook

from xa_report.domain.province.consolidation import Consolidation
from xa_report.export.roll import entries
from xa_report.export.workbook import styles
from xa_report.export.workbook.packing import save
from xa_report.export.workbook.pen import Pen
from xa_report.export.workbook.province import (
    absent_sheet,
    area_sheet,
    change_sheet,
    criterion_sheet,
    difference_sheet,
    figure_sheet,
    ranking_sheet,
    target_sheet,
)
from xa_report.export.workbook.province.sheet import Page
from xa_report.files import WriteTarget

SHEETS: tuple[tuple[str, Callable[[Page], None]], ...] = (
    (ranking_sheet.SHEET, ranking_sheet.write_ranking),
    (area_sheet.SHEET, area_sheet.write_areas),
    (criterion_sheet.SHEET, criterion_sheet.write_criteria),
    (target_sheet.SHEET, target_sheet.write_targets),
    (figure_sheet.SHEET, figure_sheet.write_figures),
    (absent_sheet.SHEET, absent_sheet.write_absent),
    (difference_sheet.SHEET, difference_sheet.write_differences),
    (change_sheet.SHEET, change_sheet.write_changes),
)


def write_province_workbook(all_of: Consolidation, target: WriteTarget) -> None:
    """Write every sheet to a path or stream."""
    book = Workbook()
    styles.add_styles(book)
    book.remove(book.active)
    roll = entries(all_of)
    for title, write in SHEETS:
        write(Page(Pen(book.create_sheet(title)), all_of, roll))
    book.properties.title = f"{all_of.form.title} – {all_of.province.name} – {all_of.period.label}"
    save(book, target, all_of.made)
