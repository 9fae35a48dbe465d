"""The data dictionary: the meaning of every code in the other tables."""

from collections.abc import Iterator

from xa_report.assess.figures import figure_unit
from xa_report.documents.opendata.data_table import NUMBER, DataTable, TableCells, TableField
from xa_report.documents.opendata.figure_tables import figures_in_order
from xa_report.documents.opendata.result_tables import AREA_KIND, PART_KINDS
from xa_report.domain.province.appraisal import DifferenceCode
from xa_report.domain.province.consolidation import Consolidation

DICTIONARY_FIELDS = (
    TableField("loai", "Loại", required=True,
               allowed=(AREA_KIND, *PART_KINDS.values(), "so_lieu", "chi_so", "ly_do")),
    TableField("ma", "Mã", required=True),
    TableField("ten", "Tên", required=True),
    TableField("kieu", "Kiểu số liệu"),
    TableField("don_vi_tinh", "Đơn vị tính"),
    TableField("diem_toi_da", "Điểm tối đa", NUMBER, unit="điểm"),
    TableField("nguon", "Nguồn số liệu, nơi thẩm định"),
    TableField("mo_ta", "Mô tả"),
)  # fmt: skip


def dictionary_table(consolidation: Consolidation) -> DataTable:
    """Build `tu-dien`: areas, criteria, items, indicators and reasons for differences."""
    rows = (*_criterion_rows(consolidation), *_figure_rows(consolidation), *_reason_rows())
    return DataTable("tu-dien", "Từ điển dữ liệu", DICTIONARY_FIELDS, ("loai", "ma"), rows)


def _criterion_rows(consolidation: Consolidation) -> Iterator[TableCells]:
    form = consolidation.form
    for area in form.areas:
        yield AREA_KIND, area.code, area.title, None, None, area.max, None, area.guidance or None
    for criterion in form.all_criteria():
        kind, text = PART_KINDS[criterion.part], criterion.guidance or criterion.basis or None
        yield (
            kind,
            criterion.code,
            criterion.title,
            None,
            None,
            criterion.max,
            criterion.appraiser or None,
            text,
        )


def _figure_rows(consolidation: Consolidation) -> Iterator[TableCells]:
    items, indicators = figures_in_order(consolidation)
    for item in items.values():
        source, note = item.source or None, item.note or None
        yield "so_lieu", item.id, item.label, item.kind, item.unit or None, None, source, note
    for indicator in indicators.values():
        unit = figure_unit(indicator.id, items, indicators) or None
        yield (
            "chi_so",
            indicator.id,
            indicator.label,
            indicator.kind,
            unit,
            None,
            None,
            indicator.note or None,
        )


def _reason_rows() -> Iterator[TableCells]:
    for code in DifferenceCode:
        yield "ly_do", code.number, code.label, None, None, None, None, None
