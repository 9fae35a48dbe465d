"""LibreOffice as the judge of workbooks: it recalculates every formula, whatever is stored."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook

from tests.oracles import oracle

# 0 = always: without it a stored result would be believed, and the proof would be none.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
  xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop></item>
</oor:items>
"""


def resave(workbooks: Sequence[Path], folder: Path, locale: str = "vi-VN") -> list[Path]:
    """Open, recalculate and save workbooks in one start of LibreOffice; the copies come back."""
    program = oracle("soffice")
    profile, out = folder / "profile", folder / "recalculated"
    user = profile / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS.format(locale=locale), "utf-8")
    command = [
        str(program), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out),
        *map(str, workbooks),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    copies = [out / path.name for path in workbooks]
    lost = [copy.name for copy in copies if not copy.is_file()]
    assert not lost, f"LibreOffice saved nothing for {lost}: {done.stdout}{done.stderr}"
    return copies


def recalculated(workbooks: Sequence[Path], folder: Path) -> list[Workbook]:
    """The workbooks with the values that LibreOffice computed."""
    return [load_workbook(path, data_only=True) for path in resave(workbooks, folder)]
