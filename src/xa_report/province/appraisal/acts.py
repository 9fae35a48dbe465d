"""What reviewers do with a case: every act is one transaction, allowed by the state, logged."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from xa_report.domain.item import ItemKind
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseAction, CaseKey, CaseState
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.domain.text import show_date
from xa_report.errors import ConflictError, UsageError
from xa_report.province.appraisal.case_conflict import changed_since
from xa_report.province.appraisal.dossier import Dossier
from xa_report.province.appraisal.fitting import (
    Given,
    called,
    conflict,
    faults,
    reason_faults,
    unchanged,
)
from xa_report.province.appraisal.loading import load
from xa_report.province.appraisal.machine import after, round_of
from xa_report.province.appraisal.refreshing import refresh
from xa_report.province.desk import Desk
from xa_report.province.register import cases, entries, explanations, returns
from xa_report.province.register.entries import Entry, EntryKind


def appraise(desk: Desk, key: CaseKey, given: Sequence[Given]) -> Dossier:
    """Put figures or points in place, all or none; raise UsageError or ConflictError."""
    return appraise_all(desk, key.period, {key.unit: given})[0]


def appraise_all(
    desk: Desk, period: Period, given: Mapping[str, Sequence[Given]]
) -> tuple[Dossier, ...]:
    """Put figures or points of many units in place by unit code, all or none.

    Raise UsageError for what may not be, ConflictError naming all that others changed meanwhile.
    """
    with desk.register.write() as connection:
        found = [
            (load(desk, connection, CaseKey(unit, period)), wanted)
            for unit, wanted in given.items()
        ]
        stale = [told for one, wanted in found for g in wanted if (told := conflict(one, g))]
        if stale:
            raise ConflictError("\n".join(stale))
        return tuple(_appraise(desk, connection, one, wanted) for one, wanted in found)


def _appraise(
    desk: Desk, connection: Connection, found: Dossier, given: Sequence[Given]
) -> Dossier:
    turn = round_of(found.case.state)
    _refuse_twice(given, found)
    for one in given:
        for fault in faults(found, one):
            raise UsageError(fault)
    state = after(found.case.state, CaseAction.APPRAISE, found.unit.name)
    fresh = [one for one in given if not unchanged(found, one)]
    if not fresh:
        return found
    for one in fresh:
        now = found.entry(turn, *one.key)
        entry = Entry(
            found.case.unit, found.case.period, turn, one.kind, one.ref, one.value, one.why,
            found.case.submission, now.version if now else 0,
        )  # fmt: skip
        points = one.kind is EntryKind.POINTS
        kind = ItemKind.DECIMAL if points else found.items()[one.ref].kind
        entries.save(desk.register, connection, entry, kind, called(found, one))
    return _move(desk, connection, found, act=CaseAction.APPRAISE, state=state)


def _refuse_twice(given: Iterable[Given], found: Dossier) -> None:
    for (_, ref), times in Counter(one.key for one in given).items():
        if times > 1:
            raise UsageError(f"{found.unit.name}: “{ref}” được nêu {times} lần; hãy nêu một lần.")


def close_round(desk: Desk, key: CaseKey, *, seen_version: int | None = None) -> Dossier:
    """End round 1: the commune may explain now."""
    return _act(desk, key, CaseAction.CLOSE_ROUND, seen_version=seen_version)


def send_back(
    desk: Desk,
    key: CaseKey,
    lines: Sequence[ReopenedCriterion],
    deadline: date | None = None,
    *,
    seen_version: int | None = None,
) -> Dossier:
    """Reopen named criteria, each with a reason; nothing else may change at the commune."""
    _refuse_bad_return(lines)
    today = desk.register.clock().astimezone().date()
    if deadline is not None and deadline < today:
        raise UsageError(f"Thời hạn {show_date(deadline)} đã qua. Hãy chọn ngày từ hôm nay.")

    def work(connection: Connection, found: Dossier) -> None:
        known = {c.code for c in found.form.every()} | {
            area.code for area in found.form.areas if found.form.children(area.code)
        }
        for line in lines:
            if line.code not in known:
                raise UsageError(f"Bộ tiêu chí không có tiêu chí “{line.code}”.")
        returns.insert(desk.register, connection, found.case, lines, deadline)

    return _act(desk, key, CaseAction.RETURN, work, seen_version=seen_version)


def _refuse_bad_return(lines: Sequence[ReopenedCriterion]) -> None:
    if not lines:
        raise UsageError("Hãy nêu ít nhất một tiêu chí để trả lại.")
    for code, times in Counter(line.code for line in lines).items():
        if times > 1:
            raise UsageError(f"Tiêu chí {code} được nêu {times} lần; hãy nêu một lần.")
    for line in lines:
        for told in reason_faults(line.why):
            raise UsageError(f"Tiêu chí {line.code}: {told}")


def explain(
    desk: Desk,
    key: CaseKey,
    told: Sequence[explanations.Explanation],
    *,
    seen_version: int | None = None,
) -> Dossier:
    """Write down what the commune says to criteria, as it came on paper."""
    if not told:
        raise UsageError("Hãy nêu ít nhất một giải trình.")

    def work(connection: Connection, found: Dossier) -> None:
        known = {criterion.code for criterion in found.form.every()}
        for one in told:
            if one.code not in known:
                raise UsageError(f"Bộ tiêu chí không có tiêu chí “{one.code}”.")
            if not one.text.strip():
                raise UsageError(f"Giải trình tiêu chí {one.code} còn trống.")
            there = {old.code: old for old in explanations.every(connection, key)}
            seen = there[one.code].version if one.code in there else 0
            words = f"giải trình tiêu chí {one.code} của {found.unit.name}"
            fresh = replace(one, unit=key.unit, period=key.period, version=seen)
            explanations.save(desk.register, connection, fresh, words)

    return _act(desk, key, CaseAction.EXPLAIN, work, seen_version=seen_version)


def close(desk: Desk, key: CaseKey, *, seen_version: int | None = None) -> Dossier:
    """Close the case (chốt điểm); raise UsageError while a difference has no reason."""

    def work(_: Connection, found: Dossier) -> None:
        bare = [one.code for one in found.differences() if one.why is None]
        if bare:
            raise UsageError(
                f"{found.unit.name}: điểm thẩm định khác điểm tự chấm mà chưa có lý do ở tiêu chí "
                f"{', '.join(bare)}."
            )

    return _act(desk, key, CaseAction.CLOSE, work, seen_version=seen_version)


def reopen(desk: Desk, key: CaseKey, *, seen_version: int | None = None) -> Dossier:
    """Open a closed case again."""
    return _act(desk, key, CaseAction.REOPEN, seen_version=seen_version)


Work = Callable[[Connection, Dossier], None]


def _act(
    desk: Desk,
    key: CaseKey,
    act: CaseAction,
    work: Work | None = None,
    *,
    seen_version: int | None = None,
) -> Dossier:
    """Do the work where the state allows it, move the case on, and assess it anew.

    Raise ConflictError when `seen_version` is given and is not the version of the case any more;
    it is compared in the transaction that acts, so nothing can come in between.
    """
    with desk.register.write() as connection:
        found = load(desk, connection, key)
        if seen_version is not None and seen_version != found.case.version:
            raise ConflictError(changed_since(connection, found))
        state = after(found.case.state, act, found.unit.name)
        if work is not None:
            work(connection, found)
        return _move(desk, connection, found, act=act, state=state)


def _move(
    desk: Desk, connection: Connection, found: Dossier, *, act: CaseAction, state: CaseState
) -> Dossier:
    moved = cases.move(
        desk.register, connection, found.case, state=state, submission=found.case.submission
    )
    payload = {
        "unit": moved.unit, "period": str(moved.period), "act": act.value,
        "from": found.case.state.value, "to": state.value,
    }  # fmt: skip
    desk.register.log(connection, "case", payload)
    return refresh(desk, connection, moved.key)
