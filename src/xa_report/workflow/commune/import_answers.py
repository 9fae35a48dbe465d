"""Import of answers from a file, all or nothing, and the template to be filled."""

from dataclasses import dataclass
from pathlib import Path

from xa_report.commune.store import edits
from xa_report.commune.store.edits import FieldEdit
from xa_report.definitions.answers import AnswerFile, read_answer_file
from xa_report.documents.xlsx.answer_template.reader import read_answer_template
from xa_report.documents.xlsx.answer_template.writer import write_answer_xlsx
from xa_report.errors import UsageError
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """Result of an import of answers."""

    work: AssessedReport
    changed: int
    """Number of fields whose value is another than before."""
    remarks: tuple[str, ...] = ()
    """Sentences about answers that were valid but not taken over."""


def import_answers(
    commune_file: CommuneFile, assessed_report: AssessedReport, path: Path
) -> ImportSummary:
    """Enter a `.toml` of answers or a filled template `.xlsx`.

    Raise AnswerError with all faults; nothing is entered then. What a template leaves empty keeps
    the answer that is there: an empty cell never takes anything away.
    """
    suffix = path.suffix.lower()
    remarks: tuple[str, ...] = ()
    if suffix == ".toml":
        filling = read_answer_file(path, assessed_report.form, assessed_report.items())
    elif suffix == ".xlsx":
        filling, remarks = _read_template(assessed_report, path)
    else:
        raise UsageError(f"Không nhận được tệp {path.name}; hãy dùng tệp .toml hoặc .xlsx.")
    # One step, so that one undo takes the whole file back.
    changed = commune_file.store.save_many(
        edits_from_answers(assessed_report, filling), f"nhập từ tệp {path.name}"
    )
    return ImportSummary(commune_file.load(assessed_report.period), len(changed), remarks)


def _read_template(
    assessed_report: AssessedReport, path: Path
) -> tuple[AnswerFile, tuple[str, ...]]:
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
    return filling, (*filled.remarks, *retained)


def edits_from_answers(assessed_report: AssessedReport, filling: AnswerFile) -> list[FieldEdit]:
    """Return an edit of the period for every field of an answer file, changed or not."""
    period, items = assessed_report.period, assessed_report.items()
    return [
        *(edits.answer_edit(period, items[ref], given) for ref, given in filling.answers.items()),
        *(edits.manual_edit(period, code, points) for code, points in filling.manual.items()),
        *(edits.explanation_edit(period, code, t) for code, t in filling.explanations.items()),
        *(edits.reason_edit(period, key, text) for key, text in filling.reasons.items()),
        *(edits.letterhead_edit(period, name, v) for name, v in filling.letterhead.items()),
    ]


def export_answer_template(assessed_report: AssessedReport, path: Path) -> None:
    """Write the workbook that colleagues fill, with what is known already."""
    write_answer_xlsx(
        assessed_report.form,
        assessed_report.plans,
        assessed_report.report,
        path,
        assessed_report.previous,
    )
