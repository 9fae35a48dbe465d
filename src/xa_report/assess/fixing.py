"""Points that an appraiser sets by hand in place of those that the figures give."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.scoring import Scored
from xa_report.domain.assessment import ScoreState
from xa_report.domain.form import Form
from xa_report.domain.numbers import round_half_up, show_number


def fix(scored: Scored, points: Decimal, form: Form) -> Scored:
    """Set the points of a criterion; what did not apply applies then.

    Raise ValueError when the points leave 0..max.
    """
    result = scored.result
    if not 0 <= points <= result.max:
        raise ValueError(
            f"Tiêu chí {result.code}: {show_number(points)} điểm không nằm trong khoảng 0 đến "
            f"{show_number(result.max)}."
        )
    given = round_half_up(Fraction(points), form.decimals)
    word = f"Thẩm định chấm {show_number(given, form.decimals)} điểm"
    counted = f"theo số liệu là {show_number(result.points, form.decimals)}"
    fixed = replace(
        result,
        points=given,
        applicable=result.max,
        state=ScoreState.SCORED,
        reason=f"{word} ({counted}).",
        exact=Fraction(points),
    )
    return replace(scored, result=fixed)
