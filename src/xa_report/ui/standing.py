"""Where each line of the outline stands: points, and one state as icon, word and colour."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xa_report.domain.assessment import CriterionResult, ScoreState, TargetState
from xa_report.domain.finding import Finding, FindingCode, Severity
from xa_report.domain.form import Part
from xa_report.domain.item import FilledBy, Item
from xa_report.domain.numbers import show_number
from xa_report.ui.marks import (
    BELOW_PLAN,
    COMPLETE,
    EMPTY,
    LOST,
    MET,
    NO_PROOF,
    NONE,
    NOT_ARISEN,
    NOT_LOST,
    ORDER,
    PARTLY,
    PROVINCE,
    QUIET,
    REFUSED,
    REWARDED,
    UNEXPLAINED,
    WRONG,
    Mark,
)
from xa_report.ui.outline import Node, NodeKind, walk
from xa_report.workflow.commune import criterion_inputs
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.report_changes import ReportChanges, results_of


@dataclass(frozen=True, slots=True)
class Standing:
    """Points and state of one line."""

    points: str
    mark: Mark
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the states are made from, sorted by line once for all lines."""

    work: AssessedReport
    findings: Mapping[str, list[Finding]]
    missed: frozenset[str]
    """References of targets that are not met."""
    results: Mapping[str, CriterionResult]
    found: dict[str, Standing] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)
    """How many leaves at or below a line are to be put right, by its code."""
    empty: dict[str, int] = field(default_factory=dict)
    """How many leaves at or below a line have no answer yet, by its code."""


def standings(work: AssessedReport, nodes: Sequence[Node]) -> Mapping[str, Standing]:
    """The standing of every line by its code."""
    missed = frozenset(
        t.target.reference
        for t in work.assessment.targets
        if t.state is TargetState.NOT_MET and not t.ahead
    )
    results = {r.code: r for part in results_of(work.assessment) for r in part}
    facts = Facts(work, open_findings(work, nodes), missed, results)
    for node in nodes:
        _stand(node, facts)
    return facts.found


def has_status_changes(changes: ReportChanges) -> bool:
    """Return whether any of what the states are made from differs."""
    leaves = changes.items or changes.results or changes.findings or changes.targets
    # Bonuses and penalties stand in a line of their own, with the sum of the whole report.
    return bool(leaves) or changes.totals


def open_findings(work: AssessedReport, nodes: Sequence[Node]) -> Mapping[str, list[Finding]]:
    """Open findings by the code of the lines that they concern."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for node in walk(nodes):
        for item in node.items:
            lines[item.id].append(node.code)
    by_code: defaultdict[str, list[Finding]] = defaultdict(list)
    for found in work.assessment.findings:
        if not found.open:
            continue
        named = (code for item in found.place.items for code in lines[item])
        codes = (found.place.criterion,) if found.place.criterion else dict.fromkeys(named)
        for code in codes:
            by_code[code].append(found)
    return by_code


def unanswered(work: AssessedReport, items: Sequence[Item]) -> int:
    """How many items that the commune must type have no answer yet."""
    return sum(_owed(item) and item.id not in work.report.answers for item in items)


def _owed(item: Item) -> bool:
    return item.required and item.filled_by is FilledBy.COMMUNE


def _stand(node: Node, facts: Facts) -> Standing:
    below = [_stand(child, facts) for child in node.children]
    if node.kind is NodeKind.CRITERION and not node.children:
        standing = _leaf(node, facts)
    elif node.children:
        standing = Standing(_group_points(node, facts), _worst(node, below, facts))
    else:
        standing = _of_items(node, facts)
    facts.found[node.code] = standing
    _count(node, standing.mark, facts)
    return standing


def _count(node: Node, mark: Mark, facts: Facts) -> None:
    if node.children:
        facts.wrong[node.code] = sum(facts.wrong[child.code] for child in node.children)
        facts.empty[node.code] = sum(facts.empty[child.code] for child in node.children)
    else:
        facts.wrong[node.code] = int(mark.role == "missing")
        facts.empty[node.code] = int(mark == EMPTY)


def _leaf(node: Node, facts: Facts) -> Standing:
    result = facts.results[node.code]
    return Standing(show_points(result, facts.work), _leaf_mark(node, result, facts), result.reason)


def show_points(result: CriterionResult, work: AssessedReport) -> str:
    """Points and maximum: `4,00 / 6`; a dash where there are none yet."""
    open_ones = (ScoreState.MISSING, ScoreState.PROVINCE)
    known = result.state not in open_ones or (not result.leaf and result.points)
    points = show_number(result.points, work.form.decimals) if known else "—"
    sign = "−" if result.part is Part.PENALTY and result.points else ""
    return f"{sign}{points} / {show_number(result.max)}"


def _leaf_mark(node: Node, result: CriterionResult, facts: Facts) -> Mark:
    if result.state is ScoreState.PROVINCE:
        return PROVINCE
    if result.state is ScoreState.MISSING:
        return EMPTY
    trouble = _trouble(node, facts)
    if trouble is not None:
        return trouble
    if result.state is ScoreState.NOT_ARISEN:
        return NOT_ARISEN
    if result.state is ScoreState.BLOCKED:
        return REFUSED
    return _points_mark(result)


def _trouble(node: Node, facts: Facts) -> Mark | None:
    found = facts.findings.get(node.code, [])
    errors = {f.code for f in found if f.severity is Severity.ERROR}
    if FindingCode.EVIDENCE_MISSING.number in errors:
        return NO_PROOF
    if errors:
        return WRONG
    if facts.missed and facts.missed & set(criterion_inputs.referenced_ids(facts.work, node.code)):
        return BELOW_PLAN
    return UNEXPLAINED if found else None


def _points_mark(result: CriterionResult) -> Mark:
    if result.part is Part.PENALTY:
        return LOST if result.points else NOT_LOST
    if result.part is Part.BONUS:
        return REWARDED if result.points else QUIET
    if result.points >= result.max:
        return MET
    return PARTLY if result.points else NONE


def _group_points(node: Node, facts: Facts) -> str:
    work = facts.work
    if node.kind is not NodeKind.GROUP:
        return show_points(facts.results[node.code], work)
    penalty = any(c.code == node.children[0].code for c in work.form.penalties)
    total = work.assessment.penalty if penalty else work.assessment.bonus
    limit = work.form.limits.penalty if penalty else work.form.limits.bonus
    shown = show_number(total, work.form.decimals)
    sign = "−" if penalty and total else ""
    return f"{sign}{shown} / {show_number(limit)}" if limit is not None else f"{sign}{shown}"


def _worst(node: Node, below: Sequence[Standing], facts: Facts) -> Mark:
    """What a line with lines below it says: the worst, and how many of it."""
    marks = [standing.mark for standing in below]
    wrong = sum(facts.wrong[child.code] for child in node.children)
    if wrong:
        return Mark("missing", f"{wrong} cần sửa", "missing")
    missing = sum(facts.empty[child.code] for child in node.children)
    missing += unanswered(facts.work, node.items)
    if missing:
        return Mark("empty", f"còn {missing}", "quiet")
    return max(marks, key=_weight)


def _weight(mark: Mark) -> float:
    return 1.5 if mark == PARTLY else ORDER.index(mark.role)


def _of_items(node: Node, facts: Facts) -> Standing:
    """A line that only collects figures."""
    answers = facts.work.report.answers
    done = sum(item.id in answers for item in node.items)
    points = f"{done} / {len(node.items)}"
    wrong = [
        f
        for f in facts.findings.get(node.code, [])
        if f.severity is Severity.ERROR and f.code != FindingCode.NOT_REPORTED.number
    ]
    if wrong:
        return Standing(points, WRONG)
    left = unanswered(facts.work, node.items)
    if not done:
        return Standing(points, EMPTY)
    return Standing(points, Mark("empty", f"còn {left}", "quiet") if left else COMPLETE)
