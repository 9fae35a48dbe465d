"""Table of survey results of many communes: export and import."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection

from xa_report.documents.xlsx.answer_template.cells import plain_content
from xa_report.documents.xlsx.appraisal import survey
from xa_report.domain.item import Answer, ExternalScore, Item
from xa_report.domain.number_text import ValueFaultError
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey, CaseState
from xa_report.domain.text import fold_signs
from xa_report.domain.unit import Unit, normalize_unit_name
from xa_report.errors import AnswerError, UsageError
from xa_report.province.appraisal.entry_validation import points_faults
from xa_report.province.appraisal.province_values import (
    ProvinceInputs,
    required_inputs_of_unit,
    set_province_values,
)
from xa_report.province.database import appraisal, cases
from xa_report.province.database.appraisal import ProvinceValue
from xa_report.province.database.units import active_units
from xa_report.province.register import Register


def export_survey_table(register: Register, period: Period, target: Path) -> int:
    """Write a table with a row for each commune; return the number of its figures.

    Raise UsageError when no form asks the province for any.
    """
    units = active_units(register.unit_entries())
    with register.database.read() as connection:
        items: dict[str, Item] = {}
        for unit in units:
            items |= _survey_columns(
                required_inputs_of_unit(register, connection, unit.code, period)
            )
        if not items:
            raise UsageError(f"Bộ tiêu chí của {period.label} không có số liệu nào do tỉnh chấm.")
        stored = appraisal.province_values_of_period(connection, period)
    contents = {
        unit: {
            ref: plain_content(figure.value.value, items[ref])
            for ref, figure in figures.items()
            if ref in items and figure.value is not None
        }
        for unit, figures in stored.items()
    }
    survey.write_survey_xlsx(units, list(items.values()), contents, period, target)
    return len(items)


def _survey_columns(province_inputs: ProvinceInputs) -> dict[str, Item]:
    """Return the items of the province by id, then the criteria that it scores without an item."""
    bare = [
        criterion.code
        for criterion in province_inputs.form.leaves()
        if criterion.survey and not criterion.references()
    ]
    refs = (*province_inputs.items, *bare)
    return {ref: item for ref in refs if (item := province_inputs.item(ref)) is not None}


CODE_DIGITS = 5
"""Digits of a commune's code."""


@dataclass(frozen=True, slots=True)
class SurveyImportSummary:
    """Result of an import of survey results."""

    changed: int
    """Figures that are new or another than before."""
    remarks: tuple[str, ...]
    """Sentences about cells and sheets that were not read."""


def import_survey_table(register: Register, period: Period, path: Path) -> SurveyImportSummary:
    """Import a filled table, all or nothing.

    Raise AnswerError with every fault, each with its cell.
    """
    table = survey.read_survey_table(path)
    reader = _SurveyReader(register, period, table, list(table.faults))
    with register.database.read() as connection:
        values = list(reader.read(connection))
    if reader.faults:
        count = len(reader.faults)
        raise AnswerError(
            f"Chưa nhận gì từ tệp {table.name}, có {count} chỗ cần sửa:", reader.faults
        )
    changed = set_province_values(register, period, values)
    return SurveyImportSummary(changed, (*table.remarks, *reader.remarks))


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell by the letter of its column and the number of its row, as the table shows them."""

    letter: str
    row: int


@dataclass(slots=True)
class _SurveyReader:
    """Reader of a table that collects all faults, each with its cell."""

    register: Register
    period: Period
    table: survey.SurveyTable
    faults: list[str]
    units: dict[str, Unit] = field(default_factory=dict)
    rows_by_code: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def read(self, connection: Connection) -> Iterator[ProvinceValue]:
        """Yield the figures of the table; an empty cell leaves what is stored."""
        self.units = {unit.code: unit for unit in active_units(self.register.unit_entries())}
        code_column, figure_columns = self._key_columns()
        for row, cells in self.table.rows.items():
            code = self._known_code(cells.get(code_column, "") if code_column else "")
            figures = {letter: cells[letter] for letter in figure_columns if letter in cells}
            self._remark_unread_cells(row, cells)
            self._check_unit_names(code, row, cells)
            if not code and not self._has_figures(row, figures):
                continue
            if not self._is_known_unit(connection, code, _Cell(code_column, row)):
                continue
            inputs = required_inputs_of_unit(self.register, connection, code, self.period)
            for letter in figures:
                value = self._read_figure(inputs, code, _Cell(letter, row))
                if value is not None:
                    yield value

    def _known_code(self, code: str) -> str:
        """Return the code of a row, with the leading zeros that a spreadsheet took away."""
        padded = code.zfill(CODE_DIGITS)
        return (
            padded if code.isdigit() and code not in self.units and padded in self.units else code
        )

    def _has_figures(self, row: int, figures: Mapping[str, str]) -> bool:
        """Return whether a row without a code holds figures all the same.

        Below the heads the exported table explains its columns in texts.
        """
        if row != survey.HEAD_ROW + 1:
            return bool(figures)
        return any(self.table.is_number(letter, row) for letter in figures)

    def _remark_unread_cells(self, row: int, cells: Mapping[str, str]) -> None:
        for letter, text in cells.items():
            if letter not in self.table.heads:
                place = self.table.at(letter, row)
                self.remarks.append(f"{place}: “{text}” ở cột không có tiêu đề nên không được đọc.")

    def _add_fault(self, cell: _Cell, message: str) -> None:
        self.faults.append(f"{self.table.at(cell.letter, cell.row)}: {message}")

    def _check_unit_names(self, code: str, row: int, cells: Mapping[str, str]) -> None:
        """Add a fault where a code stands beside another commune's name.

        It happens when somebody sorts one column alone; then all figures would go to wrong units.
        """
        for letter in self._unit_name_columns():
            named = normalize_unit_name(cells.get(letter, ""))
            owners = [
                owner
                for owner, unit in self.units.items()
                if normalize_unit_name(unit.name) == named
            ]
            if code in self.units and owners and code not in owners:
                message = f"“{cells[letter]}” có mã {', '.join(owners)}, không phải {code}."
                self._add_fault(_Cell(letter, row), message)

    def _unit_name_columns(self) -> list[str]:
        return self.table.columns(survey.NAME_HEADS)

    def _key_columns(self) -> tuple[str, list[str]]:
        """Return the column of unit codes, "" when it is not clear, and those of figures."""
        heads = self.table.heads
        codes = self.table.columns(survey.UNIT_HEADS)
        for letter, head in heads.items():
            first = next(at for at, other in heads.items() if fold_signs(other) == fold_signs(head))
            if first != letter and letter not in codes:
                message = f"cột “{head}” đã có ở cột {first}; hãy giữ lại một cột."
                self._add_fault(_Cell(letter, survey.HEAD_ROW), message)
        if len(codes) != 1:
            self._add_fault(_Cell("A", 1), f"dòng đầu cần đúng một cột “{survey.UNIT_HEAD}”.")
            return "", []
        others = {codes[0], *self._unit_name_columns()}
        return codes[0], [letter for letter in heads if letter not in others]

    def _is_known_unit(self, connection: Connection, code: str, cell: _Cell) -> bool:
        if not cell.letter:
            return False
        if code not in self.units:
            self._add_fault(cell, f"tỉnh không có đơn vị mã “{code}”.")
        elif code in self.rows_by_code:
            self._add_fault(cell, f"đơn vị {code} đã có ở dòng {self.rows_by_code[code]}.")
        else:
            self.rows_by_code[code] = cell.row
            case = cases.find_case(connection, CaseKey(code, self.period))
            if case is None or case.state is not CaseState.CLOSED:
                return True
            self._add_fault(cell, f"{self.units[code].name} đã chốt điểm; hãy mở lại trước.")
        return False

    def _read_figure(
        self, province_inputs: ProvinceInputs, code: str, cell: _Cell
    ) -> ProvinceValue | None:
        ref = fold_signs(self.table.heads[cell.letter])
        item = province_inputs.item(ref)
        if item is None:
            message = f"“{ref}” không phải số liệu tỉnh chấm của {self.units[code].name}."
            self._add_fault(cell, message)
            return None
        try:
            value = self.table.read_value(cell.letter, cell.row, item)
        except ValueFaultError as error:
            self._add_fault(cell, f"{error}.")
            return None
        if value is None:
            return None
        for message in self._limit_faults(province_inputs, ref, value):
            self._add_fault(cell, message)
            return None
        return ProvinceValue(code, self.period, ref, Answer(value))

    @staticmethod
    def _limit_faults(province_inputs: ProvinceInputs, ref: str, value: object) -> Iterator[str]:
        number = value.score if isinstance(value, ExternalScore) else value
        item = province_inputs.items.get(ref)
        if not isinstance(number, Decimal):
            return
        if item is None:
            yield from points_faults(province_inputs.form, ref, number)
        elif item.minimum is not None and number < item.minimum:
            yield f"nhỏ hơn mức thấp nhất {item.minimum}."
        elif item.maximum is not None and number > item.maximum:
            yield f"lớn hơn mức cao nhất {item.maximum}."
