"""Findings of answers, items that need no answer, and the order of all findings."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from xa_report.assess.figures import ReportFigures
from xa_report.domain.answer_validation import answer_faults, is_reason
from xa_report.domain.comparison import condition_references
from xa_report.domain.finding import Finding, FindingCode, FindingLocation, build_finding
from xa_report.domain.form import Form
from xa_report.domain.item import Answer, ExternalScore, FilledBy, Item, ItemKind
from xa_report.domain.numbers import show_number
from xa_report.domain.rules.branch import BranchRule
from xa_report.domain.rules.choice import chosen_option
from xa_report.domain.rules.figure_rules import ExternalRule
from xa_report.domain.rules.rule import ScoringRule
from xa_report.domain.rules.survey import SurveyRule

WHOLE_NUMBER_KINDS = frozenset({ItemKind.COUNT})


def unused_items(form: Form, figures: ReportFigures) -> frozenset[str]:
    """Return the items that only unchosen cases of branches depend on: nobody need answer them."""
    unchosen = {
        ref
        for criterion in form.leaves()
        if criterion.rule is not None
        for rule in _unchosen_rules(criterion.rule, figures)
        for ref in rule.references()
    }
    if not unchosen:
        return frozenset()
    # What another rule or a chosen case needs is not idle, although an unchosen one names it too.
    active = _referenced_items(_active_references(form, figures), form)
    return frozenset(_referenced_items(unchosen, form) - active)


def _unchosen_rules(rule: ScoringRule, figures: ReportFigures) -> Iterator[ScoringRule]:
    """Yield the cases of branches that were not chosen; none while the choice is open."""
    if isinstance(rule, BranchRule):
        option = chosen_option(figures.answer(rule.of))
        for name, case in rule.cases.items():
            if option is not None and name != option:
                yield case
            else:
                yield from _unchosen_rules(case, figures)
    else:
        for part in rule.inner_rules():
            yield from _unchosen_rules(part, figures)


def _active_references(form: Form, figures: ReportFigures) -> Iterator[str]:
    """Yield all ids that the form refers to, but for the cases that were not chosen."""
    for area in form.areas:
        yield from area.items
    for criterion in form.leaves():
        yield from condition_references(criterion.precondition)
        yield from criterion.items
        if criterion.rule is not None:
            yield from _chosen_references(criterion.rule, figures)


def _chosen_references(rule: ScoringRule, figures: ReportFigures) -> Iterator[str]:
    if isinstance(rule, BranchRule):
        option = chosen_option(figures.answer(rule.of))
        yield rule.of
        for name, case in rule.cases.items():
            if option in (None, name):
                yield from _chosen_references(case, figures)
    elif rule.inner_rules():
        for part in rule.inner_rules():
            yield from _chosen_references(part, figures)
    else:
        yield from rule.references()


def _referenced_items(refs: Iterable[str], form: Form) -> set[str]:
    """Return the items that figures are made from."""
    return {ref for ref in form.closure(refs) if ref in form.items}


def item_findings(form: Form, figures: ReportFigures) -> Iterator[Finding]:
    """Yield the findings of missing and impossible answers, in the order of the items."""
    idle = unused_items(form, figures)
    for item in form.items.values():
        answer = figures.answer(item.id)
        if answer is None or not (answer.has_value or answer.not_arisen is not None):
            if item.required and item.filled_by is FilledBy.COMMUNE and item.id not in idle:
                yield _item_finding(FindingCode.NOT_REPORTED, item)
        else:
            yield from _answer_findings(_limited_item(item, form), answer, figures)


def _limited_item(item: Item, form: Form) -> Item:
    """Return an item with its scale as maximum where a score of another system names none.

    Above the scale of its rule such a score is no score: it would give more than all points.
    """
    if item.kind is not ItemKind.EXTERNAL or item.maximum is not None:
        return item
    scales = [
        rule.out_of
        for criterion in form.leaves()
        if criterion.rule is not None
        for rule in criterion.rule.iter_rules()
        if isinstance(rule, ExternalRule | SurveyRule) and rule.of == item.id
    ]
    return replace(item, maximum=max(scales)) if scales else item


def _item_finding(code: FindingCode, item: Item, *, reason: str = "", **texts: str) -> Finding:
    location = FindingLocation("item", item.id, (item.id,))
    return build_finding(code, location, {"label": item.label, **texts}, reason=reason)


def _answer_findings(item: Item, answer: Answer, figures: ReportFigures) -> Iterator[Finding]:
    if answer.not_arisen is not None:
        if not is_reason(answer.not_arisen):
            yield _item_finding(FindingCode.NO_REASON, item)
        else:
            for fault in answer_faults(item, answer, FilledBy.PROVINCE):
                yield _item_finding(FindingCode.INVALID_ANSWER, item, why=fault)
        return
    value = answer.value
    specific = list(_specific_findings(item, answer))
    yield from specific
    if not specific:
        # Who gave it is not known here: the doors of a commune refuse what the province fills.
        for fault in answer_faults(item, answer, FilledBy.PROVINCE):
            yield _item_finding(FindingCode.INVALID_ANSWER, item, why=fault)
    undated = isinstance(value, ExternalScore) and value.as_of is None and answer.as_of is None
    if undated and item.filled_by is FilledBy.COMMUNE:
        key = f"{FindingCode.NO_SOURCE_DATE.number}@{item.id}"
        reason = figures.report.reasons.get(key, "")
        yield _item_finding(FindingCode.NO_SOURCE_DATE, item, reason=reason)


def _specific_findings(item: Item, answer: Answer) -> Iterator[Finding]:
    """Yield the findings that have a code of their own, beside the common INVALID_ANSWER."""
    value = answer.value
    number = value.score if isinstance(value, ExternalScore) else value
    if isinstance(number, Decimal) and number.is_finite():
        yield from _number_findings(item, number)
    yield from _option_findings(item, answer)


def _number_findings(item: Item, value: Decimal) -> Iterator[Finding]:
    if item.kind in WHOLE_NUMBER_KINDS and (value < 0 or value != value.to_integral_value()):
        yield _item_finding(FindingCode.NOT_WHOLE, item, value=show_number(value))
        return
    # A percentage may exceed 100 (growth), but is not negative unless the form says so.
    low = Decimal(0) if item.minimum is None and item.kind is ItemKind.PERCENT else item.minimum
    if low is not None and value < low:
        yield _item_finding(
            FindingCode.BELOW_MINIMUM, item, value=show_number(value), limit=show_number(low)
        )
    if item.maximum is not None and value > item.maximum:
        limit = show_number(item.maximum)
        yield _item_finding(FindingCode.ABOVE_MAXIMUM, item, value=show_number(value), limit=limit)


def _option_findings(item: Item, answer: Answer) -> Iterator[Finding]:
    if item.kind not in (ItemKind.CHOICE, ItemKind.CHECKLIST):
        return
    keys = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    for key in keys:
        if key is not None and key not in (item.options or {}):
            yield _item_finding(FindingCode.UNKNOWN_OPTION, item, value=str(key))


def attach_consequences(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings by severity, root causes first, with the causes of the others.

    The cause of a finding is an item that has an open finding of its own.
    """
    every = list(findings)
    roots = {f.place.id for f in every if f.place.kind == "item" and f.is_open}
    linked = [
        replace(f, causes=tuple(ref for ref in f.place.items if ref in roots))
        if f.place.kind != "item"
        else f
        for f in every
    ]
    order = {"error": 0, "warning": 1, "note": 2}
    # The sort is stable: within a severity the order of the form stays.
    return tuple(sorted(linked, key=lambda f: (order[f.severity], bool(f.causes))))
