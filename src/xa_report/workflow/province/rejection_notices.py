"""Rejection notices: the PDF that goes back to a commune with a quarantined file."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from xa_report.documents.pdf.province.rejection_notice import RejectedFile, render_rejection_notice
from xa_report.domain.dates import VIETNAM
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.unit import Unit
from xa_report.files import write_whole
from xa_report.province.database import blobs
from xa_report.province.register import Register
from xa_report.workflow.province.quarantine import find_quarantined, unwritable_file_error


def write_rejection_notice(register: Register, number: int, target: Path) -> None:
    """Write the rejection notice of a quarantined file; parent folders are created."""
    held = find_quarantined(register, number)
    with register.database.read() as connection:
        size = blobs.blob_size(connection, held.file_sha256)
    arrival = IntakeOutcome.from_key(held.arrival)
    moment = datetime.fromisoformat(held.changed).astimezone(VIETNAM)
    what = RejectedFile(
        held.id, held.name, held.file_sha256, size, moment, held.code, held.reason, arrival,
        _find_unit(register, held.unit), held.period, held.sequence,
    )  # fmt: skip
    content = render_rejection_notice(what, register.province)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
    except OSError as error:
        raise unwritable_file_error(target, error) from error


def write_rejection_notices(
    register: Register, numbers: Iterable[int], folder: Path
) -> Iterator[Path]:
    """Write the notices of several files into a folder; yield each path once it is written."""
    for number in dict.fromkeys(numbers):
        target = folder / f"phieu-tra-{number:04}.pdf"
        write_rejection_notice(register, number, target)
        yield target


def _find_unit(register: Register, code: str) -> Unit | None:
    return next(
        (one.unit for one in register.unit_entries() if one.unit.code == code and one.is_current),
        None,
    )
