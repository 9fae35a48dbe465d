"""Writes edits until it is killed; says each number aloud only after it was committed.

A line `path start` on stdin forks one writer, so that what is killed need not import first.
"""

import os
import sys
from pathlib import Path

from xa_report.commune.store.edits import FieldEdit, FieldKind
from xa_report.commune.store.store import Store
from xa_report.domain.period import Period

PERIOD = Period(2026)
FILLED = ("A", "B", "C")


def write(path: Path, number: int) -> None:
    with Store.open(path) as store:
        while True:
            number += 1
            if number % 5:
                store.save(FieldEdit(PERIOD, FieldKind.EXPLANATION, "mot", str(number)))
            else:
                filled = [FieldEdit(PERIOD, FieldKind.REASON, name, str(number)) for name in FILLED]
                store.save_many(filled, "nạp tệp")
            say(f"{number}")


def say(text: str) -> None:
    os.write(sys.stdout.fileno(), f"{text}\n".encode())


def main() -> None:
    for line in sys.stdin:
        start, _, path = line.rstrip("\n").partition(" ")
        writer = os.fork()
        if writer == 0:
            write(Path(path), int(start))
        say(f"writer {writer}")
        os.waitpid(writer, 0)
        say("dead")


if __name__ == "__main__":
    main()
