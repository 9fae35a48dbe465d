"""Section III: against the period before."""

from collections.abc import Iterator, Sequence

from xa_report.domain.numbers import show_percent
from xa_report.export.document.province.naming import MOST, unit_name
from xa_report.export.document.province.source import ProvinceSource
from xa_report.export.document.sections.section import Line, Section
from xa_report.export.roll import Entry, mean


def against_before(source: ProvinceSource) -> Section:
    """Means, who rose and who fell."""
    return Section(f"So sánh với {source.before}", tuple(_lines(source)))


def _lines(source: ProvinceSource) -> Iterator[Line]:
    both = [one for one in source.roll if one.gained is not None]
    now, gained = mean(one.percent for one in both), mean(one.gained for one in both)
    if now is None or gained is None:
        yield Line(f"Không có kết quả {source.before} để so sánh.")
        return
    moved = "tăng" if gained > 0 else "giảm" if gained < 0 else "thay đổi"
    yield Line(
        f"Tính trên {len(both)} đơn vị có kết quả của cả hai kỳ: bình quân {show_percent(now)}, "
        f"{source.before} là {show_percent(now - gained)}, {moved} "
        f"{source.points(abs(gained))} điểm phần trăm."
    )
    up = sum((one.gained or 0) > 0 for one in both)
    down = sum((one.gained or 0) < 0 for one in both)
    counts = ((up, "tăng"), (down, "giảm"), (len(both) - up - down, "không đổi"))
    yield Line(f"{', '.join(f'{n} đơn vị {word}' for n, word in counts if n)}.")
    moves = sorted((one for one in both if one.climbed), key=lambda one: -(one.climbed or 0))
    climbed = [one for one in moves if (one.climbed or 0) > 0][:MOST]
    fallen = [one for one in reversed(moves) if (one.climbed or 0) < 0][:MOST]
    if climbed:
        yield Line(f"{_told(climbed)}.", "Lên hạng nhiều nhất:")
    if fallen:
        yield Line(f"{_told(fallen)}.", "Xuống hạng nhiều nhất:")


def _told(roll: Sequence[Entry]) -> str:
    return ", ".join(
        f"{unit_name(one.unit)} (từ {one.before.rank} đến {one.rank})" for one in roll if one.before
    )
