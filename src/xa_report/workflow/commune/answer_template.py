"""The answer template: written for colleagues to fill, and imported, all or nothing."""

from dataclasses import replace
from pathlib import Path

from xa_report.definitions.answers import AnswerFile
from xa_report.documents.xlsx.answer_template.reader import read_answer_template
from xa_report.documents.xlsx.answer_template.writer import write_answer_xlsx
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.import_answers import ImportSummary, enter_answers


def import_answer_template(
    commune_file: CommuneFile, assessed_report: AssessedReport, path: Path
) -> ImportSummary:
    """Enter a filled template.

    Raise AnswerError with all faults; nothing is entered then. What the template leaves empty keeps
    the answer that is there: an empty cell never takes anything away.
    """
    filled = read_answer_template(
        path, assessed_report.form, assessed_report.plans, assessed_report.report
    )
    items = assessed_report.items()
    retained = tuple(
        f"{items[ref].label}: tệp để trống, số liệu đã có được giữ nguyên."
        for ref in assessed_report.report.answers
        if ref in filled.asked and ref not in filled.answers and ref in items
    )
    filling = AnswerFile(dict(filled.answers), dict(filled.manual), dict(filled.explanations))
    summary = enter_answers(commune_file, assessed_report, filling, path.name, filled.places)
    return replace(summary, remarks=(*filled.remarks, *retained))


def export_answer_template(assessed_report: AssessedReport, path: Path) -> None:
    """Write the workbook that colleagues fill, with what is known already."""
    write_answer_xlsx(
        assessed_report.form,
        assessed_report.plans,
        assessed_report.report,
        path,
        assessed_report.previous,
    )
