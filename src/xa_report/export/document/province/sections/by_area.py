"""Section IV: each area with its mean, its best and its weakest communes."""

from collections.abc import Iterator
from fractions import Fraction

from xa_report.domain.form import Area
from xa_report.domain.numbers import show_percent
from xa_report.export.document.province.naming import unit_name
from xa_report.export.document.province.source import ProvinceSource
from xa_report.export.document.sections.section import Line, Section
from xa_report.export.roll import Entry, area_mean, area_mean_before, known

NAMED = 3
"""More communes than these at the same best or lowest are only counted."""


def by_area(source: ProvinceSource) -> Section:
    """One paragraph an area."""
    lines = [
        Line(" ".join(_sentences(source, area)), f"{area.code}. {area.title}.")
        for area in source.all_of.form.areas
    ]
    return Section("Kết quả theo lĩnh vực", tuple(lines))


def _sentences(source: ProvinceSource, area: Area) -> Iterator[str]:
    middle, before = area_mean(source.roll, area.code), area_mean_before(source.roll, area.code)
    if middle is None:
        yield "Không áp dụng hoặc chưa có kết quả."
        return
    moved = f" ({source.before}: {show_percent(before)})" if before is not None else ""
    yield f"Bình quân {show_percent(middle)}{moved}."
    roll = [one for one in source.roll if one.area_percent(area.code) is not None]
    percents = known(one.area_percent(area.code) for one in roll)
    best, low = max(percents), min(percents)
    if best == low:
        yield "Các đơn vị có kết quả như nhau."
        return
    for word, end in (("Cao nhất", best), ("Thấp nhất", low)):
        yield f"{word} {show_percent(end)}: {_who(roll, area, end)}."


def _who(every: list[Entry], area: Area, percent: Fraction) -> str:
    roll = [one for one in every if one.area_percent(area.code) == percent]
    if len(roll) > NAMED:
        return f"{len(roll)} đơn vị"
    return ", ".join(unit_name(one.unit) for one in roll)
