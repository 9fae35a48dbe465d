"""From the bytes of `report.json` to a record; nothing in them is trusted."""

from typing import Any

from msgspec import UNSET, to_builtins

from xa_report.domain.evidence import Evidence
from xa_report.domain.period import Period
from xa_report.domain.report import Letterhead, Report
from xa_report.domain.score_summary import ScoreSummary
from xa_report.domain.unit import Unit
from xa_report.package.document_type import require_type
from xa_report.package.faults import PackageCode, fault
from xa_report.package.record.answers import answer_of
from xa_report.package.record.document import (
    DOCUMENT_TYPE,
    SPEC_VERSION,
    WITHOUT_CORRECTION,
    RecordDocument,
)
from xa_report.package.record.numbers import NAME
from xa_report.package.record.record import Correction, LogHead, Record
from xa_report.package.record.writing import record_bytes
from xa_report.package.shape import noun_of, require_known, shaped
from xa_report.package.strict_json import read_json


def read_record(content: bytes) -> Record:
    """Read `report.json`; raise PackageFaultError with the first thing that is wrong."""
    raw = read_json(content, NAME)
    same_minor = require_type(raw, NAME, DOCUMENT_TYPE, SPEC_VERSION)
    document = shaped(raw, RecordDocument, NAME)
    record = _record(document)
    earlier = document.spec_version in WITHOUT_CORRECTION
    written = record_bytes(record, document.spec_version if earlier else SPEC_VERSION)
    if same_minor and written != content:  # the same bytes say nothing unknown
        require_known(raw, to_builtins(document), NAME)
        raise fault(PackageCode.NOT_CANONICAL, name=NAME)
    return record


def _record(document: RecordDocument) -> Record:
    report = Report(
        unit=noun_of(document.unit, Unit, NAME),
        period=Period.parse(document.period),
        form_sha256=document.definitions.form,
        plan_sha256=document.definitions.plans,
        answers=_answers(document),
        manual=document.manual,
        explanations=document.explanations,
        reasons=document.reasons,
        evidence=tuple(noun_of(use, Evidence, NAME) for use in document.evidence),
        letterhead=noun_of(document.letterhead, Letterhead, NAME),
        sequence=document.sequence,
    )
    return Record(
        report=report,
        outcome=noun_of(document.outcome, ScoreSummary, NAME),
        kinds={ref: part.kind for ref, part in document.answers.items()},
        log=noun_of(document.log, LogHead, NAME),
        replaces=document.replaces,
        correction=_correction(document),
    )


def _correction(document: RecordDocument) -> Correction | None:
    if document.correction is None or document.correction is UNSET:
        return None
    return noun_of(document.correction, Correction, NAME)


def _answers(document: RecordDocument) -> dict[str, Any]:
    read = {ref: answer_of(part, ref) for ref, part in document.answers.items()}
    return {ref: answer for ref, answer in read.items() if answer is not None}
