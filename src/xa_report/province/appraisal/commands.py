"""Actions on a case, each one transaction: allowed by the state, logged, recomputed."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from xa_report.domain.item import ItemKind
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
from xa_report.domain.text import show_date
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
from xa_report.province.appraisal.state_machine import next_state, round_of_state
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
    """Let a submission answer everything that was sent back."""
    waiting = returns.unanswered_returns(connection, case.key)
    for one in waiting:
        returns.mark_return_answered(connection, one.id, submission)
    codes = {code for one in waiting for code in one.codes}
    there = {one.code: one for one in appraisal.explanations_of_case(connection, case.key)}
    told = record.report.explanations
    for code in sorted(told):
        if not told[code].strip() or not _belongs_to_any(code, codes):
            continue
        seen = there[code].version if code in there else 0
        origin = f"L{record.report.sequence}"
        fresh = Explanation(case.unit, case.period, code, told[code], origin, seen)
        appraisal.save_explanation(database, connection, fresh, f"giải trình tiêu chí {code}")


def _belongs_to_any(code: str, reopened_codes: Iterable[str]) -> bool:
    """Whether a criterion, or what it belongs to, was reopened."""
    return any(f"{code}.".startswith(f"{one}.") for one in reopened_codes)


def changed_since(connection: Connection, found: CaseDetail) -> str:
    """Who changed a case last, what they did and when, by the clock of this machine."""
    case = found.row
    moment = datetime.fromisoformat(case.changed).astimezone()
    return (
        f"{case.who} vừa {_last_action(connection, case.key)} của {found.unit.name} lúc "
        f"{moment:%H:%M %d/%m/%Y}; hồ sơ nay ở bước “{CASE_STATE_LABELS[case.state]}”. Chưa làm gì; "
        "hãy xem lại hồ sơ rồi làm tiếp."
    )


def _last_action(connection: Connection, key: CaseKey) -> str:
    """What was done last, as the log has it: `chốt điểm hồ sơ`."""
    where, last = (key.unit, str(key.period)), "thay đổi hồ sơ"
    for event, _ in iter_register_events(connection):
        if event.what in ("case", "received"):
            payload = json.loads(event.payload)
            if (payload["unit"], payload["period"]) == where:
                last = _action_text(payload) or last
    return last


def _action_text(payload: dict[str, str]) -> str:
    """What moved a case on, in words; empty for an older package, which moves nothing."""
    if "act" in payload:
        return f"{CASE_ACTION_LABELS[CaseAction(payload['act'])]} hồ sơ"
    return "" if payload["arrival"] == IntakeOutcome.OLDER.key else "nhận bản nộp mới"


def appraise_case(register: Register, key: CaseKey, changes: Sequence[EntryChange]) -> CaseDetail:
    """Put figures or points in place, all or none; raise UsageError or ConflictError."""
    return appraise_cases(register, key.period, {key.unit: changes})[0]


def appraise_cases(
    register: Register, period: Period, changes_by_unit: Mapping[str, Sequence[EntryChange]]
) -> tuple[CaseDetail, ...]:
    """Put figures or points of many units in place by unit code, all or none.

    Raise UsageError for what may not be, ConflictError naming all that others changed meanwhile.
    """
    with register.database.write() as connection:
        found = [
            (load_case_detail(register, connection, CaseKey(unit, period)), wanted)
            for unit, wanted in changes_by_unit.items()
        ]
        stale = [
            told for one, wanted in found for g in wanted if (told := conflict_message(one, g))
        ]
        if stale:
            raise ConflictError("\n".join(stale))
        return tuple(_apply_changes(register, connection, one, wanted) for one, wanted in found)


def _apply_changes(
    register: Register, connection: Connection, case: CaseDetail, changes: Sequence[EntryChange]
) -> CaseDetail:
    turn = round_of_state(case.row.state)
    _refuse_duplicates(changes, case)
    for one in changes:
        for fault in entry_faults(case, one):
            raise UsageError(fault)
    state = next_state(case.row.state, CaseAction.APPRAISE, case.unit.name)
    fresh = [one for one in changes if not is_unchanged(case, one)]
    if not fresh:
        return case
    for one in fresh:
        now = case.entry(turn, *one.key)
        entry = AppraisalEntry(
            case.row.unit, case.row.period, turn, one.kind, one.ref, one.value, one.why,
            case.row.submission, now.version if now else 0,
        )  # fmt: skip
        points = one.kind is EntryKind.POINTS
        kind = ItemKind.DECIMAL if points else case.items()[one.ref].kind
        appraisal.save_entry(register.database, connection, entry, kind, describe_entry(case, one))
    return _move_case(register, connection, case, act=CaseAction.APPRAISE, state=state)


def _refuse_duplicates(changes: Iterable[EntryChange], case: CaseDetail) -> None:
    for (_, ref), times in Counter(one.key for one in changes).items():
        if times > 1:
            raise UsageError(f"{case.unit.name}: “{ref}” được nêu {times} lần; hãy nêu một lần.")


def end_first_round(
    register: Register, key: CaseKey, *, seen_version: int | None = None
) -> CaseDetail:
    """End round 1: the commune may explain now."""
    return _perform_action(register, key, CaseAction.CLOSE_ROUND, seen_version=seen_version)


def return_criteria(
    register: Register,
    key: CaseKey,
    lines: Sequence[ReopenedCriterion],
    deadline: date | None = None,
    *,
    seen_version: int | None = None,
) -> CaseDetail:
    """Reopen named criteria, each with a reason; nothing else may change at the commune."""
    _refuse_bad_return(lines)
    today = register.database.clock().astimezone().date()
    if deadline is not None and deadline < today:
        raise UsageError(f"Thời hạn {show_date(deadline)} đã qua. Hãy chọn ngày từ hôm nay.")

    def work(connection: Connection, case: CaseDetail) -> None:
        known = {c.code for c in case.form.all_criteria()} | {
            area.code for area in case.form.areas if case.form.children(area.code)
        }
        for line in lines:
            if line.code not in known:
                raise UsageError(f"Bộ tiêu chí không có tiêu chí “{line.code}”.")
        returns.insert_return(register.database, connection, case.row, lines, deadline)

    return _perform_action(register, key, CaseAction.RETURN, work, seen_version=seen_version)


def _refuse_bad_return(lines: Sequence[ReopenedCriterion]) -> None:
    if not lines:
        raise UsageError("Hãy nêu ít nhất một tiêu chí để trả lại.")
    for code, times in Counter(line.code for line in lines).items():
        if times > 1:
            raise UsageError(f"Tiêu chí {code} được nêu {times} lần; hãy nêu một lần.")
    for line in lines:
        for told in reason_faults(line.why):
            raise UsageError(f"Tiêu chí {line.code}: {told}")


def record_explanations(
    register: Register,
    key: CaseKey,
    new_explanations: Sequence[appraisal.Explanation],
    *,
    seen_version: int | None = None,
) -> CaseDetail:
    """Write down what the commune says to criteria, as it came on paper."""
    if not new_explanations:
        raise UsageError("Hãy nêu ít nhất một giải trình.")

    def work(connection: Connection, case: CaseDetail) -> None:
        known = {criterion.code for criterion in case.form.all_criteria()}
        for one in new_explanations:
            if one.code not in known:
                raise UsageError(f"Bộ tiêu chí không có tiêu chí “{one.code}”.")
            if not one.text.strip():
                raise UsageError(f"Giải trình tiêu chí {one.code} còn trống.")
            there = {old.code: old for old in appraisal.explanations_of_case(connection, key)}
            seen = there[one.code].version if one.code in there else 0
            words = f"giải trình tiêu chí {one.code} của {case.unit.name}"
            fresh = replace(one, unit=key.unit, period=key.period, version=seen)
            appraisal.save_explanation(register.database, connection, fresh, words)

    return _perform_action(register, key, CaseAction.EXPLAIN, work, seen_version=seen_version)


def close_single_case(
    register: Register, key: CaseKey, *, seen_version: int | None = None
) -> CaseDetail:
    """Close the case (chốt điểm); raise UsageError while a difference has no reason."""

    def work(_: Connection, case: CaseDetail) -> None:
        bare = [one.code for one in case.differences() if one.why is None]
        if bare:
            raise UsageError(
                f"{case.unit.name}: điểm thẩm định khác điểm tự chấm mà chưa có lý do ở tiêu chí "
                f"{', '.join(bare)}."
            )

    return _perform_action(register, key, CaseAction.CLOSE, work, seen_version=seen_version)


def reopen_closed_case(
    register: Register, key: CaseKey, *, seen_version: int | None = None
) -> CaseDetail:
    """Open a closed case again."""
    return _perform_action(register, key, CaseAction.REOPEN, seen_version=seen_version)


CaseStep = Callable[[Connection, CaseDetail], None]


def _perform_action(
    register: Register,
    key: CaseKey,
    action: CaseAction,
    assessed_report: CaseStep | None = None,
    *,
    seen_version: int | None = None,
) -> CaseDetail:
    """Do the work where the state allows it, move the case on, and assess it anew.

    Raise ConflictError when `seen_version` is given and is not the version of the case any more;
    it is compared in the transaction that acts, so nothing can come in between.
    """
    with register.database.write() as connection:
        found = load_case_detail(register, connection, key)
        if seen_version is not None and seen_version != found.row.version:
            raise ConflictError(changed_since(connection, found))
        state = next_state(found.row.state, action, found.unit.name)
        if assessed_report is not None:
            assessed_report(connection, found)
        return _move_case(register, connection, found, act=action, state=state)


def _move_case(
    register: Register,
    connection: Connection,
    case: CaseDetail,
    *,
    act: CaseAction,
    state: CaseState,
) -> CaseDetail:
    moved = cases.move_case(
        register.database, connection, case.row, state=state, submission=case.row.submission
    )
    payload = {
        "unit": moved.unit, "period": str(moved.period), "act": act.value,
        "from": case.row.state.value, "to": state.value,
    }  # fmt: skip
    register.database.log(connection, "case", payload)
    return recompute_case(register, connection, moved.key)
