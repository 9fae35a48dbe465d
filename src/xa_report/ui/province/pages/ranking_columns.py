"""The columns of the ranking: rank, name, points, percentage, rating, then one for each area."""

from decimal import Decimal
from fractions import Fraction

from xa_report.domain.form import Area, Form
from xa_report.domain.province.overview import ProvinceOverview
from xa_report.domain.province.ranking import RankedCommune
from xa_report.ui.marks import Mark
from xa_report.ui.province import texts
from xa_report.ui.province.book import Book
from xa_report.ui.province.heat import cell_text
from xa_report.ui.shared.object_table_model import ColumnSpec, always

FIXED = 6
"""How many columns stand before the areas."""
NOTICED = Decimal(2)
"""From so many points on a self-assessment above the appraised one is marked."""
WITHOUT = "Chưa gồm điểm tỉnh chấm qua điều tra xã hội học"
ABOVE = Mark("", "▲", "below")


def columns(book: Book) -> tuple[ColumnSpec[RankedCommune], ...]:
    """For the form of the period that is looked at."""
    form = book.overview.form
    decimals = form.decimals if form else 2
    return (
        ColumnSpec(
            "Hạng", lambda one: rank_text(one), right=True, tip=lambda one: _tie(one, book.overview)
        ),
        ColumnSpec("Xã, phường", lambda one: one.contestant.unit.name, tip=_named),
        ColumnSpec(
            "Tự chấm",
            lambda one: _sent(one, decimals),
            right=True,
            mark=_above,
            tip=_gap,
            about=WITHOUT if form and any(c.survey for c in form.leaves()) else "",
        ),
        ColumnSpec(
            "Thẩm định",
            lambda one: texts.points(one.contestant.result, decimals),
            right=True,
            strong=always,
        ),
        ColumnSpec(
            "Chỉ số",
            lambda one: texts.percent(one.contestant.percent),
            right=True,
            about="Điểm thẩm định trên điểm tối đa áp dụng",
        ),
        ColumnSpec(
            "Xếp loại",
            lambda one: _rating(one, book),
            tip=lambda one: _lowered(one, book),
            about="Theo chỉ số và các điều kiện của bộ tiêu chí; * là không đạt điều kiện",
        ),
        *((_area(area, form, book) for area in form.areas) if form else ()),
    )


def area_percent(one: object, area: Area, form: Form) -> Fraction | None:
    """The percentage of a commune in an area."""
    if not isinstance(one, RankedCommune) or area.code not in one.contestant.parts:
        return None
    return None if pending(one, area, form) else one.contestant.parts[area.code].percent


def pending(one: RankedCommune, area: Area, form: Form) -> bool:
    """Whether an area is surveyed and the province has not entered what was found."""
    share = one.contestant.parts.get(area.code)
    if share is None or share.points:
        return False
    asked = [c for c in form.leaves() if c.code.partition(".")[0] == area.code]
    return bool(asked) and all(criterion.survey for criterion in asked)


def area_of(form: Form | None, column: int) -> Area | None:
    """The area of a column."""
    return form.areas[column - FIXED] if form and column >= FIXED else None


def rank_text(one: RankedCommune) -> str:
    """The rank; `=` marks those that remain equal."""
    return f"= {one.rank}" if one.tied else str(one.rank)


def _area(area: Area, form: Form, book: Book) -> ColumnSpec[RankedCommune]:
    def tip(one: RankedCommune) -> str:
        share = one.contestant.parts.get(area.code)
        title = f"{area.code}. {area.title}"
        if share is None or share.percent is None:
            return f"{title}: không áp dụng."
        if pending(one, area, form):
            return f"{title}: tỉnh chưa nhập kết quả điều tra."
        place = book.overview.ranking.by_part.get(area.code, {}).get(one.contestant.unit.code)
        points = f"{texts.points(share.points)} / {texts.points(share.applicable)} điểm"
        return f"{title}: {texts.short_percent(share.percent)} ({points}), hạng {place}."

    return ColumnSpec(
        area.code, lambda one: cell_text(area_percent(one, area, form)), centre=True, tip=tip,
        about=f"{area.code}. {area.title}",
    )  # fmt: skip


def _rating(one: RankedCommune, book: Book) -> str:
    return f"{texts.rating(one.contestant)}{'*' if _lowered(one, book) else ''}"


def _lowered(one: RankedCommune, book: Book) -> str:
    return book.books.lowered.get(one.contestant.unit.code, "")


def _named(one: RankedCommune) -> str:
    state = "đã chốt điểm" if one.contestant.closed else "chưa chốt điểm"
    return f"{one.contestant.unit.name} (mã {one.contestant.unit.code}), {state}"


def _tie(one: RankedCommune, overview: ProvinceOverview) -> str:
    if one.tied:
        others = [
            other.contestant.unit.name
            for other in overview.ranking.placed
            if other.rank == one.rank and other is not one
        ]
        return f"Đồng hạng {one.rank} với {', '.join(others)}: bằng nhau ở mọi tiêu chí phụ."
    if one.broken:
        return f"Hạng {one.rank}: cùng chỉ số với xã khác, xếp theo tiêu chí phụ."
    return f"Hạng {one.rank}"


def _over(one: RankedCommune) -> Decimal:
    return one.contestant.sent - one.contestant.result


def _sent(one: RankedCommune, decimals: int) -> str:
    mark = _above(one)
    return f"{mark.word if mark else ''} {texts.points(one.contestant.sent, decimals)}".strip()


def _above(one: RankedCommune) -> Mark | None:
    return ABOVE if _over(one) >= NOTICED else None


def _gap(one: RankedCommune) -> str:
    over = _over(one)
    if not over:
        return "Điểm thẩm định bằng điểm tự chấm."
    side = "cao" if over > 0 else "thấp"
    return f"Tự chấm {side} hơn thẩm định {texts.points(abs(over))} điểm."
