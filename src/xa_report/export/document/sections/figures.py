"""Sections I, II and IV of a form that collects figures and gives no points."""

from xa_report.export.document.sections.overall import verdict
from xa_report.export.document.sections.section import Line, Section
from xa_report.export.document.source import Source
from xa_report.export.document.tally import Tally, area_items, tally
from xa_report.export.document.words import given_reasons

MOST = 20
"""So many missing figures are named; all of them stand in the annex."""


def figures_overall(source: Source) -> Section:
    """How much of what is asked for is there."""
    told = f"Biểu mẫu chỉ thu thập số liệu, không chấm điểm. {_told(tally(source))}"
    return Section("Kết quả chung", (Line(told), Line(verdict(source))))


def figures_by_area(source: Source) -> Section:
    """One line an area."""
    lines = [
        Line(_told(tally(source, area_items(source, area))), f"{area.code}. {area.title}.")
        for area in source.form.areas
    ]
    return Section("Số liệu theo lĩnh vực", tuple(lines))


def figures_missing(source: Source) -> Section:
    """Figures that are not there yet, by name."""
    missing = tally(source).missing
    lines = []
    if missing:
        names = "; ".join(item.label for item in missing[:MOST])
        more = f"; và {len(missing) - MOST} số liệu khác" if len(missing) > MOST else ""
        lines.append(Line(f"{names}{more}.", f"Còn {len(missing)} số liệu chưa có:"))
    reasons = len(given_reasons(source))
    if reasons:
        lines.append(Line(f"Có {reasons} cảnh báo về số liệu đã được nêu lý do tại Phụ lục VI."))
    none = Line("Không có số liệu còn thiếu.")
    return Section("Tồn tại, hạn chế và nguyên nhân", tuple(lines) or (none,))


def _told(count: Tally) -> str:
    parts = [f"Đã nhập {count.given}/{count.asked} số liệu"]
    if count.not_arisen:
        parts.append(f"{count.not_arisen} số liệu không phát sinh")
    if count.missing:
        parts.append(f"{len(count.missing)} số liệu bắt buộc còn thiếu")
    return f"{'; '.join(parts)}."
