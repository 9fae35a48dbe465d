"""Checks any implementation against the kit: `python check.py COMMAND…`.

The command is called once with the paths of all samples behind it. It must print one line for each,
in the same order: `ok`, or the code of the first fault. Needs nothing but Python.
"""

import csv
import subprocess
import sys
from pathlib import Path

KIT = Path(__file__).resolve().parent


def main(command: list[str]) -> int:
    """Run the command on all samples; tell what differs; return 1 when anything does."""
    if not command or command[0] in ("-h", "--help"):
        sys.stdout.write(f"{__doc__}\n")
        return 0 if command else 2
    with (KIT / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    paths = [str(KIT / row["file"]) for row in rows]
    try:
        run = subprocess.run([*command, *paths], check=False, stdout=subprocess.PIPE, text=True)  # noqa: S603
    except OSError as error:
        sys.stdout.write(f"{command[0]}: {error.strerror}\n")
        return 2
    said = run.stdout.split("\n")[:-1]
    if len(said) != len(rows):
        sys.stdout.write(f"{len(said)} lines for {len(rows)} samples\n")
        return 1
    wrong = 0
    for row, one in zip(rows, said, strict=True):
        if one.strip() != row["expected"]:
            wrong += 1
            sys.stdout.write(f"{row['file']}: expected {row['expected']}, said {one.strip()}\n")
    sys.stdout.write(f"{len(rows) - wrong} of {len(rows)} samples as expected\n")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
