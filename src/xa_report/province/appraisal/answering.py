"""A correction has come: the return is answered, and what the commune explains is kept."""

from collections.abc import Iterable

from sqlalchemy import Connection

from xa_report.package.record.record import Record
from xa_report.province.register import explanations, returns
from xa_report.province.register.cases import Case
from xa_report.province.register.explanations import Explanation
from xa_report.province.register.register import Register


def answer_return(
    register: Register, connection: Connection, case: Case, record: Record, submission: int
) -> None:
    """Let a submission answer the return that is waited for."""
    waiting = returns.waiting(connection, case.unit, case.period)
    if waiting is None:
        return
    returns.answer(connection, waiting.id, submission)
    there = {one.code: one for one in explanations.every(connection, case.unit, case.period)}
    told = record.report.explanations
    for code in sorted(told):
        if not told[code].strip() or not _below(code, waiting.codes):
            continue
        seen = there[code].version if code in there else 0
        origin = f"L{record.report.sequence}"
        one = Explanation(case.unit, case.period, code, told[code], origin, seen)
        explanations.save(register, connection, one, f"giải trình tiêu chí {code}")


def _below(code: str, opened: Iterable[str]) -> bool:
    """Whether a criterion, or what it belongs to, was reopened."""
    return any(f"{code}.".startswith(f"{one}.") for one in opened)
