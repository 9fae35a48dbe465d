"""Annex I: the ranking, and how ties came about."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportlab.platypus import Flowable

from xa_report.domain.unit import Unit
from xa_report.export.document.grid import Align, Column, Row
from xa_report.export.document.province.naming import names
from xa_report.export.document.province.safe import grid, note
from xa_report.export.document.province.source import ProvinceSource
from xa_report.export.fonts import Face
from xa_report.export.roll import Entry

MOST_CONDITIONS = 12
"""Lines of them below the table."""
RIGHT, CENTRE = Align.RIGHT, Align.CENTRE
COLUMNS = (
    Column("Hạng", 14, CENTRE), Column("Đơn vị", 56), Column("Mã", 17, CENTRE),
    Column("Tự chấm", 21, RIGHT), Column("Điểm lĩnh vực", 22, RIGHT),
    Column("Điểm thưởng", 19, RIGHT), Column("Điểm trừ", 16, RIGHT), Column("Kết quả", 21, RIGHT),
    Column("Tỷ lệ (%)", 19, RIGHT), Column("Xếp loại", 25, CENTRE),
    Column("So hạng kỳ trước", 19, CENTRE),
)  # fmt: skip


def ranking(source: ProvinceSource, place: str) -> Sequence[Flowable]:
    """The rules in words, the table, the ties."""
    return [
        note(_rules(source), place),
        grid(COLUMNS, (_row(source, one) for one in source.roll), place),
        *(note(text, place) for text in (*_ties(source), *_conditions(source))),
    ]


def _rules(source: ProvinceSource) -> str:
    provisional = " Thứ hạng là tạm tính." if source.all_of.ranking.provisional else ""
    surveyed = sum((c.max for c in source.all_of.form.leaves() if c.survey), Decimal(0))
    without = (
        f" Điểm tự chấm chưa gồm {source.points(surveyed)} điểm tỉnh chấm qua điều tra xã hội học."
        if surveyed
        else ""
    )
    return (
        f"Xếp theo tỷ lệ kết quả trên điểm tối đa áp dụng, chưa làm tròn; bằng nhau thì xét lần "
        f"lượt các mục do bộ tiêu chí quy định; vẫn bằng nhau thì đồng hạng, đơn vị sau nhận hạng "
        f"kế tiếp (quy tắc {source.all_of.rules}).{provisional}{without}"
    )


def _row(source: ProvinceSource, one: Entry) -> Row:
    done = one.standing.appraised
    rank = str(one.rank) if one.rank else "–"
    tied = "=" if one.placed and one.placed.tied else ""
    rating = f"{one.rating}{'*' if done.rating.lowered else ''}"
    points = (one.standing.sent.result, done.total, done.bonus, done.penalty, done.result)
    return Row(
        (
            f"{rank}{tied}", one.unit.name, one.unit.code, *map(source.points, points),
            source.points(one.percent), rating, moved(one),
        ),
        Face.BOLD if one.rank is not None and one.rank <= 3 else Face.REGULAR,
    )  # fmt: skip


def _conditions(source: ProvinceSource) -> Iterator[str]:
    """Whose rating conditions lowered, by what they say."""
    held: dict[str, list[Unit]] = {}
    for one in source.roll:
        reason = one.standing.appraised.rating.lowered
        if reason:
            held.setdefault(reason, []).append(one.unit)
    for reason, units in list(held.items())[:MOST_CONDITIONS]:
        yield f"* {reason.rstrip('.')}: {names(units)}."
    if len(held) > MOST_CONDITIONS:
        yield f"* Còn {len(held) - MOST_CONDITIONS} trường hợp khác, xem báo cáo của từng đơn vị."


def moved(one: Entry) -> str:
    """The change of rank: `▲ 3`, `▼ 2`, `=`; `mới` without a rank before."""
    if one.rank is None:
        return ""
    if one.climbed is None:
        return "mới"
    if not one.climbed:
        return "="
    return f"{'▲' if one.climbed > 0 else '▼'} {abs(one.climbed)}"


def _ties(source: ProvinceSource) -> Iterator[str]:
    for group in source.all_of.ranking.ties():
        units = names(one.contestant.unit for one in group)
        yield f"Đồng hạng {group[0].rank} (=): {units}."
    broken = [one for one in source.all_of.ranking.placed if one.broken]
    if broken:
        units = names(one.contestant.unit for one in broken)
        yield f"Cùng tỷ lệ, phân hạng bằng các mục của bộ tiêu chí: {units}."
    out = [one.unit for one in source.all_of.ranking.unranked]
    if out:
        yield f"Không xếp hạng (–): {names(out)}."
