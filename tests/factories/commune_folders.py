"""Folder of one commune: its file with a complete report, keys and a folder of trust."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from xa_report.commune.store import edits
from xa_report.definitions.answers import AnswerFile
from xa_report.definitions.reader import read_form, read_plan
from xa_report.demo.keys import create_commune_keys
from xa_report.domain.dates import VIETNAM
from xa_report.domain.item import Answer, ExternalScore
from xa_report.domain.period import Period
from xa_report.paths import forms_dir
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.import_answers import edits_from_answers
from xa_report.workflow.shared import definitions

YEAR = Period(2026)
SIGNED_AT = datetime(2026, 12, 14, 8, 30, tzinfo=VIETNAM)


@dataclass(frozen=True)
class CommuneFolder:
    """Where everything lies."""

    folder: Path
    db: Path
    trust: Path
    package: Path | None = None


def create_complete_commune(folder: Path) -> CommuneFolder:
    """A commune's file that may be submitted, and keys; nothing is signed yet."""
    db = folder / "xa.xadb"
    unit = definitions.load_unit_list().commune("25525")
    form = read_form(forms_dir() / "chi-so-766.toml")
    plan = read_plan(forms_dir() / "plans" / "tay-ninh-2021-2030.toml")
    proof = folder / "bằng chứng.pdf"
    proof.write_bytes(b"%PDF-1.7 made up for a test\n" + b"x" * 5000)
    with database_file.create_commune_file(db, unit, [form], [plan]) as commune:
        work = report.start_report(commune, YEAR)
        scored = ExternalScore(Decimal("87.5"), "Cổng Dịch vụ công quốc gia", SIGNED_AT.date())
        filling = AnswerFile(answers={ref: Answer(scored) for ref in form.items})
        commune.store.save_many(edits_from_answers(work, filling), "thử")
        sha256 = commune.store.add_file(proof).sha256
        codes = [c.code for c in form.leaves()]
        changes = [edits.evidence_edit(YEAR, code, sha256, "tr. 1") for code in codes]
        commune.store.save_many(changes, "thử")
        trust = create_commune_keys(folder / "khoa", commune, SIGNED_AT)
    return CommuneFolder(folder, db, trust)
