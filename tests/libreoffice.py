"""LibreOffice as the judge of workbooks: it recalculates every formula, whatever is stored."""

import csv
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.oracles import oracle

XLSX = "xlsx:Calc MS Excel 2007 XML"
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
"""UTF-8 with commas, quoted texts, numbers as stored, one file for each sheet."""

# 0 = always: without it a stored result would be believed, and the proof would be none.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
  xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi-VN</value></prop></item>
</oor:items>
"""
Cells = list[list[str]]
"""The rows of a sheet as texts; numbers have a decimal comma."""


def convert_workbooks(workbooks: Sequence[Path], folder: Path, shape: str) -> Path:
    """Open, recalculate and save workbooks in one start of LibreOffice; where to comes back."""
    program = oracle("soffice")
    profile, out = folder / "profile", folder / "converted"
    user = profile / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    command = [
        str(program), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--convert-to", shape, "--outdir", str(out), *map(str, workbooks),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert out.is_dir(), f"LibreOffice saved nothing: {done.stdout}{done.stderr}"
    return out


def resave_workbooks(workbooks: Sequence[Path], folder: Path) -> list[Path]:
    """Copies as they are when a person opens and saves them."""
    out = convert_workbooks(workbooks, folder, XLSX)
    return [out / path.name for path in workbooks]


def recalculate_workbooks(workbooks: Sequence[Path], folder: Path) -> dict[str, dict[str, Cells]]:
    """What LibreOffice computes: by the workbook's name and the sheet's title."""
    out = convert_workbooks(workbooks, folder, EVERY_SHEET)
    sheets: dict[str, dict[str, Cells]] = {path.stem: {} for path in workbooks}
    for path in sorted(out.glob("*.csv")):
        name, _, title = path.stem.partition("-")
        with path.open(encoding="utf-8", newline="") as file:
            sheets[name][title] = list(csv.reader(file))
    assert all(sheets.values()), "LibreOffice left workbooks out"
    return sheets


def parse_cell(text: str) -> float:
    """A number as LibreOffice writes it in Vietnamese."""
    return float(text.replace(",", "."))
