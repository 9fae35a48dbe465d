"""A log whose rows are chained by SHA-256: each row's hash covers the hash before it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256

from xa_report.domain.canonical_json import dump_normalized

GENESIS_HASH = "0" * 64
"""What the first event has for a previous hash."""


@dataclass(frozen=True, slots=True)
class LogEvent:
    """A row of a log without its hash."""

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
        return sha256(dump_normalized(asdict(self)).encode()).hexdigest()


def find_chain_faults(events: Iterable[tuple[LogEvent, str]]) -> tuple[str, ...]:
    """Say where a chain is broken; each event comes with the hash that is kept for it."""
    faults, previous = [], GENESIS_HASH
    for number, (event, kept) in enumerate(events, start=1):
        if event.seq != number:
            faults.append(f"Nhật ký: thiếu dòng {number} hoặc thừa dòng {event.seq}")
            break
        if event.previous != previous:
            faults.append(f"Nhật ký, dòng {number}: không nối với dòng trước")
        if event.hash != kept:
            faults.append(f"Nhật ký, dòng {number}: nội dung đã bị sửa ngoài chương trình")
        previous = kept
    return tuple(faults)
