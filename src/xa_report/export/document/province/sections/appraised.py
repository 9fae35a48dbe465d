"""Section VI: how self-assessment and appraisal differ, and why."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from xa_report.domain.province.appraisal import DifferenceCode, PointDifference
from xa_report.export.document.province.naming import MOST
from xa_report.export.document.province.source import ProvinceSource
from xa_report.export.document.sections.section import Line, Section
from xa_report.export.roll import Entry

NO_REASON = "chưa ghi lý do"


def appraised(source: ProvinceSource) -> Section:
    """Counts, the most frequent reasons and the criteria where they arose."""
    return Section("Kết quả thẩm định", tuple(_lines(source)))


def disputed(source: ProvinceSource) -> list[PointDifference]:
    """Differences that are not simply points that only the province gives."""
    return [difference for one in source.roll for difference in disputed_of(one)]


def disputed_of(one: Entry) -> list[PointDifference]:
    """Those of one commune."""
    return [d for d in one.standing.differences if not by_province(d)]


def by_province(difference: PointDifference) -> bool:
    """Whether it only says that the province gives points by figures of its own."""
    why = difference.why
    return why is not None and why.code is DifferenceCode.BY_PROVINCE


def frequent(source: ProvinceSource) -> list[tuple[str, str, int]]:
    """Criteria with the most differences: code, title, how many."""
    found = disputed(source)
    titles = {difference.code: difference.title for difference in found}
    counted = Counter(difference.code for difference in found)
    order = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(code, titles[code], count) for code, count in order[:MOST]]


def _lines(source: ProvinceSource) -> Iterator[Line]:
    found = disputed(source)
    if not found:
        yield Line("Không có chênh lệch giữa điểm tự chấm và điểm thẩm định.")
        return
    units = sum(bool(disputed_of(one)) for one in source.roll)
    lower = [d for d in found if d.effect < 0]
    lost = -sum((d.effect for d in lower), Decimal(0))
    yield Line(
        f"Có {len(found)} chênh lệch tại {units}/{len(source.roll)} đơn vị, trong đó {len(lower)} "
        f"lượt giảm điểm, tổng cộng {source.points(lost)} điểm."
    )
    words = Counter(
        f"{d.why.code.label} ({d.why.code.number})" if d.why else NO_REASON for d in found
    )
    told = "; ".join(f"{word}: {count} lượt" for word, count in words.most_common())
    yield Line(f"{told}.", "Lý do:")
    yield Line("", "Tiêu chí chênh lệch nhiều nhất:")
    for code, title, count in frequent(source):
        yield Line(f"- {code} {title}: {count} đơn vị; {_why(found, code)}.")
    yield Line("Chênh lệch của từng đơn vị tại Phụ lục VII.")


def _why(found: list[PointDifference], code: str) -> str:
    """The most frequent reason of one criterion."""
    words = Counter(
        d.why.code.label[:1].lower() + d.why.code.label[1:] if d.why else NO_REASON
        for d in found
        if d.code == code
    )
    word, count = words.most_common(1)[0]
    return f"chủ yếu do {word}" if count > 1 else f"trong đó: {word}"
