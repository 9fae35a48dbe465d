"""From the bytes of `report.json` to a record; nothing in them is trusted."""

from typing import Any, TypeVar

from msgspec import ValidationError, convert, to_builtins

from xa_report.domain.evidence import Evidence
from xa_report.domain.outcome import Outcome
from xa_report.domain.period import Period
from xa_report.domain.report import Letterhead, Report
from xa_report.domain.unit import Unit
from xa_report.package.document_type import require_type
from xa_report.package.faults import PackageCode, fault
from xa_report.package.record.answers import answer_of
from xa_report.package.record.document import DOCUMENT_TYPE, SPEC_VERSION, RecordDocument
from xa_report.package.record.numbers import NAME
from xa_report.package.record.record import LogHead, Record
from xa_report.package.record.writing import record_bytes
from xa_report.package.shape import require_known, shaped
from xa_report.package.strict_json import read_json

T = TypeVar("T")


def read_record(content: bytes) -> Record:
    """Read `report.json`; raise PackageFaultError with the first thing that is wrong."""
    raw = read_json(content, NAME)
    same_minor = require_type(raw, NAME, DOCUMENT_TYPE, SPEC_VERSION)
    document = shaped(raw, RecordDocument, NAME)
    record = _record(document)
    written = record_bytes(record)
    if same_minor and written != content:  # the same bytes say nothing unknown
        require_known(raw, to_builtins(document), NAME)
        raise fault(PackageCode.NOT_CANONICAL, name=NAME)
    return record


def _record(document: RecordDocument) -> Record:
    report = Report(
        unit=_noun(document.unit, Unit),
        period=Period.parse(document.period),
        form_sha256=document.definitions.form,
        plan_sha256=document.definitions.plans,
        answers=_answers(document),
        manual=document.manual,
        explanations=document.explanations,
        reasons=document.reasons,
        evidence=tuple(_noun(use, Evidence) for use in document.evidence),
        letterhead=_noun(document.letterhead, Letterhead),
        sequence=document.sequence,
    )
    return Record(
        report=report,
        outcome=_noun(document.outcome, Outcome),
        kinds={ref: part.kind for ref, part in document.answers.items()},
        log=_noun(document.log, LogHead),
        replaces=document.replaces,
    )


def _answers(document: RecordDocument) -> dict[str, Any]:
    read = {ref: answer_of(part, ref) for ref, part in document.answers.items()}
    return {ref: answer for ref, answer in read.items() if answer is not None}


def _noun(part: object, noun: type[T]) -> T:
    try:
        return convert(part, noun, from_attributes=True)
    except ValidationError as error:
        raise fault(PackageCode.SHAPE, name=NAME, place=type(part).__name__) from error
