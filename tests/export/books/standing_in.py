"""Simple stand-ins for what ranks communes and adds up the province's targets."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from xa_report.domain.assessment import TargetResult, TargetState
from xa_report.domain.consolidation import Standing
from xa_report.domain.figure import Figure
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.plan import Plan, Target, TargetOp
from xa_report.domain.provincial import Drag, ProvinceTarget
from xa_report.domain.ranking import Contestant, Placed, Ranking, Share


def ranking_of(standings: Sequence[Standing]) -> Ranking:
    """Dense ranks by percent, over all and in every part."""
    every = [contestant_of(one) for one in standings]
    ranked = [one for one in every if one.percent is not None]
    ranks = dense({one.unit.code: one.percent for one in ranked})
    order = sorted(ranked, key=lambda one: (ranks[one.unit.code], one.unit.code))
    shared = list(ranks.values())
    placed = tuple(
        Placed(ranks[one.unit.code], one, tied=shared.count(ranks[one.unit.code]) > 1)
        for one in order
    )
    codes = {code for one in ranked for code in one.parts}
    by_part = {
        code: dense({one.unit.code: one.parts[code].percent for one in ranked}) for code in codes
    }
    return Ranking(placed, by_part, tuple(one for one in every if one.percent is None))


def contestant_of(one: Standing) -> Contestant:
    done = one.appraised
    return Contestant(
        one.unit,
        one.manifest_sha256,
        one.sent.result,
        done.result,
        done.percent,
        done.rating.name,
        parts={r.code: Share(r.points, r.applicable) for r in (*done.areas, *done.criteria)},
    )


def dense(percents: dict[str, Fraction | None]) -> dict[str, int]:
    known = {code: percent for code, percent in percents.items() if percent is not None}
    ranks = {p: at for at, p in enumerate(sorted(set(known.values()), reverse=True), start=1)}
    return {code: ranks[percent] for code, percent in known.items()}


def targets_of(
    standings: Sequence[Standing], plans: Sequence[Plan], year: int
) -> tuple[ProvinceTarget, ...]:
    """Ratios over all communes where they can be added, else not known."""
    return tuple(
        target_of(standings, plan, target, year) for plan in plans for target in plan.of_year(year)
    )


def target_of(
    standings: Sequence[Standing], plan: Plan, target: Target, year: int
) -> ProvinceTarget:
    results = list(results_of(standings, plan, target))
    parts = [r.figure.parts for _, r in results if r.figure.parts]
    top = sum((p[0] for p in parts), Fraction(0))
    bottom = sum((p[1] for p in parts), Fraction(0))
    named = plan.indicators.get(target.reference) or plan.items.get(target.reference)
    label = named.label if named else target.reference
    wanted = results[0][1].wanted if results else f"{target.op} {target.value}"
    unknown = ProvinceTarget(
        plan, target, label, Figure(missing=(target.reference,)), TargetState.UNKNOWN,
        target.ahead(year), "chưa có số liệu", wanted, counted=0, of=len(standings),
    )  # fmt: skip
    if not bottom or target.op not in (TargetOp.AT_LEAST, TargetOp.AT_MOST):
        return unknown
    value, limit = 100 * top / bottom, Fraction(str(target.value))
    more = target.op is TargetOp.AT_LEAST
    met = value >= limit if more else value <= limit
    gap = abs(limit - value)
    units = -int(-(gap * bottom / 100))
    return ProvinceTarget(
        plan, target, label, Figure(value, parts=(top, bottom)),
        TargetState.MET if met else TargetState.NOT_MET, target.ahead(year), show_percent(value),
        wanted, None if met else gap, None if met else units,
        "" if met else f"Cần {'thêm' if more else 'bớt'} {show_number(units)} hồ sơ trên toàn tỉnh",
        len(parts), len(standings),
        drags=() if met else tuple(drags_of(results, limit, bottom, more))[:12],
    )  # fmt: skip


def drags_of(
    results: list[tuple[Standing, TargetResult]], limit: Fraction, whole: Fraction, more: bool
) -> Iterator[Drag]:
    """Communes below the value, worst first."""
    below = []
    for one, result in results:
        value, parts = result.figure.value, result.figure.parts
        if value is not None and parts and (value < limit if more else value > limit):
            missing = abs(limit - value) * parts[1] / 100
            words = f"Cần {'thêm' if more else 'bớt'} {show_number(-int(-missing // 1))} hồ sơ"
            pull = 100 * missing / whole
            below.append(Drag(one.unit, result.figure, result.shown, pull, words=words))
    yield from sorted(below, key=lambda drag: (-drag.pull, drag.unit.code))


def results_of(
    standings: Sequence[Standing], plan: Plan, target: Target
) -> Iterator[tuple[Standing, TargetResult]]:
    for one in standings:
        for result in one.appraised.targets:
            if result.plan.id == plan.id and result.target.id == target.id:
                yield one, result
