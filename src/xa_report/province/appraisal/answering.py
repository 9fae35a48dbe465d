"""A correction has come: the return is answered, and what the commune explains is kept."""

from collections.abc import Iterable

from sqlalchemy import Connection

from xa_report.package.report_record import ReportRecord
from xa_report.province.register import explanations, returns
from xa_report.province.register.cases import Case
from xa_report.province.register.explanations import Explanation
from xa_report.province.register.register import Register


def answer_return(
    register: Register, connection: Connection, case: Case, record: ReportRecord, submission: int
) -> None:
    """Let a submission answer everything that was sent back."""
    waiting = returns.waiting(connection, case.key)
    for one in waiting:
        returns.answer(connection, one.id, submission)
    codes = {code for one in waiting for code in one.codes}
    there = {one.code: one for one in explanations.every(connection, case.key)}
    told = record.report.explanations
    for code in sorted(told):
        if not told[code].strip() or not _below(code, codes):
            continue
        seen = there[code].version if code in there else 0
        origin = f"L{record.report.sequence}"
        fresh = Explanation(case.unit, case.period, code, told[code], origin, seen)
        explanations.save(register, connection, fresh, f"giải trình tiêu chí {code}")


def _below(code: str, opened: Iterable[str]) -> bool:
    """Whether a criterion, or what it belongs to, was reopened."""
    return any(f"{code}.".startswith(f"{one}.") for one in opened)
