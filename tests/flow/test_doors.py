"""Every door gives a text the same meaning: window, province's verbs, template, survey tables.

A row is a kind, a text and its one meaning: the value as officials write it, the readings to choose
from behind `?`, or a word of the refusal behind `!`.
"""

import csv
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from xa_report.definitions.answers import AnswerFaultError, read_answer
from xa_report.documents.xlsx.answer_template.cells import read_answer_value
from xa_report.documents.xlsx.appraisal.survey import read_survey_table
from xa_report.domain.answer_validation import answer_faults
from xa_report.domain.item import Answer, FilledBy, Item, ItemKind, ItemValue
from xa_report.domain.item_values import format_value, parse_value
from xa_report.domain.number_text import AmbiguousNumberError, ValueFaultError
from xa_report.errors import UsageError
from xa_report.ui.shared.editors import build_item_editor
from xa_report.workflow.province.appraisal import parse_figure

ITEMS = {
    "count": Item("x", "Số hồ sơ", ItemKind.COUNT),
    "decimal": Item("x", "Số ngày", ItemKind.DECIMAL),
    "money": Item("x", "Kinh phí", ItemKind.MONEY, "triệu đồng"),
    "dong": Item("x", "Kinh phí", ItemKind.MONEY, "đồng"),
    "percent": Item("x", "Tỷ lệ", ItemKind.PERCENT, "%"),
    "external": Item("x", "Điểm", ItemKind.EXTERNAL, "điểm", source="Cổng"),
    "date": Item("x", "Ngày", ItemKind.DATE),
}
NO, LARGE, FINE, HIDDEN = "!không phải", "!quá lớn", "!quá nhiều", "!U+200B"
WHOLE = "!số nguyên"
NUMBER_MEANINGS = [
    # text, count, decimal, money in millions, money in đồng, percentage, score
    ("12", "12", "12", "12", "12", "12", "12"),
    ("1.234", "1.234", "1.234", "1.234", "1.234", "1,234", "1,234"),
    ("2.000", "2.000", "2.000", "2.000", "2.000", "2", "2"),
    ("1 234", "1.234", "1.234", "1.234", "1.234", "? 1234", "? 1234"),
    ("1.234.567", "1.234.567", "1.234.567", "1.234.567", "1.234.567", "? 1234567", "? 1234567"),
    ("1.234,5", WHOLE, "1.234,5", "1.234,5", WHOLE, "? 1234,5", "? 1234,5"),
    ("2,000", "? 2.000 | 2", "2", "2", "? 2.000 | 2", "2", "2"),
    ("12,000", "? 12.000 | 12", "12", "12", "? 12.000 | 12", "12", "12"),
    ("1,234", "? 1.234", "1,234", "1,234", "? 1.234", "1,234", "1,234"),
    ("0.125", WHOLE, "0,125", "0,125", WHOLE, "0,125", "0,125"),
    ("0.500", WHOLE, "0,5", "0,5", WHOLE, "0,5", "0,5"),
    ("95.500", "95.500", "95.500", "95.500", "95.500", "95,5", "95,5"),
    ("96.471", "96.471", "96.471", "96.471", "96.471", "96,471", "96,471"),
    ("4.5", WHOLE, "4,5", "4,5", WHOLE, "4,5", "4,5"),
    ("4,0", "? 4", "4", "4", "? 4", "4", "4"),
    ("-5", "!số đếm", "-5", "-5", "-5", "-5", "-5"),
    ("1,234,567", "? 1.234.567", "? 1.234.567", "? 1.234.567", "? 1.234.567",
     "? 1234567", "? 1234567"),
    ("12%", "!dấu %", "!dấu %", "!dấu %", "!dấu %", "12", "!dấu %"),
    ("1e15", NO, NO, NO, NO, NO, NO),
    ("nan", NO, NO, NO, NO, NO, NO),
    ("9" * 30, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE),
    ("0,00000000001", WHOLE, FINE, FINE, WHOLE, FINE, FINE),
    ("\uff11\uff12", NO, NO, NO, NO, NO, NO),
    ("1\u200b2", HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN),
    ("mười", NO, NO, NO, NO, NO, NO),
]  # fmt: skip
DAY_MEANINGS = [
    ("05/01/2026", "05/01/2026"), ("5/1/2026", "05/01/2026"), ("05.01.2026", "05/01/2026"),
    ("2026-01-05", "05/01/2026"), ("05/01/0202", "!ngoài các năm"), ("31/02/2026", "!không phải"),
    ("20260105", "!không phải"), ("mai", "!không phải"), ("05/01/1999", "!ngoài các năm"),
    ("05/01/2100", "!ngoài các năm"), ("1/12/99", "!đủ bốn chữ số của năm"),
    ("5.1.26", "!đủ bốn chữ số của năm"), ("5/1/202", "!đủ bốn chữ số của năm"),
    ("05/01/20266", "!đủ bốn chữ số của năm"), ("05/01/2026\u200b", "!U+200B"),
]  # fmt: skip
ROWS = [
    *(
        (kind, row[0], row[at])
        for row in NUMBER_MEANINGS
        for at, kind in enumerate(ITEMS, 1)
        if at < 7
    ),
    *(("date", text, meaning) for text, meaning in DAY_MEANINGS),
]
Read = Callable[[Item, str], ItemValue | None]
Meaning = Callable[[Item, str], str]


def meaning_of(read: Read, item: Item, text: str) -> str:
    """What a door made of a text, in the words of the table."""
    try:
        value = read(item, text)
    except AmbiguousNumberError as error:
        return f"? {' | '.join(error.shown)}"
    except (ValueFaultError, UsageError) as error:
        if isinstance(error.__cause__, AmbiguousNumberError):
            return f"? {' | '.join(error.__cause__.shown)}"
        return f"!{error}"
    return "" if value is None else format_value(value, item)


def meaning_in_window(item: Item, text: str) -> str:
    """What the editor emits for a text: a value, a question or a sentence."""
    editor = build_item_editor(item)
    values: list[ItemValue | None] = []
    sentences: list[str] = []
    offers: list[tuple[str, ...]] = []
    editor.value_entered.connect(values.append)
    editor.value_rejected.connect(sentences.append)
    editor.readings_offered.connect(offers.append)
    accepted = editor.commit_text(text)
    editor.deleteLater()
    if offers[-1]:
        return f"? {' | '.join(offers[-1])}"
    if not accepted:
        return f"!{sentences[-1]}"
    return "" if values[-1] is None else format_value(values[-1], item)


def read_as_figure(item: Item, text: str) -> ItemValue | None:
    return parse_figure(text, item).value


@pytest.fixture(scope="module")
def template_cells(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Text cells of a workbook, written and loaded again, one for each row of the table."""
    path = tmp_path_factory.mktemp("doors") / "o.xlsx"
    workbook = Workbook()
    for number, (_, text, _) in enumerate(ROWS, start=1):
        cell = workbook.active.cell(number, 1, text)
        cell.data_type = "s"
    workbook.save(path)
    sheet = load_workbook(path).active
    numbers = {(kind, text): at for at, (kind, text, _) in enumerate(ROWS, start=1)}

    def read(item: Item, text: str) -> ItemValue | None:
        (kind,) = [kind for kind, each in ITEMS.items() if each is item]
        return read_answer_value(sheet.cell(numbers[kind, text], 1), item)

    return read


@pytest.fixture(scope="module")
def survey_cells(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """A column of a survey table between semicolons, as Excel writes it in Vietnam."""
    path = tmp_path_factory.mktemp("doors") / "o.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Mã ĐV", "x"])
        writer.writerows([f"{number:05}", text] for number, (_, text, _) in enumerate(ROWS, 1))
    table = read_survey_table(path)
    numbers = {(kind, text): at for at, (kind, text, _) in enumerate(ROWS, start=2)}

    def read(item: Item, text: str) -> ItemValue | None:
        (kind,) = [kind for kind, each in ITEMS.items() if each is item]
        return table.read_value("B", numbers[kind, text], item)

    return read


@pytest.fixture
def doors(qapp, template_cells: Read, survey_cells: Read) -> Mapping[str, Meaning]:
    return {
        "window": meaning_in_window,
        "figure of the province": partial(meaning_of, read_as_figure),
        "template": partial(meaning_of, template_cells),
        "survey": partial(meaning_of, survey_cells),
    }


@pytest.mark.parametrize(
    "door", ["window", "figure of the province", "template", "survey"], ids=lambda door: door
)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(f"{row[0]} {row[1]}"))
def test_a_text_has_one_meaning_at_every_door(doors, door, row):
    kind, text, expected = row
    meaning = doors[door](ITEMS[kind], text)
    if expected.startswith("!"):
        assert meaning.startswith("!")
        assert expected[1:] in meaning
    else:
        assert meaning == expected


@pytest.mark.parametrize(
    ("kind", "raw", "refused"),
    [
        ("count", Decimal("1E+15"), "quá lớn"), ("count", Decimal("NaN"), "hữu hạn"),
        ("decimal", Decimal("Infinity"), "hữu hạn"), ("decimal", Decimal("1E-12"), "quá nhiều"),
        ("count", Decimal("9" * 30), "quá lớn"), ("count", Decimal(-5), "số đếm"),
        ("count", Decimal("4.5"), "số đếm"), ("count", "2.000", "không phải là số"),
        ("percent", True, "không phải là số"), ("date", 20260105, "không đúng kiểu"),
    ],
)  # fmt: skip
def test_what_toml_holds_is_judged_alike(kind, raw, refused):
    """Numbers of a TOML file have their own notation; what they come to meets the same check."""
    try:
        answer = read_answer(ITEMS[kind], raw)
        faults = list(answer_faults(ITEMS[kind], answer, FilledBy.COMMUNE))
    except AnswerFaultError as error:
        faults = [str(error)]
    assert refused in " ".join(faults)


@pytest.mark.parametrize("reason", ["", " ", "-", "0", "x", "X", "có", "Có.", "không", "..", "12"])
def test_what_tells_nothing_is_no_reason_at_any_door(reason):
    assert list(answer_faults(ITEMS["count"], Answer(not_arisen=reason), FilledBy.COMMUNE))


@settings(max_examples=300)
@given(text=st.text(max_size=16), kind=st.sampled_from(list(ITEMS)))
def test_any_text_is_stored_with_the_meaning_that_is_shown_or_refused(text, kind):
    item = ITEMS[kind]
    try:
        value = parse_value(text, item)
    except ValueFaultError:
        return
    assert list(answer_faults(item, Answer(value), FilledBy.COMMUNE)) == []
    assert parse_value(format_value(value, item), item) == value
