"""Sound packages that are kept apart all the same: one code for each reason."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from tests.factories.signed_submissions import SignedSubmissions
from xa_report.cli.province.import_output import action_text
from xa_report.domain.period import Period
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.errors import UsageError
from xa_report.package.report_json import report_json_bytes
from xa_report.package.report_record import RecordCorrection, ReportRecord
from xa_report.province.intake.examine import ExaminedFile
from xa_report.province.intake.import_file import ImportResult
from xa_report.province.register import Register
from xa_report.signing.reasons import VerificationReason
from xa_report.verification.content import header_of_record
from xa_report.workflow.province import queries
from xa_report.workflow.province.intake import (
    examine_files,
    import_examined,
    import_overrides,
    preview_import,
)
from xa_report.workflow.province.quarantine import quarantined_files, release_file

FOREIGN = "ab" * 32


def examined(register: Register, sent: SignedSubmissions) -> ExaminedFile:
    (examined,) = examine_files(register, [sent.senders[0].first])
    return examined


def with_record(examined: ExaminedFile, record: ReportRecord) -> ExaminedFile:
    assert examined.received is not None
    content = report_json_bytes(record)
    received = replace(examined.received, header=header_of_record(record), record_bytes=content)
    return replace(examined, received=received)


def record_in(examined: ExaminedFile) -> ReportRecord:
    assert examined.received is not None
    return examined.received.record


def against(examined: ExaminedFile, *reasons: VerificationReason) -> ExaminedFile:
    assert examined.received is not None
    judged = examined.received.content_verification
    changed = replace(judged, verification=replace(judged.verification, reasons=reasons))
    return replace(examined, received=replace(examined.received, content_verification=changed))


def taken(register: Register, examined: ExaminedFile) -> ImportResult:
    (done,) = import_examined(register, [examined])
    assert isinstance(done, ImportResult)
    return done


@pytest.mark.parametrize(
    ("reason", "arrival", "code"),
    [
        (VerificationReason.REVOKED, IntakeOutcome.REFUSED, "N12"),
        (VerificationReason.FOREIGN, IntakeOutcome.REFUSED, "N12"),
        (VerificationReason.OTHER_UNIT, IntakeOutcome.REFUSED, "N12"),
        (VerificationReason.OTHER_ROLE, IntakeOutcome.REFUSED, "N12"),
        (VerificationReason.MISSING, IntakeOutcome.REFUSED, "N11"),
        (VerificationReason.REVOCATION_UNKNOWN, IntakeOutcome.REFUSED, "N09"),
        (VerificationReason.CHANGED_AFTER, IntakeOutcome.CHANGED, "N13"),
        (VerificationReason.NOT_COVERED, IntakeOutcome.CHANGED, "N13"),
        (VerificationReason.DAMAGED, IntakeOutcome.CHANGED, "N13"),
    ],
)
def test_what_stands_against_signatures_decides(
    province_register: Register,
    received_packages: SignedSubmissions,
    reason: VerificationReason,
    arrival: IntakeOutcome,
    code: str,
) -> None:
    done = taken(province_register, against(examined(province_register, received_packages), reason))
    assert (done.classification.arrival, done.classification.code) == (arrival, code)
    assert quarantined_files(province_register)[0].code == code
    assert not queries.list_cases(province_register, Period(2026))


def test_a_plan_that_the_register_does_not_have(
    province_register: Register, received_packages: SignedSubmissions
) -> None:
    examined_file = examined(province_register, received_packages)
    report = replace(record_in(examined_file).report, plan_sha256=(FOREIGN,))
    done = taken(
        province_register,
        with_record(examined_file, replace(record_in(examined_file), report=report)),
    )
    assert done.classification.arrival is IntakeOutcome.UNKNOWN_DEFINITION
    assert done.classification.code == "N04"
    assert "abababababab" in done.classification.reason


def test_a_form_of_another_kind_of_period(
    province_register: Register, received_packages: SignedSubmissions
) -> None:
    examined_file = examined(province_register, received_packages)
    report = replace(record_in(examined_file).report, period=Period.parse("2026-Q1"))
    done = taken(
        province_register,
        with_record(examined_file, replace(record_in(examined_file), report=report)),
    )
    assert (done.classification.code, "quý I năm 2026" in done.classification.reason) == (
        "N14",
        True,
    )


def test_a_correction_that_answers_no_receipt_of_ours(
    province_register: Register, received_packages: SignedSubmissions, tmp_path: Path
) -> None:
    first = examined(province_register, received_packages)
    assert taken(province_register, first).classification.arrival is IntakeOutcome.NEW
    record = record_in(first)
    later = replace(
        record,
        report=replace(record.report, sequence=2),
        correction=RecordCorrection(FOREIGN, ("1.1",), FOREIGN),
    )
    second = with_record(first, later)
    assert second.received is not None
    file = tmp_path / "CCHC_L2.zip"
    file.write_bytes(b"other bytes")
    digest = sha256(file.read_bytes()).hexdigest()
    other = replace(second.received, manifest_sha256=FOREIGN, sha256=digest)
    done = taken(
        province_register, replace(second, path=file, received=other, sha256=digest, size=11)
    )
    assert (done.classification.arrival, done.classification.code) == (IntakeOutcome.NEWER, "N16")


def test_a_first_submission_that_answers_an_unknown_receipt_waits_for_somebody(
    province_register: Register, received_packages: SignedSubmissions
) -> None:
    """As when a register was begun anew: it cannot know, so an official has to."""
    first = examined(province_register, received_packages)
    record = replace(record_in(first), correction=RecordCorrection(FOREIGN, ("1.1",), FOREIGN))
    examined_file = with_record(first, record)
    (result,) = preview_import(province_register, [examined_file])
    assert (result.classification.arrival, result.classification.code) == (IntakeOutcome.NEW, "N16")
    assert action_text(result) == "Giữ riêng; cần một người đồng ý trước khi nhận."
    done = taken(province_register, examined_file)
    assert (done.submission, done.quarantine_number) == (0, 1)
    with pytest.raises(UsageError, match="--note"):
        release_file(province_register, 1, import_overrides(other_receipt=True))
    (agreed,) = import_examined(
        province_register,
        [examined_file],
        import_overrides(why="đã đối chiếu phiếu giấy", other_receipt=True),
    )
    assert isinstance(agreed, ImportResult)
    assert agreed.submission
    assert [one.state for one in quarantined_files(province_register)] != ["open"]
