"""Domain values turned into edits: how each kind of field is stored as JSON."""

from datetime import date
from decimal import Decimal

from xa_report.commune.store.edit import Edit, Kind
from xa_report.domain import item_values
from xa_report.domain.evidence import CitedDocument
from xa_report.domain.item import Answer, Item
from xa_report.domain.item_values import JsonValue
from xa_report.domain.period import Period


def answer_edit(period: Period, item: Item, answer: Answer | None) -> Edit:
    """Set or, with None, take away the answer to an item."""
    return Edit(period, Kind.ANSWER, item.id, None if answer is None else _answer(item, answer))


def manual_edit(period: Period, code: str, points: Decimal | None) -> Edit:
    """Set the points of a criterion that is scored by hand."""
    return Edit(period, Kind.MANUAL, code, None if points is None else str(points))


def explanation_edit(period: Period, code: str, text: str) -> Edit:
    """Set the explanation of a criterion; an empty text takes it away."""
    return Edit(period, Kind.EXPLANATION, code, text or None)


def reason_edit(period: Period, key: str, text: str) -> Edit:
    """Set the reason that answers a warning; an empty text takes it away."""
    return Edit(period, Kind.REASON, key, text or None)


def letterhead_edit(period: Period, name: str, value: str | date | tuple[str, ...] | None) -> Edit:
    """Set a part of the letterhead; None brings its default back."""
    stored: JsonValue
    if isinstance(value, tuple):
        stored = list(value)
    elif isinstance(value, date):
        stored = value.isoformat()
    else:
        stored = value
    return Edit(period, Kind.LETTERHEAD, name, stored)


def evidence_edit(period: Period, code: str, sha256: str, page: str = "", quote: str = "") -> Edit:
    """Let a stored file prove a criterion, or change the page and the words that prove it."""
    return Edit(period, Kind.EVIDENCE, f"{code}#{sha256}", {"page": page, "quote": quote})


def evidence_removal(period: Period, code: str, sha256: str) -> Edit:
    """Take a proof away; the file's bytes stay, so that this can be undone."""
    return Edit(period, Kind.EVIDENCE, f"{code}#{sha256}", None)


def document_edit(period: Period, sha256: str, document: CitedDocument | None) -> Edit:
    """Set how a stored file is cited."""
    return Edit(period, Kind.DOCUMENT, sha256, None if document is None else _document(document))


def _answer(item: Item, answer: Answer) -> JsonValue:
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


def _document(document: CitedDocument) -> JsonValue:
    return {
        "number": document.number,
        "dated": document.dated.isoformat() if document.dated else None,
        "issuer": document.issuer,
        "title": document.title,
    }
