"""Import of one classified file in one transaction, or its quarantine."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from xa_report.domain.province.appraisal import CaseAction, CaseKey, CaseState
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.errors import ConflictError, EnvironmentFailedError
from xa_report.province.appraisal.case import load_previous_report
from xa_report.province.appraisal.commands import answer_return
from xa_report.province.appraisal.state_machine import next_state
from xa_report.province.appraisal.summary import save_received_case
from xa_report.province.database import blobs, cases, quarantine, submissions, units
from xa_report.province.database.definitions import KnownDefinitions
from xa_report.province.database.quarantine import QuarantinedFile
from xa_report.province.database.submissions import RecomputedRow
from xa_report.province.database.units import UnitEntries, match_unit
from xa_report.province.intake.classify import (
    NO_OVERRIDES,
    Classification,
    ImportOverrides,
    RegisterSnapshot,
    classify_file,
)
from xa_report.province.intake.examine import ExaminedFile, recomputed_differences
from xa_report.province.register import Register
from xa_report.verification.content import ReceivedReport, SubmissionKind

LARGEST_UNREAD = 256 * 2**20
"""Bytes of a file that is no report, up to which it is kept."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What happened to one file."""

    classification: Classification
    submission: int = 0
    quarantine_number: int = 0


def import_examined_file(
    register: Register, examined_file: ExaminedFile, overrides: ImportOverrides = NO_OVERRIDES
) -> ImportResult:
    """Classify once more and act on it; somebody else may have taken the same file meanwhile."""
    known = register.known_definitions()
    with register.database.write() as connection:
        return _act_on_file(register, _shelf(register, connection, known), examined_file, overrides)


def dry_run_import(
    register: Register,
    examined_files: Iterable[ExaminedFile],
    overrides: ImportOverrides = NO_OVERRIDES,
) -> list[ImportResult]:
    """What would happen to files one after another; nothing of it is kept."""
    known = register.known_definitions()
    with register.database.dry_run() as connection:
        shelf = _shelf(register, connection, known)
        return [
            _act_on_file(register, shelf, one, overrides, keep=False)
            for one in import_order(register, examined_files)
        ]


def import_order(register: Register, examined_files: Iterable[ExaminedFile]) -> list[ExaminedFile]:
    """Files in the order in which they are taken in: of each commune the older ones first."""
    entries = register.unit_entries()
    related = (one for one in examined_files if not one.is_unrelated)
    return sorted(related, key=lambda one: _import_order_key(one, entries))


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


def _shelf(desk: Register, connection: Connection, known: KnownDefinitions) -> RegisterSnapshot:
    return RegisterSnapshot(connection, units.load_unit_entries(connection, desk.province), known)


def _act_on_file(
    register: Register,
    shelf: RegisterSnapshot,
    examined_file: ExaminedFile,
    allowed: ImportOverrides,
    *,
    keep: bool = True,
) -> ImportResult:
    connection = shelf.connection
    one = classify_file(examined_file, shelf, allowed)
    kept = examined_file if keep else replace(examined_file, path=Path(os.devnull))
    if one.is_quarantined and not examined_file.sha256:
        return ImportResult(one)  # nothing was received, so there is nothing to keep
    if _is_worth_keeping(one):
        _save_bytes(connection, kept, checked=keep)
    if one.is_quarantined:
        return ImportResult(one, quarantine_number=_quarantine_file(register, connection, one))
    if one.arrival is IntakeOutcome.SAME:
        return ImportResult(one, submission=_complete_submission(register, connection, one))
    return ImportResult(one, submission=_save_submission(register, connection, one, allowed))


def _is_worth_keeping(classification: Classification) -> bool:
    """What is a report is kept; of other files those that are not too large to be looked at."""
    if classification.examined_file.received is None:
        return classification.is_quarantined and classification.examined_file.size <= LARGEST_UNREAD
    return classification.arrival is not IntakeOutcome.SAME or bool(classification.completes)


def _quarantine_file(
    register: Register, connection: Connection, classification: Classification
) -> int:
    found = classification.examined_file
    report = found.received.header if found.received else None
    held = QuarantinedFile(
        found.sha256,
        found.name,
        classification.arrival.key,
        classification.code,
        classification.reason,
        (classification.unit.code if classification.unit else report.unit.code) if report else "",
        str(report.period) if report else "",
        report.sequence if report else 0,
    )
    return quarantine.quarantine_file(register.database, connection, held)


def _save_bytes(connection: Connection, examined_file: ExaminedFile, *, checked: bool) -> None:
    """Keep the bytes; a file that changed since it was examined takes everything back."""
    try:
        same = blobs.save_blob_file(
            connection, examined_file.path, examined_file.sha256, examined_file.size
        )
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được “{examined_file.path}”: {error.strerror}. Hãy kiểm tra USB rồi nhập lại."
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
        payload = {"submission": classification.completes, "sha256": received.sha256}
        register.database.log(connection, "completed", payload)
    return classification.completes


def _save_submission(
    province_register: Register,
    connection: Connection,
    classification: Classification,
    overrides: ImportOverrides,
) -> int:
    received, unit = classification.examined_file.received, classification.unit
    if received is None or unit is None:
        raise LookupError(classification.examined_file.path)
    register = province_register.database
    number = submissions.insert_submission(
        register, connection, received, unit=unit.code, name=classification.examined_file.name
    )
    submissions.save_recomputed(
        connection,
        number,
        _recompute_with_previous(province_register, connection, classification, unit.code),
    )
    _open_case(province_register, connection, classification, number)
    report = received.header
    payload = {
        "submission": number, "unit": unit.code, "period": str(report.period),
        "sequence": report.sequence, "arrival": classification.arrival.key, "sha256": received.sha256,
        "manifest": received.manifest_sha256,
    }  # fmt: skip
    register.log(connection, "received", payload)
    if overrides.has_any:
        agreed = {
            "by_name": overrides.by_name, "inconclusive": overrides.inconclusive,
            "other_receipt": overrides.other_receipt,
        }  # fmt: skip
        register.log(connection, "agreed", {"submission": number, **agreed, "why": overrides.why})
    _close_same_files(province_register, connection, received, number)
    return number


def _recompute_with_previous(
    register: Register, connection: Connection, classification: Classification, unit: str
) -> tuple[RecomputedRow, ...]:
    """Where assessing gives something else than was sent, with the period before at hand."""
    found, received = classification.examined_file.recomputed, classification.examined_file.received
    if not found or received is None:
        return ()
    report = received.record.report
    previous = load_previous_report(connection, CaseKey(unit, report.period).before())[0]
    if previous is None:
        return found
    form, plans = register.definitions_of(report.form_sha256, report.plan_sha256)
    return recomputed_differences(report, received.record.outcome, form, plans, previous)


def _open_case(
    register: Register, connection: Connection, classification: Classification, number: int
) -> None:
    """Begin the case, or move it on to the newer submission; an older one changes nothing."""
    unit, received = classification.unit, classification.examined_file.received
    if unit is None or received is None or classification.arrival is IntakeOutcome.OLDER:
        return
    key = CaseKey(unit.code, received.header.period)
    case = cases.find_case(connection, key)
    if case is None:
        cases.insert_case(register.database, connection, key, number)
    else:
        act = CaseAction.CORRECT if case.state is CaseState.RETURNED else CaseAction.RECEIVE
        state = next_state(case.state, act, unit.name)
        cases.move_case(register.database, connection, case, state=state, submission=number)
        if act is CaseAction.CORRECT:
            answer_return(register.database, connection, case, received.record, number)
    save_received_case(register, connection, key, classification.examined_file.summary)


def _close_same_files(
    register: Register, connection: Connection, received_report: ReceivedReport, number: int
) -> None:
    """What was kept apart with the same bytes is settled when they are taken in."""
    for held in quarantine.open_numbers_of_file(connection, received_report.sha256):
        quarantine.close_quarantined_file(
            register.database, connection, held, f"Đã nhận vào sổ, số {number}."
        )
