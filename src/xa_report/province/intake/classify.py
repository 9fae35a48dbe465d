"""Classification of an examined file by the register: outcome, code and reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from xa_report.domain.dates import in_vietnam, show_date
from xa_report.domain.province.appraisal import CaseKey, CaseState
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.unit import Unit
from xa_report.package.corrections import unexpected_changes
from xa_report.package.report_json import read_report_json
from xa_report.package.report_record import ReportRecord
from xa_report.province.database import cases, issued_receipts, returns, submissions
from xa_report.province.database.cases import CaseRow
from xa_report.province.database.definitions import KnownDefinitions
from xa_report.province.database.submissions import Submission
from xa_report.province.database.units import UnitMatch, match_unit
from xa_report.province.intake.examine import ExaminedFile, IntakeCode
from xa_report.province.intake.record_refusals import RecordCheck, record_refusals
from xa_report.province.intake.refusals import (
    NO_OVERRIDES,
    ImportOverrides,
    IntakeRefusal,
    RegisterSnapshot,
    build_refusal,
)
from xa_report.signing.reasons import Verdict, VerificationReason
from xa_report.verification.content import ReceivedReport, SubmissionKind

SentenceWords = dict[str, object]
TAMPERING_CODES = {
    "P301", "P302", "P303", "P304", "P305", "P306", "P308", "P411", "P412",
}  # fmt: skip
"""Faults of packages (`package/faults.py`) that only a change after packing can cause."""
TAMPERING_REASONS = {
    VerificationReason.NOT_INTACT,
    VerificationReason.CHANGED_AFTER,
    VerificationReason.NOT_COVERED,
    VerificationReason.DAMAGED,
}
"""Reasons against a signature that only a change after signing can cause."""


def is_unknown_receipt(connection: Connection, key: CaseKey, receipt: str) -> bool:
    """Return whether a submission answers a receipt that this register did not issue for its case.

    `receipt` is the SHA-256 of the receipt's PDF; "" for a submission that answers none.
    """
    issued = issued_receipts.receipts_of_case(connection, key) if receipt else ()
    return bool(receipt) and receipt not in {each.sha256 for each in issued}


def correction_violations(
    connection: Connection, known_definitions: KnownDefinitions, case: CaseRow, record: ReportRecord
) -> Iterator[tuple[IntakeCode, SentenceWords]]:
    """Yield the code, with its words, when a correction changed what was not reopened.

    Nothing for a case that was not returned.
    """
    if case.state is not CaseState.RETURNED:
        return
    waiting = returns.unanswered_returns(connection, case.key)
    codes = sorted({code for case_return in waiting for code in case_return.codes})
    before = read_report_json(submissions.load_record_bytes(connection, case.submission))
    form, plans = known_definitions.form_and_plans(
        before.report.form_sha256, before.report.plan_sha256
    )
    changes = unexpected_changes(before, record, form, plans, codes)
    if changes:
        yield IntakeCode.MOVED, {"what": " ".join(changes)}


@dataclass(frozen=True, slots=True)
class Classification:
    """Outcome of intake for one file, before anything is written."""

    examined_file: ExaminedFile
    arrival: IntakeOutcome
    unit: Unit | None = None
    """As the province's list has it."""
    code: str = ""
    reason: str = ""
    note: str = ""
    """A sentence for the user about a file that is imported all the same."""
    completes: int = 0
    """Number of the submission that came as a PDF alone, of which this is the package; else 0."""

    @property
    def is_quarantined(self) -> bool:
        """True when it goes into quarantine, for the reason that the code names."""
        return bool(self.code)

    @property
    def is_imported(self) -> bool:
        """True when it becomes the submission that counts in its case."""
        return self.arrival.is_imported and not self.is_quarantined


def classify_file(
    examined_file: ExaminedFile,
    snapshot: RegisterSnapshot,
    overrides: ImportOverrides = NO_OVERRIDES,
) -> Classification:
    """Classify a file; the first reason against it decides.

    The order is published (`docs/province.md`): known bytes, faults of the file, signatures, unit,
    definitions, sequence number, the receipt that it answers; at last the record itself.
    """
    known = (
        submissions.find_submission_by_file(snapshot.connection, examined_file.sha256)
        if examined_file.sha256
        else None
    )
    if known is not None:
        note = f"Đã nhận ngày {show_date(in_vietnam(known.received).date())}."
        return Classification(examined_file, IntakeOutcome.SAME, note=note)
    received = examined_file.received
    if received is None:
        return _classify_unreadable(examined_file)
    matched = match_unit(snapshot.entries, received.header.unit)
    refusals = (
        *_signature_refusals(received, overrides),
        *_unit_refusals(matched, overrides),
        *_definition_refusals(received, snapshot.known_definitions),
    )
    for arrival, code, reason in refusals:
        return Classification(examined_file, arrival, matched.unit, code, reason)
    if matched.unit is None:
        raise LookupError(examined_file.path)
    classification = _classify_sequence(
        examined_file, received, snapshot, unit=matched.unit, note=matched.note
    )
    if not overrides.other_receipt and classification.is_imported:
        classification = _check_answered_receipt(classification, received, snapshot)
    if not classification.is_imported:
        return classification
    check = RecordCheck(examined_file, received, snapshot, matched.unit)
    for arrival, code, reason in record_refusals(check, classification.arrival, overrides):
        return Classification(examined_file, arrival, matched.unit, code, reason)
    return classification


def _classify_unreadable(examined_file: ExaminedFile) -> Classification:
    tampered = examined_file.code in TAMPERING_CODES
    return Classification(
        examined_file,
        IntakeOutcome.CHANGED if tampered else IntakeOutcome.REFUSED,
        code=examined_file.code,
        reason=examined_file.reason,
    )


def _check_answered_receipt(
    classification: Classification, received_report: ReceivedReport, snapshot: RegisterSnapshot
) -> Classification:
    """Return the classification, or one with a refusal when the answered receipt is unknown."""
    header, unit = received_report.header, classification.unit.code if classification.unit else ""
    key = CaseKey(unit, header.period)
    if not is_unknown_receipt(snapshot.connection, key, header.answers_receipt):
        return classification
    words = {"receipt": header.answers_receipt[:12]}
    arrival, code, reason = build_refusal(classification.arrival, IntakeCode.OTHER_RECEIPT, **words)
    return Classification(classification.examined_file, arrival, classification.unit, code, reason)


def _signature_refusals(
    received_report: ReceivedReport, overrides: ImportOverrides
) -> Iterator[IntakeRefusal]:
    content = received_report.content_verification
    why = " ".join(content.sentences)
    reasons = set(content.verification.all_reasons)
    if content.violations or reasons & TAMPERING_REASONS:
        yield build_refusal(IntakeOutcome.CHANGED, IntakeCode.CHANGED, why=why)
    elif content.verdict is Verdict.UNSIGNED:
        yield build_refusal(IntakeOutcome.REFUSED, IntakeCode.UNSIGNED)
    elif content.verdict is Verdict.INVALID:
        yield build_refusal(IntakeOutcome.REFUSED, IntakeCode.INVALID, why=why)
    elif content.verdict is not Verdict.VALID and not overrides.inconclusive:
        yield build_refusal(IntakeOutcome.REFUSED, IntakeCode.INCONCLUSIVE, why=why)


def _unit_refusals(unit_match: UnitMatch, overrides: ImportOverrides) -> Iterator[IntakeRefusal]:
    if unit_match.unit is None:
        yield build_refusal(
            IntakeOutcome.FOREIGN_UNIT, IntakeCode.FOREIGN_UNIT, note=unit_match.note
        )
    elif unit_match.doubtful and not overrides.by_name:
        yield build_refusal(IntakeOutcome.FOREIGN_UNIT, IntakeCode.BY_NAME, note=unit_match.note)


def _definition_refusals(
    received_report: ReceivedReport, known_definitions: KnownDefinitions
) -> Iterator[IntakeRefusal]:
    report = received_report.header
    form = known_definitions.forms.get(report.form_sha256)
    if form is None:
        words = {"form": report.form_sha256[:12]}
        yield build_refusal(IntakeOutcome.UNKNOWN_DEFINITION, IntakeCode.UNKNOWN_FORM, **words)
    elif form.period is not report.period.kind:
        words = {"period": report.period.label}
        yield build_refusal(IntakeOutcome.UNKNOWN_DEFINITION, IntakeCode.WRONG_PERIOD, **words)
    for plan in report.plan_sha256:
        if plan not in known_definitions.plans:
            words = {"plan": plan[:12]}
            yield build_refusal(IntakeOutcome.UNKNOWN_DEFINITION, IntakeCode.UNKNOWN_PLAN, **words)


def _classify_sequence(
    examined_file: ExaminedFile,
    received_report: ReceivedReport,
    snapshot: RegisterSnapshot,
    *,
    unit: Unit,
    note: str,
) -> Classification:
    """Compare a report with the earlier submissions of its unit and period.

    The same manifest is the same report, whatever bytes it came in; the same number with another
    manifest is a fork; a lower number is an older report, a higher one may be a correction.
    """
    report = received_report.header
    before = submissions.submissions_of_case(snapshot.connection, CaseKey(unit.code, report.period))
    twin = next((s for s in before if s.manifest_sha256 == received_report.manifest_sha256), None)
    if twin is not None:
        whole = twin.kind is SubmissionKind.PDF and received_report.kind is SubmissionKind.PACKAGE
        note = "Bổ sung tài liệu kiểm chứng cho bản PDF đã nhận." if whole else note
        return Classification(
            examined_file, IntakeOutcome.SAME, unit, note=note, completes=twin.id if whole else 0
        )
    if not before:
        return Classification(examined_file, IntakeOutcome.NEW, unit, note=note)
    competing = next((s for s in before if s.sequence == report.sequence), None)
    if competing is not None:
        arrival, code, reason = _fork_refusal(competing, received_report)
        return Classification(examined_file, arrival, unit, code, reason)
    if report.sequence < max(s.sequence for s in before):
        return Classification(examined_file, IntakeOutcome.OLDER, unit, note=note)
    return _classify_newer(examined_file, received_report, snapshot, unit=unit, note=note)


def _fork_refusal(
    competing_submission: Submission, received_report: ReceivedReport
) -> IntakeRefusal:
    words = {
        "sequence": competing_submission.sequence,
        "known": competing_submission.manifest_sha256[:8],
        "own": received_report.manifest_sha256[:8],
    }
    return build_refusal(IntakeOutcome.FORK, IntakeCode.FORK, **words)


def _classify_newer(
    examined_file: ExaminedFile,
    received_report: ReceivedReport,
    snapshot: RegisterSnapshot,
    *,
    unit: Unit,
    note: str,
) -> Classification:
    """Classify a higher number: accepted before the appraisal begins, or as answer to a return."""
    report = received_report.header
    case = cases.find_case(snapshot.connection, CaseKey(unit.code, report.period))
    state = case.state if case else CaseState.RECEIVED
    words = {"sequence": report.sequence}
    if state is CaseState.CLOSED:
        _, code, reason = build_refusal(IntakeOutcome.NEWER, IntakeCode.CLOSED, **words)
    elif state not in (CaseState.RECEIVED, CaseState.RETURNED):
        _, code, reason = build_refusal(IntakeOutcome.NEWER, IntakeCode.NOT_RETURNED, **words)
    else:
        refusal = next(_correction_refusals(received_report, case, snapshot), None)
        if refusal is None:
            return Classification(examined_file, IntakeOutcome.NEWER, unit, note=note)
        _, code, reason = refusal
    return Classification(examined_file, IntakeOutcome.NEWER, unit, code, reason)


def _correction_refusals(
    received_report: ReceivedReport, case: CaseRow | None, snapshot: RegisterSnapshot
) -> Iterator[IntakeRefusal]:
    if case is not None:
        violations = correction_violations(
            snapshot.connection, snapshot.known_definitions, case, received_report.record
        )
        yield from (build_refusal(IntakeOutcome.NEWER, code, **words) for code, words in violations)
