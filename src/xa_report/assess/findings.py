"""What is wrong with the answers themselves, with criteria, and with the plan targets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from xa_report.assess.figures import Figures
from xa_report.assess.scoring import Scored
from xa_report.domain.assessment import ScoreState, TargetResult, TargetState
from xa_report.domain.finding import Code, Finding, Place, finding
from xa_report.domain.form import Criterion, Form
from xa_report.domain.item import Answer, External, FilledBy, Item, ItemKind
from xa_report.domain.numbers import show_number
from xa_report.domain.policy import NotArisen
from xa_report.domain.rules.linear import Linear
from xa_report.domain.rules.manual import Manual
from xa_report.domain.rules.rule import Rule

WHOLE = frozenset({ItemKind.COUNT})
NUMBERS = frozenset({ItemKind.COUNT, ItemKind.DECIMAL, ItemKind.MONEY, ItemKind.PERCENT})


def item_findings(form: Form, figures: Figures) -> Iterator[Finding]:
    """Answers that are missing or impossible."""
    for item in form.items.values():
        answer = figures.answer(item.id)
        if answer is None:
            if item.required and item.filled_by is FilledBy.COMMUNE:
                yield _of_item(Code.NOT_REPORTED, item)
        else:
            yield from _answer_findings(item, answer, figures)


def _of_item(code: Code, item: Item, *, reason: str = "", **texts: str) -> Finding:
    place = Place("item", item.id, (item.id,))
    return finding(code, place, {"label": item.label, **texts}, reason=reason)


def _answer_findings(item: Item, answer: Answer, figures: Figures) -> Iterator[Finding]:
    if answer.not_arisen is not None:
        if not answer.not_arisen.strip():
            yield _of_item(Code.NO_REASON, item)
        return
    value = answer.value
    number = value.score if isinstance(value, External) else value
    if isinstance(number, Decimal) and not isinstance(value, bool):
        yield from _number_findings(item, number)
    yield from _option_findings(item, answer)
    undated = isinstance(value, External) and value.as_of is None and answer.as_of is None
    if undated and item.filled_by is FilledBy.COMMUNE:
        key = f"{Code.NO_SOURCE_DATE.number}@{item.id}"
        reason = figures.report.reasons.get(key, "")
        yield _of_item(Code.NO_SOURCE_DATE, item, reason=reason)


def _number_findings(item: Item, value: Decimal) -> Iterator[Finding]:
    shown = show_number(value)
    if item.kind in WHOLE and (value != value.to_integral_value() or value < 0):
        yield _of_item(Code.NOT_WHOLE, item, value=shown)
        return
    low = Decimal(0) if item.minimum is None and item.kind is ItemKind.PERCENT else item.minimum
    if low is not None and value < low:
        yield _of_item(Code.BELOW_MINIMUM, item, value=shown, limit=show_number(low))
    if item.maximum is not None and value > item.maximum:
        yield _of_item(Code.ABOVE_MAXIMUM, item, value=shown, limit=show_number(item.maximum))


def _option_findings(item: Item, answer: Answer) -> Iterator[Finding]:
    if item.kind not in (ItemKind.CHOICE, ItemKind.CHECKLIST):
        return
    keys = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    for key in keys:
        if key is not None and key not in (item.options or {}):
            yield _of_item(Code.UNKNOWN_OPTION, item, value=str(key))


def criterion_findings(
    form: Form, scored: Mapping[str, Scored], figures: Figures
) -> Iterator[Finding]:
    """What keeps criteria from their points, and what must be explained."""
    for criterion in form.leaves():
        one = scored[criterion.code]
        yield from _score_findings(criterion, one, figures)
        yield from _explanation_findings(criterion, one, form, figures)


def _of_criterion(code: Code, criterion: Criterion, *, reason: str = "", **texts: str) -> Finding:
    refs = criterion.rule.references() if criterion.rule else ()
    place = Place("criterion", criterion.code, refs, criterion.code)
    named = {"code": criterion.code, "title": criterion.title}
    return finding(code, place, named | texts, reason=reason)


def _score_findings(criterion: Criterion, one: Scored, figures: Figures) -> Iterator[Finding]:
    forbidden = criterion.not_arisen is NotArisen.FORBIDDEN
    why = one.score.not_arisen or "; ".join(one.score.partly)
    if forbidden and why and not one.refused:
        yield _of_criterion(Code.NOT_ARISEN_FORBIDDEN, criterion, why=why)
    if one.refused:
        yield _of_criterion(Code.PRECONDITION, criterion, why=one.refused)
    if one.lacks_evidence:
        blocked = one.result.state is ScoreState.BLOCKED
        code = Code.EVIDENCE_MISSING if blocked else Code.EVIDENCE_EXPLAINED
        have = len(figures.report.evidence_of(criterion.code))
        need = criterion.evidence.minimum
        yield _of_criterion(code, criterion, have=str(have), need=str(need))
    if isinstance(criterion.rule, Manual):
        yield from _manual_findings(criterion, criterion.rule, figures)
    yield from _plan_findings(criterion, figures)


def _manual_findings(criterion: Criterion, rule: Manual, figures: Figures) -> Iterator[Finding]:
    points = figures.manual(criterion.code)
    if points is None:
        yield _of_criterion(Code.MANUAL_MISSING, criterion)
        return
    if points % rule.step or not 0 <= points <= criterion.max:
        limit = f"bước {show_number(rule.step)}, từ 0 đến {show_number(criterion.max)}"
        shown = show_number(points)
        yield _of_criterion(Code.MANUAL_STEP, criterion, value=shown, limit=limit)
    if not figures.report.explanations.get(criterion.code, "").strip():
        yield _of_criterion(Code.MANUAL_EXPLANATION, criterion)


def _plan_findings(criterion: Criterion, figures: Figures) -> Iterator[Finding]:
    for rule in _all_rules(criterion.rule):
        if isinstance(rule, Linear) and rule.target == "plan" and not figures.planned(rule.of):
            yield _of_criterion(Code.PLAN_TARGET_ABSENT, criterion)


def _all_rules(rule: Rule | None) -> Iterator[Rule]:
    if rule is not None:
        yield rule
        for part in rule.parts_of():
            yield from _all_rules(part)


def _explanation_findings(
    criterion: Criterion, one: Scored, form: Form, figures: Figures
) -> Iterator[Finding]:
    limit, result = criterion.explain_below, one.result
    if limit is None or result.points >= limit or result.applicable == 0:
        return
    if result.state in (ScoreState.MISSING, ScoreState.PROVINCE):
        return
    yield _of_criterion(
        Code.EXPLANATION_MISSING,
        criterion,
        reason=figures.report.explanations.get(criterion.code, ""),
        points=show_number(result.points, form.decimals),
        limit=show_number(limit),
    )


def target_findings(results: Sequence[TargetResult]) -> Iterator[Finding]:
    """Targets that are missed or cannot be told, and plans that disagree."""
    by_figure: dict[str, list[TargetResult]] = {}
    for result in results:
        place = Place("target", f"{result.plan.id}/{result.target.id}", (result.target.reference,))
        if result.state is TargetState.NOT_MET and not result.ahead:
            yield finding(
                Code.TARGET_MISSED,
                place,
                {
                    "label": result.label,
                    "value": result.shown,
                    "target": result.wanted,
                    "close": result.close,
                },
            )
        if result.state is TargetState.UNKNOWN:
            yield finding(Code.TARGET_UNKNOWN, place, {"label": result.label})
        if not result.ahead:
            by_figure.setdefault(result.target.reference, []).append(result)
    for ref, group in by_figure.items():
        yield from _disagreements(ref, group)


def _disagreements(ref: str, group: Sequence[TargetResult]) -> Iterator[Finding]:
    if len({result.wanted for result in group}) < 2:
        return
    strict = next(result for result in group if result.strictest)
    targets = "; ".join(f"{result.plan.title}: {result.wanted}" for result in group)
    place = Place("target", ref, (ref,))
    texts = {"label": group[0].label, "targets": targets, "strict": strict.wanted}
    yield finding(Code.TARGETS_DISAGREE, place, texts)


def fold(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Root causes first; a finding whose item has one of its own names it as the cause."""
    every = list(findings)
    roots = {f.place.id for f in every if f.place.kind == "item" and f.open}
    folded = [
        replace(f, causes=tuple(ref for ref in f.place.items if ref in roots))
        if f.place.kind != "item"
        else f
        for f in every
    ]
    order = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(folded, key=lambda f: (order[f.severity], bool(f.causes))))
