"""Fills a report from a file: all of it or, with all faults named, nothing."""

from pathlib import Path

from xa_report.definitions.answers import Filling, read_filling
from xa_report.errors import UsageError
from xa_report.store import field_edits as edits
from xa_report.store.edit import Edit
from xa_report.workflow.work import Commune, Work


def fill(commune: Commune, work: Work, path: Path) -> tuple[Work, int]:
    """Enter a `.toml` of answers or a filled template `.xlsx`; return how many fields changed.

    Raise AnswerError with all faults; nothing is entered then.
    """
    suffix = path.suffix.lower()
    if suffix == ".toml":
        filling = read_filling(path, work.form, work.items())
    elif suffix == ".xlsx":
        from xa_report.export.workbook.template_reading import read_template

        filled = read_template(path, work.form, work.plans, work.report)
        filling = Filling(dict(filled.answers), dict(filled.manual), dict(filled.explanations))
    else:
        raise UsageError(f"Không nhận được tệp {path.name}; hãy dùng tệp .toml hoặc .xlsx.")
    changed = commune.store.save_many(edits_of(work, filling), f"nhập từ tệp {path.name}")
    return commune.load(work.period), len(changed)


def edits_of(work: Work, filling: Filling) -> list[Edit]:
    """What a filling changes, as edits of the period."""
    period, items = work.period, work.items()
    return [
        *(edits.answer_edit(period, items[ref], given) for ref, given in filling.answers.items()),
        *(edits.manual_edit(period, code, points) for code, points in filling.manual.items()),
        *(edits.explanation_edit(period, code, t) for code, t in filling.explanations.items()),
        *(edits.reason_edit(period, key, text) for key, text in filling.reasons.items()),
        *(edits.letterhead_edit(period, name, v) for name, v in filling.letterhead.items()),
    ]


def write_template(work: Work, path: Path) -> None:
    """Write the workbook that colleagues fill, with what is known already."""
    from xa_report.export.workbook.template_writing import write_template as write

    write(work.form, work.plans, work.report, path, work.previous)
