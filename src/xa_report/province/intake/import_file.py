"""Import of one classified file in one transaction, or its quarantine."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from xa_report.assess.record_check import counted_report
from xa_report.domain.province.appraisal import CaseAction, CaseKey, CaseState
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.unit import Unit
from xa_report.errors import ConflictError, EnvironmentFailedError
from xa_report.province.appraisal.case import load_previous_report
from xa_report.province.appraisal.commands import answer_return
from xa_report.province.appraisal.state_machine import next_case_state
from xa_report.province.appraisal.summary import save_received_case
from xa_report.province.database import blobs, cases, proofs, quarantine, submissions, units
from xa_report.province.database.definitions import KnownDefinitions
from xa_report.province.database.quarantine import QuarantinedFile
from xa_report.province.database.submissions import RecomputedRow
from xa_report.province.database.units import UnitEntries, match_unit
from xa_report.province.intake.classify import Classification, classify_file
from xa_report.province.intake.examine import ExaminedFile, recomputed_differences
from xa_report.province.intake.refusals import NO_OVERRIDES, ImportOverrides, RegisterSnapshot
from xa_report.province.register import Register
from xa_report.verification.content import ReceivedReport, SubmissionKind

MAX_UNREADABLE_BYTES = 256 * 2**20
"""A larger file that is no report is quarantined without its bytes, as they would fill the disk."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """Result of the import of one file: the number of its submission or in quarantine."""

    classification: Classification
    submission: int = 0
    quarantine_number: int = 0


def import_examined_file(
    register: Register, examined_file: ExaminedFile, overrides: ImportOverrides = NO_OVERRIDES
) -> ImportResult:
    """Classify an examined file and import or quarantine it, in one transaction.

    Raise ConflictError when the file changed since it was examined, EnvironmentFailedError when it
    can no longer be read.
    """
    known = register.known_definitions()
    with register.database.write() as connection:
        # Classified here and not before: somebody else may have imported the same file meanwhile.
        snapshot = _register_snapshot(register, connection, known)
        return _act_on_file(register, snapshot, examined_file, overrides)


def dry_run_import(
    register: Register,
    examined_files: Iterable[ExaminedFile],
    overrides: ImportOverrides = NO_OVERRIDES,
) -> list[ImportResult]:
    """Import files one after another in a transaction that is rolled back; return the results."""
    known = register.known_definitions()
    with register.database.dry_run() as connection:
        snapshot = _register_snapshot(register, connection, known)
        return [
            _act_on_file(register, snapshot, each, overrides, dry_run=True)
            for each in import_order(register, examined_files)
        ]


def import_order(register: Register, examined_files: Iterable[ExaminedFile]) -> list[ExaminedFile]:
    """Files in the order in which they are taken in: of each commune the older ones first."""
    entries = register.unit_entries()
    related = (one for one in examined_files if not one.is_unrelated)
    return sorted(related, key=lambda examined_file: _import_order_key(examined_file, entries))


def _import_order_key(
    examined_file: ExaminedFile, entries: UnitEntries
) -> tuple[str, str, int, int, str]:
    if examined_file.received is None:
        return "", "", 0, 0, str(examined_file.path)
    report = examined_file.received.header
    unit = match_unit(entries, report.unit).unit
    code = unit.code if unit else report.unit.code
    alone = int(examined_file.received.kind is SubmissionKind.PDF)
    return code, str(report.period), report.sequence, alone, str(examined_file.path)


def _register_snapshot(
    register: Register, connection: Connection, known: KnownDefinitions
) -> RegisterSnapshot:
    entries = units.load_unit_entries(connection, register.province)
    return RegisterSnapshot(connection, entries, known, register.database.clock())


def _act_on_file(
    register: Register,
    snapshot: RegisterSnapshot,
    examined_file: ExaminedFile,
    overrides: ImportOverrides,
    *,
    dry_run: bool = False,
) -> ImportResult:
    connection = snapshot.connection
    classification = classify_file(examined_file, snapshot, overrides)
    # A file that could not be read has no bytes, and the next attempt may read it: not quarantined.
    if classification.is_quarantined and not examined_file.sha256:
        return ImportResult(classification)
    if _needs_bytes(classification):
        # The row of the blob must exist, but a preview need not read whole packages for it.
        source = replace(examined_file, path=Path(os.devnull)) if dry_run else examined_file
        _save_bytes(connection, source, checked=not dry_run)
    if classification.is_quarantined:
        number = _quarantine_file(register, connection, classification)
        return ImportResult(classification, quarantine_number=number)
    if classification.arrival is IntakeOutcome.SAME:
        number = _complete_submission(register, connection, classification)
    else:
        number = _save_submission(register, connection, classification, overrides)
    return ImportResult(classification, submission=number)


def _needs_bytes(classification: Classification) -> bool:
    """Return whether the bytes are saved: of new reports, and of other files that are not large."""
    if classification.examined_file.received is None:
        return (
            classification.is_quarantined
            and classification.examined_file.size <= MAX_UNREADABLE_BYTES
        )
    return classification.arrival is not IntakeOutcome.SAME or bool(classification.completes)


def _quarantine_file(
    register: Register, connection: Connection, classification: Classification
) -> int:
    examined_file = classification.examined_file
    report = examined_file.received.header if examined_file.received else None
    quarantined_file = QuarantinedFile(
        examined_file.sha256,
        examined_file.name,
        classification.arrival.key,
        classification.code,
        classification.reason,
        (classification.unit.code if classification.unit else report.unit.code) if report else "",
        str(report.period) if report else "",
        report.sequence if report else 0,
    )
    return quarantine.quarantine_file(register.database, connection, quarantined_file)


def _save_bytes(connection: Connection, examined_file: ExaminedFile, *, checked: bool) -> None:
    """Save the bytes; raise ConflictError when the file changed since it was examined."""
    try:
        same = blobs.save_blob_file(
            connection, examined_file.path, examined_file.sha256, examined_file.size
        )
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được “{examined_file.path}”: {error.strerror}. Hãy kiểm tra USB rồi nhập "
            "lại."
        ) from error
    if checked and not same:
        raise ConflictError(
            f"Tệp “{examined_file.name}” vừa bị thay đổi trong lúc nhập. Hãy nhập lại tệp này."
        )


def _complete_submission(
    register: Register, connection: Connection, classification: Classification
) -> int:
    received = classification.examined_file.received
    if classification.completes and received is not None:
        submissions.complete_submission(
            connection, classification.completes, received, classification.examined_file.name
        )
        # The package brings a workbook, which the PDF alone had not.
        proofs.forget_proof(connection, classification.completes)
        payload = {"submission": classification.completes, "sha256": received.sha256}
        register.database.log(connection, "completed", payload)
    return classification.completes


def _save_submission(
    register: Register,
    connection: Connection,
    classification: Classification,
    overrides: ImportOverrides,
) -> int:
    """Save a new submission, with its case, its event and what was agreed to; return its number."""
    received, unit = classification.examined_file.received, classification.unit
    if received is None or unit is None:
        raise LookupError(classification.examined_file.path)
    database = register.database
    number = submissions.insert_submission(
        database, connection, received, unit=unit.code, name=classification.examined_file.name
    )
    submissions.save_recomputed(
        connection,
        number,
        _recompute_with_previous(register, connection, classification, unit),
    )
    _open_case(register, connection, classification, number)
    report = received.header
    payload = {
        "submission": number,
        "unit": unit.code,
        "period": str(report.period),
        "sequence": report.sequence,
        "arrival": classification.arrival.key,
        "sha256": received.sha256,
        "manifest": received.manifest_sha256,
    }
    database.log(connection, "received", payload)
    if overrides.has_any:
        agreed = {"submission": number, **overrides.agreed, "why": overrides.why}
        database.log(connection, "agreed", agreed)
    _close_same_files(register, connection, received, number)
    return number


def _recompute_with_previous(
    register: Register, connection: Connection, classification: Classification, unit: Unit
) -> tuple[RecomputedRow, ...]:
    """Return the differences between sent and recomputed values, with the period before.

    Its report is in the register only, so the examination had to compute without it.
    """
    examined_file = classification.examined_file
    differences, received = examined_file.recomputed, examined_file.received
    if not differences or received is None:
        return ()
    report = received.record.report
    before = CaseKey(unit.code, report.period).before()
    previous = load_previous_report(register, connection, before)[0]
    if previous is None:
        return differences
    form, plans = register.definitions_of(report.form_sha256, report.plan_sha256)
    counted = counted_report(report, form, plans, unit)
    return recomputed_differences(counted, received.record.outcome, form, plans, previous)


def _open_case(
    register: Register, connection: Connection, classification: Classification, number: int
) -> None:
    """Open the case, or move it on to the newer submission; an older one changes nothing."""
    unit, received = classification.unit, classification.examined_file.received
    if unit is None or received is None or classification.arrival is IntakeOutcome.OLDER:
        return
    key = CaseKey(unit.code, received.header.period)
    case = cases.find_case(connection, key)
    if case is None:
        cases.insert_case(register.database, connection, key, number)
    else:
        act = CaseAction.CORRECT if case.state is CaseState.RETURNED else CaseAction.RECEIVE
        state = next_case_state(case.state, act, unit.name)
        cases.move_case(register.database, connection, case, state=state, submission=number)
        if act is CaseAction.CORRECT:
            answer_return(register.database, connection, case, received.record, number)
    save_received_case(register, connection, key, classification.examined_file.summary)


def _close_same_files(
    register: Register, connection: Connection, received_report: ReceivedReport, number: int
) -> None:
    """Settle the files in quarantine that have the bytes of the submission."""
    for quarantined in quarantine.open_numbers_of_file(connection, received_report.sha256):
        quarantine.close_quarantined_file(
            register.database, connection, quarantined, f"Đã nhận vào sổ, số {number}."
        )
