"""The sheets “Số liệu” and “Chỉ tiêu”: figures of all communes, the province's targets."""

from datetime import date
from fractions import Fraction

from xa_report.assess.assessment import requested_items
from xa_report.assess.figures import answer_to_number
from xa_report.documents.ranked_communes import mean_of_known, without_none
from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.figure_order import in_order_of_use
from xa_report.documents.xlsx.province.province_sheet import (
    FIRST_ROW,
    HEAD_ROW,
    ProvinceSheet,
    TotalColumns,
    as_whole_number,
    commune_column_letters,
    mean_formula,
)
from xa_report.documents.xlsx.sheet_writer import sheet_columns
from xa_report.domain.assessment import TARGET_LABELS
from xa_report.domain.item import Answer, Item, ItemKind
from xa_report.domain.item_values import format_value
from xa_report.domain.province.consolidation import CommuneResult
from xa_report.domain.province.province_targets import ProvinceTarget, TargetLaggard

FIGURE_SHEET = "Số liệu"
FIGURE_HEADS = sheet_columns(
    ("Mã", 20), ("Số liệu", 46), ("Đơn vị", 10), ("Cách cộng", 12), ("Toàn tỉnh", 13),
    ("Toàn tỉnh tính lại", 13), ("Đối chiếu", 9),
)  # fmt: skip
FIGURE_TOTAL, FIRST_UNIT = TotalColumns("E", "F", "G"), 8
NOT_ARISEN = "KPS"
FIGURE_NOTE = (
    f"{NOT_ARISEN}: không phát sinh; ô trống: chưa báo cáo; có/không: 1/0; danh mục: số mục."
)
# Sums of shares and scores say nothing, their means do.
_ADDED = frozenset({ItemKind.COUNT, ItemKind.MONEY, ItemKind.DECIMAL, ItemKind.YES_NO})
_AVERAGED = frozenset({ItemKind.PERCENT, ItemKind.EXTERNAL, ItemKind.CHECKLIST, ItemKind.TABLE})
_EXACT = "#,##0.######"


def write_figure_sheet(province_sheet: ProvinceSheet) -> None:
    """Write one row an item, with its total over the province."""
    province_sheet.write_titles("Số liệu báo cáo của các đơn vị")
    province_sheet.writer.text("A3", FIGURE_NOTE, cell_styles.SUBTITLE)
    province_sheet.writer.write_heads(HEAD_ROW, FIGURE_HEADS)
    province_sheet.writer.set_widths(FIGURE_HEADS)
    results = _results_of_all_forms(province_sheet)
    letters = commune_column_letters(FIRST_UNIT, len(results))
    for letter, result in zip(letters, results, strict=True):
        province_sheet.writer.text(
            f"{letter}{HEAD_ROW}", f"{result.unit.name}\n{result.unit.code}", cell_styles.HEAD
        )
        province_sheet.writer.sheet.column_dimensions[letter].width = 13
    all_of = province_sheet.consolidation
    requested = requested_items(all_of.form, all_of.plans, all_of.period.year)
    items, _ = in_order_of_use(all_of.form, *requested)
    for row, item in enumerate(items.values(), start=FIRST_ROW):
        _write_item(province_sheet, row, item, letters)
    province_sheet.finish(f"H{FIRST_ROW}", FIGURE_TOTAL.check)
    province_sheet.print_across_pages("A:B")


def _results_of_all_forms(province_sheet: ProvinceSheet) -> list[CommuneResult]:
    """Return the communes by rank, then those by another form: totals are of all that reported."""
    own = [commune.result for commune in province_sheet.communes]
    return [*own, *province_sheet.consolidation.other_results]


def _write_item(province_sheet: ProvinceSheet, row: int, item: Item, letters: list[str]) -> None:
    writer = province_sheet.writer
    writer.text(f"A{row}", item.id, cell_styles.QUIET)
    writer.text(f"B{row}", item.label)
    writer.text(f"C{row}", item.unit, cell_styles.CENTRE)
    numbers: list[Fraction | None] = []
    for letter, result in zip(letters, _results_of_all_forms(province_sheet), strict=True):
        answer = result.report.answers.get(item.id, Answer())
        _write_answer(province_sheet, f"{letter}{row}", answer, item)
        numbers.append(answer_to_number(answer) if answer.has_value else None)
    # Without communes a cell with text, which SUM and AVERAGE ignore.
    area = (
        f"{letters[0]}{row}:{letters[-1]}{row}" if letters else f"{FIGURE_TOTAL.stored}{HEAD_ROW}"
    )
    whole, live, how = _item_total(item, numbers, area)
    writer.text(f"D{row}", how, cell_styles.CENTRE)
    if how:
        province_sheet.write_total(row, FIGURE_TOTAL, as_whole_number(whole), live)
        for letter in FIGURE_TOTAL.numbers:
            writer.sheet[f"{letter}{row}"].number_format = _EXACT
    else:
        for letter in (*FIGURE_TOTAL.numbers, FIGURE_TOTAL.check):
            writer.text(f"{letter}{row}", "")


def _item_total(
    item: Item, numbers: list[Fraction | None], area: str
) -> tuple[Fraction | None, str, str]:
    """Return total, formula and method; an empty method when nothing can be added."""
    if item.kind in _ADDED:
        return sum(without_none(numbers), Fraction(0)), f"SUM({area})", "Cộng"
    if item.kind in _AVERAGED:
        return mean_of_known(numbers), mean_formula(area), "Trung bình"
    return None, "", ""


def _write_answer(
    province_sheet: ProvinceSheet, coordinate: str, answer: Answer, item: Item
) -> None:
    value, writer = answer.value, province_sheet.writer
    if answer.not_arisen is not None:
        writer.text(coordinate, NOT_ARISEN, cell_styles.CENTRE)
    elif isinstance(value, date):
        writer.date(coordinate, value)
    elif isinstance(value, str):
        writer.text(coordinate, format_value(value, item))
    else:
        number = answer_to_number(answer) if value is not None else None
        writer.number(coordinate, as_whole_number(number), _EXACT)


TARGET_SHEET = "Chỉ tiêu"
TARGET_HEADS = sheet_columns(
    ("Kế hoạch", 26), ("Chỉ tiêu, đơn vị kéo giảm", 34), ("Mức giao", 12), ("Kết quả", 13),
    ("Đánh giá", 13), ("Giá trị", 10), ("Tử số", 11), ("Mẫu số", 11), ("Giá trị tính lại", 10),
    ("Đối chiếu", 9), ("Chênh lệch", 10), ("Thêm (+), bớt (−)", 10), ("Cách đạt chỉ tiêu", 34),
    ("Số xã có số liệu", 9), ("Nguyên văn", 34),
)  # fmt: skip
TARGET_VALUE, TOP, BOTTOM, LIVE, TARGET_CHECK = "F", "G", "H", "I", "J"
_PRECISE = "#,##0.00######"


def write_target_sheet(province_sheet: ProvinceSheet) -> None:
    """Write a bold row for each target, plain rows for its laggards."""
    province_sheet.write_titles("Chỉ tiêu kế hoạch trên phạm vi toàn tỉnh")
    province_sheet.writer.write_heads(HEAD_ROW, TARGET_HEADS)
    province_sheet.writer.set_widths(TARGET_HEADS)
    row = FIRST_ROW
    for target in province_sheet.consolidation.targets:
        _write_target(province_sheet, row, target)
        for laggard in target.laggards:
            row += 1
            _write_laggard(province_sheet, row, laggard)
        row += 1
    province_sheet.finish(f"C{FIRST_ROW}", TARGET_CHECK)


def _write_target(province_sheet: ProvinceSheet, row: int, province_target: ProvinceTarget) -> None:
    writer = province_sheet.writer
    state = TARGET_LABELS[province_target.state] + (
        "; chưa đến hạn" if province_target.ahead else ""
    )
    texts = (
        province_target.plan.title,
        province_target.label,
        province_target.target_text,
        province_target.value_text,
        state,
    )
    for letter, text in zip("ABCDE", texts, strict=True):
        writer.text(f"{letter}{row}", text, cell_styles.AREA)
    writer.number(
        f"{TARGET_VALUE}{row}", province_target.figure.value, _PRECISE, cell_styles.AREA_FIGURE
    )
    _write_ratio(province_sheet, row, province_target)
    writer.number(f"K{row}", province_target.gap, _PRECISE, cell_styles.AREA_FIGURE)
    writer.number(
        f"L{row}", province_target.units, cell_styles.SIGNED_FORMAT, cell_styles.AREA_FIGURE
    )
    writer.text(f"M{row}", province_target.action_text, cell_styles.AREA)
    writer.number(
        f"N{row}",
        province_target.counted_communes,
        cell_styles.WHOLE_FORMAT,
        cell_styles.AREA_FIGURE,
    )
    writer.text(f"O{row}", province_target.target.wording, cell_styles.QUIET)


def _write_ratio(province_sheet: ProvinceSheet, row: int, province_target: ProvinceTarget) -> None:
    """Write the ratio computed from its parts, where the value is one."""
    writer, parts, value = (
        province_sheet.writer,
        province_target.figure.parts,
        province_target.figure.value,
    )
    # Fractions are exact: the value is the ratio or it is not.
    if not parts or not parts[1] or value is None or 100 * parts[0] / parts[1] != value:
        for letter in (TOP, BOTTOM, LIVE, TARGET_CHECK):
            writer.text(f"{letter}{row}", "", cell_styles.AREA)
        return
    top, bottom = (as_whole_number(Fraction(part)) for part in parts)
    writer.number(f"{TOP}{row}", top, _PRECISE, cell_styles.AREA_FIGURE)
    writer.number(f"{BOTTOM}{row}", bottom, _PRECISE, cell_styles.AREA_FIGURE)
    province_sheet.write_total(
        row,
        TotalColumns(TARGET_VALUE, LIVE, TARGET_CHECK),
        value,
        f"100*{TOP}{row}/{BOTTOM}{row}",
    )


def _write_laggard(province_sheet: ProvinceSheet, row: int, laggard: TargetLaggard) -> None:
    writer = province_sheet.writer
    writer.text(f"A{row}", "")
    writer.text(f"B{row}", f"{laggard.unit.name} ({laggard.unit.code})")
    writer.text(f"C{row}", "")
    writer.text(f"D{row}", laggard.value_text)
    writer.text(f"E{row}", "kéo giảm", cell_styles.CENTRE)
    writer.number(f"{TARGET_VALUE}{row}", laggard.figure.value, _PRECISE)
    for letter in (TOP, BOTTOM, LIVE, TARGET_CHECK):
        writer.text(f"{letter}{row}", "")
    writer.number(f"K{row}", laggard.loss, "#,##0.00####")
    writer.number(f"L{row}", laggard.units, cell_styles.SIGNED_FORMAT)
    writer.text(f"M{row}", laggard.action_text)
    writer.text(f"N{row}", "")
    writer.text(f"O{row}", "")
