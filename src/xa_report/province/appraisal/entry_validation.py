"""Checks of an appraiser's change: limits of the form, reason, optimistic version."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from xa_report.domain.answer_validation import answer_faults
from xa_report.domain.dates import show_moment
from xa_report.domain.form import Form
from xa_report.domain.item import Answer, FilledBy, Item
from xa_report.domain.item_values import format_value
from xa_report.domain.numbers import round_half_up, show_number
from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason
from xa_report.province.appraisal.case import CaseDetail
from xa_report.province.database.appraisal import AppraisalEntry, EntryKind


@dataclass(frozen=True, slots=True)
class EntryChange:
    """A change to one figure or to the points of one criterion that an appraiser asks for."""

    kind: EntryKind
    ref: str
    value: Answer | Decimal | None
    """None removes the entry in force, of either round: what the commune sent counts again."""
    why: DifferenceReason | None = None
    seen_version: int | None = None
    """The version that the appraiser looked at (`CaseDetail.version`); None skips the check."""
    submission: int | None = None
    """The number of the submission that the appraiser looked at; None skips the check."""
    location: str = ""
    """The cell of a workbook, as `Trang “Điểm”, ô I7`; begins the sentence about a conflict."""

    @property
    def key(self) -> tuple[EntryKind, str]:
        """The kind and id of the figure or criterion."""
        return self.kind, self.ref


def is_unchanged(case: CaseDetail, change: EntryChange) -> bool:
    """Return whether the change asks for what is in force already."""
    entry = case.current_entry(*change.key)
    if entry is None or entry.value is None:
        return change.value is None
    return (entry.value, entry.why) == (change.value, change.why)


def describe_entry(case: CaseDetail, change: EntryChange) -> str:
    """Return the name of the changed thing: `điểm tiêu chí 3.2 của Xã Tân Hội`."""
    if change.kind is EntryKind.POINTS:
        return f"điểm tiêu chí {change.ref} của {case.unit.name}"
    return f"số liệu “{case.items()[change.ref].label}” của {case.unit.name}"


def entry_faults(case: CaseDetail, change: EntryChange) -> Iterator[str]:
    """Yield a sentence for each fault of a change; those of its reason and points name the unit."""
    head = f"{case.unit.name}, {change.ref}: "
    if change.kind is EntryKind.ANSWER:
        if change.ref not in case.items():
            yield f"Bộ tiêu chí không có số liệu “{change.ref}”."
            return
    elif change.ref not in {criterion.code for criterion in case.form.leaves()}:
        yield f"“{change.ref}” không phải tiêu chí chấm điểm được."
        return
    if change.value is not None:
        yield from (f"{head}{fault}" for fault in reason_faults(change.why))
    if isinstance(change.value, Decimal):
        points = points_faults(case.form, change.ref, change.value)
        yield from (f"{head}{fault}" for fault in points)
    elif isinstance(change.value, Answer):
        item = case.items()[change.ref]
        yield from (f"{head}{fault}." for fault in _figure_faults(item, change.value))


def _figure_faults(item: Item, answer: Answer) -> Iterator[str]:
    """Yield the faults of an appraised figure, without full stops."""
    # The reason code says why when no words do.
    if answer.not_arisen is None or answer.not_arisen.strip():
        yield from answer_faults(item, answer, FilledBy.PROVINCE)


def reason_faults(why: DifferenceReason | None) -> Iterator[str]:
    """Yield a sentence when a change has no reason code, or the code T99 no text."""
    if why is None:
        yield "cần mã lý do (T01…) cho mỗi thay đổi."
    elif why.code is DifferenceCode.OTHER and not why.text.strip():
        yield "lý do T99 cần ghi rõ nội dung."


def points_faults(form: Form, code: str, points: Decimal) -> Iterator[str]:
    """Yield a sentence when points are not in 0 to the maximum, both inclusive, or too precise."""
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
    """Return a sentence on who changed what since the appraiser looked; empty when nobody did."""
    message = ""
    if change.submission not in (None, case.row.submission):
        message = (
            f"{case.unit.name} đã có bản nộp L{case.report.sequence} mới hơn bản đang xem "
            f"({_local_time_text(case.row.changed)})."
        )
    elif change.seen_version not in (None, case.version(*change.key)):
        message = _changed_entry_message(case, change)
    if not message:
        return ""
    head = f"{change.location}: " if change.location else ""
    return f"{head}{message} Chưa ghi gì; hãy xem lại rồi nhập."


def _changed_entry_message(case: CaseDetail, change: EntryChange) -> str:
    entries = [entry for entry in case.entries if (entry.kind, entry.ref) == change.key]
    if not entries:
        return f"Không còn {describe_entry(case, change)} như lúc mở."
    last = max(entries, key=lambda entry: entry.changed)
    now = entry_value_text(last, case.items().get(change.ref))
    return (
        f"{last.who} vừa sửa {describe_entry(case, change)} lúc {_local_time_text(last.changed)}, "
        f"nay là {now}."
    )


def entry_value_text(entry: AppraisalEntry, item: Item | None) -> str:
    """Return the value of an entry for people, with its reason code in parentheses."""
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
    """Return a stored time for people, in Vietnam's time."""
    return show_moment(datetime.fromisoformat(text))
