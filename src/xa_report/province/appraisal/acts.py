"""What reviewers do with a case: every act is one transaction, allowed by the state, logged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from xa_report.domain.appraisal import DifferenceCode, Why
from xa_report.domain.form import Form
from xa_report.domain.item import Answer, ItemKind
from xa_report.domain.numbers import show_number
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.receipt import Reopened
from xa_report.errors import UsageError
from xa_report.province.appraisal.dossier import Dossier, load
from xa_report.province.appraisal.machine import Act, after, round_of
from xa_report.province.appraisal.refreshing import refresh
from xa_report.province.desk import Desk
from xa_report.province.register import cases, entries, explanations, provided, returns
from xa_report.province.register.entries import Entry, EntryKind

Place = tuple[str, Period]
"""Code of the unit and the period."""


@dataclass(frozen=True, slots=True)
class Given:
    """One figure or the points of one criterion, as an appraiser wants them."""

    kind: EntryKind
    ref: str
    value: Answer | Decimal | None
    """None takes away what was put in this round."""
    why: Why | None = None
    seen: int | None = None
    """The version that the appraiser looked at; None takes the one that is there now."""


def appraise(desk: Desk, place: Place, given: Sequence[Given]) -> Dossier:
    """Put figures or points in place, all or none; raise UsageError or ConflictError."""

    def work(connection: Connection, found: Dossier) -> None:
        for one in given:
            _put(desk, connection, found, one)

    return _act(desk, place, Act.APPRAISE, work)


def _put(desk: Desk, connection: Connection, found: Dossier, given: Given) -> None:
    turn = round_of(found.case.state)
    now = found.entry(turn, given.kind, given.ref)
    version = now.version if now else 0
    if now is not None and given.seen is None and (now.value, now.why) == (given.value, given.why):
        return
    kind = _require_fit(found, given)
    entry = Entry(
        found.case.unit, found.case.period, turn, given.kind, given.ref, given.value, given.why,
        found.case.submission, version if given.seen is None else given.seen,
    )  # fmt: skip
    called = _called(found, given)
    entries.save(desk.register, connection, entry, kind, called)


def _called(found: Dossier, given: Given) -> str:
    if given.kind is EntryKind.POINTS:
        return f"điểm tiêu chí {given.ref} của {found.unit.name}"
    return f"số liệu “{found.items()[given.ref].label}” của {found.unit.name}"


def _require_fit(found: Dossier, given: Given) -> ItemKind:
    """Raise UsageError unless the form knows it, its points are possible and it has a reason."""
    why = given.why
    if given.value is not None and why is None:
        raise UsageError(f"{found.unit.name}, {given.ref}: cần mã lý do (T01…) cho mỗi thay đổi.")
    if why is not None and why.code is DifferenceCode.OTHER and not why.text.strip():
        raise UsageError(f"{found.unit.name}, {given.ref}: lý do T99 cần ghi rõ nội dung.")
    if given.kind is EntryKind.ANSWER:
        items = found.items()
        if given.ref not in items:
            raise UsageError(f"Bộ tiêu chí không có số liệu “{given.ref}”.")
        return items[given.ref].kind
    leaves = {criterion.code: criterion for criterion in found.form.leaves()}
    if given.ref not in leaves:
        raise UsageError(f"“{given.ref}” không phải tiêu chí chấm điểm được.")
    most = leaves[given.ref].max
    if isinstance(given.value, Decimal) and not 0 <= given.value <= most:
        raise UsageError(
            f"{found.unit.name}, tiêu chí {given.ref}: {show_number(given.value)} điểm không nằm "
            f"trong khoảng 0 đến {show_number(most)}."
        )
    return ItemKind.DECIMAL


def close_round(desk: Desk, place: Place) -> Dossier:
    """End round 1: the commune may explain now."""
    return _act(desk, place, Act.CLOSE_ROUND)


def send_back(
    desk: Desk, place: Place, lines: Sequence[Reopened], deadline: date | None = None
) -> Dossier:
    """Reopen named criteria, each with a reason; nothing else may change at the commune."""
    if not lines:
        raise UsageError("Hãy nêu ít nhất một tiêu chí để trả lại.")

    def work(connection: Connection, found: Dossier) -> None:
        known = {area.code for area in found.form.areas} | {c.code for c in found.form.every()}
        for line in lines:
            if line.code not in known:
                raise UsageError(f"Bộ tiêu chí không có tiêu chí “{line.code}”.")
        where = (*place, found.case.submission)
        returns.insert(desk.register, connection, where, lines, deadline)

    return _act(desk, place, Act.RETURN, work)


def explain(desk: Desk, place: Place, told: Sequence[explanations.Explanation]) -> Dossier:
    """Write down what the commune says to criteria, as it came on paper."""

    def work(connection: Connection, found: Dossier) -> None:
        there = {one.code: one for one in found.explanations}
        for one in told:
            seen = there[one.code].version if one.code in there else 0
            called = f"giải trình tiêu chí {one.code} của {found.unit.name}"
            fresh = replace(one, version=seen)
            explanations.save(desk.register, connection, fresh, called)

    return _act(desk, place, Act.EXPLAIN, work)


def close(desk: Desk, place: Place) -> Dossier:
    """Close the case (chốt điểm); raise UsageError while a difference has no reason."""

    def work(_: Connection, found: Dossier) -> None:
        bare = [one.code for one in found.differences() if one.why is None]
        if bare:
            raise UsageError(
                f"{found.unit.name}: điểm thẩm định khác điểm tự chấm mà chưa có lý do ở tiêu chí "
                f"{', '.join(bare)}."
            )

    return _act(desk, place, Act.CLOSE, work)


def reopen(desk: Desk, place: Place) -> Dossier:
    """Open a closed case again."""
    return _act(desk, place, Act.REOPEN)


def provide(desk: Desk, period: Period, given: Sequence[provided.Provided]) -> None:
    """Put figures that only the province fills, all or none; closed cases stay as they are."""
    with desk.register.write() as connection:
        there = provided.of_period(connection, period)
        for one in given:
            if one.unit == provided.ALL:
                _provide(desk, connection, (one, there, _kind(desk, one.ref)))
                continue
            found = load(desk, connection, one.unit, period)
            after(found.case.state, Act.APPRAISE, found.unit.name)
            if one.ref not in found.items():
                raise UsageError(f"Bộ tiêu chí không có số liệu “{one.ref}”.")
            _provide(desk, connection, (one, there, found.items()[one.ref].kind))
        for unit in {one.unit for one in given} - {provided.ALL}:
            refresh(desk, connection, unit, period)


def _kind(desk: Desk, ref: str) -> ItemKind:
    """The kind of a figure of the province, as a plan or a form defines it."""
    known = desk.known()
    owners: tuple[Form | Plan, ...] = (*known.plans.values(), *known.forms.values())
    for owner in owners:
        if ref in owner.items:
            return owner.items[ref].kind
    return ItemKind.DECIMAL


Providing = tuple[provided.Provided, dict[str, dict[str, provided.Provided]], ItemKind]


def _provide(desk: Desk, connection: Connection, asked: Providing) -> None:
    one, there, kind = asked
    now = there.get(one.unit, {}).get(one.ref)
    fresh = replace(one, version=now.version if now else 0)
    called = f"số liệu tỉnh chấm “{one.ref}” của {one.unit or 'tỉnh'}"
    provided.save(desk.register, connection, fresh, kind, called)


Work = Callable[[Connection, Dossier], None]


def _act(desk: Desk, place: Place, act: Act, work: Work | None = None) -> Dossier:
    """Do the work where the state allows it, move the case on, and assess it anew."""
    with desk.register.write() as connection:
        found = load(desk, connection, *place)
        state = after(found.case.state, act, found.unit.name)
        if work is not None:
            work(connection, found)
        moved = cases.move(desk.register, connection, found.case, (state, found.case.submission))
        payload = {
            "unit": moved.unit, "period": str(moved.period), "act": act.value,
            "from": found.case.state.value, "to": state.value,
        }  # fmt: skip
        desk.register.log(connection, "case", payload)
        return refresh(desk, connection, *place)
