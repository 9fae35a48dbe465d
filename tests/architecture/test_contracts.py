"""The import contracts of pyproject.toml are shown to bite on planted violations."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PLANTED = {
    "commune/store/db.py": "import sqlite3",
    "workflow/commune.py": "from xa_report.commune.store import db\nimport PySide6.QtCore",
    "ui/page.py": "from PySide6 import QtWidgets\nfrom xa_report.workflow import commune",
    "ui/shared/welcome.py": "from xa_report.demo import commune",
    "cli/main.py": "import sqlite_utils, sqlalchemy\nfrom xa_report.demo import commune",
    "cli/shared/demo_summary.py": "from xa_report.demo import commune",
    "demo/commune.py": "",
    "domain/form.py": "import msgspec",
    "assess/score.py": "import openpyxl, reportlab.pdfgen",
    "documents/pdf.py": "from xa_report.commune.store import db\nimport pikepdf",
    "definitions/read.py": "from pyhanko import sign\nfrom lxml import etree",
    "province/register.py": "import sqlalchemy, pyarrow",
    "files.py": "from xa_report.domain import form",
    "strict_zip/directory.py": "import xa_report.files",
    "signing/key.py": "from xa_report.signing import trust",
    "signing/trust.py": "from xa_report.signing import key",
    "extra.py": "",
}
BROKEN = [
    "The data path is layered BROKEN",
    "Siblings form no circles BROKEN",
    "The demonstration loads only for who asks for it BROKEN",
    "Nouns and rules need nothing but Python BROKEN",
    "Qt stays in ui and app BROKEN",
    "SQLite stays in the commune's store BROKEN",
    "PDF drawing stays in documents, signing and package BROKEN",
    "Workbooks stay in documents BROKEN",
    "Parquet stays in the open data BROKEN",
    "pyHanko stays in signing BROKEN",
    "lxml stays in signing and in the custom templates BROKEN",
    "SQLAlchemy stays in province BROKEN",
    "Contracts: 0 kept, 12 broken.",
]
CHAINS = [
    "xa_report.extra",
    "xa_report.documents.pdf -> xa_report.commune.store.db",
    "xa_report.cli.main -> sqlite_utils",
    "xa_report.cli.main -> xa_report.demo.commune",
    "xa_report.workflow.commune -> PySide6",
    "xa_report.domain.form -> msgspec",
    "xa_report.files -> xa_report.domain.form",
    "xa_report.strict_zip.directory -> xa_report.files",
    "No cycles are allowed in xa_report.signing.",
]
ALLOWED = [
    "xa_report.commune.store.db -> sqlite3",
    "xa_report.ui.page -> PySide6",
    "xa_report.ui.shared.welcome -> xa_report.demo",
    "xa_report.cli.shared.demo_summary -> xa_report.demo",
    "xa_report.documents.pdf -> pikepdf",
    "xa_report.province.register -> sqlalchemy",
]


def plant(root: Path) -> None:
    for name, text in PLANTED.items():
        path = root / "src" / "xa_report" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        for folder in path.relative_to(root / "src").parents[:-1]:
            (root / "src" / folder / "__init__.py").touch()


def test_every_contract_bites(tmp_path, pytestconfig):
    plant(tmp_path)
    shutil.copy(pytestconfig.rootpath / "pyproject.toml", tmp_path)
    program = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [program, "--no-cache"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "src"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in [*BROKEN, *CHAINS] if line not in run.stdout] == []
    assert [line for line in ALLOWED if line in run.stdout] == []
