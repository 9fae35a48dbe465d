"""A report: the answers of one commune for one period, with its letterhead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from xa_report.domain.evidence import Evidence
from xa_report.domain.item import Answer
from xa_report.domain.period import Period
from xa_report.domain.unit import Unit


class ReportState(StrEnum):
    """Stage of a report between draft and acceptance."""

    DRAFT = "draft"
    READY = "ready"
    SIGNED = "signed"
    EXPORTED = "exported"
    RECEIVED = "received"
    RETURNED = "returned"
    ACCEPTED = "accepted"


REPORT_STATE_LABELS = {
    ReportState.DRAFT: "Bản nháp",
    ReportState.READY: "Sẵn sàng ký",
    ReportState.SIGNED: "Đã ký",
    ReportState.EXPORTED: "Đã xuất",
    ReportState.RECEIVED: "Tỉnh đã nhận",
    ReportState.RETURNED: "Trả lại bổ sung",
    ReportState.ACCEPTED: "Đã công nhận",
}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Texts in the head and foot of the report, laid out by Decree 30/2020."""

    number: str = ""
    """Running number of the report: `31`; empty until it is given."""
    # Decree 30/2020/NĐ-CP abbreviates báo cáo by BC, and TM. (thay mặt) precedes the body on
    # behalf of which its head signs; the last addressee is the records office (Lưu: VT).
    symbol: str = "BC-UBND"
    place: str = ""
    """Địa danh: the name of the unit without its kind."""
    dated: date | None = None
    recipient: str = "Ủy ban nhân dân tỉnh; Sở Nội vụ"
    """Kính gửi; several are separated by semicolons."""
    copies: tuple[str, ...] = ("Như trên", "TT. Đảng ủy, HĐND", "Lưu: VT")
    """Nơi nhận, a line each."""
    authority: str = "TM. ỦY BAN NHÂN DÂN"
    position: str = "CHỦ TỊCH"
    signer: str = ""


def default_letterhead(unit: Unit) -> Letterhead:
    """Return the letterhead of a unit before anybody edits it: addressed to its own province."""
    name = unit.province_name.strip()
    if not name:
        return Letterhead()
    return Letterhead(recipient=f"Ủy ban nhân dân {name[:1].lower()}{name[1:]}; Sở Nội vụ")


@dataclass(frozen=True, slots=True)
class Report:
    """All that a commune enters; with form and plans it can be assessed."""

    unit: Unit
    period: Period
    form_sha256: str = ""
    plan_sha256: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    manual: Mapping[str, Decimal] = field(default_factory=dict)
    """Typed points of criteria that are scored by hand, by code."""
    explanations: Mapping[str, str] = field(default_factory=dict)
    """Giải trình by criterion code."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Reasons in answer to warnings, by the finding's key."""
    evidence: tuple[Evidence, ...] = ()
    letterhead: Letterhead = Letterhead()
    state: ReportState = ReportState.DRAFT
    sequence: int = 1
    """Submissions of the period, this one included: 1 for L1."""

    def evidence_of(self, code: str) -> tuple[Evidence, ...]:
        """Return the evidence of a criterion, in the order in which it was attached."""
        return tuple(link for link in self.evidence if link.criterion == code)
