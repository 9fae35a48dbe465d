"""Which items a report must answer: what only cases that were not chosen look at is left out."""

from collections.abc import Iterable, Iterator

from xa_report.assess.figures import Figures
from xa_report.domain.comparison import condition_references
from xa_report.domain.form import Form
from xa_report.domain.rules.branch import BranchRule
from xa_report.domain.rules.choice import chosen_option
from xa_report.domain.rules.rule import ScoringRule


def idle_items(form: Form, figures: Figures) -> frozenset[str]:
    """Items that nothing looks at but cases of branches that were not chosen."""
    unchosen = {
        ref
        for criterion in form.leaves()
        if criterion.rule is not None
        for rule in _unchosen(criterion.rule, figures)
        for ref in rule.references()
    }
    if not unchosen:
        return frozenset()
    looked_at = _items(_active(form, figures), form)
    return frozenset(_items(unchosen, form) - looked_at)


def _unchosen(rule: ScoringRule, figures: Figures) -> Iterator[ScoringRule]:
    """The cases of a branch that another choice was made against."""
    if isinstance(rule, BranchRule):
        option = chosen_option(figures.answer(rule.of))
        for name, case in rule.cases.items():
            if option is not None and name != option:
                yield case
            else:
                yield from _unchosen(case, figures)
    else:
        for part in rule.parts_of():
            yield from _unchosen(part, figures)


def _active(form: Form, figures: Figures) -> Iterator[str]:
    """All that the form names, but for the cases that were not chosen."""
    for area in form.areas:
        yield from area.items
    for criterion in form.leaves():
        yield from condition_references(criterion.precondition)
        yield from criterion.items
        if criterion.rule is not None:
            yield from _chosen_references(criterion.rule, figures)


def _chosen_references(rule: ScoringRule, figures: Figures) -> Iterator[str]:
    if isinstance(rule, BranchRule):
        option = chosen_option(figures.answer(rule.of))
        yield rule.of
        for name, case in rule.cases.items():
            if option in (None, name):
                yield from _chosen_references(case, figures)
    elif rule.parts_of():
        for part in rule.parts_of():
            yield from _chosen_references(part, figures)
    else:
        yield from rule.references()


def _items(refs: Iterable[str], form: Form) -> set[str]:
    """The items that figures are made from."""
    found: set[str] = set()
    waiting = list(refs)
    while waiting:
        ref = waiting.pop()
        if ref in form.items:
            found.add(ref)
        elif ref in form.indicators:
            waiting.extend(form.indicators[ref].references())
    return found
