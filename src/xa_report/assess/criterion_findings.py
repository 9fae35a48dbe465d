"""What keeps criteria from their points, and what must be explained."""

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


def criterion_findings(
    form: Form, scored: Mapping[str, CriterionScore], figures: ReportFigures
) -> Iterator[Finding]:
    """The findings of every criterion that is scored, in the order of the form."""
    for criterion in form.leaves():
        one = scored[criterion.code]
        noted = ScoredCriterion(criterion, one, figures)
        yield from _score_findings(noted)
        if isinstance(criterion.rule, SELF_EXPLAINING_RULES):
            yield from _rule_findings(noted)
        if criterion.explain_below is not None:
            yield from _explanation_findings(noted, form.decimals)


@dataclass(frozen=True, slots=True)
class ScoredCriterion:
    """A criterion with its score, and the answers."""

    criterion: Criterion
    scored: CriterionScore
    figures: ReportFigures

    def new_finding(self, code: FindingCode, *, reason: str = "", **texts: str) -> Finding:
        """A finding of this criterion."""
        criterion = self.criterion
        items = underlying_items(criterion.references(), self.figures)
        place = FindingLocation("criterion", criterion.code, items, criterion.code)
        named = {"code": criterion.code, "title": criterion.title}
        return build_finding(code, place, named | texts, reason=reason)

    @property
    def explanation(self) -> str:
        """What the user explained."""
        return self.figures.report.explanations.get(self.criterion.code, "").strip()


def _score_findings(scored_criterion: ScoredCriterion) -> Iterator[Finding]:
    criterion, one = scored_criterion.criterion, scored_criterion.scored
    why = one.score.not_arisen or "; ".join(one.score.partly)
    if one.refusal_reason:
        yield scored_criterion.new_finding(FindingCode.PRECONDITION, why=one.refusal_reason)
    elif why and criterion.not_arisen is NotArisenPolicy.FORBIDDEN:
        yield scored_criterion.new_finding(FindingCode.NOT_ARISEN_FORBIDDEN, why=why)
    if one.lacks_evidence:
        blocked = one.result.state is ScoreState.BLOCKED
        code = FindingCode.EVIDENCE_MISSING if blocked else FindingCode.EVIDENCE_EXPLAINED
        have, need = scored_criterion.figures.documents(criterion.code), criterion.evidence.minimum
        yield scored_criterion.new_finding(code, have=str(have), need=str(need))
    if criterion.code in one.score.missing:
        yield scored_criterion.new_finding(FindingCode.MANUAL_MISSING)


def _rule_findings(scored_criterion: ScoredCriterion) -> Iterator[Finding]:
    for rule in (
        scored_criterion.criterion.rule.iter_rules() if scored_criterion.criterion.rule else ()
    ):
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
    if points % rule.step or not 0 <= points <= most:
        limit = f"bước {show_number(rule.step)}, từ 0 đến {show_number(most)}"
        yield scored_criterion.new_finding(
            FindingCode.MANUAL_STEP, value=show_number(points), limit=limit
        )
    if not scored_criterion.explanation:
        yield scored_criterion.new_finding(FindingCode.MANUAL_EXPLANATION)


SELF_EXPLAINING_RULES = (ManualRule, LinearRule, CompositeRule, BranchRule)
"""Rules that may have findings of their own, or hold some that do."""
UNEXPLAINED_STATES = frozenset({ScoreState.MISSING, ScoreState.PROVINCE})


def _explanation_findings(scored_criterion: ScoredCriterion, decimals: int) -> Iterator[Finding]:
    limit, result = scored_criterion.criterion.explain_below, scored_criterion.scored.result
    if limit is None or result.points >= limit or result.applicable == 0:
        return
    if result.state not in UNEXPLAINED_STATES:
        yield scored_criterion.new_finding(
            FindingCode.EXPLANATION_MISSING,
            reason=scored_criterion.explanation,
            points=show_number(result.points, decimals),
            limit=show_number(limit),
        )
