"""Annex III: the rank of every commune in every area."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from xa_report.export.document.grid import Row
from xa_report.export.document.province.annexes.heat import columns
from xa_report.export.document.province.safe import grid, note
from xa_report.export.document.province.source import ProvinceSource

NOTE = "Thứ hạng trong từng lĩnh vực, theo tỷ lệ chưa làm tròn; bằng nhau thì đồng hạng."


def area_ranks(source: ProvinceSource, place: str) -> Sequence[Flowable]:
    """By rank over all, which stands in the first column."""
    by_part, areas = source.all_of.ranking.by_part, source.all_of.form.areas
    rows = (
        Row(
            (
                str(one.rank or "–"),
                one.unit.name,
                *(str(by_part.get(area.code, {}).get(one.unit.code, "–")) for area in areas),
                source.points(one.percent),
            )
        )
        for one in source.roll
    )
    return [note(NOTE, place), grid(columns(source, "Tỷ lệ (%)"), rows, place)]
