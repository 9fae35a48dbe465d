"""Returns of a case: criteria with reasons, deadline, and the answering submission."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey, DifferenceCode, DifferenceReason
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.province.database.cases import CaseRow
from xa_report.province.database.database import RegisterDatabase
from xa_report.province.database.tables import RETURN_LINES, RETURNS


@dataclass(frozen=True, slots=True)
class CaseReturn:
    """One return of one submission."""

    id: int
    unit: str
    period: Period
    submission: int
    answered: int | None
    """Number of the submission that answered it; None while there is none."""
    lines: tuple[ReopenedCriterion, ...]
    deadline: date | None
    changed: str
    who: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the criteria that it reopened."""
        return tuple(line.code for line in self.lines)


def insert_return(
    database: RegisterDatabase,
    connection: Connection,
    case: CaseRow,
    lines: Sequence[ReopenedCriterion],
    deadline: date | None,
) -> int:
    """Save a return of the submission that counts in a case; return its own number."""
    submission = case.submission
    number = (connection.execute(select(func.max(RETURNS.c.id))).scalar() or 0) + 1
    day = deadline.isoformat() if deadline else ""
    connection.execute(
        RETURNS.insert().values(
            id=number, unit=case.unit, period=str(case.period), submission=submission,
            answered=None, deadline=day, changed=database.now(), who=database.who,
        )
    )  # fmt: skip
    rows = [
        {"return_id": number, "code": line.code, "reason": line.why.code.number,
         "text": line.why.text}
        for line in lines
    ]  # fmt: skip
    connection.execute(RETURN_LINES.insert(), rows)
    payload = {"id": number, "unit": case.unit, "period": str(case.period), "deadline": day}
    logged = [[row["code"], row["reason"], row["text"]] for row in rows]
    database.log(connection, "return", {**payload, "submission": submission, "lines": logged})
    return number


def mark_return_answered(connection: Connection, number: int, submission: int) -> None:
    """Record the submission that answered a return."""
    connection.execute(RETURNS.update().where(RETURNS.c.id == number).values(answered=submission))


def returns_of_case(connection: Connection, key: CaseKey) -> tuple[CaseReturn, ...]:
    """Return the returns of a case, oldest first, each with its criteria by code."""
    known, lines = RETURNS.c, RETURN_LINES.c
    heads = connection.execute(
        select(RETURNS)
        .where(known.unit == key.unit, known.period == str(key.period))
        .order_by(known.id)
    ).all()
    case_returns = []
    for row in heads:
        reopened_rows = connection.execute(
            select(RETURN_LINES).where(lines.return_id == row.id).order_by(lines.code)
        )
        reopened = tuple(
            ReopenedCriterion(
                line.code, DifferenceReason(DifferenceCode.from_number(line.reason), line.text)
            )
            for line in reopened_rows
        )
        deadline = date.fromisoformat(row.deadline) if row.deadline else None
        case_returns.append(
            CaseReturn(
                row.id, key.unit, key.period, row.submission, row.answered, reopened, deadline,
                row.changed, row.who,
            )
        )  # fmt: skip
    return tuple(case_returns)


def unanswered_returns(connection: Connection, key: CaseKey) -> tuple[CaseReturn, ...]:
    """Return the returns that no submission has answered; all their criteria are open."""
    return tuple(one for one in returns_of_case(connection, key) if one.answered is None)
