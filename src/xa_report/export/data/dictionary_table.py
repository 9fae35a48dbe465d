"""The data dictionary: what every code of the other tables means."""

from collections.abc import Iterator

from xa_report.assess.figures import figure_unit
from xa_report.domain.province.appraisal import DifferenceCode
from xa_report.domain.province.consolidation import Consolidation
from xa_report.export.data.criterion_table import AREA, PARTS
from xa_report.export.data.figure_tables import figures_asked
from xa_report.export.data.table import Cells, Field, Table
from xa_report.export.data.unit_tables import NUMBER

FIELDS = (
    Field("loai", "Loại", required=True,
          allowed=(AREA, *PARTS.values(), "so_lieu", "chi_so", "ly_do")),
    Field("ma", "Mã", required=True),
    Field("ten", "Tên", required=True),
    Field("kieu", "Kiểu số liệu"),
    Field("don_vi_tinh", "Đơn vị tính"),
    Field("diem_toi_da", "Điểm tối đa", NUMBER, unit="điểm"),
    Field("nguon", "Nguồn số liệu, nơi thẩm định"),
    Field("mo_ta", "Mô tả"),
)  # fmt: skip


def dictionary_table(all_of: Consolidation) -> Table:
    """`tu-dien`: areas, criteria, items, indicators and the reasons for differences."""
    rows = (*_criteria(all_of), *_figures(all_of), *_reasons())
    return Table("tu-dien", "Từ điển dữ liệu", FIELDS, ("loai", "ma"), rows)


def _criteria(all_of: Consolidation) -> Iterator[Cells]:
    form = all_of.form
    for area in form.areas:
        yield AREA, area.code, area.title, None, None, area.max, None, area.guidance or None
    for one in form.every():
        kind, told = PARTS[one.part], one.guidance or one.basis or None
        yield kind, one.code, one.title, None, None, one.max, one.appraiser or None, told


def _figures(all_of: Consolidation) -> Iterator[Cells]:
    items, indicators = figures_asked(all_of)
    for item in items.values():
        source, note = item.source or None, item.note or None
        yield "so_lieu", item.id, item.label, item.kind, item.unit or None, None, source, note
    for one in indicators.values():
        unit = figure_unit(one.id, items, indicators) or None
        yield "chi_so", one.id, one.label, one.kind, unit, None, None, one.note or None


def _reasons() -> Iterator[Cells]:
    for code in DifferenceCode:
        yield "ly_do", code.number, code.label, None, None, None, None, None
