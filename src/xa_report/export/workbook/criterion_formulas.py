"""The live formula of one criterion: rule, precondition, policy, evidence, rounding."""

from collections.abc import Iterator
from dataclasses import dataclass

from xa_report.domain.comparison import Condition
from xa_report.domain.form import Criterion, Form, SurveyMode
from xa_report.domain.rules.formula import comparison_formula, number_formula
from xa_report.domain.rules.rule import NotArisenPolicy, ScoringContext
from xa_report.export.workbook.pieces import LONGEST, Pieces, rule_formula
from xa_report.export.workbook.places import Places


@dataclass(frozen=True, slots=True)
class LiveCriterion:
    """Expressions of what a criterion gives, and the pieces that long ones were split into."""

    points: str
    applicable: str
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionCells:
    """Cells of a criterion's own row that its formula needs."""

    documents: str
    explanation: str
    free: Iterator[str]
    """Cells for pieces."""


def live_criterion(
    criterion: Criterion, form: Form, places: Places, own: CriterionCells
) -> LiveCriterion:
    """The expressions of a criterion that has a rule."""
    if criterion.rule is None or (criterion.survey and form.survey is not SurveyMode.INCLUDE):
        return LiveCriterion("0", "0")
    pieces = Pieces(own.free, [])
    scope = ScoringContext(criterion.code, criterion.max, criterion.not_arisen)
    found = rule_formula(criterion.rule, places, scope, pieces)
    none = pieces.put(found.not_arisen) if len(found.not_arisen) > LONGEST else found.not_arisen
    points = f"ROUND(ROUND({found.points},10),{form.decimals})"
    points = _gate(criterion, own, points)
    applicable = number_formula(criterion.max)
    if none != "FALSE":
        full = criterion.not_arisen is NotArisenPolicy.FULL
        points = f"IF({none},{_full(criterion, form) if full else '0'},{points})"
    if none != "FALSE" and criterion.not_arisen is NotArisenPolicy.RESCALE:
        applicable = f"IF({none},0,{applicable})"
    if criterion.precondition is not None:
        met = condition(criterion.precondition, places)
        points = f"IF({met},{points},0)"
        if applicable != number_formula(criterion.max):
            applicable = f"IF({met},{applicable},{number_formula(criterion.max)})"
    return LiveCriterion(points, applicable, tuple(pieces.expressions))


def condition(found: Condition, places: Places) -> str:
    """A condition that is false as long as its figures are not known."""
    if isinstance(found, str):
        return f"{places.value(found)}=1"
    expression = comparison_formula(places, found)
    for ref in found.references():
        expression = f"IF({places.known(ref)},{expression},FALSE)"
    return expression


def _full(criterion: Criterion, form: Form) -> str:
    return f"ROUND({number_formula(criterion.max)},{form.decimals})"


def _gate(criterion: Criterion, own: CriterionCells, points: str) -> str:
    """No points without documents, unless an explanation may stand for them."""
    rule = criterion.evidence
    if not rule.required:
        return points
    lacking = f"{own.documents}<{rule.minimum}"
    if rule.or_explain:
        lacking = f'AND({lacking},{own.explanation}="")'
    return f"IF({lacking},0,{points})"
