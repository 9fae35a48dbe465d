"""Taking in what 168 communes sent; beside it, copying the same figures out of the workbooks."""

import os
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from inbox import PROVINCE, WORKERS, Province, province
from openpyxl import load_workbook

from xa_report.demo.commune import YEAR
from xa_report.documents.xlsx.report.criteria_sheet import SHEET
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.package.package_files import WORKBOOK_NAME
from xa_report.province.intake.import_file import ImportResult
from xa_report.province.register import Register
from xa_report.workflow.commune import database_file
from xa_report.workflow.province.intake import examine_and_import
from xa_report.workflow.province.register_setup import add_register_definitions, create_register
from xa_report.workflow.province.trusted_signers import add_trust

LIMIT = 40.0
"""Packages a second on two cores: every signature validated, every package kept and durable."""
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast an intake was."""

    count: int
    each: float
    """Packages a second, from the first that is taken in to the last."""
    whole: float
    """Seconds with the start of the worker processes."""
    processor: float
    """Milliseconds of all processors for each package, whatever else the machine does meanwhile;
    with the start of the worker processes. 0 where the system does not tell."""


def begun(folder: Path, made: Province) -> Register:
    """A fresh register that knows the definitions and trusts the office."""
    desk = create_register(str(folder / "tinh.xaprov"), PROVINCE)
    with database_file.open_commune_file(made.commune, read_only=True) as commune:
        work = commune.load(YEAR)
    add_register_definitions(desk, [work.form, *work.plans])
    add_trust(desk, [made.trust])
    return desk


def intake(desk: Register, made: Province) -> Pace:
    """Take every package in as `import --yes` does."""
    start, first, count, before = time.perf_counter(), 0.0, 0, sum(os.times()[:4])
    for one in examine_and_import(desk, [made.packages[0].parent]):
        assert isinstance(one, ImportResult), one
        assert (one.classification.arrival, one.quarantine_number) == (IntakeOutcome.NEW, 0), (
            one.classification.reason
        )
        assert not one.classification.examined_file.recomputed
        first = first or time.perf_counter()
        count += 1
    end = time.perf_counter()
    spent = sum(os.times()[:4]) - before
    return Pace(count, (count - 1) / (end - first), end - start, spent * 1000 / count)


def unpacked(made: Province, folder: Path) -> list[Path]:
    """Every workbook under the name of its package."""
    found = []
    for package in made.packages:
        with zipfile.ZipFile(package) as archive:
            found.append(folder / f"{package.stem}.xlsx")
            found[-1].write_bytes(archive.read(WORKBOOK_NAME))
    return found


def by_openpyxl(workbooks: Sequence[Path]) -> int:
    """Copy the points out; return how many rows had some."""
    copied = 0
    for path in workbooks:
        book = load_workbook(path, read_only=True, data_only=True)
        rows = book[SHEET].iter_rows(min_row=5, max_col=6, values_only=True)
        copied += sum(isinstance(row[5], int | float) for row in rows)
        book.close()
    return copied


def by_libreoffice(workbooks: Sequence[Path], folder: Path) -> int:
    """Let one LibreOffice write all sheets of all workbooks as CSV; return how many files."""
    profile, out = folder / "profile", folder / "csv"
    command = [
        str(which("soffice")), f"-env:UserInstallation={profile.as_uri()}", "--headless",
        "--norestore", "--convert-to", EVERY_SHEET, "--outdir", str(out), *map(str, workbooks),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True)
    return len(list(out.iterdir()))


def main() -> bool:
    """Print packages a second and what the others take; return whether the limit is held."""
    made = province()
    size = sum(path.stat().st_size for path in made.packages) / len(made.packages)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        pace = intake(begun(folder, made), made)
        print(
            f"{pace.count} packages of {size / 1e6:.1f} MB, two PAdES signatures and a signed "
            f"workbook each, into a fresh register, {os.cpu_count()} cores:"
        )
        print(f"intake: {pace.each:.1f} packages/s of {LIMIT:.0f}, {pace.each / LIMIT:.2f}")
        print(f"with the start of the processes: {pace.whole:.1f} s")
        print(f"processor time: {pace.processor:.1f} ms a package of {WORKERS * 1000 / LIMIT:.0f}")
        workbooks = unpacked(made, folder)
        start = time.perf_counter()
        assert by_openpyxl(workbooks)
        _beside("openpyxl copies the points", time.perf_counter() - start, pace)
        if which("soffice"):
            start = time.perf_counter()
            assert by_libreoffice(workbooks, folder) >= len(workbooks)
            _beside("LibreOffice copies the sheets", time.perf_counter() - start, pace)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg()) if hasattr(os, "getloadavg") else "?"
    print(f"load average: {load}")
    return pace.each >= LIMIT


def _beside(what: str, seconds: float, pace: Pace) -> None:
    print(f"{what} out of the workbooks alone: {seconds:.1f} s, {seconds / pace.whole:.2f} intakes")


if __name__ == "__main__":
    main()
