"""From a record to the bytes of `report.json`."""

from msgspec import UNSET, to_builtins

from xa_report.domain.canonical_json import dump_bytes
from xa_report.package.record.answers import answer_part, kind_of
from xa_report.package.record.document import (
    DOCUMENT_TYPE,
    SPEC_VERSION,
    WITHOUT_CORRECTION,
    AnswerPart,
    CorrectionPart,
    DefinitionsPart,
    EvidencePart,
    LetterheadPart,
    LogPart,
    OutcomePart,
    RecordDocument,
    UnitPart,
)
from xa_report.package.record.numbers import plainly
from xa_report.package.record.record import Correction, Record
from xa_report.package.shape import part_of


def record_bytes(record: Record, version: str = SPEC_VERSION) -> bytes:
    """Write a record as canonical JSON; the same record gives the same bytes everywhere."""
    return dump_bytes(to_builtins(document_of(record, version)))


def document_of(record: Record, version: str = SPEC_VERSION) -> RecordDocument:
    """The record in its published shape, also as an earlier minor version had it."""
    report = record.report
    return RecordDocument(
        document_type=DOCUMENT_TYPE,
        spec_version=version,
        unit=part_of(report.unit, UnitPart),
        period=str(report.period),
        sequence=report.sequence,
        replaces=record.replaces,
        definitions=DefinitionsPart(form=report.form_sha256, plans=report.plan_sha256),
        answers=_answers(record),
        manual=plainly(report.manual),
        explanations=dict(report.explanations),
        reasons=dict(report.reasons),
        evidence=tuple(part_of(use, EvidencePart) for use in report.evidence),
        letterhead=part_of(report.letterhead, LetterheadPart),
        outcome=part_of(plainly(record.outcome), OutcomePart),
        log=part_of(record.log, LogPart),
        correction=UNSET if version in WITHOUT_CORRECTION else _correction(record.correction),
    )


def _answers(record: Record) -> dict[str, AnswerPart]:
    answers = record.report.answers
    kinds = {ref: kind_of(answer.value) for ref, answer in answers.items()} | dict(record.kinds)
    return {ref: answer_part(answers.get(ref), kind) for ref, kind in kinds.items()}


def _correction(correction: Correction | None) -> CorrectionPart | None:
    return None if correction is None else part_of(correction, CorrectionPart)
