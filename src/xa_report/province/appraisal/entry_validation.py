"""Checks of an appraiser's entry: form limits, reason, optimistic version."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from xa_report.domain.form import Form
from xa_report.domain.item import Answer, Item
from xa_report.domain.item_values import format_value
from xa_report.domain.numbers import round_half_up, show_number
from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason
from xa_report.province.appraisal.case import CaseDetail
from xa_report.province.database.appraisal import AppraisalEntry, EntryKind


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One figure or the points of one criterion, as an appraiser wants them."""

    kind: EntryKind
    ref: str
    value: Answer | Decimal | None
    """None takes away what is in place, of whichever round: what the commune sent counts again."""
    why: DifferenceReason | None = None
    seen_version: int | None = None
    """The row's version that the appraiser looked at; None takes the one that is there now."""
    submission: int | None = None
    """The number of the submission that the appraiser looked at; None takes the present one."""
    location: str = ""
    """Where it was written, as `Trang “Điểm”, ô I7`; begins every sentence about it."""

    @property
    def key(self) -> tuple[EntryKind, str]:
        """What it is about."""
        return self.kind, self.ref


def is_unchanged(case: CaseDetail, change: EntryChange) -> bool:
    """Whether it says what counts already."""
    standing = case.current_entry(*change.key)
    if standing is None or standing.value is None:
        return change.value is None
    return (standing.value, standing.why) == (change.value, change.why)


def describe_entry(case: CaseDetail, change: EntryChange) -> str:
    """How people call it: `điểm tiêu chí 3.2 của Xã Tân Hội`."""
    if change.kind is EntryKind.POINTS:
        return f"điểm tiêu chí {change.ref} của {case.unit.name}"
    return f"số liệu “{case.items()[change.ref].label}” của {case.unit.name}"


def entry_faults(case: CaseDetail, change: EntryChange) -> Iterator[str]:
    """What stands against it, in sentences that begin with the unit and the code."""
    head = f"{case.unit.name}, {change.ref}: "
    if change.kind is EntryKind.ANSWER:
        if change.ref not in case.items():
            yield f"Bộ tiêu chí không có số liệu “{change.ref}”."
            return
    elif change.ref not in {criterion.code for criterion in case.form.leaves()}:
        yield f"“{change.ref}” không phải tiêu chí chấm điểm được."
        return
    if change.value is not None:
        yield from (f"{head}{told}" for told in reason_faults(change.why))
    if isinstance(change.value, Decimal):
        yield from (f"{head}{told}" for told in points_faults(case.form, change.ref, change.value))


def reason_faults(why: DifferenceReason | None) -> Iterator[str]:
    """Every change needs a code, and the last code its words."""
    if why is None:
        yield "cần mã lý do (T01…) cho mỗi thay đổi."
    elif why.code is DifferenceCode.OTHER and not why.text.strip():
        yield "lý do T99 cần ghi rõ nội dung."


def points_faults(form: Form, code: str, points: Decimal) -> Iterator[str]:
    """Points stay between 0 and the maximum, with the decimals of the form."""
    most = form.criterion(code).max
    if not points.is_finite() or not 0 <= points <= most:
        shown = show_number(points) if points.is_finite() else str(points)
        yield f"{shown} điểm không nằm trong khoảng 0 đến {show_number(most)}."
    elif points != round_half_up(points, form.decimals):
        yield (
            f"{show_number(points)} điểm có quá nhiều chữ số thập phân; bộ tiêu chí lấy "
            f"{form.decimals} chữ số."
        )


def conflict_message(case: CaseDetail, change: EntryChange) -> str:
    """Who changed what since it was looked at; empty when nobody did."""
    told = ""
    if change.submission not in (None, case.row.submission):
        told = (
            f"{case.unit.name} đã có bản nộp L{case.report.sequence} mới hơn bản đang xem "
            f"({_local_time_text(case.row.changed)})."
        )
    elif change.seen_version not in (None, case.version(*change.key)):
        told = _resubmission_message(case, change)
    if not told:
        return ""
    head = f"{change.location}: " if change.location else ""
    return f"{head}{told} Chưa ghi gì; hãy xem lại rồi nhập."


def _resubmission_message(case: CaseDetail, change: EntryChange) -> str:
    entries = [entry for entry in case.entries if (entry.kind, entry.ref) == change.key]
    if not entries:
        return f"Không còn {describe_entry(case, change)} như lúc mở."
    last = max(entries, key=lambda entry: entry.changed)
    now = entry_value_text(last, case.items().get(change.ref))
    return f"{last.who} vừa sửa {describe_entry(case, change)} lúc {_local_time_text(last.changed)}, nay là {now}."


def entry_value_text(entry: AppraisalEntry, item: Item | None) -> str:
    """What an entry says, for people."""
    why = f" ({entry.why.code.number})" if entry.why else ""
    value = entry.value
    if value is None:
        return "đã bỏ"
    if isinstance(value, Decimal):
        return f"{show_number(value)} điểm{why}"
    if value.value is None or item is None:
        return f"không phát sinh{why}"
    return f"“{format_value(value.value, item)}”{why}"


def _local_time_text(text: str) -> str:
    """When it was, by the clock of this machine."""
    return f"{datetime.fromisoformat(text).astimezone():%H:%M %d/%m/%Y}"
