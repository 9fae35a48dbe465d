"""Whether what an appraiser wants fits the form, has a reason, and was decided on what is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from xa_report.domain.form import Form
from xa_report.domain.item import Answer, Item
from xa_report.domain.item_values import format_value
from xa_report.domain.numbers import round_half_up, show_number
from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason
from xa_report.province.appraisal.dossier import Dossier
from xa_report.province.register.entries import Entry, EntryKind


@dataclass(frozen=True, slots=True)
class Given:
    """One figure or the points of one criterion, as an appraiser wants them."""

    kind: EntryKind
    ref: str
    value: Answer | Decimal | None
    """None takes away what is in place, of whichever round: what the commune sent counts again."""
    why: DifferenceReason | None = None
    seen: int | None = None
    """The row's version that the appraiser looked at; None takes the one that is there now."""
    submission: int | None = None
    """The number of the submission that the appraiser looked at; None takes the present one."""
    where: str = ""
    """Where it was written, as `Trang “Điểm”, ô I7`; begins every sentence about it."""

    @property
    def key(self) -> tuple[EntryKind, str]:
        """What it is about."""
        return self.kind, self.ref


def unchanged(found: Dossier, given: Given) -> bool:
    """Whether it says what counts already."""
    standing = found.standing(*given.key)
    if standing is None or standing.value is None:
        return given.value is None
    return (standing.value, standing.why) == (given.value, given.why)


def called(found: Dossier, given: Given) -> str:
    """How people call it: `điểm tiêu chí 3.2 của Xã Tân Hội`."""
    if given.kind is EntryKind.POINTS:
        return f"điểm tiêu chí {given.ref} của {found.unit.name}"
    return f"số liệu “{found.items()[given.ref].label}” của {found.unit.name}"


def faults(found: Dossier, given: Given) -> Iterator[str]:
    """What stands against it, in sentences that begin with the unit and the code."""
    head = f"{found.unit.name}, {given.ref}: "
    if given.kind is EntryKind.ANSWER:
        if given.ref not in found.items():
            yield f"Bộ tiêu chí không có số liệu “{given.ref}”."
            return
    elif given.ref not in {criterion.code for criterion in found.form.leaves()}:
        yield f"“{given.ref}” không phải tiêu chí chấm điểm được."
        return
    if given.value is not None:
        yield from (f"{head}{told}" for told in reason_faults(given.why))
    if isinstance(given.value, Decimal):
        yield from (f"{head}{told}" for told in points_faults(found.form, given.ref, given.value))


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


def conflict(found: Dossier, given: Given) -> str:
    """Who changed what since it was looked at; empty when nobody did."""
    told = ""
    if given.submission not in (None, found.case.submission):
        told = (
            f"{found.unit.name} đã có bản nộp L{found.report.sequence} mới hơn bản đang xem "
            f"({_moment(found.case.changed)})."
        )
    elif given.seen not in (None, found.version(*given.key)):
        told = _overtaken(found, given)
    if not told:
        return ""
    head = f"{given.where}: " if given.where else ""
    return f"{head}{told} Chưa ghi gì; hãy xem lại rồi nhập."


def _overtaken(found: Dossier, given: Given) -> str:
    entries = [entry for entry in found.entries if (entry.kind, entry.ref) == given.key]
    if not entries:
        return f"Không còn {called(found, given)} như lúc mở."
    last = max(entries, key=lambda entry: entry.changed)
    now = shown(last, found.items().get(given.ref))
    return f"{last.who} vừa sửa {called(found, given)} lúc {_moment(last.changed)}, nay là {now}."


def shown(entry: Entry, item: Item | None) -> str:
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


def _moment(text: str) -> str:
    """When it was, by the clock of this machine."""
    return f"{datetime.fromisoformat(text).astimezone():%H:%M %d/%m/%Y}"
