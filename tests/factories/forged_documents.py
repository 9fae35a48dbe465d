"""Reports whose documents and record disagree, all signed with real keys."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from tests.factories.forged_pdfs import Change, append_revision, file_changes, page_changes
from tests.factories.forged_submissions import SIGNED_AT, Forger, fixed_clock
from tests.factories.forged_workbooks import (
    PartsChange,
    cell_changes,
    forge_workbook,
    shared_part_changes,
    sheet_changes,
)
from xa_report.commune import package_parts
from xa_report.domain.canonical_json import dump_bytes
from xa_report.signing.identity import BOTH_ROLES, SignerRole
from xa_report.signing.ooxml.writer import sign_workbook
from xa_report.signing.pades import sign_pdf
from xa_report.signing.stamp import SignerAppearance
from xa_report.verification.report_documents import draw_report_pdf, draw_workbook
from xa_report.verification.report_proof import DefinitionsByHash
from xa_report.verification.sent_documents import SentDocuments

Forgery = Callable[["DocumentForger"], SentDocuments]
NumberChange = Callable[[Any], Any]


@dataclass(frozen=True)
class DocumentForger:
    """The honest parts of a report, and the keys to sign others with."""

    forger: Forger

    @cached_property
    def record(self) -> bytes:
        return package_parts.build_record_part(self.forger.commune.store, self.forger.honest)

    @cached_property
    def manifest(self) -> bytes:
        return package_parts.build_manifest_part(
            self.forger.commune.store, self.forger.honest, self.forger.workbook, self.record
        )

    @cached_property
    def unsigned_pdf(self) -> bytes:
        return draw_report_pdf(self.forger.drawing, self.record, self.manifest, SIGNED_AT)

    @cached_property
    def unsigned_workbook(self) -> bytes:
        return draw_workbook(self.forger.drawing, SIGNED_AT)

    @cached_property
    def chairman_pdf(self) -> bytes:
        return self.sign(self.unsigned_pdf, SignerRole.CHAIRMAN)

    @property
    def definitions(self) -> DefinitionsByHash:
        known = (self.forger.form, self.forger.plan)
        return {each.sha256: each for each in known}

    def sign(self, pdf: bytes, *roles: SignerRole) -> bytes:
        for role in roles:
            moment = SIGNED_AT + timedelta(minutes=5 * BOTH_ROLES.index(role))
            key = self.forger.keys[role]
            appearance = SignerAppearance(key.holder.name)
            pdf = sign_pdf(pdf, role, key, appearance, fixed_clock(moment))
        return pdf

    def sent(self, pdf: bytes, workbook: bytes | None = None) -> SentDocuments:
        return SentDocuments(self.record, self.manifest, pdf, workbook or self.forger.workbook)

    def honest(self) -> SentDocuments:
        return self.sent(self.sign(self.chairman_pdf, SignerRole.SEAL))


def pdf_forgeries() -> Iterator[tuple[str, Forgery]]:
    """Yield each change of the PDF below both signatures, between them, and behind both."""
    changes = [*file_changes()]
    changes += [(f"{name}, page {page}", c) for page in (0, 1, 2) for name, c in page_changes(page)]
    for name, change in changes:
        yield f"before: {name}", _before(change)
        yield f"between: {name}", _between(change)
        yield f"behind: {name}", _behind(change)
    yield "between: nothing", _between(lambda pdf: None)


def _before(change: Change) -> Forgery:
    def forge(own: DocumentForger) -> SentDocuments:
        return own.sent(own.sign(append_revision(own.unsigned_pdf, change), *BOTH_ROLES))

    return forge


def _between(change: Change) -> Forgery:
    def forge(own: DocumentForger) -> SentDocuments:
        return own.sent(own.sign(append_revision(own.chairman_pdf, change), SignerRole.SEAL))

    return forge


def _behind(change: Change) -> Forgery:
    def forge(own: DocumentForger) -> SentDocuments:
        return own.sent(append_revision(own.honest().pdf, change))

    return forge


def workbook_forgeries(own: DocumentForger) -> Iterator[tuple[str, Forgery]]:
    """Yield each change of a part of the workbook, signed by the chairman afterwards."""
    changes = [*shared_part_changes()]
    for number in range(1, 6):
        named = [*sheet_changes(number), *cell_changes(number, own.unsigned_workbook)]
        changes += [(f"{name}, sheet {number}", change) for name, change in named]
    for name, change in changes:
        yield f"workbook: {name}", _in_workbook(change)


def _in_workbook(change: PartsChange) -> Forgery:
    def forge(own: DocumentForger) -> SentDocuments:
        forged = forge_workbook(own.unsigned_workbook, change)
        signed = sign_workbook(forged, own.forger.keys[SignerRole.CHAIRMAN], lambda: SIGNED_AT)
        return own.sent(own.honest().pdf, signed)

    return forge


def record_forgeries(own: DocumentForger) -> Iterator[tuple[str, Forgery]]:
    """Yield each change of a value of the record, under the documents of the honest one."""
    whole = json.loads(own.record)
    for path, value in _leaves(whole):
        # What the documents do not show: where it comes from, and what must be canonical.
        if path[0] in ("documentType", "specVersion", "log", "replaces", "correction", "layout"):
            continue
        forged = _other_value(value, path)
        if forged is not None:
            yield f"record: {'/'.join(map(str, path))}", _in_record(path, forged)


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _leaves(inner, (*path, at))
    else:
        yield path, value


def _other_value(value: Any, path: tuple[Any, ...]) -> Any:
    """Return another value of the same type; None where any other would not be readable."""
    if path[-1] in ("kind", "state", "part", "sha256", "form", "mediatype", "code", "formed"):
        return None
    # The code of the province is on no page; the intake holds it against its own list (N21).
    if path[0] in ("definitions", "period", "sequence") or path[-1] == "provinceCode":
        return None
    if value is None:
        return None
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    number = value.replace(".", "", 1).removeprefix("-").isdigit()
    if number and path[-1] not in ("number", "page"):
        # Of another size: 3 and 3.00 are the same points.
        return "3" if float(value) != 3 else "4"
    if len(value) == 10 and value[4] == "-":
        return "2026-01-17"
    return f"{value} khác"


def _in_record(path: tuple[Any, ...], forged: Any) -> Forgery:
    def forge(own: DocumentForger) -> SentDocuments:
        whole = json.loads(own.record)
        inner = whole
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = forged
        record = dump_bytes(whole)
        pdf = draw_report_pdf(own.forger.drawing, record, own.manifest, SIGNED_AT)
        signed = own.sign(pdf, *BOTH_ROLES)
        return SentDocuments(record, own.manifest, signed, own.forger.workbook)

    return forge


def all_forgeries(own: DocumentForger) -> list[tuple[str, Forgery]]:
    return [*pdf_forgeries(), *workbook_forgeries(own), *record_forgeries(own)]
