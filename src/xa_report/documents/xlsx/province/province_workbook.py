"""The province's workbook: all sheets written and saved; equal consolidations give equal bytes."""

from collections.abc import Callable

from openpyxl import Workbook

from xa_report.documents.ranked_communes import communes_by_rank
from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.deterministic_save import save_workbook
from xa_report.documents.xlsx.province import (
    criterion_sheets,
    figure_and_target_sheets,
    ranking_sheets,
)
from xa_report.documents.xlsx.province.province_sheet import ProvinceSheet
from xa_report.documents.xlsx.sheet_writer import SheetWriter
from xa_report.domain.province.consolidation import Consolidation
from xa_report.files import WriteTarget

# From the result to its details, as the tabs stand.
SHEETS: tuple[tuple[str, Callable[[ProvinceSheet], None]], ...] = (
    (ranking_sheets.RANKING_SHEET, ranking_sheets.write_ranking_sheet),
    (ranking_sheets.AREA_SHEET, ranking_sheets.write_area_sheet),
    (criterion_sheets.CRITERION_SHEET, criterion_sheets.write_criterion_sheet),
    (figure_and_target_sheets.TARGET_SHEET, figure_and_target_sheets.write_target_sheet),
    (figure_and_target_sheets.FIGURE_SHEET, figure_and_target_sheets.write_figure_sheet),
    (ranking_sheets.ABSENT_SHEET, ranking_sheets.write_absent_sheet),
    (criterion_sheets.DIFFERENCE_SHEET, criterion_sheets.write_difference_sheet),
    (ranking_sheets.CHANGE_SHEET, ranking_sheets.write_change_sheet),
)


def write_province_workbook(consolidation: Consolidation, target: WriteTarget) -> None:
    """Write every sheet to a path or stream."""
    workbook = Workbook()
    cell_styles.add_named_styles(workbook)
    workbook.remove(workbook.active)
    communes = communes_by_rank(consolidation)
    for title, write in SHEETS:
        write(ProvinceSheet(SheetWriter(workbook.create_sheet(title)), consolidation, communes))
    workbook.properties.title = (
        f"{consolidation.form.title} – {consolidation.province.name} – {consolidation.period.label}"
    )
    save_workbook(workbook, target, consolidation.created)
