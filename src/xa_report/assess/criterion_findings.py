"""Findings of criteria: preconditions, evidence, typed points and explanations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xa_report.assess.criterion_scores import CriterionScore
from xa_report.assess.figures import ReportFigures, underlying_items
from xa_report.domain.assessment import ScoreState
from xa_report.domain.finding import Finding, FindingCode, FindingLocation, build_finding
from xa_report.domain.form import Criterion, Form
from xa_report.domain.numbers import show_number
from xa_report.domain.rules.branch import BranchRule
from xa_report.domain.rules.composite import CompositeRule
from xa_report.domain.rules.linear import HUNDRED, LinearRule
from xa_report.domain.rules.manual import ManualRule
from xa_report.domain.rules.rule import NotArisenPolicy

SELF_EXPLAINING_RULES = (ManualRule, LinearRule, CompositeRule, BranchRule)
"""Rules that may have findings of their own, or parts that do; others are not searched."""
UNEXPLAINED_STATES = frozenset({ScoreState.MISSING, ScoreState.PROVINCE})
"""States with points that nobody can explain yet."""


def criterion_findings(
    form: Form, scored: Mapping[str, CriterionScore], figures: ReportFigures
) -> Iterator[Finding]:
    """Yield the findings of every criterion that is scored, in the order of the form."""
    for criterion in form.leaves():
        scored_criterion = ScoredCriterion(criterion, scored[criterion.code], figures)
        yield from _score_findings(scored_criterion)
        if isinstance(criterion.rule, SELF_EXPLAINING_RULES):
            yield from _rule_findings(scored_criterion)
        if criterion.explain_below is not None:
            yield from _explanation_findings(scored_criterion, form.decimals)


@dataclass(frozen=True, slots=True)
class ScoredCriterion:
    """A criterion with its score and the figures of the report."""

    criterion: Criterion
    scored: CriterionScore
    figures: ReportFigures

    def new_finding(self, code: FindingCode, *, reason: str = "", **texts: str) -> Finding:
        """Build a finding of this criterion; `texts` fill its sentence."""
        criterion = self.criterion
        items = underlying_items(criterion.references(), self.figures)
        location = FindingLocation("criterion", criterion.code, items, criterion.code)
        heading = {"code": criterion.code, "title": criterion.title}
        return build_finding(code, location, heading | texts, reason=reason)

    @property
    def explanation(self) -> str:
        """The user's explanation of this criterion, stripped."""
        return self.figures.report.explanations.get(self.criterion.code, "").strip()


def _score_findings(scored_criterion: ScoredCriterion) -> Iterator[Finding]:
    criterion, scored = scored_criterion.criterion, scored_criterion.scored
    why = scored.score.not_arisen or "; ".join(scored.score.partly)
    if scored.refusal_reason:
        yield scored_criterion.new_finding(FindingCode.PRECONDITION, why=scored.refusal_reason)
    # `elif`: a criterion that a precondition refuses has one finding, not two.
    elif why and criterion.not_arisen is NotArisenPolicy.FORBIDDEN:
        yield scored_criterion.new_finding(FindingCode.NOT_ARISEN_FORBIDDEN, why=why)
    if scored.lacks_evidence:
        blocked = scored.result.state is ScoreState.BLOCKED
        code = FindingCode.EVIDENCE_MISSING if blocked else FindingCode.EVIDENCE_EXPLAINED
        have, need = scored_criterion.figures.documents(criterion.code), criterion.evidence.minimum
        yield scored_criterion.new_finding(code, have=str(have), need=str(need))
    if criterion.code in scored.score.missing:
        yield scored_criterion.new_finding(FindingCode.MANUAL_MISSING)


def _rule_findings(scored_criterion: ScoredCriterion) -> Iterator[Finding]:
    whole = scored_criterion.criterion.rule
    for rule in whole.iter_rules() if whole else ():
        if isinstance(rule, ManualRule):
            yield from _manual_findings(scored_criterion, rule)
        elif isinstance(rule, LinearRule) and rule.lacks_plan_target(scored_criterion.figures):
            limit = show_number(rule.full_from or HUNDRED)
            yield scored_criterion.new_finding(FindingCode.PLAN_TARGET_ABSENT, limit=limit)


def _manual_findings(scored_criterion: ScoredCriterion, rule: ManualRule) -> Iterator[Finding]:
    points = scored_criterion.figures.manual_points(scored_criterion.criterion.code)
    if points is None:
        return
    most = scored_criterion.criterion.max if rule.max is None else rule.max
    # The range first: of a number with 30 digits there is no exact remainder.
    if not 0 <= points <= most or points % rule.step:
        limit = f"bước {show_number(rule.step)}, từ 0 đến {show_number(most)}"
        yield scored_criterion.new_finding(
            FindingCode.MANUAL_STEP, value=show_number(points), limit=limit
        )
    if not scored_criterion.explanation:
        yield scored_criterion.new_finding(FindingCode.MANUAL_EXPLANATION)


def _explanation_findings(scored_criterion: ScoredCriterion, decimals: int) -> Iterator[Finding]:
    limit, result = scored_criterion.criterion.explain_below, scored_criterion.scored.result
    # What does not apply has no points to be explained.
    if limit is None or result.points >= limit or result.applicable == 0:
        return
    if result.state not in UNEXPLAINED_STATES:
        yield scored_criterion.new_finding(
            FindingCode.EXPLANATION_MISSING,
            reason=scored_criterion.explanation,
            points=show_number(result.points, decimals),
            limit=show_number(limit),
        )
