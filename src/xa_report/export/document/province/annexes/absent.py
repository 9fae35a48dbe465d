"""Annex V: who has not sent, and who sent late."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable

from xa_report.domain.text import show_date
from xa_report.export.document.grid import Align, Column, Row
from xa_report.export.document.province.safe import grid, note
from xa_report.export.document.province.source import ProvinceSource

COLUMNS = (
    Column("STT", 14, Align.CENTRE), Column("Mã", 24, Align.CENTRE), Column("Đơn vị", 90),
    Column("Tình trạng", 45), Column("Ngày nhận", 40, Align.CENTRE),
    Column("Số ngày muộn", 36, Align.CENTRE),
)  # fmt: skip
NONE = "Tất cả các đơn vị đã gửi báo cáo đúng thời hạn."


def absent(source: ProvinceSource, place: str) -> Sequence[Flowable]:
    """Those that have not sent come first."""
    cells = [*_absent(source), *_late(source)]
    rows = [Row((str(number), *row)) for number, row in enumerate(cells, start=1)]
    return [grid(COLUMNS, rows, place)] if rows else [note(NONE, place)]


def _absent(source: ProvinceSource) -> Iterator[tuple[str, ...]]:
    for unit in source.all_of.not_sent:
        yield unit.code, unit.name, "Chưa gửi", "", ""


def _late(source: ProvinceSource) -> Iterator[tuple[str, ...]]:
    limit = source.all_of.deadline
    for one in source.all_of.standings:
        if one.late:
            day = one.received.date()
            days = str((day - limit).days) if limit else ""
            yield one.unit.code, one.unit.name, "Gửi muộn", show_date(day), days
