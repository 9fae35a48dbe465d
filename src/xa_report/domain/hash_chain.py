"""A log whose rows are chained by SHA-256: each row's hash covers the hash before it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import NamedTuple

from xa_report.domain.canonical_json import dump_normalized

GENESIS_HASH = "0" * 64
"""Previous hash of the first event."""


@dataclass(frozen=True, slots=True)
class LogEvent:
    """A row of an event log without its hash."""

    seq: int
    at: str
    who: str
    what: str
    payload: str
    """JSON."""
    previous: str

    @property
    def hash(self) -> str:
        """SHA-256 over the canonical JSON of the row, previous hash included."""
        # As databases keep texts: a hash over what was typed could not be computed again.
        return sha256(dump_normalized(asdict(self)).encode()).hexdigest()


class StoredEvent(NamedTuple):
    """An event and the hash that is stored for it."""

    event: LogEvent
    stored_hash: str


def find_chain_faults(events: Iterable[StoredEvent]) -> tuple[str, ...]:
    """Return a Vietnamese sentence for each break of a chain; `events` in the order of the log."""
    faults, previous = [], GENESIS_HASH
    for number, (event, stored_hash) in enumerate(events, start=1):
        if event.seq != number:
            faults.append(f"Nhật ký: thiếu dòng {number} hoặc thừa dòng {event.seq}")
            # All later numbers would be reported too, for one row that is missing.
            break
        if event.previous != previous:
            faults.append(f"Nhật ký, dòng {number}: không nối với dòng trước")
        if event.hash != stored_hash:
            faults.append(f"Nhật ký, dòng {number}: nội dung đã bị sửa ngoài chương trình")
        # The stored hash, not the computed one: a changed row is reported once, not to the end.
        previous = stored_hash
    return tuple(faults)
