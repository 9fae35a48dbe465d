"""Tables over pages: a line fits its room and no letter is lost.

The parts of a broken table hold all lines in order; short rows move whole, tall ones are broken,
and a heading row stays with the next row. A refused character names row and column.
"""

from contextlib import closing

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.units import mm

from xa_report.documents.fonts import FontFace, text_width
from xa_report.documents.pdf.page_layout import PartPageTemplate, render_pdf, wrap_lines
from xa_report.documents.pdf.styles import LANDSCAPE, TABLE_SIZE, inner_height
from xa_report.documents.pdf.table import (
    MAX_UNBROKEN_HEIGHT,
    PAD,
    PrintedRow,
    TableColumn,
    TableFlowable,
    TextAlign,
    build_table,
)
from xa_report.errors import UnprintableError

COLUMNS = (
    TableColumn("Mã", 15),
    TableColumn("Nội dung", 40),
    TableColumn("Điểm", 20, TextAlign.RIGHT),
)
TEXTS = st.text(st.one_of(st.sampled_from("  \nđạtƯWi,"), st.sampled_from("xãTổng")), max_size=400)
PAGE = inner_height(LANDSCAPE)


@given(TEXTS, st.floats(12, 300))
def test_lines_fit_and_nothing_is_lost(text, room):
    lines = wrap_lines(text, FontFace.REGULAR, TABLE_SIZE, room)
    assert all(text_width(line, FontFace.REGULAR, TABLE_SIZE) <= room + 0.001 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_word_that_fits_is_not_cut():
    text = "Ủy ban nhân dân xã Tân Hội thực hiện nghiêm túc"
    room = text_width("nghiêm túc", FontFace.REGULAR, TABLE_SIZE) + 0.01
    assert " ".join(wrap_lines(text, FontFace.REGULAR, TABLE_SIZE, room)) == text


def broken(grid: TableFlowable, height: float) -> tuple[TableFlowable, TableFlowable]:
    """The part that fits, and the rest."""
    parts = [part for part in grid.split(0, height) if isinstance(part, TableFlowable)]
    return parts[0], parts[-1]


def pages_of(grid: TableFlowable) -> list[TableFlowable]:
    pages = []
    while grid.wrap(0, 0)[1] > PAGE:
        page, grid = broken(grid, PAGE)
        pages.append(page)
    return [*pages, grid]


def lines_of(grids: list[TableFlowable], column: int) -> list[str]:
    return [
        line
        for grid in grids
        for row in grid.rows
        if len(row.cells) > column
        for line in row.cells[column]
    ]


@given(st.lists(st.tuples(TEXTS, st.integers(1, 30), st.booleans()), min_size=1, max_size=40))
def test_a_broken_table_holds_all_lines_in_order_and_fits(rows):
    grid = build_table(
        COLUMNS,
        [
            PrintedRow(("1", text * times, "2,00"), keep_with_next=leads)
            for text, times, leads in rows
        ],
        "x",
    )
    before = [[line for line in lines_of([grid], c) if line] for c in range(3)]
    pages = pages_of(grid)
    assert [[line for line in lines_of(pages, c) if line] for c in range(3)] == before
    assert all(page.wrap(0, 0)[1] <= PAGE for page in pages)


def test_lines_stay_inside_their_columns():
    grid = build_table(COLUMNS, [PrintedRow(("1", "Tổng" * 90, "1.234.567,89" * 3))], "x")
    for row in grid.rows:
        for cell, column in zip(row.cells, COLUMNS, strict=True):
            room = column.width_mm * mm - 2 * PAD
            assert all(text_width(line, row.face, TABLE_SIZE) <= room for line in cell)


def test_a_short_row_moves_whole_and_a_tall_one_is_broken():
    short = build_table(COLUMNS, [PrintedRow(("1", "đạt " * 40, ""))] * 9, "x")
    page, rest = broken(short, 300)
    assert {row.lines for row in (*page.rows, *rest.rows)} == {short.rows[0].lines}
    tall = build_table(COLUMNS, [PrintedRow(("1", "đạt " * 400, ""))], "x")
    assert tall.rows[0].height > MAX_UNBROKEN_HEIGHT
    page, rest = broken(tall, 300)
    assert page.rows[0].lines + rest.rows[0].lines == tall.rows[0].lines


def test_a_heading_row_stays_with_the_next():
    rows = [
        PrintedRow(("1", "a", "")),
        PrintedRow(("Nhóm",), keep_with_next=True),
        PrintedRow(("2", "b", "")),
    ] * 8
    for page in pages_of(build_table(COLUMNS, rows, "x"))[:-1]:
        assert not page.rows[-1].keep_with_next


def test_a_page_never_holds_a_single_last_row():
    grid = build_table(COLUMNS, [PrintedRow((str(n), "a", "")) for n in range(40)], "x")
    whole = sum(row.height for row in grid.rows) + grid.head.height
    page, rest = broken(grid, whole - 1)
    assert (len(page.rows), len(rest.rows)) == (38, 2)


@pytest.mark.parametrize("count", range(18, 60))
def test_every_page_has_one_head(count):
    """Rows that wait for the next page leave room, into which the rest must not be split again."""
    rows = [PrintedRow((str(n), "đạt", "")) for n in range(count)]
    rows.append(PrintedRow(("cuối", "đạt " * 45, "")))
    story = [build_table(COLUMNS, rows, "x")]
    pdf, pages = render_pdf(story, [PartPageTemplate("x", LANDSCAPE, None)])
    with closing(pypdfium2.PdfDocument(pdf)) as opened:
        texts = [page.get_textpage().get_text_range() for page in opened]
    assert [text.count(COLUMNS[1].head) for text in texts] == [1] * pages


def test_a_refused_character_names_row_and_column():
    with pytest.raises(UnprintableError, match=r"Phụ lục II, dòng “3\.2 😀”, cột “Nội dung”: "):
        build_table(COLUMNS, [PrintedRow(("3.2", "😀", ""))], "Phụ lục II")
