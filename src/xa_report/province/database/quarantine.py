"""Quarantined files with their reasons and states; the bytes are among the blobs."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from xa_report.errors import UsageError
from xa_report.province.database.database import RegisterDatabase
from xa_report.province.database.tables import QUARANTINE

OPEN, SETTLED = "open", "settled"


@dataclass(frozen=True, slots=True)
class QuarantinedFile:
    """A received file that is not part of a case, with the reason."""

    file_sha256: str
    """Empty when the file could not be read."""
    name: str
    arrival: str
    """Key of the `IntakeOutcome`."""
    code: str
    reason: str
    unit: str = ""
    period: str = ""
    sequence: int = 0
    id: int = 0
    state: str = OPEN
    note: str = ""
    changed: str = ""
    who: str = ""

    @property
    def state_label(self) -> str:
        """The state in words."""
        return "đang giữ riêng" if self.state == OPEN else "đã giải quyết"


def quarantine_file(
    database: RegisterDatabase, connection: Connection, quarantined_file: QuarantinedFile
) -> int:
    """Save a file in quarantine; return its number.

    A file that is open there for the same reason keeps its number and is not added again.
    """
    known = QUARANTINE.c
    # A file that could not be read has no hash; then only the name can tell that it is the same.
    itself = (
        known.file_sha256 == quarantined_file.file_sha256
        if quarantined_file.file_sha256
        else known.name == quarantined_file.name
    )
    same = connection.execute(
        select(known.id).where(itself, known.code == quarantined_file.code, known.state == OPEN)
    ).scalar()
    if same is not None:
        return int(same)
    number = (connection.execute(select(func.max(known.id))).scalar() or 0) + 1
    connection.execute(
        QUARANTINE.insert().values(
            id=number,
            file_sha256=quarantined_file.file_sha256,
            name=quarantined_file.name,
            arrival=quarantined_file.arrival,
            code=quarantined_file.code,
            reason=quarantined_file.reason,
            unit=quarantined_file.unit,
            period=quarantined_file.period,
            sequence=quarantined_file.sequence,
            state=OPEN,
            note="",
            changed=database.now(),
            who=database.who,
        )
    )
    _log_quarantine(database, connection, number, quarantined_file)
    return number


def _log_quarantine(
    database: RegisterDatabase, connection: Connection, number: int, file: QuarantinedFile
) -> None:
    payload = {"id": number, "sha256": file.file_sha256, "code": file.code, "name": file.name}
    database.log(connection, "held", payload)


def load_quarantined_files(
    connection: Connection, *, only_open: bool = True
) -> tuple[QuarantinedFile, ...]:
    """Return the files in quarantine, oldest first; with `only_open` without the settled ones."""
    query = select(QUARANTINE).order_by(QUARANTINE.c.id)
    if only_open:
        query = query.where(QUARANTINE.c.state == OPEN)
    return tuple(_file_from_row(row) for row in connection.execute(query))


def open_numbers_of_file(connection: Connection, digest: str) -> tuple[int, ...]:
    """Return the numbers of the open entries of a file of this hash, in ascending order."""
    known = QUARANTINE.c
    numbers = connection.execute(
        select(known.id).where(known.file_sha256 == digest, known.state == OPEN).order_by(known.id)
    )
    return tuple(numbers.scalars())


def find_quarantined_file(connection: Connection, number: int) -> QuarantinedFile:
    """Return the file of a number; raise UsageError when there is none."""
    row = connection.execute(select(QUARANTINE).where(QUARANTINE.c.id == number)).first()
    if row is None:
        raise UsageError(f"Không có mục giữ riêng số {number}. Hãy xem “province list --held”.")
    return _file_from_row(row)


def close_quarantined_file(
    database: RegisterDatabase, connection: Connection, number: int, note: str
) -> None:
    """Settle a file, with a note of what became of it; the bytes stay.

    Raise UsageError when it is settled already.
    """
    quarantined_file = find_quarantined_file(connection, number)
    if quarantined_file.state != OPEN:
        raise UsageError(f"Mục giữ riêng số {number} đã được giải quyết: {quarantined_file.note}")
    connection.execute(
        QUARANTINE.update()
        .where(QUARANTINE.c.id == number)
        .values(state=SETTLED, note=note, changed=database.now(), who=database.who)
    )
    database.log(connection, "settled", {"id": number, "note": note})


def _file_from_row(row: Row[Any]) -> QuarantinedFile:
    return QuarantinedFile(
        row.file_sha256, row.name, row.arrival, row.code, row.reason, row.unit, row.period,
        row.sequence, row.id, row.state, row.note, row.changed, row.who,
    )  # fmt: skip
