"""The sheet “Số liệu”: every item, every typed point, and indicators that compute themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.figures import ReportFigures, answer_to_number
from xa_report.domain.form import Form
from xa_report.domain.indicator import Figure, Indicator
from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind
from xa_report.domain.item_values import format_value
from xa_report.export.workbook import styles
from xa_report.export.workbook.indicator_formulas import live
from xa_report.export.workbook.order import by_use
from xa_report.export.workbook.pen import Pen, columns
from xa_report.export.workbook.places import (
    BEFORE,
    BOTTOM,
    KNOWN,
    MISSING,
    NOT_ARISEN,
    STATE,
    TOP,
    VALUE,
    Places,
)
from xa_report.export.workbook.template_cells import places
from xa_report.export.workbook.template_layout import option_texts, scored_by_hand

ITEM_HEADS = columns(
    ("Mã", 17), ("Số liệu", 34), ("Đơn vị", 9), ("Giá trị", 12), ("Đọc là", 19),
    ("Trạng thái", 12), ("Lý do không phát sinh", 16), ("Nguồn", 19), ("Ngày lấy số liệu", 11),
    ("Ghi chú", 14), ("Kỳ trước", 11),
)  # fmt: skip
INDICATOR_HEADS = columns(
    ("Mã", 0), ("Chỉ tiêu", 0), ("Đơn vị", 0), ("Giá trị tính lại", 0), ("Giá trị", 0),
    ("Trạng thái tính lại", 0), ("Tử số, số bị trừ, tổng", 0), ("Mẫu số, số trừ, số so sánh", 0),
    ("Đối chiếu", 0), ("Trạng thái", 0), ("Kỳ trước", 0),
)  # fmt: skip
MANUAL_HEADS = columns(("Mã", 0), ("Điểm tự chấm của tiêu chí", 0), ("Đơn vị", 0), ("Điểm", 0))
SIGNED, CHECK, SIGNED_STATE = "E", "I", "J"
HEAD_ROW = 4
_EXACT = "General"


@dataclass(frozen=True, slots=True)
class DataSheet:
    """Lays the sheet out and writes it."""

    form: Form
    figures: ReportFigures
    items: Mapping[str, Item]
    indicators: Mapping[str, Indicator]

    @classmethod
    def of(cls, form: Form, figures: ReportFigures) -> "DataSheet":
        """The sheet of a form with its figures in the order of use."""
        return cls(form, figures, *by_use(form, figures.items, figures.indicators))

    def lay_out(self) -> Places:
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
        typed = [c.code for c in self.form.leaves() if scored_by_hand(c)]
        return Places(self.figures, rows, {code: row + at for at, code in enumerate(typed)})

    def write(self, pen: Pen, places: Places, subtitle: str) -> None:
        """All blocks and the set-up of the sheet."""
        pen.titles("Số liệu và chỉ tiêu", subtitle)
        pen.heads(HEAD_ROW, ITEM_HEADS)
        pen.widths(ITEM_HEADS)
        for ref, item in self.items.items():
            self._item(pen, places.rows[ref], item)
        if self.indicators:
            first = min(places.rows[ref] for ref in self.indicators)
            pen.heads(first - 1, INDICATOR_HEADS)
        for ref, indicator in self.indicators.items():
            self._indicator(pen, places.rows, self.figures.figure(ref), indicator)
        self._manual(pen, places.manual_rows)
        pen.mark_differences(f"{CHECK}{HEAD_ROW}:{CHECK}{pen.sheet.max_row}")
        pen.page(HEAD_ROW, f"C{HEAD_ROW + 1}")

    def _item(self, pen: Pen, row: int, item: Item) -> None:
        answer = self.figures.answer(item.id) or Answer()
        pen.text(f"A{row}", item.id, styles.QUIET)
        pen.text(f"B{row}", item.label)
        pen.text(f"C{row}", item.unit, styles.CENTRE)
        _value(pen, f"{VALUE}{row}", answer, item)
        value = answer.value
        pen.text(f"{SIGNED}{row}", "" if value is None else format_value(value, item))
        pen.text(f"{STATE}{row}", state_of(answer), styles.CENTRE)
        pen.text(f"G{row}", answer.not_arisen or "")
        external = value if isinstance(value, ExternalScore) else None
        pen.text(f"H{row}", (external.source if external else "") or item.source, styles.QUIET)
        pen.date(f"I{row}", (external.as_of if external else None) or answer.as_of)
        pen.text(f"J{row}", answer.note)
        self._before(pen, row, item.id, item)

    def _before(self, pen: Pen, row: int, ref: str, item: Item | None) -> None:
        """The figure of the period before: a number, or why there is none."""
        before = self.figures.before
        if before is None:
            pen.text(f"{BEFORE}{row}", "", styles.QUIET)
            return
        figure = before.figure(ref)
        if figure.value is not None:
            pen.number(f"{BEFORE}{row}", figure.value, _EXACT)
            return
        answer = before.answer(ref)
        told = figure_state(figure)
        if item is not None and answer is not None and answer.value is not None:
            told = format_value(answer.value, item)
        pen.text(f"{BEFORE}{row}", told, styles.QUIET)

    def _indicator(
        self, pen: Pen, rows: Mapping[str, int], figure: Figure, indicator: Indicator
    ) -> None:
        row, formulas = rows[indicator.id], live(indicator, rows)
        shape = "#,##0.00##" if indicator.percent else _EXACT
        pen.text(f"A{row}", indicator.id, styles.QUIET)
        pen.text(f"B{row}", indicator.label)
        pen.text(f"C{row}", self.figures.unit(indicator.id), styles.CENTRE)
        pen.formula(f"{VALUE}{row}", formulas.value, shape)
        pen.number(f"{SIGNED}{row}", figure.value, shape, styles.STRONG)
        pen.formula(f"{STATE}{row}", formulas.state, style=styles.CENTRE)
        pen.formula(f"{TOP}{row}", formulas.top, _EXACT)
        if formulas.bottom:
            pen.formula(f"{BOTTOM}{row}", formulas.bottom, _EXACT)
        else:
            pen.text(f"{BOTTOM}{row}", "")
        pen.check(f"{CHECK}{row}", _figures_agree(row))
        pen.text(f"{SIGNED_STATE}{row}", figure_state(figure), styles.CENTRE)
        self._before(pen, row, indicator.id, None)

    def _manual(self, pen: Pen, rows: Mapping[str, int]) -> None:
        if rows:
            pen.heads(min(rows.values()) - 1, MANUAL_HEADS)
        for code, row in rows.items():
            pen.text(f"A{row}", code, styles.QUIET)
            pen.text(f"B{row}", self.form.criterion(code).title)
            pen.text(f"C{row}", "điểm", styles.CENTRE)
            pen.number(f"{VALUE}{row}", self.figures.manual(code), _EXACT)


def _figures_agree(row: int) -> str:
    close = f"ABS({VALUE}{row}-{SIGNED}{row})<=0.000000001*MAX(1,ABS({SIGNED}{row}))"
    known = f'{STATE}{row}="{KNOWN}"'
    return f"IF({STATE}{row}={SIGNED_STATE}{row},IF({known},{close},TRUE),FALSE)"


def state_of(answer: Answer) -> str:
    """Which of the three states an answer is in, in words."""
    if answer.not_arisen is not None:
        return NOT_ARISEN
    return MISSING if answer.value is None else KNOWN


def figure_state(figure: Figure) -> str:
    """Which of the three states a figure is in, in words."""
    if figure.not_arisen is not None:
        return NOT_ARISEN
    return MISSING if figure.value is None else KNOWN


def _value(pen: Pen, place: str, answer: Answer, item: Item) -> None:
    """The value that formulas use: yes is 1, ticks and rows are counted."""
    value = answer.value if answer.not_arisen is None else None
    if isinstance(value, date):
        pen.date(place, value)
    elif isinstance(value, str):
        text = option_texts(item).get(value, value) if item.kind is ItemKind.CHOICE else value
        pen.text(place, text)
    else:
        number = answer_to_number(answer) if value is not None else None
        pen.number(place, _whole(number), _shape(value))


def _whole(number: Fraction | None) -> Fraction | int | None:
    return number.numerator if number is not None and number.denominator == 1 else number


def _shape(value: object) -> str:
    number = value.score if isinstance(value, ExternalScore) else value
    return styles.decimals(places(number)) if isinstance(number, Decimal) else styles.WHOLE
