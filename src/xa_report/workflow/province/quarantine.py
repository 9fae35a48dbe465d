"""Verbs about files that are kept apart: take in after all, close, hand back, copy out."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.text import VIETNAM
from xa_report.errors import EnvironmentFailedError, UsageError
from xa_report.files import write_new, write_whole

if TYPE_CHECKING:
    from xa_report.domain.unit import Unit
    from xa_report.province.desk import Desk
    from xa_report.province.intake.classifying import Allowed
    from xa_report.province.intake.taking import Taken
    from xa_report.province.register.quarantine import Held


def find_quarantined(desk: "Desk", number: int) -> "Held":
    """The file of a number; raise UsageError when there is none."""
    from xa_report.province.register import quarantine

    with desk.register.read() as connection:
        return quarantine.find(connection, number)


def quarantined_files(desk: "Desk") -> "tuple[Held, ...]":
    """What is kept apart and waits for somebody."""
    from xa_report.province.register import quarantine

    with desk.register.read() as connection:
        return quarantine.every(connection)


def quarantine_json(held: "Held") -> dict[str, object]:
    """A file that is kept apart, as JSON."""
    return {
        "number": held.id, "file": held.name, "sha256": held.file_sha256, "unit": held.unit,
        "period": held.period, "sequence": held.sequence, "outcome": held.arrival,
        "code": held.code, "reason": held.reason, "state": held.state, "note": held.note,
        "changed": held.changed, "who": held.who,
    }  # fmt: skip


def release_file(desk: "Desk", number: int, allowed: "Allowed") -> "Taken":
    """Judge a file again by what is known and trusted now, and take it in if nothing is against it.

    Who agrees to more than that says why; the log keeps it.
    """
    from xa_report.province.intake.importing import examined
    from xa_report.province.intake.taking import take

    held = _open(desk, number)
    if allowed.anything and not allowed.why.strip():
        raise UsageError("Hãy ghi --note: vì sao đồng ý nhận tệp này.")
    with tempfile.TemporaryDirectory(prefix="xa-report-") as folder:
        path = Path(folder) / "received"
        _copy(desk, held, path)
        (found,) = examined(desk, [path], datetime.now(UTC))
    return take(desk, replace(found, path=Path(held.name)), allowed)


def close_without_import(desk: "Desk", number: int, note: str) -> None:
    """Close a file without taking it in; the note says what became of it."""
    from xa_report.province.register import quarantine

    if not note.strip():
        raise UsageError("Hãy ghi --note: đã xử lý tệp này thế nào.")
    with desk.register.write() as connection:
        quarantine.settle(desk.register, connection, number, note.strip())


def write_received_file(desk: "Desk", number: int, target: Path) -> None:
    """Copy the received bytes out, unchanged, to a file that does not exist yet."""
    _copy(desk, find_quarantined(desk, number), target)


def write_rejection_notice(desk: "Desk", number: int, target: Path) -> None:
    """Write the sheet that goes back to the commune with a file."""
    from xa_report.export.document.held_sheet import Refused, write_held_sheet
    from xa_report.province.register import blobs

    held = find_quarantined(desk, number)
    with desk.register.read() as connection:
        size = blobs.size(connection, held.file_sha256)
    arrival = next(one for one in IntakeOutcome if one.key == held.arrival)
    moment = datetime.fromisoformat(held.changed).astimezone(VIETNAM)
    what = Refused(
        held.id, held.name, held.file_sha256, size, moment, held.code, held.reason, arrival,
        _named(desk, held.unit), held.period, held.sequence,
    )  # fmt: skip
    content = write_held_sheet(what, desk.province)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
    except OSError as error:
        raise _unwritable(target, error) from error


def write_rejection_notices(desk: "Desk", numbers: Iterable[int], folder: Path) -> Iterator[Path]:
    """Write the sheets of several files into a folder."""
    for number in dict.fromkeys(numbers):
        target = folder / f"phieu-tra-{number:04}.pdf"
        write_rejection_notice(desk, number, target)
        yield target


def _open(desk: "Desk", number: int) -> "Held":
    held = find_quarantined(desk, number)
    if held.state != "open":
        raise UsageError(f"Mục giữ riêng số {number} đã được giải quyết: {held.note}")
    return held


def _copy(desk: "Desk", held: "Held", target: Path) -> None:
    from xa_report.province.register import blobs

    with desk.register.read() as connection:
        if not held.file_sha256 or not blobs.has(connection, held.file_sha256):
            raise UsageError(
                f"Sổ không giữ nội dung của “{held.name}” (tệp quá lớn). Hãy xin xã gửi lại."
            )
        try:
            write_new(target, blobs.pieces(connection, held.file_sha256))
        except FileExistsError as error:
            raise UsageError(f"Đã có tệp “{target}”; hãy chọn tên khác.") from error
        except OSError as error:
            raise _unwritable(target, error) from error


def _unwritable(target: Path, error: OSError) -> EnvironmentFailedError:
    return EnvironmentFailedError(
        f"Không ghi được “{target}”: {error.strerror}. Hãy kiểm tra thư mục và dung lượng ổ đĩa."
    )


def _named(desk: "Desk", code: str) -> "Unit | None":
    return next((one.unit for one in desk.entries() if one.unit.code == code and one.current), None)
