"""Points and state of each line of the outline."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xa_report.domain.assessment import CriterionResult, ScoreState, TargetState
from xa_report.domain.finding import Finding, FindingCode, Severity
from xa_report.domain.form import Part
from xa_report.domain.item import FilledBy, Item
from xa_report.domain.numbers import show_number
from xa_report.ui.commune.outline import OutlineNode, OutlineNodeKind, iter_nodes
from xa_report.ui.shared.badges import Badge
from xa_report.workflow.commune import criterion_inputs
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.report_changes import ReportChanges, results_of

MET_BADGE = Badge("met", "đạt", "met")
PARTLY_MET_BADGE = Badge("met", "một phần", "quiet")
NO_POINTS_BADGE = Badge("below", "không điểm", "below")
EMPTY_BADGE = Badge("empty", "chưa nhập", "quiet")
PROVINCE_SCORED_BADGE = Badge("province", "tỉnh chấm", "quiet")
NOT_ARISEN_BADGE = Badge("met", "không phát sinh", "quiet")
NO_EVIDENCE_BADGE = Badge("missing", "thiếu tài liệu", "missing")
ERROR_BADGE = Badge("missing", "có lỗi", "missing")
BELOW_PLAN_BADGE = Badge("below", "dưới KH", "below")
REASON_NEEDED_BADGE = Badge("below", "cần lý do", "below")
NOT_COUNTED_BADGE = Badge("below", "không tính", "below")
COMPLETE_BADGE = Badge("met", "đủ số liệu", "met")
NO_BONUS_BADGE = Badge("empty", "không có", "quiet")
NO_PENALTY_BADGE = Badge("met", "không bị trừ", "met")
PENALTY_BADGE = Badge("below", "bị trừ", "below")
BONUS_BADGE = Badge("met", "được thưởng", "met")
ROLES_BY_SEVERITY = ("quiet", "met", "below", "missing")
"""Colour roles from the calmest to the worst; PARTLY_MET_BADGE comes just after `met`."""


@dataclass(frozen=True, slots=True)
class NodeStatus:
    """Points, state and reason of one line."""

    points: str
    badge: Badge
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StatusInputs:
    """The inputs of all states, sorted by line once; `statuses` fills from the leaves up."""

    work: AssessedReport
    findings: Mapping[str, list[Finding]]
    missed_references: frozenset[str]
    """References of targets that are not met."""
    results: Mapping[str, CriterionResult]
    statuses: dict[str, NodeStatus] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)
    """Number of leaves at or below a line that are to be corrected, by its code."""
    empty: dict[str, int] = field(default_factory=dict)
    """Number of leaves at or below a line without an answer, by its code."""


def node_statuses(work: AssessedReport, nodes: Sequence[OutlineNode]) -> Mapping[str, NodeStatus]:
    """Return the status of every line by its code."""
    missed = frozenset(
        t.target.reference
        for t in work.assessment.targets
        if t.state is TargetState.NOT_MET and not t.ahead
    )
    results = {r.code: r for part in results_of(work.assessment) for r in part}
    inputs = StatusInputs(work, open_findings_by_node(work, nodes), missed, results)
    for node in nodes:
        _add_status(node, inputs)
    return inputs.statuses


def has_status_changes(changes: ReportChanges) -> bool:
    """Return whether any input of the states changed."""
    leaves = changes.items or changes.results or changes.findings or changes.targets
    # Bonuses and penalties have a line of their own, with the sum of the whole report.
    return bool(leaves) or changes.totals


def open_findings_by_node(
    work: AssessedReport, nodes: Sequence[OutlineNode]
) -> Mapping[str, list[Finding]]:
    """Return the open findings by the code of the lines that they concern.

    A finding of a criterion stands with that line only, one of items with every line of theirs.
    """
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for node in iter_nodes(nodes):
        for item in node.items:
            lines[item.id].append(node.code)
    by_code: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in work.assessment.findings:
        if not finding.is_open:
            continue
        named = (code for item in finding.place.items for code in lines[item])
        codes = (finding.place.criterion,) if finding.place.criterion else dict.fromkeys(named)
        for code in codes:
            by_code[code].append(finding)
    return by_code


def count_unanswered(work: AssessedReport, items: Sequence[Item]) -> int:
    """Return how many required items of the commune have no answer."""
    return sum(
        _is_required_of_commune(item) and item.id not in work.report.answers for item in items
    )


def _is_required_of_commune(item: Item) -> bool:
    return item.required and item.filled_by is FilledBy.COMMUNE


def _add_status(node: OutlineNode, inputs: StatusInputs) -> NodeStatus:
    below = [_add_status(child, inputs) for child in node.children]
    if node.kind is OutlineNodeKind.CRITERION and not node.children:
        status = _leaf_status(node, inputs)
    elif node.children:
        status = NodeStatus(_group_points(node, inputs), _group_badge(node, below, inputs))
    else:
        status = _items_status(node, inputs)
    inputs.statuses[node.code] = status
    _count(node, status.badge, inputs)
    return status


def _count(node: OutlineNode, badge: Badge, inputs: StatusInputs) -> None:
    if node.children:
        inputs.wrong[node.code] = sum(inputs.wrong[child.code] for child in node.children)
        inputs.empty[node.code] = sum(inputs.empty[child.code] for child in node.children)
    else:
        inputs.wrong[node.code] = int(badge.role == "missing")
        inputs.empty[node.code] = int(badge == EMPTY_BADGE)


def _leaf_status(node: OutlineNode, inputs: StatusInputs) -> NodeStatus:
    result = inputs.results[node.code]
    return NodeStatus(
        criterion_points_text(result, inputs.work), _leaf_badge(node, result, inputs), result.reason
    )


def criterion_points_text(result: CriterionResult, work: AssessedReport) -> str:
    """Return points and maximum: `4,00 / 6`; a dash for points that are not known yet."""
    unscored = (ScoreState.MISSING, ScoreState.PROVINCE)
    known = result.state not in unscored or (not result.leaf and result.points)
    points = show_number(result.points, work.form.decimals) if known else "—"
    sign = "−" if result.part is Part.PENALTY and result.points else ""
    return f"{sign}{points} / {show_number(result.max)}"


def _leaf_badge(node: OutlineNode, result: CriterionResult, inputs: StatusInputs) -> Badge:
    # The order matters: without a score a problem is not the commune's yet, with one it comes
    # before how many points there are.
    if result.state is ScoreState.PROVINCE:
        return PROVINCE_SCORED_BADGE
    if result.state is ScoreState.MISSING:
        return EMPTY_BADGE
    problem = _problem_badge(node, inputs)
    if problem is not None:
        return problem
    if result.state is ScoreState.NOT_ARISEN:
        return NOT_ARISEN_BADGE
    if result.state is ScoreState.BLOCKED:
        return NOT_COUNTED_BADGE
    return _points_badge(result)


def _problem_badge(node: OutlineNode, inputs: StatusInputs) -> Badge | None:
    findings = inputs.findings.get(node.code, [])
    errors = {f.code for f in findings if f.severity is Severity.ERROR}
    if FindingCode.EVIDENCE_MISSING.number in errors:
        return NO_EVIDENCE_BADGE
    if errors:
        return ERROR_BADGE
    if inputs.missed_references and inputs.missed_references & set(
        criterion_inputs.referenced_ids(inputs.work, node.code)
    ):
        return BELOW_PLAN_BADGE
    return REASON_NEEDED_BADGE if findings else None


def _points_badge(result: CriterionResult) -> Badge:
    if result.part is Part.PENALTY:
        return PENALTY_BADGE if result.points else NO_PENALTY_BADGE
    if result.part is Part.BONUS:
        return BONUS_BADGE if result.points else NO_BONUS_BADGE
    if result.points >= result.max:
        return MET_BADGE
    return PARTLY_MET_BADGE if result.points else NO_POINTS_BADGE


def _group_points(node: OutlineNode, inputs: StatusInputs) -> str:
    work = inputs.work
    if node.kind is not OutlineNodeKind.GROUP:
        return criterion_points_text(inputs.results[node.code], work)
    penalty = any(c.code == node.children[0].code for c in work.form.penalties)
    total = work.assessment.penalty if penalty else work.assessment.bonus
    limit = work.form.limits.penalty if penalty else work.form.limits.bonus
    shown = show_number(total, work.form.decimals)
    sign = "−" if penalty and total else ""
    return f"{sign}{shown} / {show_number(limit)}" if limit is not None else f"{sign}{shown}"


def _group_badge(node: OutlineNode, below: Sequence[NodeStatus], inputs: StatusInputs) -> Badge:
    """Return the badge of a line with lines below it: the worst state, with its count."""
    wrong = sum(inputs.wrong[child.code] for child in node.children)
    if wrong:
        return Badge("missing", f"{wrong} cần sửa", "missing")
    missing = sum(inputs.empty[child.code] for child in node.children)
    missing += count_unanswered(inputs.work, node.items)
    if missing:
        return Badge("empty", f"còn {missing}", "quiet")
    return max((status.badge for status in below), key=_badge_weight)


def _badge_weight(badge: Badge) -> float:
    # Between `met` (1) and `below` (2): it has the quiet role of what needs nothing.
    return 1.5 if badge == PARTLY_MET_BADGE else ROLES_BY_SEVERITY.index(badge.role)


def _items_status(node: OutlineNode, inputs: StatusInputs) -> NodeStatus:
    """Return the status of a line that only collects figures: how many are answered."""
    answers = inputs.work.report.answers
    done = sum(item.id in answers for item in node.items)
    points = f"{done} / {len(node.items)}"
    wrong = [
        f
        for f in inputs.findings.get(node.code, [])
        if f.severity is Severity.ERROR and f.code != FindingCode.NOT_REPORTED.number
    ]
    if wrong:
        return NodeStatus(points, ERROR_BADGE)
    left = count_unanswered(inputs.work, node.items)
    if not done:
        return NodeStatus(points, EMPTY_BADGE)
    return NodeStatus(points, Badge("empty", f"còn {left}", "quiet") if left else COMPLETE_BADGE)
