"""The filled template: all of it checked, then every cell written or none."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900, to_excel

from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.cell_text import (
    clean_cell_text,
    cut_to_cell,
    escape_cell_text,
    fits_in_cell,
    looks_like_formula,
    safe_cell_text,
)
from xa_report.documents.xlsx.custom_template.number_styles import GENERAL
from xa_report.documents.xlsx.custom_template.row_insertion import RepeatedRows, repeat_rows
from xa_report.documents.xlsx.custom_template.scan import (
    FillPlan,
    PlaceholderCell,
    TemplatePlaceholder,
    TemplateRow,
    replace_placeholders,
    scan_template,
)
from xa_report.documents.xlsx.custom_template.stale_results import remove_stale_results
from xa_report.documents.xlsx.custom_template.template_package import TemplatePackage
from xa_report.documents.xlsx.custom_template.template_sheet import TemplateCell
from xa_report.documents.xlsx.custom_template.template_workbook import TemplateWorkbook
from xa_report.documents.xlsx.custom_template.unsupported_parts import find_unsupported_parts
from xa_report.documents.xlsx.untrusted_workbook import (
    BROKEN_WORKBOOK_ERRORS,
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


@dataclass(frozen=True, slots=True)
class FilledWorkbook:
    """A filled workbook."""

    content: bytes
    warnings: tuple[str, ...] = ()
    """A sentence for each part that was lost and each text that was cut."""
    cells: int = 0
    """Number of filled cells."""


class TemplateFiller:
    """Writer of values into the cells of a template."""

    def __init__(self, workbook: TemplateWorkbook) -> None:
        self._workbook = workbook
        self._styles = workbook.styles
        self._first_year = workbook.epoch.year + (workbook.epoch == CALENDAR_WINDOWS_1900)

    def fill_placeholders(
        self,
        placeholder_cell: PlaceholderCell,
        values: FillValues,
        further: FillValues | None = None,
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
        if placeholder_cell.rich:
            yield f"{cell.location}: chữ nhiều kiểu trong một ô được ghi theo kiểu của cả ô."
        if placeholder_cell.only_placeholder is not None:
            yield from self.fill_cell(cell, value_of(placeholder_cell.only_placeholder))
            return
        text = replace_placeholders(
            placeholder_cell.text,
            {
                placeholder: escape_cell_text(clean_cell_text(value_of(placeholder).text))
                for placeholder in placeholder_cell.placeholders
            },
        )
        if not fits_in_cell(text):
            yield _cut_warning(cell, text)
            text = cut_to_cell(text)
        self._write_text(cell, text)

    def fill_cell(self, cell: TemplateCell, fill_value: FillValue) -> Iterator[str]:
        """Write one value into a cell; yield a sentence when a text had to be cut."""
        value = fill_value.value
        if isinstance(value, Fraction):
            self._write_number(cell, value, fill_value.percent)
        elif isinstance(value, date) and self._can_hold(value):
            self._write_date(cell, value)
        elif value is None or not fill_value.text:
            cell.clear()
        else:
            if not fits_in_cell(fill_value.text):
                yield _cut_warning(cell, fill_value.text)
            self._write_text(cell, safe_cell_text(fill_value.text))

    def _can_hold(self, value: date) -> bool:
        """Return whether a cell shows a date as such; else it is written as a text."""
        return value.year >= self._first_year and self._styles.has_formats

    def _write_number(self, cell: TemplateCell, value: Fraction, percent: bool) -> None:
        code = self._styles.number_format(cell.style)
        share = percent and is_percent_format(code)
        cell.set_number(_as_cell_number(value / 100 if share else value))
        # A format that the template chose is kept.
        if code == GENERAL and (value * 100).denominator != 1:
            cell.set_style(self._styles.with_number_format(cell.style, _LONG_NUMBER_FORMAT))

    def _write_date(self, cell: TemplateCell, value: date) -> None:
        cell.set_number(to_excel(value, self._workbook.epoch))
        if not is_date_format(self._styles.number_format(cell.style)):
            cell.set_style(self._styles.with_number_format(cell.style, cell_styles.DATE_FORMAT))

    def _write_text(self, cell: TemplateCell, text: str) -> None:
        cell.set_text(text)
        if looks_like_formula(text):
            # Else the text becomes a formula as soon as somebody edits the cell in Excel.
            cell.set_style(self._styles.with_quote_prefix(cell.style))


def is_percent_format(shape: str) -> bool:
    """Return whether a number format multiplies by a hundred; a quoted `%` does not."""
    return "%" in _LITERAL.sub("", shape)


def _as_cell_number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def _cut_warning(cell: TemplateCell, text: str) -> str:
    length = f"văn bản dài {len(text)} ký tự"
    return f"{cell.location}: {length}, ô chỉ chứa được một phần nên đã cắt."


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
    try:
        workbook = TemplateWorkbook(name, TemplatePackage(template))
        plan = scan_template(workbook, values)
        if plan.faults:
            raise AnswerError(
                f"Mẫu {name} có {len(plan.faults)} lỗi, chưa ghi tệp nào:", plan.faults
            )
        if not (plan.single or plan.repeated or plan.named):
            raise AnswerError(
                f"Mẫu {name} không có ô nào để điền; hãy ghi {{{{tên}}}} vào các ô cần điền."
            )
        warnings = (*lost, *plan.formula_notes, *_fill_plan(workbook, plan, values))
        content = _pack_filled(workbook, moment or datetime.now(UTC))
    except BROKEN_WORKBOOK_ERRORS as error:
        raise AnswerError(
            f"Tệp {name} bị hỏng nên không đọc được; hãy mở bằng LibreOffice hoặc Excel,"
            " lưu lại dạng .xlsx rồi thử lại."
        ) from error
    filled = len(plan.single) + len(plan.named)
    if isinstance(values, ProvinceValues):
        filled += len(plan.repeated) * max(len(values.rows), 1)
    return FilledWorkbook(content, warnings, filled)


def _fill_plan(
    workbook: TemplateWorkbook, plan: FillPlan, values: CommuneValues | ProvinceValues
) -> Iterator[str]:
    filler = TemplateFiller(workbook)
    filled = [cell.cell.element for cell in plan.single] + [cell.element for _, cell in plan.named]
    for placeholder_cell in plan.single:
        yield from filler.fill_placeholders(placeholder_cell, values.values)
    for name, cell in plan.named:
        yield from filler.fill_cell(cell, values.values[name])
    if isinstance(values, ProvinceValues):
        for block, sources in _repeated_blocks(workbook, plan, values):
            filled += block.cells()
            yield from _fill_rows(block, sources, values, filler)
    remove_stale_results(workbook, filled)


def _repeated_blocks(
    workbook: TemplateWorkbook, plan: FillPlan, values: ProvinceValues
) -> Iterator[tuple[RepeatedRows, dict[int, PlaceholderCell]]]:
    """Repeat the rows; yield each block with what its columns ask for."""
    sources: dict[TemplateRow, dict[int, PlaceholderCell]] = defaultdict(dict)
    for source in plan.repeated:
        sources[source.row][source.cell.column] = source
    for at, block in repeat_rows(workbook, sources, max(len(values.rows), 1)).items():
        yield block, sources[at]


def _fill_rows(
    block: RepeatedRows,
    sources: dict[int, PlaceholderCell],
    values: ProvinceValues,
    filler: TemplateFiller,
) -> Iterator[str]:
    """Fill the repeated rows; without communes the row stays, empty."""
    rows = values.rows or (dict.fromkeys(values.names, EMPTY_VALUE),)
    for number, cells in block.copies():
        for column, source in sources.items():
            asked = PlaceholderCell(cells[column], source.text, source.rich)
            yield from filler.fill_placeholders(asked, rows[number], values.values)


def _pack_filled(workbook: TemplateWorkbook, moment: datetime) -> bytes:
    workbook.call_workbook()
    # A signature is of the template's bytes.
    workbook.package.remove_targets("", "origin")
    workbook.compute_on_load()
    return workbook.package.pack(moment.astimezone(UTC).replace(tzinfo=None, microsecond=0))
