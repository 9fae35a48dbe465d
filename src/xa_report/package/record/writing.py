"""From a record to the bytes of `report.json`."""

from typing import TypeVar

from msgspec import Struct, convert, to_builtins

from xa_report.package.record.answers import answer_part, kind_of
from xa_report.package.record.document import (
    DOCUMENT_TYPE,
    SPEC_VERSION,
    AnswerPart,
    DefinitionsPart,
    EvidencePart,
    LetterheadPart,
    LogPart,
    OutcomePart,
    RecordDocument,
    UnitPart,
)
from xa_report.package.record.numbers import plainly
from xa_report.package.record.record import Record
from xa_report.package.strict_json import canonical

T = TypeVar("T", bound=Struct)


def record_bytes(record: Record) -> bytes:
    """Write a record as canonical JSON; the same record gives the same bytes everywhere."""
    return canonical(to_builtins(_document(record)))


def _document(record: Record) -> RecordDocument:
    report = record.report
    return RecordDocument(
        document_type=DOCUMENT_TYPE,
        spec_version=SPEC_VERSION,
        unit=_part(report.unit, UnitPart),
        period=str(report.period),
        sequence=report.sequence,
        replaces=record.replaces,
        definitions=DefinitionsPart(form=report.form_sha256, plans=report.plan_sha256),
        answers=_answers(record),
        manual=plainly(report.manual),
        explanations=dict(report.explanations),
        reasons=dict(report.reasons),
        evidence=tuple(_part(use, EvidencePart) for use in report.evidence),
        letterhead=_part(report.letterhead, LetterheadPart),
        outcome=_part(plainly(record.outcome), OutcomePart),
        log=_part(record.log, LogPart),
    )


def _part(source: object, shape: type[T]) -> T:
    return convert(source, shape, from_attributes=True)


def _answers(record: Record) -> dict[str, AnswerPart]:
    answers = record.report.answers
    kinds = {ref: kind_of(answer.value) for ref, answer in answers.items()} | dict(record.kinds)
    return {ref: answer_part(answers.get(ref), kind) for ref, kind in kinds.items()}
