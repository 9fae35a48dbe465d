"""A later submission that answers a return: it may change what was reopened, and nothing else."""

from collections.abc import Iterator

from sqlalchemy import Connection

from xa_report.domain.province.appraisal import CaseKey, CaseState
from xa_report.package.corrections import unexpected_changes
from xa_report.package.report_json import read_report_json
from xa_report.package.report_record import ReportRecord
from xa_report.province.intake.codes import IntakeCode
from xa_report.province.register import receipts, returns, submissions
from xa_report.province.register.cases import Case
from xa_report.province.register.definitions import Known

Words = dict[str, object]


def never_given(connection: Connection, key: CaseKey, receipt: str) -> bool:
    """Whether a submission says to answer a receipt that this register did not give its unit."""
    given = receipts.issued(connection, key) if receipt else ()
    return bool(receipt) and receipt not in {one.sha256 for one in given}


def against_correction(
    connection: Connection, known: Known, case: Case, record: ReportRecord
) -> Iterator[tuple[IntakeCode, Words]]:
    """What stands against a later submission of a case that was sent back."""
    if case.state is not CaseState.RETURNED:
        return
    waiting = returns.waiting(connection, case.key)
    codes = sorted({code for one in waiting for code in one.codes})
    before = read_report_json(submissions.record_bytes(connection, case.submission))
    form, plans = known.of(before.report.form_sha256, before.report.plan_sha256)
    found = unexpected_changes(before, record, form, plans, codes)
    if found:
        yield IntakeCode.MOVED, {"what": " ".join(found)}
