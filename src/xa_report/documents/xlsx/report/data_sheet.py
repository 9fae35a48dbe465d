"""The sheet “Số liệu”: every item, every typed point, and indicators that compute themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.figures import ReportFigures, answer_to_number
from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.answer_template.cells import decimal_places
from xa_report.documents.xlsx.answer_template.layout import is_scored_by_hand, option_texts
from xa_report.documents.xlsx.figure_order import in_order_of_use
from xa_report.documents.xlsx.report.cell_map import (
    BEFORE,
    BOTTOM,
    KNOWN,
    MISSING,
    NOT_ARISEN,
    STATE,
    TOP,
    VALUE,
    CellMap,
)
from xa_report.documents.xlsx.report.indicator_formulas import build_indicator_formulas
from xa_report.documents.xlsx.sheet_writer import SheetWriter, sheet_columns
from xa_report.domain.form import Form
from xa_report.domain.indicator import Figure, Indicator
from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind
from xa_report.domain.item_values import format_value

ITEM_HEADS = sheet_columns(
    ("Mã", 17), ("Số liệu", 34), ("Đơn vị", 9), ("Giá trị", 12), ("Đọc là", 19),
    ("Trạng thái", 12), ("Lý do không phát sinh", 16), ("Nguồn", 19), ("Ngày lấy số liệu", 11),
    ("Ghi chú", 14), ("Kỳ trước", 11),
)  # fmt: skip
# Width 0 is never set: these heads stand in the columns of ITEM_HEADS.
INDICATOR_HEADS = sheet_columns(
    ("Mã", 0), ("Chỉ tiêu", 0), ("Đơn vị", 0), ("Giá trị tính lại", 0), ("Giá trị", 0),
    ("Trạng thái tính lại", 0), ("Tử số, số bị trừ, tổng", 0), ("Mẫu số, số trừ, số so sánh", 0),
    ("Đối chiếu", 0), ("Trạng thái", 0), ("Kỳ trước", 0),
)  # fmt: skip
MANUAL_HEADS = sheet_columns(
    ("Mã", 0), ("Điểm tự chấm của tiêu chí", 0), ("Đơn vị", 0), ("Điểm", 0)
)
SIGNED, CHECK, SIGNED_STATE = "E", "I", "J"
HEAD_ROW = 4
_EXACT = "General"


@dataclass(frozen=True, slots=True)
class DataSheet:
    """The sheet: its items and indicators in order, laid out and written."""

    form: Form
    figures: ReportFigures
    items: Mapping[str, Item]
    indicators: Mapping[str, Indicator]

    @classmethod
    def of(cls, form: Form, figures: ReportFigures) -> "DataSheet":
        """Return the sheet of a form with its figures in the order of use."""
        return cls(form, figures, *in_order_of_use(form, figures.items, figures.indicators))

    def lay_out(self) -> CellMap:
        """Give every figure its row."""
        row, rows = HEAD_ROW + 1, {}
        for ref in self.items:
            rows[ref] = row
            row += 1
        row += 2
        for ref in self.indicators:
            rows[ref] = row
            row += 1
        row += 2
        typed = [c.code for c in self.form.leaves() if is_scored_by_hand(c)]
        return CellMap(self.figures, rows, {code: row + at for at, code in enumerate(typed)})

    def write(self, writer: SheetWriter, cell_map: CellMap, subtitle: str) -> None:
        """Write all blocks and the set-up of the sheet."""
        writer.write_titles("Số liệu và chỉ tiêu", subtitle)
        writer.write_heads(HEAD_ROW, ITEM_HEADS)
        writer.set_widths(ITEM_HEADS)
        for ref, item in self.items.items():
            self._item(writer, cell_map.rows[ref], item)
        if self.indicators:
            first = min(cell_map.rows[ref] for ref in self.indicators)
            writer.write_heads(first - 1, INDICATOR_HEADS)
        for ref, indicator in self.indicators.items():
            self._indicator(writer, cell_map.rows, self.figures.figure(ref), indicator)
        self._manual(writer, cell_map.manual_rows)
        writer.mark_differences(f"{CHECK}{HEAD_ROW}:{CHECK}{writer.sheet.max_row}")
        writer.finish_page(HEAD_ROW, f"C{HEAD_ROW + 1}")

    def _item(self, writer: SheetWriter, row: int, item: Item) -> None:
        answer = self.figures.answer(item.id) or Answer()
        writer.text(f"A{row}", item.id, cell_styles.QUIET)
        writer.text(f"B{row}", item.label)
        writer.text(f"C{row}", item.unit, cell_styles.CENTRE)
        _write_value(writer, f"{VALUE}{row}", answer, item)
        value = answer.value
        writer.text(f"{SIGNED}{row}", "" if value is None else format_value(value, item))
        writer.text(f"{STATE}{row}", answer_state_text(answer), cell_styles.CENTRE)
        writer.text(f"G{row}", answer.not_arisen or "")
        external = value if isinstance(value, ExternalScore) else None
        writer.text(
            f"H{row}", (external.source if external else "") or item.source, cell_styles.QUIET
        )
        writer.date(f"I{row}", (external.as_of if external else None) or answer.as_of)
        writer.text(f"J{row}", answer.note)
        self._before(writer, row, item.id, item)

    def _before(self, writer: SheetWriter, row: int, ref: str, item: Item | None) -> None:
        """Write the figure of the period before: a number, or words when there is none."""
        before = self.figures.before
        if before is None:
            writer.text(f"{BEFORE}{row}", "", cell_styles.QUIET)
            return
        figure = before.figure(ref)
        if figure.value is not None:
            writer.number(f"{BEFORE}{row}", figure.value, _EXACT)
            return
        answer = before.answer(ref)
        text = figure_state_text(figure)
        if item is not None and answer is not None and answer.value is not None:
            text = format_value(answer.value, item)
        writer.text(f"{BEFORE}{row}", text, cell_styles.QUIET)

    def _indicator(
        self, writer: SheetWriter, rows: Mapping[str, int], figure: Figure, indicator: Indicator
    ) -> None:
        row, formulas = rows[indicator.id], build_indicator_formulas(indicator, rows)
        shape = "#,##0.00##" if indicator.percent else _EXACT
        writer.text(f"A{row}", indicator.id, cell_styles.QUIET)
        writer.text(f"B{row}", indicator.label)
        writer.text(f"C{row}", self.figures.unit(indicator.id), cell_styles.CENTRE)
        writer.formula(f"{VALUE}{row}", formulas.value, shape)
        writer.number(f"{SIGNED}{row}", figure.value, shape, cell_styles.STRONG)
        writer.formula(f"{STATE}{row}", formulas.state, style=cell_styles.CENTRE)
        writer.formula(f"{TOP}{row}", formulas.top, _EXACT)
        if formulas.bottom:
            writer.formula(f"{BOTTOM}{row}", formulas.bottom, _EXACT)
        else:
            writer.text(f"{BOTTOM}{row}", "")
        writer.write_check(f"{CHECK}{row}", _figures_agree(row))
        writer.text(f"{SIGNED_STATE}{row}", figure_state_text(figure), cell_styles.CENTRE)
        self._before(writer, row, indicator.id, None)

    def _manual(self, writer: SheetWriter, rows: Mapping[str, int]) -> None:
        if rows:
            writer.write_heads(min(rows.values()) - 1, MANUAL_HEADS)
        for code, row in rows.items():
            writer.text(f"A{row}", code, cell_styles.QUIET)
            writer.text(f"B{row}", self.form.criterion(code).title)
            writer.text(f"C{row}", "điểm", cell_styles.CENTRE)
            writer.number(f"{VALUE}{row}", self.figures.manual_points(code), _EXACT)


def _figures_agree(row: int) -> str:
    # A relative tolerance: live values are binary, signed ones exact.
    close = f"ABS({VALUE}{row}-{SIGNED}{row})<=0.000000001*MAX(1,ABS({SIGNED}{row}))"
    known = f'{STATE}{row}="{KNOWN}"'
    return f"IF({STATE}{row}={SIGNED_STATE}{row},IF({known},{close},TRUE),FALSE)"


def answer_state_text(answer: Answer) -> str:
    """Return the state of an answer in words: known, not arisen or not reported."""
    if answer.not_arisen is not None:
        return NOT_ARISEN
    return MISSING if answer.value is None else KNOWN


def figure_state_text(figure: Figure) -> str:
    """Return the state of a figure in words: known, not arisen or not reported."""
    if figure.not_arisen is not None:
        return NOT_ARISEN
    return MISSING if figure.value is None else KNOWN


def _write_value(writer: SheetWriter, coordinate: str, answer: Answer, item: Item) -> None:
    """Write the value that formulas use: yes is 1, ticks and rows are counted."""
    value = answer.value if answer.not_arisen is None else None
    if isinstance(value, date):
        writer.date(coordinate, value)
    elif isinstance(value, str):
        text = option_texts(item).get(value, value) if item.kind is ItemKind.CHOICE else value
        writer.text(coordinate, text)
    else:
        number = answer_to_number(answer) if value is not None else None
        writer.number(coordinate, _whole_number(number), _value_format(value))


def _whole_number(number: Fraction | None) -> Fraction | int | None:
    return number.numerator if number is not None and number.denominator == 1 else number


def _value_format(value: object) -> str:
    number = value.score if isinstance(value, ExternalScore) else value
    return (
        cell_styles.decimal_format(decimal_places(number))
        if isinstance(number, Decimal)
        else cell_styles.WHOLE_FORMAT
    )
