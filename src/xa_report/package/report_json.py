"""Writer and reader of `report.json`."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import UNSET, to_builtins

from xa_report.domain import item_values
from xa_report.domain.canonical_json import dump_bytes
from xa_report.domain.evidence import Evidence
from xa_report.domain.item import Answer, ExternalScore, ItemKind, ItemValue
from xa_report.domain.item_values import JsonValue
from xa_report.domain.number_text import ValueFaultError
from xa_report.domain.period import Period
from xa_report.domain.report import Letterhead, Report
from xa_report.domain.score_summary import ScoreSummary
from xa_report.domain.unit import Unit
from xa_report.package.faults import PackageCode, package_fault
from xa_report.package.json_documents import (
    REPORT_JSON_NAME,
    canonical_decimals,
    check_document_type,
    check_no_unknown_fields,
    convert_json,
    domain_to_part,
    part_to_domain,
    read_json,
)
from xa_report.package.report_record import (
    ComparedReport,
    RecordCorrection,
    ReportRecord,
    SenderLogHead,
)
from xa_report.package.report_schema import (
    FIELDS_WITHOUT,
    REPORT_DOCUMENT_TYPE,
    REPORT_SPEC_VERSION,
    AnswerPart,
    ComparedPart,
    CorrectionPart,
    DefinitionsPart,
    EvidencePart,
    GivenPart,
    LetterheadPart,
    LogPart,
    NotArisenPart,
    NotReportedPart,
    OutcomePart,
    RecordDocument,
    UnitPart,
)

# Types that no other of the table derives from: the first match is the only one.
_KINDS_BY_TYPE: dict[type, ItemKind] = {
    Decimal: ItemKind.DECIMAL,
    bool: ItemKind.YES_NO,
    date: ItemKind.DATE,
    ExternalScore: ItemKind.EXTERNAL,
}


def answer_to_part(answer: Answer | None, kind: ItemKind) -> AnswerPart:
    """Convert an answer to its part; None is an item that is not reported."""
    if answer is not None and answer.not_arisen is not None:
        return NotArisenPart(
            kind=kind, reason=answer.not_arisen, as_of=answer.as_of, note=answer.note
        )
    if answer is None or answer.value is None:
        return NotReportedPart(kind=kind)
    stored: object = item_values.value_to_json(canonical_decimals(answer.value), kind)
    return GivenPart(kind=kind, value=stored, as_of=answer.as_of, note=answer.note)  # type: ignore[arg-type]  # JSON of a type of its own, which msgspec cannot be told


def answer_from_part(part: AnswerPart, ref: str) -> Answer | None:
    """Convert a part to its answer; raise PackageFaultError when the value is none of its kind."""
    if isinstance(part, NotReportedPart):
        return None
    if isinstance(part, NotArisenPart):
        return Answer(not_arisen=part.reason, as_of=part.as_of, note=part.note)
    try:
        value = item_values.value_from_json(_cells_as_lists(part.value), part.kind)
    except ValueFaultError as error:
        raise package_fault(
            PackageCode.VALUE, name=REPORT_JSON_NAME, why=f"{ref}: {error}"
        ) from error
    return Answer(value, as_of=part.as_of, note=part.note)


def _cells_as_lists(value: object) -> JsonValue:
    """Return a value with tuples as lists at any depth, as the stored form has them."""
    if isinstance(value, list | tuple):
        return [_cells_as_lists(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _cells_as_lists(inner) for key, inner in value.items()}
    return value if isinstance(value, str | bool) else None


def guess_item_kind(value: ItemValue | None) -> ItemKind:
    """Guess the kind of an item that the definitions do not know from the type of its value."""
    if isinstance(value, tuple):
        return ItemKind.TABLE if value and not isinstance(value[0], str) else ItemKind.CHECKLIST
    for shape, kind in _KINDS_BY_TYPE.items():
        if isinstance(value, shape):
            return kind
    return ItemKind.TEXT


def report_json_bytes(record: ReportRecord, version: str = REPORT_SPEC_VERSION) -> bytes:
    """Return a record as canonical JSON; the same record gives the same bytes everywhere."""
    return dump_bytes(to_builtins(report_document(record, version)))


def report_document(record: ReportRecord, version: str = REPORT_SPEC_VERSION) -> RecordDocument:
    """Return the record in the shape of a version, the current one or an earlier minor."""
    report = record.report
    absent = FIELDS_WITHOUT.get(version, frozenset())
    return RecordDocument(
        document_type=REPORT_DOCUMENT_TYPE,
        spec_version=version,
        unit=domain_to_part(report.unit, UnitPart),
        period=str(report.period),
        sequence=report.sequence,
        replaces=record.replaces,
        definitions=DefinitionsPart(form=report.form_sha256, plans=report.plan_sha256),
        answers=_answers_to_parts(record),
        manual=canonical_decimals(report.manual),
        explanations=dict(report.explanations),
        reasons=dict(report.reasons),
        evidence=tuple(domain_to_part(use, EvidencePart) for use in report.evidence),
        letterhead=domain_to_part(report.letterhead, LetterheadPart),
        outcome=domain_to_part(canonical_decimals(record.outcome), OutcomePart),
        log=domain_to_part(record.log, LogPart),
        correction=UNSET if "correction" in absent else _correction_to_part(record.correction),
        layout=UNSET if "layout" in absent else record.layout,
        compared=UNSET if "compared" in absent else tuple(map(_compared_to_part, record.compared)),
    )


def _answers_to_parts(record: ReportRecord) -> dict[str, AnswerPart]:
    answers = record.report.answers
    # The kinds that the definitions gave win over guesses.
    kinds = {ref: guess_item_kind(answer.value) for ref, answer in answers.items()} | dict(
        record.kinds
    )
    return {ref: answer_to_part(answers.get(ref), kind) for ref, kind in kinds.items()}


def _compared_to_part(compared: ComparedReport) -> ComparedPart:
    """Convert answers of another period, each under the kind that its value shows.

    The form of that period may have asked for another kind than that of now.
    """
    answers = {
        ref: answer_to_part(answer, guess_item_kind(answer.value))
        for ref, answer in compared.answers.items()
    }
    return ComparedPart(period=str(compared.period), answers=answers)


def _correction_to_part(correction: RecordCorrection | None) -> CorrectionPart | None:
    return None if correction is None else domain_to_part(correction, CorrectionPart)


def read_report_json(content: bytes) -> ReportRecord:
    """Parse `report.json`; raise PackageFaultError with the first fault."""
    raw = read_json(content, REPORT_JSON_NAME)
    same_minor = check_document_type(
        raw, REPORT_JSON_NAME, REPORT_DOCUMENT_TYPE, REPORT_SPEC_VERSION
    )
    document = convert_json(raw, RecordDocument, REPORT_JSON_NAME)
    record = _record_from_document(document)
    earlier = document.spec_version in FIELDS_WITHOUT
    written = report_json_bytes(record, document.spec_version if earlier else REPORT_SPEC_VERSION)
    if same_minor and written != content:  # the same bytes say nothing unknown
        check_no_unknown_fields(raw, to_builtins(document), REPORT_JSON_NAME)
        raise package_fault(PackageCode.NOT_CANONICAL, name=REPORT_JSON_NAME)
    return record


def _record_from_document(document: RecordDocument) -> ReportRecord:
    report = Report(
        unit=part_to_domain(document.unit, Unit, REPORT_JSON_NAME),
        period=Period.parse(document.period),
        form_sha256=document.definitions.form,
        plan_sha256=document.definitions.plans,
        answers=_answers_from_parts(document.answers),
        manual=document.manual,
        explanations=document.explanations,
        reasons=document.reasons,
        evidence=tuple(
            part_to_domain(use, Evidence, REPORT_JSON_NAME) for use in document.evidence
        ),
        letterhead=part_to_domain(document.letterhead, Letterhead, REPORT_JSON_NAME),
        sequence=document.sequence,
    )
    return ReportRecord(
        report=report,
        outcome=part_to_domain(document.outcome, ScoreSummary, REPORT_JSON_NAME),
        kinds={ref: part.kind for ref, part in document.answers.items()},
        log=part_to_domain(document.log, SenderLogHead, REPORT_JSON_NAME),
        replaces=document.replaces,
        correction=_correction_from_part(document),
        layout="" if document.layout is UNSET else document.layout,
        compared=_compared_from_parts(document),
    )


def _compared_from_parts(document: RecordDocument) -> tuple[ComparedReport, ...]:
    parts = () if document.compared is UNSET else document.compared
    return tuple(
        ComparedReport(Period.parse(part.period), _answers_from_parts(part.answers))
        for part in parts
    )


def _correction_from_part(document: RecordDocument) -> RecordCorrection | None:
    if document.correction is None or document.correction is UNSET:
        return None
    return part_to_domain(document.correction, RecordCorrection, REPORT_JSON_NAME)


def _answers_from_parts(parts: Mapping[str, AnswerPart]) -> dict[str, Any]:
    answers = {ref: answer_from_part(part, ref) for ref, part in parts.items()}
    return {ref: answer for ref, answer in answers.items() if answer is not None}
