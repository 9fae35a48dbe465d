"""Quarantined files: release, close, rejection notice, copy."""

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from xa_report.errors import EnvironmentFailedError, UsageError
from xa_report.files import write_new
from xa_report.province.database import blobs, quarantine
from xa_report.province.database.quarantine import QuarantinedFile
from xa_report.province.intake.import_file import ImportResult, import_examined_file
from xa_report.province.intake.refusals import ImportOverrides
from xa_report.province.intake.schedule import examine_all
from xa_report.province.register import Register


def find_quarantined(register: Register, number: int) -> QuarantinedFile:
    """Return the quarantined file of a number; raise UsageError when there is none."""
    with register.database.read() as connection:
        return quarantine.find_quarantined_file(connection, number)


def quarantined_files(register: Register) -> tuple[QuarantinedFile, ...]:
    """Return the quarantined files that nobody has settled, oldest first."""
    with register.database.read() as connection:
        return quarantine.load_quarantined_files(connection)


def quarantine_json(held: QuarantinedFile) -> dict[str, object]:
    """Return a quarantined file as a JSON object."""
    return {
        "number": held.id, "file": held.name, "sha256": held.file_sha256, "unit": held.unit,
        "period": held.period, "sequence": held.sequence, "outcome": held.arrival,
        "code": held.code, "reason": held.reason, "state": held.state, "note": held.note,
        "changed": held.changed, "who": held.who,
    }  # fmt: skip


def release_file(register: Register, number: int, allowed: ImportOverrides) -> ImportResult:
    """Examine a quarantined file again by the trust of now, and import it unless refused again.

    Who agrees to more than that says why; the log keeps it.
    """
    held = _load_open_file(register, number)
    if allowed.has_any and not allowed.why.strip():
        raise UsageError("Hãy ghi --note: vì sao đồng ý nhận tệp này.")
    with tempfile.TemporaryDirectory(prefix="xa-report-") as folder:
        # A name of our own: the file system may refuse the one that a stranger chose.
        path = Path(folder) / "received"
        _copy_bytes(register, held, path)
        (examined_file,) = examine_all(register, [path], datetime.now(UTC))
    # Results show the name under which the file came, not that of the scratch copy.
    return import_examined_file(register, replace(examined_file, path=Path(held.name)), allowed)


def close_without_import(register: Register, number: int, note: str) -> None:
    """Close a file without taking it in; the note says what became of it."""
    if not note.strip():
        raise UsageError("Hãy ghi --note: đã xử lý tệp này thế nào.")
    with register.database.write() as connection:
        quarantine.close_quarantined_file(register.database, connection, number, note.strip())


def write_received_file(register: Register, number: int, target: Path) -> None:
    """Copy the received bytes out, unchanged, to a file that does not exist yet."""
    _copy_bytes(register, find_quarantined(register, number), target)


def _load_open_file(register: Register, number: int) -> QuarantinedFile:
    held = find_quarantined(register, number)
    if held.state != "open":
        raise UsageError(f"Mục giữ riêng số {number} đã được giải quyết: {held.note}")
    return held


def _copy_bytes(register: Register, quarantined_file: QuarantinedFile, target: Path) -> None:
    with register.database.read() as connection:
        # Of a file above the limit of size the register keeps the row alone.
        if not quarantined_file.file_sha256 or not blobs.has_blob(
            connection, quarantined_file.file_sha256
        ):
            raise UsageError(
                f"Sổ không giữ nội dung của “{quarantined_file.name}” (tệp quá lớn). "
                "Hãy xin xã gửi lại."
            )
        try:
            write_new(target, blobs.iter_blob_chunks(connection, quarantined_file.file_sha256))
        except FileExistsError as error:
            raise UsageError(f"Đã có tệp “{target}”; hãy chọn tên khác.") from error
        except OSError as error:
            raise unwritable_file_error(target, error) from error


def unwritable_file_error(target: Path, error: OSError) -> EnvironmentFailedError:
    """Build the error that names the target and what the operating system said."""
    return EnvironmentFailedError(
        f"Không ghi được “{target}”: {error.strerror}. Hãy kiểm tra thư mục và dung lượng ổ đĩa."
    )
