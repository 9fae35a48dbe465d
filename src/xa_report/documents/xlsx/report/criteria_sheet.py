"""The sheet “Tiêu chí”: signed points, the live formula beside them, and whether they agree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.report.cell_map import CellMap
from xa_report.documents.xlsx.report.criterion_formulas import (
    CriterionCells,
    LiveCriterion,
    build_criterion_formulas,
)
from xa_report.documents.xlsx.sheet_writer import SheetWriter, points_agree_formula, sheet_columns
from xa_report.domain.assessment import Assessment, CriterionResult, ScoreState
from xa_report.domain.form import Criterion, Form
from xa_report.domain.report import Report

SHEET = "Tiêu chí"
HEADS = sheet_columns(
    ("Mã", 8), ("Tiêu chí", 36), ("Tối đa", 8), ("Áp dụng", 8), ("Áp dụng tính lại", 9),
    ("Điểm", 8), ("Điểm tính lại", 9), ("Đối chiếu", 9), ("Trạng thái", 13), ("Tài liệu", 8),
    ("Tài liệu cần có", 8), ("Vì sao", 42), ("Giải trình", 28),
)  # fmt: skip
MAX, APPLICABLE, LIVE_APPLICABLE, POINTS, LIVE_POINTS = "C", "D", "E", "F", "G"
CHECK, STATE, DOCUMENTS, EXPLANATION, CONDITION_MARK = "H", "I", "J", "M", "N"
FIRST_SPILL_COLUMN = 15
HEAD_ROW = 4
LEAF, AREA = 1, 2
"""Marks in column `CONDITION_MARK` of the rows that conditions of a rating test."""
SCORE_STATE_LABELS = {
    ScoreState.SCORED: "Đã chấm",
    ScoreState.NOT_ARISEN: "Không phát sinh",
    ScoreState.MISSING: "Chưa đủ số liệu",
    ScoreState.PROVINCE: "Tỉnh chấm",
    ScoreState.BLOCKED: "Chưa được tính",
}


@dataclass(frozen=True, slots=True)
class CriteriaRows:
    """The row of every area, criterion, bonus and penalty."""

    by_code: Mapping[str, int]
    bonuses: Sequence[int]
    penalties: Sequence[int]
    last_counted: int
    """The last row inside the total."""

    def at(self, column: str, code: str) -> str:
        """Return a cell of a code, as other sheets write it."""
        return f"'{SHEET}'!${column}${self.by_code[code]}"

    def column(self, letter: str) -> str:
        """Return the cells of a column inside the total, as other sheets write them."""
        return f"'{SHEET}'!${letter}${HEAD_ROW + 1}:${letter}${self.last_counted}"


def lay_out_criteria(form: Form) -> CriteriaRows:
    """Give every code its row: areas with their criteria, then bonuses, then penalties."""
    row, by_code = HEAD_ROW + 1, {}
    for area in form.areas:
        below = [c.code for c in form.criteria if c.code.split(".")[0] == area.code]
        for code in (area.code, *below):
            by_code[code] = row
            row += 1
    last = row - 1
    outside: list[list[int]] = []
    for group in (form.bonuses, form.penalties):
        # A heading stands above each group that is not empty.
        row += 1 if group else 0
        outside.append([])
        for criterion in group:
            by_code[criterion.code] = row
            outside[-1].append(row)
            row += 1
    return CriteriaRows(by_code, outside[0], outside[1], last)


@dataclass(frozen=True, slots=True)
class CriteriaSheet:
    """The sheet with its form and the cells that it refers to."""

    writer: SheetWriter
    form: Form
    cell_map: CellMap
    rows: CriteriaRows
    documents: str
    """The cells that hold the criterion codes of the evidence list."""

    def write(self, report: Report, assessment: Assessment, subtitle: str) -> None:
        """Write all rows and the set-up of the sheet."""
        writer = self.writer
        writer.write_titles("Điểm theo tiêu chí", subtitle)
        writer.write_heads(HEAD_ROW, HEADS)
        writer.set_widths(HEADS)
        for result in _all_results(assessment):
            row = self.rows.by_code[result.code]
            self._texts(row, result, report)
            self._documents(row, result)
            formulas = self._live(row, result)
            self._figures(row, result, formulas)
        self._outside_heads()
        self._hide_workings()
        writer.mark_differences(f"{CHECK}{HEAD_ROW}:{CHECK}{writer.sheet.max_row}")
        writer.finish_page(HEAD_ROW, f"C{HEAD_ROW + 1}")
        # Marks and spilled parts at the right are not for paper.
        writer.sheet.print_area = f"A1:{EXPLANATION}{writer.sheet.max_row}"

    def _texts(self, row: int, result: CriterionResult, report: Report) -> None:
        writer, group = self.writer, not result.leaf
        plain = cell_styles.AREA if group else cell_styles.PLAIN
        writer.text(f"A{row}", result.code, plain)
        writer.text(f"B{row}", result.title, plain)
        writer.text(
            f"{STATE}{row}",
            SCORE_STATE_LABELS[result.state],
            plain if group else cell_styles.CENTRE,
        )
        writer.text(f"L{row}", result.reason, plain)
        explanation = report.explanations.get(result.code, "").strip()
        writer.text(f"{EXPLANATION}{row}", explanation, plain)

    def _documents(self, row: int, result: CriterionResult) -> None:
        """Write the number of documents, counted live, and the number required."""
        shape, look = (
            cell_styles.WHOLE_FORMAT,
            cell_styles.FIGURE if result.leaf else cell_styles.AREA_FIGURE,
        )
        if not result.leaf:
            self.writer.text(f"{DOCUMENTS}{row}", "", look)
            self.writer.text(f"K{row}", "", look)
            return
        # Not COUNTIF, which reads codes as numbers: 1.10 would be 1.1.
        counted = f"SUMPRODUCT(--({self.documents}=$A{row}))"
        self.writer.formula(f"{DOCUMENTS}{row}", counted, shape, look)
        rule = self.form.criterion(result.code).evidence
        self.writer.number(f"K{row}", rule.minimum if rule.required else None, shape, look)

    def _figures(self, row: int, result: CriterionResult, formulas: LiveCriterion) -> None:
        writer, shape = self.writer, cell_styles.decimal_format(self.form.decimals)
        look = cell_styles.FIGURE if result.leaf else cell_styles.AREA_FIGURE
        strong = cell_styles.STRONG if result.leaf else cell_styles.AREA_FIGURE
        writer.number(f"{MAX}{row}", result.max, shape, look)
        writer.number(f"{APPLICABLE}{row}", result.applicable, shape, look)
        writer.formula(f"{LIVE_APPLICABLE}{row}", formulas.applicable, shape, look)
        writer.number(f"{POINTS}{row}", result.points, shape, strong)
        writer.formula(f"{LIVE_POINTS}{row}", formulas.points, shape, look)
        applicable = points_agree_formula(f"{APPLICABLE}{row}", f"{LIVE_APPLICABLE}{row}")
        points = points_agree_formula(f"{POINTS}{row}", f"{LIVE_POINTS}{row}")
        writer.write_check(f"{CHECK}{row}", f"AND({applicable},{points})")
        for cell, formula in zip(_spill_cells(row), formulas.spilled, strict=False):
            # Spill cells are named for formulas; a coordinate has no dollar signs.
            writer.formula(cell.replace("$", ""), formula)
        mark = _condition_mark(result, self.form)
        if mark:
            writer.number(f"{CONDITION_MARK}{row}", mark, cell_styles.WHOLE_FORMAT)

    def _live(self, row: int, result: CriterionResult) -> LiveCriterion:
        if not result.leaf:
            below = [self.rows.by_code[child.code] for child in self.form.children(result.code)]
            return LiveCriterion(
                _sum_formula(LIVE_POINTS, below), _sum_formula(LIVE_APPLICABLE, below)
            )
        criterion: Criterion = self.form.criterion(result.code)
        own = CriterionCells(f"{DOCUMENTS}{row}", f"{EXPLANATION}{row}", _spill_cells(row))
        return build_criterion_formulas(criterion, self.form, self.cell_map, own)

    def _outside_heads(self) -> None:
        groups = ((self.rows.bonuses, "Điểm thưởng"), (self.rows.penalties, "Điểm trừ"))
        for rows, title in groups:
            for column in HEADS if rows else ():
                text = title if column.letter == "B" else ""
                self.writer.text(f"{column.letter}{rows[0] - 1}", text, cell_styles.AREA)

    def _hide_workings(self) -> None:
        last = self.writer.sheet.max_column
        for number in range(FIRST_SPILL_COLUMN - 1, last + 1):
            self.writer.sheet.column_dimensions[get_column_letter(number)].hidden = True


def _all_results(assessment: Assessment) -> Iterator[CriterionResult]:
    yield from assessment.areas
    yield from assessment.criteria
    yield from assessment.bonuses
    yield from assessment.penalties


def _sum_formula(column: str, rows: Sequence[int]) -> str:
    return f"SUM({','.join(f'{column}{row}' for row in rows)})" if rows else "0"


def _spill_cells(row: int) -> Iterator[str]:
    number = FIRST_SPILL_COLUMN
    while True:
        yield f"${get_column_letter(number)}{row}"
        number += 1


def _condition_mark(result: CriterionResult, form: Form) -> int:
    counted = {area.code for area in form.areas} | {c.code for c in form.criteria}
    if result.survey or result.code not in counted:
        return 0
    if result.leaf:
        return LEAF
    return AREA if "." not in result.code else 0
