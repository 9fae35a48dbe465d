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
    """Kind of a stored field; the documentation of each names its id in parentheses."""

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
    """A file as evidence of a criterion (`code#sha256`)."""
    DOCUMENT = "document"
    """How a file is cited at a criterion (`code#sha256`); of old files, everywhere (sha256)."""


FIELD_KIND_LABELS: Mapping[str, str] = {
    FieldKind.ANSWER: "số liệu",
    FieldKind.MANUAL: "điểm tự chấm",
    FieldKind.EXPLANATION: "giải trình",
    FieldKind.REASON: "lý do",
    FieldKind.LETTERHEAD: "thể thức văn bản",
    FieldKind.EVIDENCE: "tài liệu kiểm chứng",
    FieldKind.DOCUMENT: "thông tin tài liệu",
}


class EditAction(StrEnum):
    """Origin of a change."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"


class ChangeStatus(StrEnum):
    """Status of an edit; undoing and redoing have none of their own."""

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
    """One row of the history: the value of a field before and after."""

    step: int
    """Number of the event; all changes of one step are undone together."""
    at: datetime
    who: str
    period: Period
    kind: FieldKind
    id: str
    before: JsonValue
    after: JsonValue
    act: EditAction = EditAction.EDIT
    target: int | None = None
    """The step that was undone or redone."""
    status: ChangeStatus = ChangeStatus.NONE


def answer_edit(period: Period, item: Item, answer: Answer | None) -> FieldEdit:
    """Build the edit that sets the answer to an item, or with None removes it."""
    return FieldEdit(
        period, FieldKind.ANSWER, item.id, None if answer is None else _answer_to_json(item, answer)
    )


def manual_edit(period: Period, code: str, points: Decimal | None) -> FieldEdit:
    """Build the edit that sets the points of a criterion scored by hand; None removes them."""
    return FieldEdit(period, FieldKind.MANUAL, code, None if points is None else str(points))


def explanation_edit(period: Period, code: str, text: str) -> FieldEdit:
    """Build the edit that sets the explanation of a criterion; an empty text removes it."""
    return FieldEdit(period, FieldKind.EXPLANATION, code, text or None)


def reason_edit(period: Period, key: str, text: str) -> FieldEdit:
    """Build the edit that sets the reason that answers a warning; an empty text removes it."""
    return FieldEdit(period, FieldKind.REASON, key, text or None)


def letterhead_edit(
    period: Period, name: str, value: str | date | tuple[str, ...] | None
) -> FieldEdit:
    """Build the edit that sets a part of the letterhead; None restores its default."""
    stored: JsonValue
    if isinstance(value, tuple):
        stored = list(value)
    elif isinstance(value, date):
        stored = value.isoformat()
    else:
        stored = value
    return FieldEdit(period, FieldKind.LETTERHEAD, name, stored)


def evidence_edit(
    period: Period, code: str, sha256: str, page: str = "", quote: str = "", *, name: str = ""
) -> FieldEdit:
    """Build the edit that links a stored file to a criterion, or changes what the link says.

    `name` goes before the name under which the bytes are stored; it must have the same ending.
    """
    # Without a name as earlier versions wrote it: what is the same leaves no trace in the history.
    stored: dict[str, JsonValue] = {"page": page, "quote": quote}
    if name:
        stored["name"] = name
    return FieldEdit(period, FieldKind.EVIDENCE, f"{code}#{sha256}", stored)


def evidence_removal(period: Period, code: str, sha256: str) -> FieldEdit:
    """Build the edit that removes a link; the file's bytes stay, so that it can be undone."""
    return FieldEdit(period, FieldKind.EVIDENCE, f"{code}#{sha256}", None)


def document_edit(
    period: Period, sha256: str, document: CitedDocument | None, *, code: str = ""
) -> FieldEdit:
    """Build the edit that sets how a stored file is cited; None removes the citation.

    With `code` it is the citation at that criterion, which goes before one for the whole file: one
    file may hold several documents.
    """
    return FieldEdit(
        period,
        FieldKind.DOCUMENT,
        f"{code}#{sha256}" if code else sha256,
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
