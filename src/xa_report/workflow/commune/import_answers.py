"""Import of answers from a file, all or nothing, and the template to be filled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from xa_report.commune.store import edits
from xa_report.commune.store.edits import FieldEdit
from xa_report.definitions.answers import AnswerFile, read_answer_file
from xa_report.documents.xlsx.answer_template.reader import TemplateAnswers, read_answer_template
from xa_report.documents.xlsx.answer_template.writer import write_answer_xlsx
from xa_report.domain.answer_validation import answer_faults
from xa_report.domain.item import Answer, FilledBy
from xa_report.domain.report import Report
from xa_report.errors import AnswerError, UsageError
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.criterion_inputs import locked_item_message
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.report import UNWRITTEN_REASON


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
    places: Mapping[str, str] = {}
    if suffix == ".toml":
        filling = read_answer_file(path, assessed_report.form, assessed_report.items())
    elif suffix == ".xlsx":
        filled = _read_template(assessed_report, path)
        filling, places = _filling_from_template(filled), filled.places
        remarks = (*filled.remarks, *_retained_answer_remarks(assessed_report, filled))
    else:
        raise UsageError(f"Không nhận được tệp {path.name}; hãy dùng tệp .toml hoặc .xlsx.")
    if faults := list(filling_faults(assessed_report, filling, places)):
        raise AnswerError(f"Chưa nhập gì từ tệp {path.name}, có {len(faults)} chỗ cần sửa:", faults)
    changed = commune_file.store.save_many(
        edits_from_answers(assessed_report, filling), f"nhập từ tệp {path.name}"
    )
    return ImportSummary(commune_file.load(assessed_report.period), len(changed), remarks)


def _read_template(assessed_report: AssessedReport, path: Path) -> TemplateAnswers:
    return read_answer_template(
        path, assessed_report.form, assessed_report.plans, assessed_report.report
    )


def _filling_from_template(filled: TemplateAnswers) -> AnswerFile:
    return AnswerFile(dict(filled.answers), dict(filled.manual), dict(filled.explanations))


def _retained_answer_remarks(
    assessed_report: AssessedReport, filled: TemplateAnswers
) -> Iterator[str]:
    items = assessed_report.items()
    for ref in assessed_report.report.answers:
        if ref in filled.asked and ref not in filled.answers and ref in items:
            yield f"{items[ref].label}: tệp để trống, số liệu đã có được giữ nguyên."


def filling_faults(
    assessed_report: AssessedReport, filling: AnswerFile, places: Mapping[str, str]
) -> Iterator[str]:
    """Yield a sentence for each field that a file must not change so, with its place.

    `places` are those of answers by item id; without one, the item's id stands for it. What the
    report holds already is no change and has no fault.
    """
    items, report = assessed_report.items(), assessed_report.report
    for ref, answer in filling.answers.items():
        if answer == report.answers.get(ref):
            continue
        place = places.get(ref, f"[answers] “{ref}”")
        if not assessed_report.can_answer(ref):
            yield f"{place}: {locked_item_message(assessed_report, items[ref])}"
        else:
            faults = answer_faults(items[ref], _draft_with_reason(answer), FilledBy.COMMUNE)
            yield from (f"{place} ({items[ref].label}): {fault}." for fault in faults)
    texts = {code: text.strip() for code, text in filling.explanations.items()}
    changed = {code: None for code, text in texts.items() if text != _explanation(report, code)}
    changed |= {
        code: None for code, pts in filling.manual.items() if pts != report.manual.get(code)
    }
    for code in changed:
        if not assessed_report.can_change_criterion(code):
            yield (
                f"Tiêu chí {code}: tỉnh không mở lại nên điểm và giải trình phải giữ nguyên như đã"
                " nộp. Hãy sửa trong những tiêu chí được mở, hoặc đề nghị tỉnh mở thêm."
            )


def _explanation(report: Report, code: str) -> str:
    return report.explanations.get(code, "").strip()


def _draft_with_reason(answer: Answer) -> Answer:
    """Return an answer as if its missing reason were written: a finding waits for it."""
    return replace(answer, not_arisen=UNWRITTEN_REASON) if answer.not_arisen == "" else answer


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
