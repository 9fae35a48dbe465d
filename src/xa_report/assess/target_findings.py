"""Targets that are missed or cannot be told, and plans that disagree."""

from collections.abc import Iterator, Sequence

from xa_report.assess.figures import Figures, items_of
from xa_report.assess.targets import demanded
from xa_report.domain.assessment import TargetResult, TargetState
from xa_report.domain.finding import Finding, FindingCode, FindingLocation, build_finding


def target_findings(results: Sequence[TargetResult], figures: Figures) -> Iterator[Finding]:
    """What the plans ask for and the figures do not show."""
    for result in results:
        if result.ahead:
            continue
        place = _place(f"{result.plan.id}/{result.target.id}", result.target.reference, figures)
        if result.state is TargetState.NOT_MET:
            texts = {
                "label": result.label,
                "value": result.shown,
                "target": result.wanted,
                "close": result.close,
            }
            yield build_finding(FindingCode.TARGET_MISSED, place, texts)
        if result.state is TargetState.UNKNOWN:
            yield build_finding(FindingCode.TARGET_UNKNOWN, place, {"label": result.label})
    yield from _disagreements(results, figures)


def _place(ident: str, ref: str, figures: Figures) -> FindingLocation:
    return FindingLocation("target", ident, items_of((ref,), figures))


def _disagreements(results: Sequence[TargetResult], figures: Figures) -> Iterator[Finding]:
    """Plans in force that ask for different amounts of one figure in one direction."""
    groups: dict[tuple[str, str], list[TargetResult]] = {}
    for result in results:
        if not result.ahead:
            direction, _ = demanded(result.target, figures)
            groups.setdefault((result.target.reference, direction), []).append(result)
    for (ref, _), group in groups.items():
        if all(r.strictest for r in group) or len({r.plan.id for r in group}) < 2:
            continue
        strict = next(result for result in group if result.strictest)
        targets = "; ".join(f"{result.plan.title}: {result.wanted}" for result in group)
        texts = {"label": strict.label, "targets": targets, "strict": strict.wanted}
        yield build_finding(FindingCode.TARGETS_DISAGREE, _place(ref, ref, figures), texts)
