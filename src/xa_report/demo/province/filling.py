"""Fills the file of one made-up commune: answers, documents, and a reason wherever one is due."""

from pathlib import Path

from xa_report.commune.store import edits
from xa_report.commune.store.edits import FieldEdit
from xa_report.demo.documents import document_of, write_documents
from xa_report.demo.province.answers import filling_of
from xa_report.demo.province.cast import Player
from xa_report.demo.province.reasons import BY_CRITERION, PLAIN
from xa_report.demo.province.telling import retold
from xa_report.domain.finding import Finding
from xa_report.domain.period import Period
from xa_report.workflow.commune import report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.import_answers import edits_from_answers

YEAR = Period(2026)


def fill(commune: CommuneFile, player: Player, documents: Path) -> AssessedReport:
    """Fill the year, so that it can be submitted."""
    work = report.start_report(commune, YEAR)
    commune.store.save_many(edits_from_answers(work, filling_of(player, work)), "số liệu năm")
    _attach(commune, documents, player)
    return explain(commune, player, commune.load(YEAR))


def _attach(commune: CommuneFile, folder: Path, player: Player) -> None:
    changes: list[FieldEdit] = []
    for path, entry in write_documents(folder, retold(player.unit)):
        sha256 = commune.store.add_file(path).sha256
        changes.append(edits.document_edit(YEAR, sha256, document_of(entry)))
        codes = entry["criteria"] if isinstance(entry["criteria"], list) else []
        page = str(entry["page"])
        changes += [edits.evidence_edit(YEAR, str(code), sha256, page) for code in codes]
    commune.store.save_many(changes, "đính kèm tài liệu kiểm chứng")


def explain(commune: CommuneFile, player: Player, work: AssessedReport) -> AssessedReport:
    """Give every open warning its reason; answering one may bring up no other."""
    tell = retold(player.unit)
    open_ones = [found for found in work.assessment.findings if found.open]
    changes = [_answered(work, found, tell(_reason(found))) for found in open_ones]
    if changes:
        commune.store.save_many(changes, "nêu lý do của các cảnh báo")
    return commune.load(work.period)


def _reason(found: Finding) -> str:
    return BY_CRITERION.get(found.place.criterion, PLAIN)


def _answered(work: AssessedReport, found: Finding, text: str) -> FieldEdit:
    if found.place.kind == "criterion":
        return edits.explanation_edit(work.period, found.place.criterion, text)
    return edits.reason_edit(work.period, found.key, text)
