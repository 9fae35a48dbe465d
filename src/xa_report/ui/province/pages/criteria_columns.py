"""The columns of one commune's criteria: maximum, self-assessed, round 1, appraised, why."""

from xa_report.domain.assessment import ScoreState
from xa_report.domain.form import Part
from xa_report.domain.province.appraisal_rows import CriterionRow
from xa_report.ui.province import formats
from xa_report.ui.shared.badges import Badge
from xa_report.ui.shared.object_table_model import ColumnSpec

INDENT = "    "
HIGHER_BADGE, LOWER_BADGE = Badge("", "▲", "met"), Badge("", "▼", "below")
AWAITING_CORRECTION_BADGE = Badge("below", "chờ bổ sung", "below")
RETURNED_TEXT = "Đã trả lại, chờ xã bổ sung."
PART_PREFIXES = {Part.BONUS: "Thưởng", Part.PENALTY: "Trừ"}
SCORE_STATE_TEXTS = {
    ScoreState.PROVINCE: "tỉnh chấm",
    ScoreState.MISSING: "xã chưa nhập",
    ScoreState.NOT_ARISEN: "không phát sinh",
    ScoreState.BLOCKED: "không được tính",
}
POINTS_WIDTH = 62
COLUMN_WIDTHS = {1: POINTS_WIDTH, 2: 76, 3: POINTS_WIDTH, 4: 88, 5: 122}


def build_criteria_columns(decimals: int) -> tuple[ColumnSpec[CriterionRow], ...]:
    """For a form with so many decimals."""

    def points(get: str) -> ColumnSpec[CriterionRow]:
        return ColumnSpec(
            POINTS_HEADINGS[get],
            lambda line: formats.format_points(getattr(line, get), decimals),
            right=True,
            strong=_is_area,
        )

    return (
        ColumnSpec(
            "Tiêu chí",
            criterion_heading,
            tip=lambda line: f"{line.code}  {line.title}",
            strong=_is_area,
        ),
        points("max"),
        points("sent"),
        points("first"),
        ColumnSpec(
            "Thẩm định",
            lambda line: appraised_points_text(line, decimals),
            right=True,
            mark=points_change_badge,
            strong=_is_area,
            tip=lambda line: difference_text(line, decimals),
        ),
        ColumnSpec(
            "Lý do",
            reason_code_text,
            mark=awaiting_correction_badge,
            tip=lambda line: _reason_tooltip(line, decimals),
        ),
    )


POINTS_HEADINGS = {"max": "Tối đa", "sent": "Tự chấm", "first": "Lần 1"}


def _is_area(line: CriterionRow) -> bool:
    return not line.depth and not line.leaf


def criterion_heading(line: CriterionRow) -> str:
    """Code and title, further in below its area."""
    head = f"{PART_PREFIXES[line.part]} " if line.part in PART_PREFIXES else ""
    return f"{INDENT * line.depth}{head}{line.code}  {line.title}"


def appraised_points_text(line: CriterionRow, decimals: int) -> str:
    """Points, with a sign before them where the province gave less or more."""
    mark = points_change_badge(line)
    return f"{mark.word if mark else ''} {formats.format_points(line.points, decimals)}".strip()


def points_change_badge(line: CriterionRow) -> Badge | None:
    """Whether the province gave less or more."""
    if not line.differs:
        return None
    return HIGHER_BADGE if line.points > line.sent else LOWER_BADGE


def reason_code_text(line: CriterionRow) -> str:
    """The code of the reason; a difference without one says so, and so does what is awaited."""
    if awaiting_correction_badge(line) is not None:
        return (
            f"{line.why.code.number}, {AWAITING_CORRECTION_BADGE.word}"
            if line.why
            else AWAITING_CORRECTION_BADGE.word
        )
    if line.why is not None:
        return line.why.code.number
    if line.differs and line.leaf:
        return "chưa có lý do"
    return SCORE_STATE_TEXTS.get(line.state, "") if line.leaf else ""


def awaiting_correction_badge(line: CriterionRow) -> Badge | None:
    """Whether it was returned and the commune has to correct it."""
    return AWAITING_CORRECTION_BADGE if line.reopened and line.leaf else None


def _reason_tooltip(line: CriterionRow, decimals: int) -> str:
    words = line.why.description if line.why else difference_text(line, decimals)
    return f"{RETURNED_TEXT} {words}" if awaiting_correction_badge(line) is not None else words


def difference_text(line: CriterionRow, decimals: int) -> str:
    """The difference in words."""
    if not line.differs:
        return "Điểm thẩm định bằng điểm tự chấm."
    side = "cao" if line.points > line.sent else "thấp"
    apart = formats.format_points(abs(line.points - line.sent), decimals)
    return f"Thẩm định {side} hơn tự chấm {apart} điểm."
