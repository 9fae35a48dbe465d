"""Import of answers from a file, all or nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from xa_report.commune.store import edits
from xa_report.commune.store.edits import FieldEdit
from xa_report.definitions.answers import AnswerFile, read_answer_file
from xa_report.domain.answer_validation import answer_faults
from xa_report.domain.item import Answer, FilledBy
from xa_report.domain.report import Report
from xa_report.errors import AnswerError
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.criterion_inputs import locked_item_message
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.report import UNWRITTEN_REASON

NO_PLACES: Mapping[str, str] = {}


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
    commune_file: CommuneFile,
    assessed_report: AssessedReport,
    filling: AnswerFile,
    source: str,
    places: Mapping[str, str] = NO_PLACES,
) -> ImportSummary:
    """Save all answers in one transaction; the log calls their file `source`.

    Raise AnswerError with all faults; nothing is entered then. For `places` see `filling_faults`.
    """
    if faults := list(filling_faults(assessed_report, filling, places)):
        raise AnswerError(f"Chưa nhập gì từ tệp {source}, có {len(faults)} chỗ cần sửa:", faults)
    # One step, so that one undo takes the whole file back.
    changed = commune_file.store.save_many(
        edits_from_answers(assessed_report, filling), f"nhập từ tệp {source}"
    )
    return ImportSummary(commune_file.load(assessed_report.period), len(changed))


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
