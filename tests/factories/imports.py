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
    desk: Register, *files: Path | ExaminedFile, **agreed: object
) -> list[ImportResult]:
    """Preview, import, and hold the two against one another."""
    found = [
        one
        if isinstance(one, ExaminedFile)
        else examine_file(one, desk.examination_context(datetime.now(SENT_AT.tzinfo)))
        for one in files
    ]
    allowed = import_overrides(**agreed)  # type: ignore[arg-type]
    plan = preview_import(desk, found, allowed)
    done = list(import_examined(desk, found, allowed))
    assert plan == done
    return [one for one in done if not isinstance(one, ImportFailure)]


def arrival_outcomes(taken: list[ImportResult]) -> list[tuple[str, str]]:
    return [(one.classification.arrival.key, one.classification.code) for one in taken]


def assert_register_is_whole(desk: Register) -> None:
    with desk.database.read() as connection:
        assert events.register_chain_faults(connection) == ()
        for unit in queries.list_communes(desk):
            for period in cases.periods_with_cases(connection):
                for one in submissions.submissions_of_case(connection, CaseKey(unit.code, period)):
                    assert blobs.read_blob(connection, one.file_sha256)


def register_state(desk: Register) -> tuple[list[object], ...]:
    """What the register holds, apart from the numbers and times that it gave out."""
    with desk.database.read() as connection:
        apart = sorted(
            (one.file_sha256, one.code) for one in quarantine.load_quarantined_files(connection)
        )
        kept: list[object] = [
            (one.unit, one.manifest_sha256, one.file_sha256, one.kind)
            for unit in queries.list_communes(desk)
            for period in cases.periods_with_cases(connection)
            for one in submissions.submissions_of_case(connection, CaseKey(unit.code, period))
        ]
        counting: list[object] = [
            (one.case.unit, one.submission.manifest_sha256, one.case.state)
            for period in cases.periods_with_cases(connection)
            for one in queries.case_statuses(desk, period)
        ]
        assert events.register_chain_faults(connection) == ()
    return sorted(kept, key=str), sorted(counting, key=str), [*apart]
