"""Field edits of a report, their rows in the history, and domain values as stored JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from xa_report.domain import item_values
from xa_report.domain.evidence import CitedDocument
from xa_report.domain.item import Answer, Item
from xa_report.domain.item_values import JsonValue
from xa_report.domain.period import Period


class FieldKind(StrEnum):
    """What a field holds; its id is given in parentheses."""

    ANSWER = "answer"
    """An answer (item id)."""
    MANUAL = "manual"
    """Typed points (criterion code)."""
    EXPLANATION = "explanation"
    """Giải trình (criterion code)."""
    REASON = "reason"
    """A reason in answer to a warning (finding key)."""
    LETTERHEAD = "letterhead"
    """A part of the head or foot (field name of Letterhead)."""
    EVIDENCE = "evidence"
    """A file that proves a criterion (`code#sha256`)."""
    DOCUMENT = "document"
    """How a file is cited (sha256)."""


FIELD_KIND_LABELS: Mapping[str, str] = {
    FieldKind.ANSWER: "số liệu",
    FieldKind.MANUAL: "điểm tự chấm",
    FieldKind.EXPLANATION: "giải trình",
    FieldKind.REASON: "lý do",
    FieldKind.LETTERHEAD: "thể thức văn bản",
    FieldKind.EVIDENCE: "tài liệu kiểm chứng",
    FieldKind.DOCUMENT: "thông tin tài liệu",
}


class CaseAction(StrEnum):
    """How a change came about."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"


class ChangeStatus(StrEnum):
    """Whether an edit stands; undoing and redoing have no status of their own."""

    DONE = "done"
    UNDONE = "undone"
    DROPPED = "dropped"
    """Undone for good: something else was typed afterwards."""
    NONE = ""


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """A field of a period and its new value."""

    period: Period
    kind: FieldKind
    id: str
    value: JsonValue
    """None empties the field."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One row of the history: what a field was before and is after."""

    step: int
    """Number of the event; all changes of one step are undone together."""
    at: datetime
    who: str
    period: Period
    kind: FieldKind
    id: str
    before: JsonValue
    after: JsonValue
    act: CaseAction = CaseAction.EDIT
    target: int | None = None
    """The step that was undone or redone."""
    status: ChangeStatus = ChangeStatus.NONE


def answer_edit(period: Period, item: Item, answer: Answer | None) -> FieldEdit:
    """Set or, with None, take away the answer to an item."""
    return FieldEdit(
        period, FieldKind.ANSWER, item.id, None if answer is None else _answer_to_json(item, answer)
    )


def manual_edit(period: Period, code: str, points: Decimal | None) -> FieldEdit:
    """Set the points of a criterion that is scored by hand."""
    return FieldEdit(period, FieldKind.MANUAL, code, None if points is None else str(points))


def explanation_edit(period: Period, code: str, text: str) -> FieldEdit:
    """Set the explanation of a criterion; an empty text takes it away."""
    return FieldEdit(period, FieldKind.EXPLANATION, code, text or None)


def reason_edit(period: Period, key: str, text: str) -> FieldEdit:
    """Set the reason that answers a warning; an empty text takes it away."""
    return FieldEdit(period, FieldKind.REASON, key, text or None)


def letterhead_edit(
    period: Period, name: str, value: str | date | tuple[str, ...] | None
) -> FieldEdit:
    """Set a part of the letterhead; None brings its default back."""
    stored: JsonValue
    if isinstance(value, tuple):
        stored = list(value)
    elif isinstance(value, date):
        stored = value.isoformat()
    else:
        stored = value
    return FieldEdit(period, FieldKind.LETTERHEAD, name, stored)


def evidence_edit(
    period: Period, code: str, sha256: str, page: str = "", quote: str = ""
) -> FieldEdit:
    """Let a stored file prove a criterion, or change the page and the words that prove it."""
    return FieldEdit(period, FieldKind.EVIDENCE, f"{code}#{sha256}", {"page": page, "quote": quote})


def evidence_removal(period: Period, code: str, sha256: str) -> FieldEdit:
    """Take a proof away; the file's bytes stay, so that this can be undone."""
    return FieldEdit(period, FieldKind.EVIDENCE, f"{code}#{sha256}", None)


def document_edit(period: Period, sha256: str, document: CitedDocument | None) -> FieldEdit:
    """Set how a stored file is cited."""
    return FieldEdit(
        period,
        FieldKind.DOCUMENT,
        sha256,
        None if document is None else _document_to_json(document),
    )


def _answer_to_json(item: Item, answer: Answer) -> JsonValue:
    stored: dict[str, JsonValue] = {"kind": item.kind.value}
    if answer.not_arisen is not None:
        stored["not_arisen"] = answer.not_arisen
    elif answer.value is not None:
        stored["value"] = item_values.value_to_json(answer.value, item.kind)
    if answer.as_of is not None:
        stored["as_of"] = answer.as_of.isoformat()
    if answer.note:
        stored["note"] = answer.note
    return stored


def _document_to_json(document: CitedDocument) -> JsonValue:
    return {
        "number": document.number,
        "dated": document.dated.isoformat() if document.dated else None,
        "issuer": document.issuer,
        "title": document.title,
    }
