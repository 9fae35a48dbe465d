"""Section II: the mean, the ratings, the best and the last."""

from collections.abc import Iterator

from xa_report.domain.numbers import show_percent
from xa_report.export.document.province.naming import MOST, share, with_percent
from xa_report.export.document.province.source import ProvinceSource
from xa_report.export.document.sections.section import Line, Section
from xa_report.export.roll import mean, ratings

NOBODY = "Chưa có đơn vị nào được xếp hạng."


def overall(source: ProvinceSource) -> Section:
    """What all communes together came to."""
    return Section("Kết quả chung", tuple(_lines(source)))


def _lines(source: ProvinceSource) -> Iterator[Line]:
    ranked = [one for one in source.roll if one.rank is not None]
    middle = mean(one.percent for one in ranked)
    if middle is None:
        yield Line(NOBODY)
        return
    best, last = ranked[0].percent, ranked[-1].percent
    ends = ""
    if best is not None and last is not None:
        ends = f"; cao nhất {show_percent(best)}, thấp nhất {show_percent(last)}"
    yield Line(
        f"Kết quả bình quân của {len(ranked)} đơn vị được xếp hạng là {show_percent(middle)} điểm "
        f"tối đa áp dụng{ends}."
    )
    counts = ratings(source.all_of, source.roll).items()
    told = "; ".join(f"{name}: {n} đơn vị{share(n, len(source.roll))}" for name, n in counts if n)
    yield Line(f"{told}.", "Xếp loại:")
    yield Line(f"{with_percent(ranked[:MOST])}.", "Các đơn vị dẫn đầu:")
    if len(ranked) > 2 * MOST:
        yield Line(f"{with_percent(ranked[-MOST:])}.", "Các đơn vị cuối bảng:")
    ties = source.all_of.ranking.ties()
    tied = f" Có {len(ties)} nhóm đơn vị đồng hạng, nêu tại Phụ lục I." if ties else ""
    yield Line(f"Bảng xếp hạng đầy đủ tại Phụ lục I.{tied}")
