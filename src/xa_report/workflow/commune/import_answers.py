"""Import of answers from a file, all or nothing."""

from dataclasses import dataclass
from pathlib import Path

from xa_report.commune.store import edits
from xa_report.commune.store.edits import FieldEdit
from xa_report.definitions.answers import AnswerFile, read_answer_file
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


def import_answer_file(
    commune_file: CommuneFile, assessed_report: AssessedReport, path: Path
) -> ImportSummary:
    """Enter a `.toml` of answers; raise AnswerError with all faults, nothing is entered then."""
    filling = read_answer_file(path, assessed_report.form, assessed_report.items())
    return enter_answers(commune_file, assessed_report, filling, path.name)


def enter_answers(
    commune_file: CommuneFile, assessed_report: AssessedReport, filling: AnswerFile, source: str
) -> ImportSummary:
    """Save all answers in one transaction; the log calls their file `source`."""
    # One step, so that one undo takes the whole file back.
    changed = commune_file.store.save_many(
        edits_from_answers(assessed_report, filling), f"nhập từ tệp {source}"
    )
    return ImportSummary(commune_file.load(assessed_report.period), len(changed))


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
