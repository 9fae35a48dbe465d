"""What the chosen commune lacks for the next rank, in one line."""

from xa_report.assess.province import next_rank
from xa_report.domain.province.overview import ProvinceOverview
from xa_report.domain.province.ranking import RankedCommune
from xa_report.ui.province import texts


def next_rank_text(one: RankedCommune, overview: ProvinceOverview) -> str:
    """`cần thêm 0,61 điểm để lên hạng 4 (Xã Hòa Hội); mất nhiều điểm nhất ở 7.4 …`."""
    form = overview.form
    decimals = form.decimals if form else 2
    step = next_rank.next_rank_gap(overview.ranking, one.contestant.unit.code, decimals)
    parts = [_step(step, decimals) if step else f"đang ở hạng {one.rank}, hạng cao nhất"]
    lost = next_rank.largest_loss(one.contestant, form) if form else None
    if lost is not None:
        points = texts.points(lost.points, decimals)
        parts.append(f"mất nhiều điểm nhất ở {lost.code} {lost.title} ({points} điểm)")
    return "; ".join(parts)


def _step(step: next_rank.NextRankGap, decimals: int) -> str:
    above = f"hạng {step.rank} ({step.above.unit.name})"
    if not step.points:
        return f"cùng chỉ số với {above}, xếp sau theo tiêu chí phụ"
    way = "vượt" if step.passes else "ngang"
    return f"cần thêm {texts.points(step.points, decimals)} điểm để {way} {above}"
