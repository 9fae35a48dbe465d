"""Points of every criterion: rule, policy, precondition and evidence, rounded once."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.figures import ReportFigures
from xa_report.domain.assessment import CriterionResult, ScoreState
from xa_report.domain.comparison import Comparison, Condition
from xa_report.domain.form import Criterion, Form, SurveyMode
from xa_report.domain.item import FilledBy
from xa_report.domain.numbers import round_half_up, show_number
from xa_report.domain.rules.compare import comparison_text, side_figure
from xa_report.domain.rules.rule import SURVEY_REFERENCE, NotArisenPolicy, RuleScore, ScoringContext

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """The result of a criterion with all that its findings depend on."""

    result: CriterionResult
    score: RuleScore
    refusal_reason: str = ""
    """Reason of a precondition that is not met; empty otherwise."""
    lacks_evidence: bool = False


def score_criterion(criterion: Criterion, form: Form, figures: ReportFigures) -> CriterionScore:
    """Score one criterion; raise LookupError when it has no rule."""
    rule = criterion.rule
    if rule is None:
        raise LookupError(criterion.code)
    # The order decides: a survey that is left out asks for no precondition, and a criterion that
    # is refused or did not arise asks for no evidence.
    scope = ScoringContext(criterion.code, criterion.max, criterion.not_arisen)
    score = rule.score(figures, scope)
    if criterion.survey and form.survey is not SurveyMode.INCLUDE:
        return _omitted_score(criterion, form, score)
    refusal, unknown = precondition_failure(criterion.precondition, figures)
    if unknown:
        return _incomplete_score(criterion, form, figures, RuleScore(missing=unknown))
    if refusal:
        return CriterionScore(
            _criterion_result(criterion, ScoreState.BLOCKED, refusal), score, refusal
        )
    if score.not_arisen is not None:
        return _score_by_policy(criterion, form, score)
    if score.missing:
        return _incomplete_score(criterion, form, figures, score)
    # Without points there is nothing that documents would have to prove.
    lacks = bool(score.points) and lacks_evidence(criterion, figures)
    if lacks and not evidence_is_waived(criterion, figures):
        reason = "thiếu tài liệu kiểm chứng nên chưa được tính điểm"
        return CriterionScore(
            _criterion_result(criterion, ScoreState.BLOCKED, reason), score, "", True
        )
    explanation = rule.explain(figures, scope)
    result = _scored_result(criterion, form.decimals, explanation, score)
    return CriterionScore(result, score, "", lacks)


def lacks_evidence(criterion: Criterion, figures: ReportFigures) -> bool:
    """Return whether fewer documents are attached than the criterion requires."""
    rule = criterion.evidence
    return rule.required and figures.documents(criterion.code) < rule.minimum


def evidence_is_waived(criterion: Criterion, figures: ReportFigures) -> bool:
    """Return whether an explanation replaces the missing documents."""
    explained = figures.report.explanations.get(criterion.code, "").strip()
    return criterion.evidence.or_explain and bool(explained)


def _scored_result(
    criterion: Criterion, decimals: int, explanation: str, score: RuleScore
) -> CriterionResult:
    points = round_half_up(score.points, decimals)
    reason = f"{explanation}: được {show_number(points, decimals)} điểm."
    return _criterion_result(criterion, ScoreState.SCORED, reason, points, score.points)


def _criterion_result(
    criterion: Criterion,
    state: ScoreState,
    reason: str,
    points: Decimal = ZERO,
    exact: Fraction = Fraction(0),
) -> CriterionResult:
    sentence = reason[:1].upper() + reason[1:]
    return CriterionResult(
        code=criterion.code,
        title=criterion.title,
        max=criterion.max,
        applicable=criterion.max,
        points=points,
        state=state,
        reason=sentence if sentence.endswith(".") else f"{sentence}.",
        part=criterion.part,
        survey=criterion.survey,
        exact=exact,
    )


def _not_applicable(result: CriterionResult) -> CriterionResult:
    """Return a result without points, taken out of the applicable maximum."""
    return CriterionResult(
        code=result.code,
        title=result.title,
        max=result.max,
        applicable=ZERO,
        points=ZERO,
        state=result.state,
        reason=result.reason,
        part=result.part,
        survey=result.survey,
    )


def _omitted_score(criterion: Criterion, form: Form, score: RuleScore) -> CriterionScore:
    word = "chưa tính vào kết quả" if form.survey is SurveyMode.PENDING else "không tính"
    reason = f"tỉnh chấm qua điều tra xã hội học, {word}, đã quy đổi theo phần còn lại"
    return CriterionScore(
        _not_applicable(_criterion_result(criterion, ScoreState.PROVINCE, reason)), score
    )


def _score_by_policy(criterion: Criterion, form: Form, score: RuleScore) -> CriterionScore:
    why = f"không phát sinh ({score.not_arisen})"
    if criterion.not_arisen is NotArisenPolicy.RESCALE:
        left = show_number(criterion.max)
        reason = f"{why}: trừ {left} điểm khỏi tổng điểm tối đa áp dụng"
        return CriterionScore(
            _not_applicable(_criterion_result(criterion, ScoreState.NOT_ARISEN, reason)), score
        )
    full = criterion.not_arisen is NotArisenPolicy.FULL
    points = round_half_up(criterion.max, form.decimals) if full else ZERO
    word = "được trọn" if full else "được"
    reason = f"{why}: {word} {show_number(points, form.decimals)} điểm"
    state = ScoreState.NOT_ARISEN
    return CriterionScore(
        _criterion_result(criterion, state, reason, points, Fraction(points)), score
    )


def _incomplete_score(
    criterion: Criterion, form: Form, figures: ReportFigures, score: RuleScore
) -> CriterionScore:
    """Return a score of missing answers; the parts of a composite that are there still count."""
    points = round_half_up(score.points, form.decimals)
    if lacks_evidence(criterion, figures) and not evidence_is_waived(criterion, figures):
        points = ZERO
    exact = score.points if points else Fraction(0)
    # All of them: a single answer of its own leaves the criterion to the commune.
    if all(is_province_only(ref, figures) for ref in score.missing):
        reason = "tỉnh chấm, xã không phải nhập"
        return CriterionScore(
            _criterion_result(criterion, ScoreState.PROVINCE, reason, points, exact), score
        )
    names = dict.fromkeys(figures.label(ref) for ref in score.missing)
    if criterion.code in score.missing:
        names = {"điểm tự chấm": None}
    reason = f"chưa có số liệu: {'; '.join(names)}"
    return CriterionScore(
        _criterion_result(criterion, ScoreState.MISSING, reason, points, exact), score
    )


def is_province_only(ref: str, figures: ReportFigures) -> bool:
    """Return whether only the province can supply a missing figure."""
    item = figures.item(ref)
    return ref == SURVEY_REFERENCE or (item is not None and item.filled_by is FilledBy.PROVINCE)


def precondition_failure(
    condition: Condition | None, figures: ReportFigures
) -> tuple[str, tuple[str, ...]]:
    """Return the reason for an unmet precondition, and the items that are not reported for it."""
    if condition is None:
        return "", ()
    if isinstance(condition, str):
        figure = figures.figure(condition)
        # So a precondition that did not arise is not met (docs/definitions.md).
        met = figure.value == 1
        return "" if met else f"không đạt điều kiện: {figures.label(condition)}", figure.missing
    return _comparison_failure(condition, figures)


def _comparison_failure(
    condition: Comparison, figures: ReportFigures
) -> tuple[str, tuple[str, ...]]:
    sides = [side_figure(figures, side) for side in (condition.left, condition.right)]
    if not all(side.is_known for side in sides):
        labels = ", ".join(figures.label(ref) for ref in condition.references())
        missing = tuple(ref for side in sides for ref in side.missing)
        return f"không có số liệu để xét điều kiện ({labels})", missing
    if condition.holds(sides[0].exact, sides[1].exact):
        return "", ()
    return f"không đạt điều kiện: {comparison_text(figures, condition)}", ()


def condition_holds(condition: Condition, figures: ReportFigures) -> bool:
    """Return whether a condition is known to be true; False where a figure is not reported."""
    return precondition_failure(condition, figures) == ("", ())
