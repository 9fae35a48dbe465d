"""Cases: one commune in one period, which submission counts, and how far the province is."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey, CaseState
from xa_report.errors import ConflictError
from xa_report.province.register.register import Register
from xa_report.province.register.tables import CASES


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands; `version` grows with every change."""

    unit: str
    period: Period
    submission: int
    state: CaseState
    version: int
    changed: str
    who: str

    @property
    def key(self) -> CaseKey:
        """Whose case it is."""
        return CaseKey(self.unit, self.period)


def find(connection: Connection, key: CaseKey) -> Case | None:
    """The case of a commune and period; None when nothing has come."""
    known = CASES.c
    row = connection.execute(
        select(CASES).where(known.unit == key.unit, known.period == str(key.period))
    ).first()
    return _case(row) if row else None


def of_period(connection: Connection, period: Period) -> tuple[Case, ...]:
    """Every case of a period, by unit code."""
    known = CASES.c
    rows = connection.execute(select(CASES).where(known.period == str(period)).order_by(known.unit))
    return tuple(_case(row) for row in rows)


def periods(connection: Connection) -> tuple[Period, ...]:
    """The periods for which something has come, in the order of time."""
    found = connection.execute(select(CASES.c.period).distinct()).scalars()
    return tuple(sorted(map(Period.parse, found), key=lambda one: (one.last_day, one.first_day)))


def begin(register: Register, connection: Connection, key: CaseKey, submission: int) -> None:
    """Open a case on its first submission."""
    connection.execute(
        CASES.insert().values(
            unit=key.unit, period=str(key.period), submission=submission, state=CaseState.RECEIVED,
            version=1, changed=register.now(), who=register.who,
        )
    )  # fmt: skip


def move(
    register: Register, connection: Connection, case: Case, *, state: CaseState, submission: int
) -> Case:
    """Move a case to a state and a submission; raise ConflictError when somebody was faster."""
    known = CASES.c
    done = connection.execute(
        CASES.update()
        .where(
            known.unit == case.unit,
            known.period == str(case.period),
            known.version == case.version,
        )
        .values(
            state=state, submission=submission, version=case.version + 1,
            changed=register.now(), who=register.who,
        )
    )  # fmt: skip
    now = find(connection, case.key)
    if now is None or done.rowcount != 1:
        raise ConflictError(
            f"{now.who if now else 'Người khác'} vừa thay đổi hồ sơ {case.unit} kỳ {case.period} "
            f"(lúc {now.changed if now else '?'}). Hãy xem lại hồ sơ rồi làm tiếp."
        )
    return now


def _case(row: Row[Any]) -> Case:
    return Case(
        row.unit, Period.parse(row.period), row.submission, CaseState(row.state), row.version,
        row.changed, row.who,
    )  # fmt: skip
