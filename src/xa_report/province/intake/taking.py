"""Takes one classified file in: one transaction, all of it or nothing."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from xa_report.domain.province.appraisal import CaseAction, CaseKey, CaseState
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.errors import ConflictError, EnvironmentFailedError
from xa_report.province.appraisal.answering import answer_return
from xa_report.province.appraisal.loading import previous_of
from xa_report.province.appraisal.machine import after
from xa_report.province.appraisal.refreshing import refresh_received
from xa_report.province.desk import Desk
from xa_report.province.intake.classifying import NOTHING, Allowed, Classified, Shelf, classify
from xa_report.province.intake.examining import Examined, assessed_again
from xa_report.province.register import blobs, cases, quarantine, submissions, units
from xa_report.province.register.definitions import Known
from xa_report.province.register.matching import Entries, match
from xa_report.province.register.quarantine import Held
from xa_report.province.register.submissions import Recomputed
from xa_report.verification.content import Kind, Received

LARGEST_UNREAD = 256 * 2**20
"""Bytes of a file that is no report, up to which it is kept."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What happened to one file."""

    classified: Classified
    submission: int = 0
    held: int = 0


def take(desk: Desk, found: Examined, allowed: Allowed = NOTHING) -> Taken:
    """Classify once more and act on it; somebody else may have taken the same file meanwhile."""
    known = desk.known()
    with desk.register.write() as connection:
        return _act(desk, _shelf(desk, connection, known), found, allowed)


def rehearse(desk: Desk, found: Iterable[Examined], allowed: Allowed = NOTHING) -> list[Taken]:
    """What would happen to files one after another; nothing of it is kept."""
    known = desk.known()
    with desk.register.rehearse() as connection:
        shelf = _shelf(desk, connection, known)
        return [_act(desk, shelf, one, allowed, keep=False) for one in in_turn(desk, found)]


def in_turn(desk: Desk, found: Iterable[Examined]) -> list[Examined]:
    """Files in the order in which they are taken in: of each commune the older ones first."""
    entries = desk.entries()
    related = (one for one in found if not one.unrelated)
    return sorted(related, key=lambda one: _turn(one, entries))


def _turn(found: Examined, entries: Entries) -> tuple[str, str, int, int, str]:
    if found.received is None:
        return "", "", 0, 0, str(found.path)
    report = found.received.about
    unit = match(entries, report.unit).unit
    code = unit.code if unit else report.unit.code
    alone = int(found.received.kind is Kind.PDF)
    return code, str(report.period), report.sequence, alone, str(found.path)


def _shelf(desk: Desk, connection: Connection, known: Known) -> Shelf:
    return Shelf(connection, units.entries(connection, desk.province), known)


def _act(
    desk: Desk, shelf: Shelf, found: Examined, allowed: Allowed, *, keep: bool = True
) -> Taken:
    connection = shelf.connection
    one = classify(found, shelf, allowed)
    kept = found if keep else replace(found, path=Path(os.devnull))
    if one.held and not found.sha256:
        return Taken(one)  # nothing was received, so there is nothing to keep
    if _worth_keeping(one):
        _keep(connection, kept, checked=keep)
    if one.held:
        return Taken(one, held=_hold(desk, connection, one))
    if one.arrival is IntakeOutcome.SAME:
        return Taken(one, submission=_complete(desk, connection, one))
    return Taken(one, submission=_take(desk, connection, one, allowed))


def _worth_keeping(one: Classified) -> bool:
    """What is a report is kept; of other files those that are not too large to be looked at."""
    if one.examined.received is None:
        return one.held and one.examined.size <= LARGEST_UNREAD
    return one.arrival is not IntakeOutcome.SAME or bool(one.completes)


def _hold(desk: Desk, connection: Connection, one: Classified) -> int:
    found = one.examined
    report = found.received.about if found.received else None
    held = Held(
        found.sha256,
        found.name,
        one.arrival.key,
        one.code,
        one.reason,
        (one.unit.code if one.unit else report.unit.code) if report else "",
        str(report.period) if report else "",
        report.sequence if report else 0,
    )
    return quarantine.hold(desk.register, connection, held)


def _keep(connection: Connection, found: Examined, *, checked: bool) -> None:
    """Keep the bytes; a file that changed since it was examined takes everything back."""
    try:
        same = blobs.put_file(connection, found.path, found.sha256, found.size)
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được “{found.path}”: {error.strerror}. Hãy kiểm tra USB rồi nhập lại."
        ) from error
    if checked and not same:
        raise ConflictError(
            f"Tệp “{found.name}” vừa bị thay đổi trong lúc nhập. Hãy nhập lại tệp này."
        )


def _complete(desk: Desk, connection: Connection, one: Classified) -> int:
    received = one.examined.received
    if one.completes and received is not None:
        submissions.complete(connection, one.completes, received, one.examined.name)
        payload = {"submission": one.completes, "sha256": received.sha256}
        desk.register.log(connection, "completed", payload)
    return one.completes


def _take(desk: Desk, connection: Connection, one: Classified, allowed: Allowed) -> int:
    received, unit = one.examined.received, one.unit
    if received is None or unit is None:
        raise LookupError(one.examined.path)
    register = desk.register
    number = submissions.insert(
        register, connection, received, unit=unit.code, name=one.examined.name
    )
    submissions.put_recomputed(connection, number, _recomputed(desk, connection, one, unit.code))
    _open_case(desk, connection, one, number)
    report = received.about
    payload = {
        "submission": number, "unit": unit.code, "period": str(report.period),
        "sequence": report.sequence, "arrival": one.arrival.key, "sha256": received.sha256,
        "manifest": received.manifest_sha256,
    }  # fmt: skip
    register.log(connection, "received", payload)
    if allowed.anything:
        agreed = {
            "by_name": allowed.by_name, "inconclusive": allowed.inconclusive,
            "other_receipt": allowed.other_receipt,
        }  # fmt: skip
        register.log(connection, "agreed", {"submission": number, **agreed, "why": allowed.why})
    _settle_others(desk, connection, received, number)
    return number


def _recomputed(
    desk: Desk, connection: Connection, one: Classified, unit: str
) -> tuple[Recomputed, ...]:
    """Where assessing gives something else than was sent, with the period before at hand."""
    found, received = one.examined.recomputed, one.examined.received
    if not found or received is None:
        return ()
    report = received.record.report
    previous = previous_of(connection, CaseKey(unit, report.period).before())[0]
    if previous is None:
        return found
    form, plans = desk.definitions_of(report.form_sha256, report.plan_sha256)
    return assessed_again(report, received.record.outcome, form, plans, previous)


def _open_case(desk: Desk, connection: Connection, one: Classified, number: int) -> None:
    """Begin the case, or move it on to the newer submission; an older one changes nothing."""
    unit, received = one.unit, one.examined.received
    if unit is None or received is None or one.arrival is IntakeOutcome.OLDER:
        return
    key = CaseKey(unit.code, received.about.period)
    case = cases.find(connection, key)
    if case is None:
        cases.begin(desk.register, connection, key, number)
    else:
        act = CaseAction.CORRECT if case.state is CaseState.RETURNED else CaseAction.RECEIVE
        state = after(case.state, act, unit.name)
        cases.move(desk.register, connection, case, state=state, submission=number)
        if act is CaseAction.CORRECT:
            answer_return(desk.register, connection, case, received.record, number)
    refresh_received(desk, connection, key, one.examined.tally)


def _settle_others(desk: Desk, connection: Connection, received: Received, number: int) -> None:
    """What was kept apart with the same bytes is settled when they are taken in."""
    for held in quarantine.waiting(connection, received.sha256):
        quarantine.settle(desk.register, connection, held, f"Đã nhận vào sổ, số {number}.")
