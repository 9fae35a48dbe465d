"""Classification of an examined file by the register: outcome, code, reason, in fixed order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from xa_report.domain.province.appraisal import CaseKey, CaseState
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.text import escape_control_chars
from xa_report.domain.unit import Unit
from xa_report.package.corrections import unexpected_changes
from xa_report.package.report_json import read_report_json
from xa_report.package.report_record import ReportRecord
from xa_report.province.database import cases, issued_receipts, returns, submissions
from xa_report.province.database.cases import CaseRow
from xa_report.province.database.definitions import KnownDefinitions
from xa_report.province.database.submissions import Submission
from xa_report.province.database.units import UnitEntry, UnitMatch, match_unit
from xa_report.province.intake.examine import ExaminedFile, IntakeCode
from xa_report.signing.reasons import Verdict, VerificationReason
from xa_report.verification.content import ReceivedReport, SubmissionKind

SentenceWords = dict[str, object]


def is_unknown_receipt(connection: Connection, key: CaseKey, receipt: str) -> bool:
    """Whether a submission says to answer a receipt that this register did not give its unit."""
    given = issued_receipts.receipts_of_case(connection, key) if receipt else ()
    return bool(receipt) and receipt not in {one.sha256 for one in given}


def correction_violations(
    connection: Connection, known_definitions: KnownDefinitions, case: CaseRow, record: ReportRecord
) -> Iterator[tuple[IntakeCode, SentenceWords]]:
    """What stands against a later submission of a case that was sent back."""
    if case.state is not CaseState.RETURNED:
        return
    waiting = returns.unanswered_returns(connection, case.key)
    codes = sorted({code for one in waiting for code in one.codes})
    before = read_report_json(submissions.load_record_bytes(connection, case.submission))
    form, plans = known_definitions.form_and_plans(
        before.report.form_sha256, before.report.plan_sha256
    )
    found = unexpected_changes(before, record, form, plans, codes)
    if found:
        yield IntakeCode.MOVED, {"what": " ".join(found)}


TAMPERING_CODES = {
    "P301", "P302", "P303", "P304", "P305", "P306", "P308", "P411", "P412",
}  # fmt: skip
"""Package faults that only a change after packing leaves behind."""
TAMPERING_REASONS = {
    VerificationReason.NOT_INTACT,
    VerificationReason.CHANGED_AFTER,
    VerificationReason.NOT_COVERED,
    VerificationReason.DAMAGED,
}


@dataclass(frozen=True, slots=True)
class ImportOverrides:
    """What somebody has agreed to for this file, knowing why it was kept apart."""

    by_name: bool = False
    """That the report is of the unit to which only its name, or only its code, points."""
    inconclusive: bool = False
    """That it is taken in although its signatures could not be proven either way."""
    other_receipt: bool = False
    """That it is taken in although this register never gave the receipt that it answers."""
    why: str = ""

    @property
    def has_any(self) -> bool:
        """Whether there is something to give a reason for."""
        return self.by_name or self.inconclusive or self.other_receipt


NO_OVERRIDES = ImportOverrides()


@dataclass(frozen=True, slots=True)
class Classification:
    """The outcome for one file."""

    examined_file: ExaminedFile
    arrival: IntakeOutcome
    unit: Unit | None = None
    """As the province's list has it."""
    code: str = ""
    reason: str = ""
    note: str = ""
    """What is worth knowing although it is taken in."""
    completes: int = 0
    """Number of the submission that came as a PDF alone and is whole now."""

    @property
    def is_quarantined(self) -> bool:
        """Whether it is kept apart, for the reason that the code names."""
        return bool(self.code)

    @property
    def is_imported(self) -> bool:
        """Whether the register takes it in as the report that counts."""
        return self.arrival.is_imported and not self.is_quarantined


@dataclass(frozen=True, slots=True)
class RegisterSnapshot:
    """What the register knows while it classifies."""

    connection: Connection
    entries: Sequence[UnitEntry]
    known_definitions: KnownDefinitions


def classify_file(
    examined_file: ExaminedFile,
    snapshot: RegisterSnapshot,
    overrides: ImportOverrides = NO_OVERRIDES,
) -> Classification:
    """Say what a file is; the first thing that stands against it decides."""
    seen = (
        submissions.find_submission_by_file(snapshot.connection, examined_file.sha256)
        if examined_file.sha256
        else None
    )
    if seen is not None:
        return Classification(
            examined_file, IntakeOutcome.SAME, note=f"Đã nhận ngày {seen.received:%d/%m/%Y}."
        )
    received = examined_file.received
    if received is None:
        arrival = (
            IntakeOutcome.CHANGED
            if examined_file.code in TAMPERING_CODES
            else IntakeOutcome.REFUSED
        )
        return Classification(
            examined_file, arrival, code=examined_file.code, reason=examined_file.reason
        )
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
    one = _classify_sequence(
        examined_file, received, snapshot, unit=matched.unit, note=matched.note
    )
    return (
        one
        if overrides.other_receipt or not one.is_imported
        else _check_answered_receipt(one, received, snapshot)
    )


def _check_answered_receipt(
    classification: Classification, received_report: ReceivedReport, snapshot: RegisterSnapshot
) -> Classification:
    """Hold what would be taken in when it answers a receipt that nobody here knows."""
    about, unit = received_report.header, classification.unit.code if classification.unit else ""
    if not is_unknown_receipt(
        snapshot.connection, CaseKey(unit, about.period), about.answers_receipt
    ):
        return classification
    words = {"receipt": about.answers_receipt[:12]}
    arrival, code, reason = _refusal(classification.arrival, IntakeCode.OTHER_RECEIPT, **words)
    return Classification(classification.examined_file, arrival, classification.unit, code, reason)


class IntakeRefusal(NamedTuple):
    """Why a file is not simply taken in: the outcome, the reason's number and its sentence."""

    arrival: IntakeOutcome
    code: str
    reason: str


def _refusal(arrival: IntakeOutcome, code: IntakeCode, **words: object) -> IntakeRefusal:
    return IntakeRefusal(arrival, code.number, escape_control_chars(code.sentence.format(**words)))


def _signature_refusals(
    received_report: ReceivedReport, overrides: ImportOverrides
) -> Iterator[IntakeRefusal]:
    judged = received_report.content_verification
    why = " ".join(judged.sentences)
    reasons = set(judged.verification.all_reasons)
    if judged.violations or reasons & TAMPERING_REASONS:
        yield _refusal(IntakeOutcome.CHANGED, IntakeCode.CHANGED, why=why)
    elif judged.verdict is Verdict.UNSIGNED:
        yield _refusal(IntakeOutcome.REFUSED, IntakeCode.UNSIGNED)
    elif judged.verdict is Verdict.INVALID:
        yield _refusal(IntakeOutcome.REFUSED, IntakeCode.INVALID, why=why)
    elif judged.verdict is not Verdict.VALID and not overrides.inconclusive:
        yield _refusal(IntakeOutcome.REFUSED, IntakeCode.INCONCLUSIVE, why=why)


def _unit_refusals(unit_match: UnitMatch, overrides: ImportOverrides) -> Iterator[IntakeRefusal]:
    if unit_match.unit is None:
        yield _refusal(IntakeOutcome.FOREIGN_UNIT, IntakeCode.FOREIGN_UNIT, note=unit_match.note)
    elif unit_match.doubtful and not overrides.by_name:
        yield _refusal(IntakeOutcome.FOREIGN_UNIT, IntakeCode.BY_NAME, note=unit_match.note)


def _definition_refusals(
    received_report: ReceivedReport, known_definitions: KnownDefinitions
) -> Iterator[IntakeRefusal]:
    report = received_report.header
    form = known_definitions.forms.get(report.form_sha256)
    if form is None:
        words = {"form": report.form_sha256[:12]}
        yield _refusal(IntakeOutcome.UNKNOWN_DEFINITION, IntakeCode.UNKNOWN_FORM, **words)
    elif form.period is not report.period.kind:
        words = {"period": report.period.label}
        yield _refusal(IntakeOutcome.UNKNOWN_DEFINITION, IntakeCode.WRONG_PERIOD, **words)
    for plan in report.plan_sha256:
        if plan not in known_definitions.plans:
            words = {"plan": plan[:12]}
            yield _refusal(IntakeOutcome.UNKNOWN_DEFINITION, IntakeCode.UNKNOWN_PLAN, **words)


def _classify_sequence(
    examined_file: ExaminedFile,
    received_report: ReceivedReport,
    snapshot: RegisterSnapshot,
    *,
    unit: Unit,
    note: str,
) -> Classification:
    """Hold it against what has come before for the same unit and period."""
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
    rival = next((s for s in before if s.sequence == report.sequence), None)
    if rival is not None:
        return Classification(examined_file, *_fork_refusal(rival, received_report, unit))
    if report.sequence < max(s.sequence for s in before):
        return Classification(examined_file, IntakeOutcome.OLDER, unit, note=note)
    return _classify_newer(examined_file, received_report, snapshot, unit=unit, note=note)


def _fork_refusal(
    competing_submission: Submission, received_report: ReceivedReport, unit: Unit
) -> tuple[IntakeOutcome, Unit, str, str]:
    words = {
        "sequence": competing_submission.sequence,
        "known": competing_submission.manifest_sha256[:8],
        "own": received_report.manifest_sha256[:8],
    }
    arrival, code, reason = _refusal(IntakeOutcome.FORK, IntakeCode.FORK, **words)
    return arrival, unit, code, reason


def _classify_newer(
    examined_file: ExaminedFile,
    received_report: ReceivedReport,
    snapshot: RegisterSnapshot,
    *,
    unit: Unit,
    note: str,
) -> Classification:
    """A later number: taken before anybody began, or as the answer to a return."""
    report = received_report.header
    case = cases.find_case(snapshot.connection, CaseKey(unit.code, report.period))
    state = case.state if case else CaseState.RECEIVED
    words = {"sequence": report.sequence}
    if state is CaseState.CLOSED:
        _, code, reason = _refusal(IntakeOutcome.NEWER, IntakeCode.CLOSED, **words)
    elif state not in (CaseState.RECEIVED, CaseState.RETURNED):
        _, code, reason = _refusal(IntakeOutcome.NEWER, IntakeCode.NOT_RETURNED, **words)
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
        found = correction_violations(
            snapshot.connection, snapshot.known_definitions, case, received_report.record
        )
        yield from (_refusal(IntakeOutcome.NEWER, code, **words) for code, words in found)
