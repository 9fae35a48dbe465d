"""Actions on a case, each in one transaction: allowed by the state, logged, recomputed."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from xa_report.domain.answer_validation import is_reason
from xa_report.domain.dates import check_day, in_vietnam, show_date, show_moment
from xa_report.domain.item import ItemKind
from xa_report.domain.number_text import ValueFaultError
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import (
    CASE_ACTION_LABELS,
    CASE_STATE_LABELS,
    CaseAction,
    CaseKey,
    CaseState,
)
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.errors import ConflictError, UsageError
from xa_report.package.report_record import ReportRecord
from xa_report.province.appraisal.case import CaseDetail, load_case_detail
from xa_report.province.appraisal.entry_validation import (
    EntryChange,
    conflict_message,
    describe_entry,
    entry_faults,
    is_unchanged,
    reason_faults,
)
from xa_report.province.appraisal.state_machine import next_case_state, round_of_state
from xa_report.province.appraisal.summary import recompute_case
from xa_report.province.database import appraisal, cases, returns
from xa_report.province.database.appraisal import AppraisalEntry, EntryKind, Explanation
from xa_report.province.database.cases import CaseRow
from xa_report.province.database.database import RegisterDatabase
from xa_report.province.database.events import iter_register_events
from xa_report.province.register import Register


def answer_return(
    database: RegisterDatabase,
    connection: Connection,
    case: CaseRow,
    record: ReportRecord,
    submission: int,
) -> None:
    """Mark all open returns of a case as answered by a submission, and save its explanations.

    Only explanations of reopened criteria are taken over; the others were sent before.
    """
    waiting = returns.unanswered_returns(connection, case.key)
    for case_return in waiting:
        returns.mark_return_answered(connection, case_return.id, submission)
    reopened_codes = {code for case_return in waiting for code in case_return.codes}
    versions = _explanation_versions(connection, case.key)
    origin = f"L{record.report.sequence}"
    for code, text in sorted(record.report.explanations.items()):
        if not text.strip() or not _belongs_to_any(code, reopened_codes):
            continue
        version = versions.get(code, 0)
        explanation = Explanation(case.unit, case.period, code, text, origin, version)
        label = f"giải trình tiêu chí {code}"
        appraisal.save_explanation(database, connection, explanation, label)


def _explanation_versions(connection: Connection, key: CaseKey) -> dict[str, int]:
    return {each.code: each.version for each in appraisal.explanations_of_case(connection, key)}


def _belongs_to_any(code: str, reopened_codes: Iterable[str]) -> bool:
    """Return whether a criterion, or one that it is part of, was reopened."""
    # With the dots: 3.1 is part of 3, but 3.10 is no part of 3.1.
    return any(f"{code}.".startswith(f"{reopened}.") for reopened in reopened_codes)


def last_change_text(connection: Connection, case: CaseDetail) -> str:
    """Return a sentence on the last change of a case: who, what, and when in Vietnam's time."""
    row = case.row
    moment = show_moment(datetime.fromisoformat(row.changed))
    return (
        f"{row.who} vừa {_last_action(connection, row.key)} của {case.unit.name} lúc "
        f"{moment}; hồ sơ nay ở bước “{CASE_STATE_LABELS[row.state]}”. Chưa làm "
        "gì; hãy xem lại hồ sơ rồi làm tiếp."
    )


def _last_action(connection: Connection, key: CaseKey) -> str:
    """Return the last action on a case according to the log: `chốt điểm hồ sơ`.

    Reads the whole log, which only a conflict makes necessary.
    """
    logged_key, last = (key.unit, str(key.period)), "thay đổi hồ sơ"
    for event, _ in iter_register_events(connection):
        if event.what in ("case", "received"):
            payload = json.loads(event.payload)
            if (payload["unit"], payload["period"]) == logged_key:
                last = _action_text(payload) or last
    return last


def _action_text(payload: dict[str, str]) -> str:
    """Return the action of an event in words; empty for an older package, which changes nothing."""
    if "act" in payload:
        return f"{CASE_ACTION_LABELS[CaseAction(payload['act'])]} hồ sơ"
    return "" if payload["arrival"] == IntakeOutcome.OLDER.key else "nhận bản nộp mới"


def appraise_case(register: Register, key: CaseKey, changes: Sequence[EntryChange]) -> CaseDetail:
    """Save an appraiser's changes to a case, all or none; see `appraise_cases`."""
    return appraise_cases(register, key.period, {key.unit: changes})[0]


def appraise_cases(
    register: Register, period: Period, changes_by_unit: Mapping[str, Sequence[EntryChange]]
) -> tuple[CaseDetail, ...]:
    """Save appraisers' changes to the cases of many units by unit code, all or none.

    Return the cases in the order of the units. Raise UsageError for the first change that is not
    allowed, ConflictError naming all that others changed meanwhile.
    """
    with register.database.write() as connection:
        cases_with_changes = [
            (load_case_detail(register, connection, CaseKey(unit, period)), changes)
            for unit, changes in changes_by_unit.items()
        ]
        conflicts = [
            message
            for case, changes in cases_with_changes
            for change in changes
            if (message := conflict_message(case, change))
        ]
        if conflicts:
            raise ConflictError("\n".join(conflicts))
        return tuple(
            _apply_changes(register, connection, case, changes)
            for case, changes in cases_with_changes
        )


def _apply_changes(
    register: Register, connection: Connection, case: CaseDetail, changes: Sequence[EntryChange]
) -> CaseDetail:
    _refuse_duplicates(changes, case)
    for change in changes:
        for fault in entry_faults(case, change):
            raise UsageError(fault)
    state = next_case_state(case.row.state, CaseAction.APPRAISE, case.unit.name)
    # Without a real change nothing is written, and the case keeps its state and version.
    fresh = [change for change in changes if not is_unchanged(case, change)]
    if not fresh:
        return case
    for change in fresh:
        _save_change(register, connection, case, change)
    return _move_case(register, connection, case, act=CaseAction.APPRAISE, state=state)


def _save_change(
    register: Register, connection: Connection, case: CaseDetail, change: EntryChange
) -> None:
    """Save a change as the entry of the present round."""
    appraisal_round = round_of_state(case.row.state)
    stored = case.entry(appraisal_round, *change.key)
    entry = AppraisalEntry(
        case.row.unit,
        case.row.period,
        appraisal_round,
        change.kind,
        change.ref,
        change.value,
        change.why,
        case.row.submission,
        stored.version if stored else 0,
    )
    points = change.kind is EntryKind.POINTS
    kind = ItemKind.DECIMAL if points else case.items()[change.ref].kind
    appraisal.save_entry(register.database, connection, entry, kind, describe_entry(case, change))


def _refuse_duplicates(changes: Iterable[EntryChange], case: CaseDetail) -> None:
    for (_, ref), times in Counter(change.key for change in changes).items():
        if times > 1:
            raise UsageError(f"{case.unit.name}: “{ref}” được nêu {times} lần; hãy nêu một lần.")


def end_first_round(
    register: Register, key: CaseKey, *, seen_version: int | None = None
) -> CaseDetail:
    """Close round 1, so that the commune may explain; for `seen_version` see `_perform_action`."""
    return _perform_action(register, key, CaseAction.CLOSE_ROUND, seen_version=seen_version)


def return_criteria(
    register: Register,
    key: CaseKey,
    lines: Sequence[ReopenedCriterion],
    deadline: date | None = None,
    *,
    seen_version: int | None = None,
) -> CaseDetail:
    """Return a case: reopen criteria, each with a reason; nothing else may change at the commune.

    Raise UsageError for doubled or unknown criteria, and for a deadline before today (in Vietnam)
    or outside of the years that a day may be in.
    For `seen_version` see `_perform_action`.
    """
    _refuse_bad_return(lines)
    _refuse_bad_deadline(deadline, in_vietnam(register.database.clock()).date())

    def save_return(connection: Connection, case: CaseDetail) -> None:
        known = {c.code for c in case.form.all_criteria()} | {
            area.code for area in case.form.areas if case.form.children(area.code)
        }
        for line in lines:
            if line.code not in known:
                raise UsageError(f"Bộ tiêu chí không có tiêu chí “{line.code}”.")
        returns.insert_return(register.database, connection, case.row, lines, deadline)

    return _perform_action(register, key, CaseAction.RETURN, save_return, seen_version=seen_version)


def _refuse_bad_deadline(deadline: date | None, today: date) -> None:
    try:
        check_day(deadline, "Hạn gửi lại")
    except ValueFaultError as error:
        raise UsageError(f"{error}.") from error
    if deadline is not None and deadline < today:
        raise UsageError(f"Thời hạn {show_date(deadline)} đã qua. Hãy chọn ngày từ hôm nay.")


def _refuse_bad_return(lines: Sequence[ReopenedCriterion]) -> None:
    if not lines:
        raise UsageError("Hãy nêu ít nhất một tiêu chí để trả lại.")
    for code, times in Counter(line.code for line in lines).items():
        if times > 1:
            raise UsageError(f"Tiêu chí {code} được nêu {times} lần; hãy nêu một lần.")
    for line in lines:
        for fault in reason_faults(line.why):
            raise UsageError(f"Tiêu chí {line.code}: {fault}")


def record_explanations(
    register: Register,
    key: CaseKey,
    new_explanations: Sequence[appraisal.Explanation],
    *,
    seen_version: int | None = None,
) -> CaseDetail:
    """Save explanations that the commune gave on paper, each for one criterion.

    Their unit, period and version are filled in. For `seen_version` see `_perform_action`.
    """
    if not new_explanations:
        raise UsageError("Hãy nêu ít nhất một giải trình.")

    def save_all(connection: Connection, case: CaseDetail) -> None:
        known = {criterion.code for criterion in case.form.all_criteria()}
        for explanation in new_explanations:
            code = explanation.code
            if code not in known:
                raise UsageError(f"Bộ tiêu chí không có tiêu chí “{code}”.")
            if not explanation.text.strip():
                raise UsageError(f"Giải trình tiêu chí {code} còn trống.")
            # Read for each one: a criterion that is named twice continues its own new version.
            version = _explanation_versions(connection, key).get(code, 0)
            label = f"giải trình tiêu chí {code} của {case.unit.name}"
            row = replace(explanation, unit=key.unit, period=key.period, version=version)
            appraisal.save_explanation(register.database, connection, row, label)

    return _perform_action(register, key, CaseAction.EXPLAIN, save_all, seen_version=seen_version)


def close_single_case(
    register: Register, key: CaseKey, *, seen_version: int | None = None
) -> CaseDetail:
    """Close the case (chốt điểm); raise UsageError while a difference has no reason.

    Nor is one closed whose documents are not proven. For `seen_version` see `_perform_action`.
    """

    def require_reasons(_: Connection, case: CaseDetail) -> None:
        _require_proof(case)
        missing = [each.code for each in case.differences() if each.why is None]
        if missing:
            raise UsageError(
                f"{case.unit.name}: điểm thẩm định khác điểm tự chấm mà chưa có lý do ở tiêu chí "
                f"{', '.join(missing)}."
            )

    return _perform_action(
        register, key, CaseAction.CLOSE, require_reasons, seen_version=seen_version
    )


def _require_proof(case: CaseDetail) -> None:
    """Raise UsageError unless the documents were drawn again and show what the record says."""
    named, proof = f"{case.unit.name}, lần nộp {case.submission.sequence}", case.proof
    if proof is None:
        raise UsageError(
            f"{named}: chưa vẽ lại văn bản để so với số liệu, nên chưa chốt được. Hãy bấm “So văn "
            "bản” hoặc chạy province prove, rồi chốt lại."
        )
    if not proof.holds:
        raise UsageError(f"{named}: chưa chốt được.\n" + "\n".join(proof.differences))


def reopen_closed_case(
    register: Register, key: CaseKey, why: str, *, seen_version: int | None = None
) -> CaseDetail:
    """Open a closed case again; raise UsageError without a reason, which the log keeps.

    For `seen_version` see `_perform_action`.
    """
    if not is_reason(why):
        raise UsageError(
            "Hãy ghi lý do mở lại hồ sơ đã chốt, ví dụ: Kết luận thanh tra số 12/KL-TTr; lý do "
            "được giữ trong nhật ký của sổ."
        )
    return _perform_action(
        register, key, CaseAction.REOPEN, seen_version=seen_version, why=why.strip()
    )


CaseStep = Callable[[Connection, CaseDetail], None]
"""The own work of an action, between the check of the state and the move to the next."""


def _perform_action(
    register: Register,
    key: CaseKey,
    action: CaseAction,
    step: CaseStep | None = None,
    *,
    seen_version: int | None = None,
    why: str = "",
) -> CaseDetail:
    """Perform the step where the state allows the action, move the case on, and assess it anew.

    Raise UsageError when the state does not allow it, ConflictError when `seen_version` is given
    and is no longer the version of the case. It is compared in the transaction that acts, so
    nothing can come in between.
    """
    with register.database.write() as connection:
        case = load_case_detail(register, connection, key)
        if seen_version is not None and seen_version != case.row.version:
            raise ConflictError(last_change_text(connection, case))
        state = next_case_state(case.row.state, action, case.unit.name)
        if step is not None:
            step(connection, case)
        return _move_case(register, connection, case, act=action, state=state, why=why)


def _move_case(
    register: Register,
    connection: Connection,
    case: CaseDetail,
    *,
    act: CaseAction,
    state: CaseState,
    why: str = "",
) -> CaseDetail:
    moved = cases.move_case(
        register.database, connection, case.row, state=state, submission=case.row.submission
    )
    payload = {
        "unit": moved.unit, "period": str(moved.period), "act": act.value,
        "from": case.row.state.value, "to": state.value,
    }  # fmt: skip
    register.database.log(connection, "case", payload | ({"why": why} if why else {}))
    return recompute_case(register, connection, moved.key)
