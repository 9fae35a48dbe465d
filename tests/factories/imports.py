"""Import into a register and compare what it holds."""

from datetime import datetime
from pathlib import Path

from tests.factories.signed_submissions import SENT_AT
from xa_report.domain.province.appraisal import CaseKey
from xa_report.province.database import blobs, cases, events, quarantine, submissions
from xa_report.province.intake.examine import ExaminedFile, examine_file
from xa_report.province.intake.import_file import ImportResult
from xa_report.province.register import Register
from xa_report.workflow.province import queries
from xa_report.workflow.province.intake import (
    ImportFailure,
    import_examined,
    import_overrides,
    preview_import,
)


def preview_and_import(
    register: Register, *files: Path | ExaminedFile, **agreed: object
) -> list[ImportResult]:
    """Preview, import, and hold the two against one another."""
    examined_files = [
        file
        if isinstance(file, ExaminedFile)
        else examine_file(file, register.examination_context(datetime.now(SENT_AT.tzinfo)))
        for file in files
    ]
    allowed = import_overrides(**agreed)  # type: ignore[arg-type]
    plan = preview_import(register, examined_files, allowed)
    done = list(import_examined(register, examined_files, allowed))
    assert plan == done
    return [one for one in done if not isinstance(one, ImportFailure)]


def arrival_outcomes(taken: list[ImportResult]) -> list[tuple[str, str]]:
    return [(one.classification.arrival.key, one.classification.code) for one in taken]


def assert_register_is_whole(register: Register) -> None:
    with register.database.read() as connection:
        assert events.register_chain_faults(connection) == ()
        for unit in queries.list_communes(register):
            for period in cases.periods_with_cases(connection):
                for submission in submissions.submissions_of_case(
                    connection, CaseKey(unit.code, period)
                ):
                    assert blobs.read_blob(connection, submission.file_sha256)


def register_state(register: Register) -> tuple[list[object], ...]:
    """What the register holds, apart from the numbers and times that it gave out."""
    with register.database.read() as connection:
        apart = sorted(
            (quarantined.file_sha256, quarantined.code)
            for quarantined in quarantine.load_quarantined_files(connection)
        )
        imported: list[object] = [
            (submission.unit, submission.manifest_sha256, submission.file_sha256, submission.kind)
            for unit in queries.list_communes(register)
            for period in cases.periods_with_cases(connection)
            for submission in submissions.submissions_of_case(
                connection, CaseKey(unit.code, period)
            )
        ]
        counting: list[object] = [
            (status.case.unit, status.submission.manifest_sha256, status.case.state)
            for period in cases.periods_with_cases(connection)
            for status in queries.case_statuses(register, period)
        ]
        assert events.register_chain_faults(connection) == ()
    return sorted(imported, key=str), sorted(counting, key=str), [*apart]
