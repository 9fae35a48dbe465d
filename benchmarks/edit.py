"""One durable edit (field, history, event) against append + fdatasync of the same bytes."""

import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from statistics import median
from time import perf_counter

from xa_report.commune.store.edits import FieldEdit, FieldKind
from xa_report.commune.store.store import Store
from xa_report.domain.canonical_json import dump_normalized
from xa_report.domain.item_values import JsonValue
from xa_report.domain.period import Period
from xa_report.domain.unit import Unit

EDITS, BATCH = 1500, 50
LIMIT = 4.0
PERIOD = Period(2026)
FORM = b"form"
ITEMS = 120


def main() -> bool:
    """Print the medians and their ratio; return whether the limit is held."""
    with tempfile.TemporaryDirectory(dir=".", prefix="bench-") as folder:
        edit, append = measure(Path(folder))
    ratio = edit / append
    print(
        f"edit: {edit * 1000:.3f} ms; append + fdatasync: {append * 1000:.3f} ms; "
        f"ratio {ratio:.2f}, limit {LIMIT:.1f}"
    )
    return ratio <= LIMIT


def measure(folder: Path) -> tuple[float, float]:
    """Return the median seconds of an edit and of an append, taken in turns on one disk."""
    edits: list[float] = []
    appends: list[float] = []
    log = os.open(folder / "append", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with Store.create(folder / "store.db", Unit("24001", "Xã Tân Hội", "xã")) as store:
        digest = sha256(FORM).hexdigest()
        store.definitions.put("form", "form", "1", FORM, digest)
        store.start_report(PERIOD, digest)
        record = same_bytes(store)
        for start in range(0, EDITS, BATCH):
            numbers = range(start, start + BATCH)
            edits += [timed(partial(store.save, edit_number(n))) for n in numbers]
            appends += [timed(partial(append, log, record)) for _ in numbers]
    os.close(log)
    return median(edits), median(appends)


def edit_number(number: int) -> FieldEdit:
    value: JsonValue = {"kind": "count", "value": str(number)}
    return FieldEdit(PERIOD, FieldKind.ANSWER, f"HO_SO_{number % ITEMS}", value)


def same_bytes(store: Store) -> bytes:
    """The texts that one edit adds to the three tables."""
    change = store.save(
        FieldEdit(PERIOD, FieldKind.ANSWER, "HO_SO", {"kind": "count", "value": "1000"})
    )
    assert change is not None
    row = [str(part) for part in (change.step, change.at, change.who, change.period)]
    row += [
        change.kind,
        change.id,
        dump_normalized(change.before),
        dump_normalized(change.after),
        change.act,
    ]
    field, payload = row[3:6], dump_normalized({"fields": [row[4:8]], "act": change.act})
    return dump_normalized([field, row, row[:3], payload, "0" * 64, "0" * 64]).encode()


def append(log: int, record: bytes) -> None:
    os.write(log, record)
    getattr(os, "fdatasync", os.fsync)(log)  # only Linux has the lighter one


def timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    sys.exit(not main())
