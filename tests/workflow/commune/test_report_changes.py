"""What differs between two states of a report is named: all of it and nothing else."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.generated_reports import Case, Filler, make_case
from xa_report.assess.assessment import assess_report
from xa_report.commune.store.edits import FieldKind
from xa_report.domain.report import Letterhead, Report, ReportState
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.report_changes import ReportChanges, compare_work

Value = TypeVar("Value")
seeds = st.integers(0, 10_000)


def work_of(case: Case, report: Report) -> AssessedReport:
    assessment = assess_report(report, case.form, case.plans, case.previous)
    return AssessedReport(report, case.form, case.plans, case.previous, (), assessment)


def edited(case: Case, random: Random) -> Report:
    """The report with some answers of another one, and now and then another rest."""
    other = Filler(random, case.form, case.plans).report(case.report.period)
    share = random.choice((0.0, 0.1, 1.0))
    report = case.report

    def some(old: Mapping[str, Value], new: Mapping[str, Value]) -> dict[str, Value]:
        keys = dict.fromkeys((*old, *new))
        taken = {key: (new if random.random() < share else old) for key in keys}
        return {key: source[key] for key, source in taken.items() if key in source}

    findings = work_of(case, report).assessment.findings
    return replace(
        report,
        answers=some(report.answers, other.answers),
        manual=some(report.manual, other.manual),
        explanations=some(report.explanations, other.explanations),
        reasons=some({}, {finding.key: "Đã kiểm tra." for finding in findings}),
        evidence=random.choice((report.evidence, other.evidence)),
        letterhead=random.choice((report.letterhead, Letterhead(number="31"))),
        state=random.choice((report.state, ReportState.RETURNED)),
    )


def merged(before: AssessedReport, after: AssessedReport, changes: ReportChanges) -> AssessedReport:
    """The state before with only those parts of the state after that are named."""
    report, assessment = before.report, before.assessment
    new, now = after.report, after.assessment
    results: dict[str, Any] = {
        part: by_key(getattr(assessment, part), getattr(now, part), changes.results, code_of)
        for part in ("areas", "criteria", "bonuses", "penalties")
    }
    sums = ("total", "applicable", "bonus", "penalty", "result", "percent", "percent_shown")
    source = now if changes.totals else assessment
    totals: dict[str, Any] = {part: getattr(source, part) for part in sums}
    return replace(
        before,
        report=replace(
            report,
            answers=by_name(report.answers, new.answers, changes.items),
            manual=by_name(report.manual, new.manual, changes.manual),
            explanations=by_name(report.explanations, new.explanations, changes.explanations),
            reasons=by_name(report.reasons, new.reasons, changes.reasons),
            evidence=by_key(
                report.evidence, new.evidence, changes.evidence, lambda link: link.criterion
            ),
            letterhead=(new if changes.letterhead else report).letterhead,
            state=(new if changes.state else report).state,
        ),
        assessment=replace(
            assessment,
            **results,
            **totals,
            rating=(now if changes.rating else assessment).rating,
            figures=by_name(assessment.figures, now.figures, changes.figures),
            targets=by_key(
                assessment.targets, now.targets, changes.targets, lambda t: t.target.reference
            ),
            findings=by_key(
                assessment.findings, now.findings, changes.findings, lambda finding: finding.key
            ),
        ),
        open_fields=(after if changes.state else before).open_fields,
    )


def code_of(result: object) -> str:
    return str(getattr(result, "code", ""))


def by_name(
    old: Mapping[str, Value], new: Mapping[str, Value], named: frozenset[str]
) -> dict[str, Value]:
    unchanged = {key: value for key, value in old.items() if key not in named}
    return unchanged | {key: value for key, value in new.items() if key in named}


def by_key(
    old: Iterable[Value],
    new: Iterable[Value],
    named: frozenset[str],
    key: Callable[[Value], str],
) -> tuple[Value, ...]:
    """What is named from the new list, all else from the old one, in the order of the new one."""
    unnamed = [value for value in old if key(value) not in named]
    merged = tuple(value if key(value) in named else unnamed.pop(0) for value in new)
    assert unnamed == []
    return merged


@settings(max_examples=40)
@given(seed=seeds, again=seeds)
def test_what_is_named_is_all_that_differs(seed, again):
    case = make_case(seed)
    before = work_of(case, case.report)
    after = work_of(case, edited(case, Random(again)))  # noqa: S311 - repeatable, not secret
    changes = compare_work(before, after)
    assert merged(before, after, changes) == after
    assert not changes.basis


@settings(max_examples=12)
@given(seed=seeds, again=seeds)
def test_nothing_is_named_that_is_the_same(seed, again):
    case = make_case(seed)
    before = work_of(case, case.report)
    after = work_of(case, edited(case, Random(again)))  # noqa: S311 - repeatable, not secret
    changes = compare_work(before, after)
    for part in fields(changes):
        named: Any = getattr(changes, part.name)
        if isinstance(named, bool):
            less = [without(changes, part.name, False)] if named else []
        else:
            less = [without(changes, part.name, named - {key}) for key in named]
        assert all(is_short_of(before, after, fewer) for fewer in less)


def without(changes: ReportChanges, part: str, rest: Any) -> ReportChanges:
    fewer: dict[str, Any] = {part: rest}
    return replace(changes, **fewer)


def is_short_of(before: AssessedReport, after: AssessedReport, changes: ReportChanges) -> bool:
    """Whether the parts do not suffice to come from one state to the other."""
    try:
        return merged(before, after, changes) != after
    except (AssertionError, IndexError):
        return True


@settings(max_examples=20)
@given(seed=seeds)
def test_the_same_report_assessed_twice_has_no_changes(seed):
    case = make_case(seed)
    changes = compare_work(work_of(case, case.report), work_of(case, case.report))
    assert changes == ReportChanges()
    assert changes.is_empty


def test_one_part_alone_makes_changes():
    case = make_case(7)
    before = work_of(case, case.report)
    opened = replace(before, open_fields=frozenset({(FieldKind.ANSWER, "a")}))
    assert compare_work(before, opened) == ReportChanges(state=True)
    dated = replace(before, report=replace(before.report, letterhead=Letterhead(number="9")))
    assert compare_work(before, dated) == ReportChanges(letterhead=True)
    other = replace(before, included=(before.report,))
    assert compare_work(before, other) == ReportChanges(basis=True)
    points = {**before.report.manual, "x": Decimal(1)}
    by_hand = replace(before, report=replace(before.report, manual=points))
    assert compare_work(before, by_hand) == ReportChanges(manual=frozenset({"x"}))
    assert not compare_work(before, by_hand).is_empty


def test_findings_in_another_order_are_all_named():
    case = make_case(3)
    before = work_of(case, case.report)
    findings = before.assessment.findings
    assert len(findings) > 1
    turned = replace(before.assessment, findings=findings[::-1])
    changes = compare_work(before, replace(before, assessment=turned))
    assert changes == ReportChanges(findings_changed=frozenset(f.key for f in findings))
