"""A whole report from its fields; the form is not needed, each answer knows its kind."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from xa_report.commune.store.edit import Kind
from xa_report.domain import item_values
from xa_report.domain.evidence import CitedDocument, Evidence, EvidenceFile
from xa_report.domain.item import Answer, ItemKind
from xa_report.domain.item_values import JsonValue
from xa_report.domain.report import Letterhead, Report

T = TypeVar("T")
Values = Mapping[str, JsonValue]
Fields = Mapping[Kind, Values]
"""Values by kind and id."""

LOAD_ERRORS = (KeyError, TypeError, ValueError, AttributeError, InvalidOperation)
"""What reading a value raises that this program did not write."""


def filled(empty: Report, fields: Fields, files: Iterable[EvidenceFile]) -> Report:
    """Give a report everything that was typed."""
    return replace(
        empty,
        answers=_each(fields, Kind.ANSWER, answer_of),
        manual=_each(fields, Kind.MANUAL, lambda value: Decimal(str(value))),
        explanations=_each(fields, Kind.EXPLANATION, str),
        reasons=_each(fields, Kind.REASON, str),
        evidence=_evidence(fields, files),
        letterhead=_letterhead(fields.get(Kind.LETTERHEAD, {})),
    )


def answer_of(stored: JsonValue) -> Answer:
    """Read an answer as `answer_edit` stored it."""
    parts = _parts(stored)
    value, not_arisen = parts.get("value"), parts.get("not_arisen")
    return Answer(
        value=None
        if value is None
        else item_values.value_from_json(value, ItemKind(str(parts["kind"]))),
        not_arisen=None if not_arisen is None else str(not_arisen),
        as_of=_date(parts.get("as_of")),
        note=str(parts.get("note", "")),
    )


def document_of(stored: JsonValue) -> CitedDocument:
    """Read a document as `document_edit` stored it."""
    parts = _parts(stored)
    return CitedDocument(
        number=str(parts["number"]),
        dated=_date(parts["dated"]),
        issuer=str(parts["issuer"]),
        title=str(parts["title"]),
    )


def _each(fields: Fields, kind: Kind, read: Callable[[JsonValue], T]) -> dict[str, T]:
    return {name: read(value) for name, value in fields.get(kind, {}).items()}


def _evidence(fields: Fields, files: Iterable[EvidenceFile]) -> tuple[Evidence, ...]:
    documents = _each(fields, Kind.DOCUMENT, document_of)
    stored = {
        file.sha256: replace(file, document=documents.get(file.sha256, file.document))
        for file in files
    }
    links = [_link(name, value, stored) for name, value in fields.get(Kind.EVIDENCE, {}).items()]
    return tuple(sorted(links, key=_order))


def _link(name: str, stored: JsonValue, files: Mapping[str, EvidenceFile]) -> Evidence:
    code, _, sha256 = name.rpartition("#")
    parts = _parts(stored)
    return Evidence(code, files[sha256], str(parts["page"]), str(parts["quote"]))


def _order(link: Evidence) -> tuple[object, ...]:
    """By criterion as people count (3.2 before 3.10), then as documents are listed."""
    code = [(int(digits or 0), word) for digits, word in re.findall(r"(\d+)|(\D+)", link.criterion)]
    document = link.file.document
    return (code, document.dated or date.max, document.number, link.file.name, link.file.sha256)


def _letterhead(stored: Values) -> Letterhead:
    values: dict[str, object] = dict(stored)
    if "dated" in values:
        values["dated"] = _date(stored["dated"])
    if "copies" in values:
        copies = stored["copies"]
        values["copies"] = tuple(map(str, copies)) if isinstance(copies, list) else ()
    return replace(Letterhead(), **values)  # type: ignore[arg-type]  # each was made by the reader of its field


def _parts(stored: JsonValue) -> Values:
    if not isinstance(stored, dict):
        raise TypeError(stored)
    return stored


def _date(stored: JsonValue) -> date | None:
    return date.fromisoformat(str(stored)) if stored else None
