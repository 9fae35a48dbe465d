"""The filled template: all of it checked, then every cell written or none."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles.numbers import is_date_format

from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.cell_text import (
    clean_cell_text,
    cut_to_cell,
    escape_cell_text,
    fits_in_cell,
    safe_cell_text,
)
from xa_report.documents.xlsx.custom_template.row_insertion import repeat_rows
from xa_report.documents.xlsx.custom_template.scan import (
    FillPlan,
    PlaceholderCell,
    TemplatePlaceholder,
    TemplateRow,
    cell_location,
    replace_placeholders,
    scan_template,
)
from xa_report.documents.xlsx.custom_template.unsupported_parts import find_unsupported_parts
from xa_report.documents.xlsx.deterministic_save import repack_workbook
from xa_report.documents.xlsx.sheet_writer import set_cell_text
from xa_report.documents.xlsx.untrusted_workbook import (
    BROKEN_WORKBOOK_ERRORS,
    open_untrusted_workbook,
    refuse_unusable_workbook,
)
from xa_report.domain.workbook_values import (
    EMPTY_VALUE,
    CommuneValues,
    FillValue,
    FillValues,
    ProvinceValues,
)
from xa_report.errors import AnswerError

# In quotes, after \ or _ and in brackets a % does not multiply.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
_LONG_NUMBER_FORMAT = "#,##0.00##"
"""For 96.4730290… in a cell without a format of its own."""
_FIRST_YEAR = 1900
"""First year of the spreadsheet calendar."""


def fill_placeholder_cell(
    placeholder_cell: PlaceholderCell, values: FillValues, further: FillValues | None = None
) -> Iterator[str]:
    """Fill a cell with placeholders; yield a sentence for what is cut or changes its look.

    In a row of a commune `values` are the commune's, `further` the province's: those win for
    placeholders without `#`.
    """

    def value_of(placeholder: TemplatePlaceholder) -> FillValue:
        if further is not None and not placeholder.repeats and placeholder.name in further:
            return further[placeholder.name]
        return values[placeholder.name]

    cell = placeholder_cell.cell
    if isinstance(cell.value, CellRichText):
        yield f"{cell_location(cell)}: chữ nhiều kiểu trong một ô được ghi theo kiểu của cả ô."
    if placeholder_cell.only_placeholder is not None:
        yield from fill_cell(cell, value_of(placeholder_cell.only_placeholder))
        return
    shown = {
        placeholder: value_of(placeholder).text for placeholder in placeholder_cell.placeholders
    }
    text = replace_placeholders(
        placeholder_cell.text,
        {
            placeholder: escape_cell_text(clean_cell_text(part))
            for placeholder, part in shown.items()
        },
    )
    if not fits_in_cell(text):
        yield _cut_warning(cell, text)
        text = cut_to_cell(text)
    set_cell_text(cell, text)


def fill_cell(cell: Cell, fill_value: FillValue) -> Iterator[str]:
    """Write one value into a cell; yield a sentence when a text had to be cut."""
    value = fill_value.value
    if isinstance(value, Fraction):
        share = fill_value.percent and is_percent_format(cell.number_format)
        cell.value = _as_cell_number(value / 100 if share else value)
        # A format that the template chose is kept.
        if cell.number_format == "General" and (value * 100).denominator != 1:
            cell.number_format = _LONG_NUMBER_FORMAT
    elif isinstance(value, date) and value.year >= _FIRST_YEAR:
        shape = cell.number_format
        cell.value = value
        cell.number_format = shape if is_date_format(shape) else cell_styles.DATE_FORMAT
    elif value is None or not fill_value.text:
        cell.value = None
    else:
        if not fits_in_cell(fill_value.text):
            yield _cut_warning(cell, fill_value.text)
        set_cell_text(cell, safe_cell_text(fill_value.text))


def is_percent_format(shape: str) -> bool:
    """Return whether a number format multiplies by a hundred; a quoted `%` does not."""
    return "%" in _LITERAL.sub("", shape)


def _as_cell_number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def _cut_warning(cell: Cell, text: str) -> str:
    length = f"văn bản dài {len(text)} ký tự"
    return f"{cell_location(cell)}: {length}, ô chỉ chứa được một phần nên đã cắt."


@dataclass(frozen=True, slots=True)
class FilledWorkbook:
    """A filled workbook."""

    content: bytes
    warnings: tuple[str, ...] = ()
    """A sentence for each part that was lost and each text that was cut."""
    cells: int = 0
    """Number of filled cells."""


def fill_template(
    template: bytes,
    values: CommuneValues | ProvinceValues,
    name: str = "mẫu",
    moment: datetime | None = None,
) -> FilledWorkbook:
    """Fill a template `.xlsx`; raise AnswerError with all faults, each by sheet and cell.

    `name` is the file's name in messages; `moment` the time stamp of the result, now when None.
    """
    refuse_unusable_workbook(name, template)
    lost = find_unsupported_parts(template)
    workbook = open_untrusted_workbook(name, template, rich_text=True)
    plan = scan_template(workbook, values)
    if plan.faults:
        raise AnswerError(f"Mẫu {name} có {len(plan.faults)} lỗi, chưa ghi tệp nào:", plan.faults)
    if not (plan.single or plan.repeated or plan.named):
        raise AnswerError(
            f"Mẫu {name} không có ô nào để điền; hãy ghi {{{{tên}}}} vào các ô cần điền."
        )
    warnings = [*lost, *plan.formula_notes, *_fill_single(plan, values.values)]
    filled = len(plan.single) + len(plan.named)
    if isinstance(values, ProvinceValues):
        warnings += _fill_rows(workbook, plan, values)
        filled += len(plan.repeated) * max(len(values.rows), 1)
    return FilledWorkbook(
        _save_filled(workbook, moment or datetime.now(UTC)), tuple(warnings), filled
    )


def _fill_single(plan: FillPlan, values: FillValues) -> Iterator[str]:
    for placeholder_cell in plan.single:
        yield from fill_placeholder_cell(placeholder_cell, values)
    for name, cell in plan.named:
        yield from fill_cell(cell, values[name])


def _fill_rows(workbook: Workbook, plan: FillPlan, values: ProvinceValues) -> Iterator[str]:
    """Fill the repeated rows; without communes the row stays, empty."""
    texts: dict[TemplateRow, dict[int, str]] = defaultdict(dict)
    for source in plan.repeated:
        texts[source.row][source.cell.column] = source.text
    rows = values.rows or (dict.fromkeys(values.names, EMPTY_VALUE),)
    for at, block in repeat_rows(workbook, texts, len(rows)).items():
        for number, cells in block.copies():
            for column, text in texts[at].items():
                yield from fill_placeholder_cell(
                    PlaceholderCell(cells[column], text), rows[number], values.values
                )


def _save_filled(workbook: Workbook, moment: datetime) -> bytes:
    # A template .xltx would be written as a template again, with another content type.
    workbook.template = False
    # openpyxl keeps no results of formulas: the office suite has to compute them when it opens.
    workbook.calculation.fullCalcOnLoad = True
    draft = io.BytesIO()
    try:
        workbook.save(draft)
    except BROKEN_WORKBOOK_ERRORS as error:
        raise AnswerError(
            "Mẫu có phần mà chương trình không ghi lại được; hãy mở bằng LibreOffice hoặc Excel,"
            " lưu lại dạng .xlsx rồi điền lại."
        ) from error
    return repack_workbook(
        draft.getvalue(), moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    )
