"""The columns of one commune's criteria: maximum, self-assessed, round 1, appraised, reason."""

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
POINTS_HEADINGS = {"max": "Tối đa", "sent": "Tự chấm", "first": "Lần 1"}
"""Headings by the field of CriterionRow."""
POINTS_WIDTH = 62
COLUMN_WIDTHS = {1: POINTS_WIDTH, 2: 76, 3: POINTS_WIDTH, 4: 88, 5: 122}


def build_criteria_columns(decimals: int) -> tuple[ColumnSpec[CriterionRow], ...]:
    """Build the columns of criteria; points have the given number of decimals."""

    def points(field: str) -> ColumnSpec[CriterionRow]:
        return ColumnSpec(
            POINTS_HEADINGS[field],
            lambda row: formats.format_points(getattr(row, field), decimals),
            right=True,
            strong=_is_area,
        )

    return (
        ColumnSpec(
            "Tiêu chí",
            criterion_heading,
            tip=lambda row: f"{row.code}  {row.title}",
            strong=_is_area,
        ),
        points("max"),
        points("sent"),
        points("first"),
        ColumnSpec(
            "Thẩm định",
            lambda row: appraised_points_text(row, decimals),
            right=True,
            mark=points_change_badge,
            strong=_is_area,
            tip=lambda row: difference_text(row, decimals),
        ),
        ColumnSpec(
            "Lý do",
            reason_code_text,
            mark=awaiting_correction_badge,
            tip=lambda row: _reason_tooltip(row, decimals),
        ),
    )


def _is_area(row: CriterionRow) -> bool:
    return not row.depth and not row.leaf


def criterion_heading(row: CriterionRow) -> str:
    """Return part, code and title, indented by the depth below the area."""
    head = f"{PART_PREFIXES[row.part]} " if row.part in PART_PREFIXES else ""
    return f"{INDENT * row.depth}{head}{row.code}  {row.title}"


def appraised_points_text(row: CriterionRow, decimals: int) -> str:
    """Return the appraised points, with ▲ or ▼ where they differ from the self-assessed ones."""
    mark = points_change_badge(row)
    return f"{mark.word if mark else ''} {formats.format_points(row.points, decimals)}".strip()


def points_change_badge(row: CriterionRow) -> Badge | None:
    """Return ▲ or ▼ when the province gave more or fewer points; None for equal ones."""
    if not row.differs:
        return None
    return HIGHER_BADGE if row.points > row.sent else LOWER_BADGE


def reason_code_text(row: CriterionRow) -> str:
    """Return the code of the reason, that it is missing, or that a correction is awaited."""
    if awaiting_correction_badge(row) is not None:
        return (
            f"{row.why.code.number}, {AWAITING_CORRECTION_BADGE.word}"
            if row.why
            else AWAITING_CORRECTION_BADGE.word
        )
    if row.why is not None:
        return row.why.code.number
    if row.differs and row.leaf:
        return "chưa có lý do"
    return SCORE_STATE_TEXTS.get(row.state, "") if row.leaf else ""


def awaiting_correction_badge(row: CriterionRow) -> Badge | None:
    """Return the badge of a returned leaf that waits for its correction; None for others."""
    return AWAITING_CORRECTION_BADGE if row.reopened and row.leaf else None


def _reason_tooltip(row: CriterionRow, decimals: int) -> str:
    words = row.why.description if row.why else difference_text(row, decimals)
    return f"{RETURNED_TEXT} {words}" if awaiting_correction_badge(row) is not None else words


def difference_text(row: CriterionRow, decimals: int) -> str:
    """Return the difference between appraised and self-assessed points in words."""
    if not row.differs:
        return "Điểm thẩm định bằng điểm tự chấm."
    side = "cao" if row.points > row.sent else "thấp"
    apart = formats.format_points(abs(row.points - row.sent), decimals)
    return f"Thẩm định {side} hơn tự chấm {apart} điểm."
