"""What keeps criteria from their points, and what must be explained."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xa_report.assess.figures import Figures, items_of
from xa_report.assess.scoring import Scored
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
    form: Form, scored: Mapping[str, Scored], figures: Figures
) -> Iterator[Finding]:
    """The findings of every criterion that is scored, in the order of the form."""
    for criterion in form.leaves():
        one = scored[criterion.code]
        noted = Noted(criterion, one, figures)
        yield from _score_findings(noted)
        if isinstance(criterion.rule, SPEAKING):
            yield from _rule_findings(noted)
        if criterion.explain_below is not None:
            yield from _explanation_findings(noted, form.decimals)


@dataclass(frozen=True, slots=True)
class Noted:
    """A criterion with its score, and the answers."""

    criterion: Criterion
    scored: Scored
    figures: Figures

    def finding(self, code: FindingCode, *, reason: str = "", **texts: str) -> Finding:
        """A finding of this criterion."""
        criterion = self.criterion
        items = items_of(criterion.references(), self.figures)
        place = FindingLocation("criterion", criterion.code, items, criterion.code)
        named = {"code": criterion.code, "title": criterion.title}
        return build_finding(code, place, named | texts, reason=reason)

    @property
    def explanation(self) -> str:
        """What the user explained."""
        return self.figures.report.explanations.get(self.criterion.code, "").strip()


def _score_findings(noted: Noted) -> Iterator[Finding]:
    criterion, one = noted.criterion, noted.scored
    why = one.score.not_arisen or "; ".join(one.score.partly)
    if one.refused:
        yield noted.finding(FindingCode.PRECONDITION, why=one.refused)
    elif why and criterion.not_arisen is NotArisenPolicy.FORBIDDEN:
        yield noted.finding(FindingCode.NOT_ARISEN_FORBIDDEN, why=why)
    if one.lacks_evidence:
        blocked = one.result.state is ScoreState.BLOCKED
        code = FindingCode.EVIDENCE_MISSING if blocked else FindingCode.EVIDENCE_EXPLAINED
        have, need = noted.figures.documents(criterion.code), criterion.evidence.minimum
        yield noted.finding(code, have=str(have), need=str(need))
    if criterion.code in one.score.missing:
        yield noted.finding(FindingCode.MANUAL_MISSING)


def _rule_findings(noted: Noted) -> Iterator[Finding]:
    for rule in noted.criterion.rule.every() if noted.criterion.rule else ():
        if isinstance(rule, ManualRule):
            yield from _manual_findings(noted, rule)
        elif isinstance(rule, LinearRule) and rule.unplanned(noted.figures):
            limit = show_number(rule.full_from or HUNDRED)
            yield noted.finding(FindingCode.PLAN_TARGET_ABSENT, limit=limit)


def _manual_findings(noted: Noted, rule: ManualRule) -> Iterator[Finding]:
    points = noted.figures.manual(noted.criterion.code)
    if points is None:
        return
    most = noted.criterion.max if rule.max is None else rule.max
    if points % rule.step or not 0 <= points <= most:
        limit = f"bước {show_number(rule.step)}, từ 0 đến {show_number(most)}"
        yield noted.finding(FindingCode.MANUAL_STEP, value=show_number(points), limit=limit)
    if not noted.explanation:
        yield noted.finding(FindingCode.MANUAL_EXPLANATION)


SPEAKING = (ManualRule, LinearRule, CompositeRule, BranchRule)
"""Rules that may have findings of their own, or hold some that do."""
UNEXPLAINED = frozenset({ScoreState.MISSING, ScoreState.PROVINCE})


def _explanation_findings(noted: Noted, decimals: int) -> Iterator[Finding]:
    limit, result = noted.criterion.explain_below, noted.scored.result
    if limit is None or result.points >= limit or result.applicable == 0:
        return
    if result.state not in UNEXPLAINED:
        yield noted.finding(
            FindingCode.EXPLANATION_MISSING,
            reason=noted.explanation,
            points=show_number(result.points, decimals),
            limit=show_number(limit),
        )
