"""The columns of one commune's criteria: maximum, self-assessed, round 1, appraised, why."""

from xa_report.domain.assessment import ScoreState
from xa_report.domain.form import Part
from xa_report.domain.province.appraisal_rows import CriterionRow
from xa_report.ui.marks import Mark
from xa_report.ui.province import texts
from xa_report.ui.shared.object_table_model import ColumnSpec

INDENT = "    "
HIGHER, LOWER = Mark("", "▲", "met"), Mark("", "▼", "below")
AWAITED = Mark("below", "chờ bổ sung", "below")
RETURNED = "Đã trả lại, chờ xã bổ sung."
PARTS = {Part.BONUS: "Thưởng", Part.PENALTY: "Trừ"}
STATES = {
    ScoreState.PROVINCE: "tỉnh chấm",
    ScoreState.MISSING: "xã chưa nhập",
    ScoreState.NOT_ARISEN: "không phát sinh",
    ScoreState.BLOCKED: "không được tính",
}
POINTS = 62
WIDTHS = {1: POINTS, 2: 76, 3: POINTS, 4: 88, 5: 122}


def columns(decimals: int) -> tuple[ColumnSpec[CriterionRow], ...]:
    """For a form with so many decimals."""

    def points(get: str) -> ColumnSpec[CriterionRow]:
        return ColumnSpec(
            HEADINGS[get],
            lambda line: texts.points(getattr(line, get), decimals),
            right=True,
            strong=_area,
        )

    return (
        ColumnSpec("Tiêu chí", shown, tip=lambda line: f"{line.code}  {line.title}", strong=_area),
        points("max"),
        points("sent"),
        points("first"),
        ColumnSpec(
            "Thẩm định",
            lambda line: appraised(line, decimals),
            right=True,
            mark=moved,
            strong=_area,
            tip=lambda line: difference(line, decimals),
        ),
        ColumnSpec("Lý do", why, mark=awaited, tip=lambda line: _tip(line, decimals)),
    )


HEADINGS = {"max": "Tối đa", "sent": "Tự chấm", "first": "Lần 1"}


def _area(line: CriterionRow) -> bool:
    return not line.depth and not line.leaf


def shown(line: CriterionRow) -> str:
    """Code and title, further in below its area."""
    head = f"{PARTS[line.part]} " if line.part in PARTS else ""
    return f"{INDENT * line.depth}{head}{line.code}  {line.title}"


def appraised(line: CriterionRow, decimals: int) -> str:
    """Points, with a sign before them where the province gave less or more."""
    mark = moved(line)
    return f"{mark.word if mark else ''} {texts.points(line.points, decimals)}".strip()


def moved(line: CriterionRow) -> Mark | None:
    """Whether the province gave less or more."""
    if not line.differs:
        return None
    return HIGHER if line.points > line.sent else LOWER


def why(line: CriterionRow) -> str:
    """The code of the reason; a difference without one says so, and so does what is awaited."""
    if awaited(line) is not None:
        return f"{line.why.code.number}, {AWAITED.word}" if line.why else AWAITED.word
    if line.why is not None:
        return line.why.code.number
    if line.differs and line.leaf:
        return "chưa có lý do"
    return STATES.get(line.state, "") if line.leaf else ""


def awaited(line: CriterionRow) -> Mark | None:
    """Whether it was returned and the commune has to correct it."""
    return AWAITED if line.reopened and line.leaf else None


def _tip(line: CriterionRow, decimals: int) -> str:
    words = line.why.words if line.why else difference(line, decimals)
    return f"{RETURNED} {words}" if awaited(line) is not None else words


def difference(line: CriterionRow, decimals: int) -> str:
    """The difference in words."""
    if not line.differs:
        return "Điểm thẩm định bằng điểm tự chấm."
    side = "cao" if line.points > line.sent else "thấp"
    apart = texts.points(abs(line.points - line.sent), decimals)
    return f"Thẩm định {side} hơn tự chấm {apart} điểm."
