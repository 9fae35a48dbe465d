"""Differences between two states of one report: answers, points, findings, totals."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TypeVar

from xa_report.domain.assessment import Assessment, CriterionResult
from xa_report.domain.finding import Finding
from xa_report.workflow.commune.assessed_report import AssessedReport

Value = TypeVar("Value")
Nothing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReportChanges:
    """The parts of a report and of its assessment that differ; empty where all is the same.

    A key is named when what stands under it differs, came or went. Where only the order of a
    list differs, every key of the list is named.
    """

    items: frozenset[str] = Nothing
    """Ids of items whose answer differs."""
    manual: frozenset[str] = Nothing
    """Codes of criteria whose points that are scored by hand differ."""
    explanations: frozenset[str] = Nothing
    """Codes of criteria whose explanation differs."""
    evidence: frozenset[str] = Nothing
    """Codes of criteria whose documents, or the way they are cited, differ."""
    reasons: frozenset[str] = Nothing
    """Keys of findings whose written reason differs, whether the finding is there or not."""
    results: frozenset[str] = Nothing
    """Codes of areas, criteria, bonuses and penalties whose result differs."""
    figures: frozenset[str] = Nothing
    """References of indicators and items whose figure differs."""
    targets: frozenset[str] = Nothing
    """References on which a target stands that differs in state, gap or figure."""
    findings_added: frozenset[str] = Nothing
    """Keys of findings that came."""
    findings_removed: frozenset[str] = Nothing
    """Keys of findings that went."""
    findings_changed: frozenset[str] = Nothing
    """Keys of findings whose wording differs, or that were answered."""
    totals: bool = False
    """True when the sums of the report differ: points, applicable maximum, percentage."""
    rating: bool = False
    """True when the band, or the reason against a better one, differs."""
    letterhead: bool = False
    """True when the head or foot of the document differs."""
    state: bool = False
    """True when the report's state, its number of submission or what may be edited differs."""
    basis: bool = False
    """True when unit, period, form, plans or other reports differ: redraw everything."""

    @property
    def findings(self) -> frozenset[str]:
        """Keys of all findings that came, went or differ."""
        return self.findings_added | self.findings_removed | self.findings_changed

    @property
    def is_empty(self) -> bool:
        """True when nothing differs."""
        return not any(getattr(self, part.name) for part in fields(self))


def compare_work(before: AssessedReport, after: AssessedReport) -> ReportChanges:
    """Name every part in which two states of a report differ, and nothing else."""
    old, new = before.report, after.report
    then, now = before.assessment, after.assessment
    came, went, differ = _finding_changes(then.findings, now.findings)
    return ReportChanges(
        items=_differing_keys(old.answers, new.answers),
        manual=_differing_keys(old.manual, new.manual),
        explanations=_differing_keys(old.explanations, new.explanations),
        evidence=_differing(old.evidence, new.evidence, lambda link: link.criterion),
        reasons=_differing_keys(old.reasons, new.reasons),
        results=_differing_results(then, now),
        figures=_differing_keys(then.figures, now.figures),
        targets=_differing(then.targets, now.targets, lambda result: result.target.reference),
        findings_added=came,
        findings_removed=went,
        findings_changed=differ,
        totals=_totals(then) != _totals(now),
        rating=then.rating != now.rating,
        letterhead=old.letterhead != new.letterhead,
        state=_state(before) != _state(after),
        basis=_basis(before) != _basis(after),
    )


def results_of(assessment: Assessment) -> tuple[tuple[CriterionResult, ...], ...]:
    """Return the results of areas, criteria, bonuses and penalties, in this order."""
    return assessment.areas, assessment.criteria, assessment.bonuses, assessment.penalties


def _differing_results(before: Assessment, after: Assessment) -> frozenset[str]:
    pairs = zip(results_of(before), results_of(after), strict=True)
    return Nothing.union(*(_differing(old, new, lambda result: result.code) for old, new in pairs))


def _finding_changes(
    before: tuple[Finding, ...], after: tuple[Finding, ...]
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    old = frozenset(finding.key for finding in before)
    new = frozenset(finding.key for finding in after)
    differ = _differing(before, after, lambda finding: finding.key)
    # `differ` holds what came and went too; each key is named in one set only.
    return new - old, old - new, differ & old & new


def _totals(assessment: Assessment) -> tuple[Hashable, ...]:
    return (
        assessment.total,
        assessment.applicable,
        assessment.bonus,
        assessment.penalty,
        assessment.result,
        assessment.percent,
        assessment.percent_shown,
    )


def _state(work: AssessedReport) -> tuple[Hashable, ...]:
    return work.report.state, work.report.sequence, work.open_fields


def _basis(work: AssessedReport) -> tuple[object, ...]:
    report = work.report
    hashes = report.form_sha256, report.plan_sha256
    return report.unit, report.period, hashes, work.form, work.plans, work.previous, work.included


def _differing_keys(before: Mapping[str, Value], after: Mapping[str, Value]) -> frozenset[str]:
    """Return the keys under which two mappings differ; their order does not count."""
    if before == after:
        return Nothing
    # An object of its own, as None may be a value.
    missing = object()
    keys = before.keys() | after.keys()
    return frozenset(k for k in keys if before.get(k, missing) != after.get(k, missing))


def _differing(
    before: tuple[Value, ...], after: tuple[Value, ...], key: Callable[[Value], str]
) -> frozenset[str]:
    """Return the keys whose values differ; all keys where only the order does."""
    if before == after:
        return Nothing
    if len(before) == len(after):
        # Nearly always the same lines in the same order: a few of them differ.
        pairs = [(key(old), key(new)) for old, new in zip(before, after, strict=True) if old != new]
        if all(old == new for old, new in pairs):
            return frozenset(new for _, new in pairs)
    old, new = _by_key(before, key), _by_key(after, key)
    return _differing_keys(old, new) or frozenset(old)


def _by_key(values: Iterable[Value], key: Callable[[Value], str]) -> Mapping[str, list[Value]]:
    grouped: defaultdict[str, list[Value]] = defaultdict(list)
    for value in values:
        grouped[key(value)].append(value)
    return grouped
