"""Reading the template that colleagues filled: all answers, or all faults at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from xa_report.domain.form import Form
from xa_report.domain.item import Answer
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.errors import AnswerError
from xa_report.export.workbook import template_layout as layout
from xa_report.export.workbook.template_answers import AnswerReader
from xa_report.export.workbook.template_identity import identity_of
from xa_report.export.workbook.template_inputs import CellFault, points_of
from xa_report.export.workbook.template_opening import open_template
from xa_report.export.workbook.template_rows import page_of


@dataclass(frozen=True, slots=True)
class Filled:
    """What a template says; what it asks for and does not name here was left empty."""

    answers: Mapping[str, Answer]
    manual: Mapping[str, Decimal]
    """Typed points by criterion code."""
    explanations: Mapping[str, str]
    """By criterion code."""
    asked: frozenset[str]
    """Ids of all items that the template has rows for."""
    remarks: tuple[str, ...] = ()
    """Notes and dates beside an empty value: they were not taken."""


def read_template(path: Path, form: Form, plans: Sequence[Plan], report: Report) -> Filled:
    """Read a filled template; raise AnswerError with every fault, each with sheet and cell."""
    book = open_template(path, identity_of(form, plans, report))
    items = layout.asked_items(form, plans, report)
    faults: list[CellFault] = []
    answers: dict[str, Answer] = {}
    remarks: tuple[str, ...] = ()
    page = page_of(book, layout.FIGURES, faults)
    if page is not None:
        reader = AnswerReader(book, page)
        answers = reader.read(items)
        remarks = tuple(reader.remarks)
    manual, explanations = _points(book, form, faults)
    if faults:
        raise AnswerError(
            f"Chưa nhận số liệu nào từ tệp {path.name}, có {len(faults)} chỗ cần sửa:", faults
        )
    return Filled(answers, manual, explanations, frozenset(items), remarks)


def _points(
    book: Workbook, form: Form, faults: list[CellFault]
) -> tuple[dict[str, Decimal], dict[str, str]]:
    manual: dict[str, Decimal] = {}
    explanations: dict[str, str] = {}
    page = page_of(book, layout.POINTS, faults)
    if page is None:
        return manual, explanations
    criteria = {criterion.code: criterion for criterion in layout.explained_criteria(form)}
    for code, row in page.rows(criteria).items():
        if layout.scored_by_hand(criteria[code]):
            points = page.read(f"{layout.TYPED}{row}", points_of)
            if points is not None:
                manual[code] = points
        text = page.text(f"{layout.EXPLAINED}{row}")
        if text:
            explanations[code] = text
    return manual, explanations
