"""Appraisal (thẩm định): figures and points three times, with the reason for every difference."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from xa_report.domain.catalogue import NumberedCode
from xa_report.domain.form import Part
from xa_report.domain.item import Answer
from xa_report.domain.period import Period


class AppraisalRound(StrEnum):
    """Source of figures: the commune itself, then the two rounds of the province."""

    SELF = "self"
    FIRST = "first"
    SECOND = "second"


ROUND_LABELS = {
    AppraisalRound.SELF: "Tự chấm",
    AppraisalRound.FIRST: "Thẩm định lần 1",
    AppraisalRound.SECOND: "Thẩm định lần 2",
}


@dataclass(frozen=True, slots=True)
class CaseKey:
    """Key of a case: one commune in one period."""

    unit: str
    """Code of the commune."""
    period: Period

    def before(self) -> "CaseKey":
        """Return the key of the same commune for the period before, of the same kind."""
        return CaseKey(self.unit, self.period.previous())


class CaseState(StrEnum):
    """Stage of a case in the appraisal."""

    RECEIVED = "received"
    APPRAISING = "appraising"
    """Round 1 has begun."""
    EXPLAINING = "explaining"
    """Round 1 is closed; the commune may explain, or correct what was returned."""
    RETURNED = "returned"
    """Named criteria are reopened; the commune's next package is waited for."""
    SECOND = "second"
    """Round 2: explanations or a correction have come."""
    CLOSED = "closed"
    """Chốt điểm: nothing changes any more unless somebody opens it again."""


CASE_STATE_LABELS = {
    CaseState.RECEIVED: "Đã nhận",
    CaseState.APPRAISING: "Đang thẩm định",
    CaseState.EXPLAINING: "Chờ giải trình",
    CaseState.RETURNED: "Đã trả lại",
    CaseState.SECOND: "Thẩm định lần 2",
    CaseState.CLOSED: "Đã chốt",
}


class CaseAction(StrEnum):
    """Step that moves a case on; the register's log keeps the values."""

    RECEIVE = "receive"
    """A newer package came before anybody began."""
    APPRAISE = "appraise"
    CLOSE_ROUND = "close_round"
    RETURN = "return"
    CORRECT = "correct"
    """The package that answers a return came."""
    EXPLAIN = "explain"
    CLOSE = "close"
    REOPEN = "reopen"


CASE_ACTION_LABELS = {
    CaseAction.RECEIVE: "nhận bản mới",
    CaseAction.APPRAISE: "thẩm định",
    CaseAction.CLOSE_ROUND: "kết thúc lần 1",
    CaseAction.RETURN: "trả lại",
    CaseAction.CORRECT: "nhận bản bổ sung",
    CaseAction.EXPLAIN: "ghi giải trình",
    CaseAction.CLOSE: "chốt điểm",
    CaseAction.REOPEN: "mở lại",
}


class DifferenceCode(NumberedCode):
    """Reason code of a difference to the self-assessment; never changed once released."""

    NO_EVIDENCE = ("T01", "Không có hoặc thiếu tài liệu kiểm chứng")
    WRONG_EVIDENCE = ("T02", "Tài liệu không đúng nội dung tiêu chí")
    OTHER_SOURCE = ("T03", "Số liệu không khớp với hệ thống hoặc nguồn đối chiếu")
    WRONG_RULE = ("T04", "Áp dụng chưa đúng cách chấm")
    LATE = ("T05", "Quá thời hạn quy định")
    OUT_OF_SCOPE = ("T06", "Không đúng phạm vi hoặc kỳ số liệu")
    EXPLAINED = ("T07", "Chấp nhận giải trình của xã")
    BY_PROVINCE = ("T08", "Tỉnh chấm theo số liệu của tỉnh")
    # Far behind the others: further reasons take the numbers in between.
    OTHER = ("T99", "Lý do khác")

    def __init__(self, number: str, label: str) -> None:
        super().__init__(number)
        self.label = label


@dataclass(frozen=True, slots=True)
class DifferenceReason:
    """The reason for one difference."""

    code: DifferenceCode
    text: str = ""
    """The appraiser's own words; `OTHER` needs some."""

    @property
    def description(self) -> str:
        """Code, label and words in one line."""
        head = f"{self.code.number} {self.code.label}"
        return f"{head}: {self.text}" if self.text else head


@dataclass(frozen=True, slots=True)
class ProvinceAdjustments:
    """Answers and points that the province uses instead of those that a commune sent."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    """By item; also those that only the province fills, as survey results."""
    points: Mapping[str, Decimal] = field(default_factory=dict)
    """By code of a criterion without children, a bonus or a penalty; beats what figures give."""
    why: Mapping[str, DifferenceReason] = field(default_factory=dict)
    """By the same item ids and codes."""


@dataclass(frozen=True, slots=True)
class PointDifference:
    """One criterion of which the province's points are not the commune's."""

    code: str
    title: str
    sent: Decimal
    appraised: Decimal
    why: DifferenceReason | None = None
    """None while nobody has given a reason."""
    computed: bool = False
    """True when assessing the sent data again gives it, not an appraiser."""
    part: Part = Part.TOTAL

    @property
    def effect(self) -> Decimal:
        """Change of the commune's result in points; a higher penalty lowers it."""
        change = self.appraised - self.sent
        return -change if self.part is Part.PENALTY else change
