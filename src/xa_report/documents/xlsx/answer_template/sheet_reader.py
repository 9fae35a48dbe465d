"""One filled sheet: columns by their heads, rows by code, cell values, and gathered faults."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from xa_report.documents.xlsx.answer_template import layout
from xa_report.documents.xlsx.answer_template.cells import CellFault, read_text
from xa_report.documents.xlsx.answer_template.head_row import HeadRow, find_head_row
from xa_report.documents.xlsx.answer_template.ignored_cells import IgnoredCell, ignored_cell_remarks
from xa_report.documents.xlsx.sheet_writer import SheetColumn
from xa_report.documents.xlsx.untrusted_workbook import filled_cells
from xa_report.domain.item import Item
from xa_report.domain.number_text import ValueFaultError

T = TypeVar("T")
_TABLE_ID_HEAD, _LAST_TITLE_ROW = "Mã số liệu:", 30
RESTORE_ADVICE = "hãy lấy lại từ mẫu gốc"


@dataclass(slots=True)
class WorkbookNotes:
    """Faults and remarks of all sheets of one workbook."""

    faults: list[CellFault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """Sentences about content that is not read."""


@dataclass(frozen=True, slots=True)
class SheetReader:
    """A sheet being read; faults are gathered, not raised."""

    sheet: Worksheet
    notes: WorkbookNotes
    heads: HeadRow

    @property
    def fault_count(self) -> int:
        """The number of faults up to now, of all sheets."""
        return len(self.notes.faults)

    def fault(self, coordinate: str, message: str) -> None:
        """Add a fault of a cell."""
        self.notes.faults.append(CellFault(self.sheet.title, coordinate, message))

    def at(self, head: str, row: int) -> str:
        """Return the coordinate of a row's cell below a head."""
        return f"{self.heads.letters[head]}{row}"

    def read(self, coordinate: str, read_cell: Callable[[Cell], T]) -> T | None:
        """Read a cell; None where it is empty or wrong."""
        try:
            return read_cell(self.sheet[coordinate])
        except ValueFaultError as error:
            self.fault(coordinate, f"{error}.")
            return None

    def text(self, coordinate: str) -> str:
        """Return the text of a cell."""
        return self.read(coordinate, read_text) or ""

    def filled_rows(self, heads: Iterable[str]) -> list[int]:
        """Return the rows below the heads that hold something in one of the columns."""
        letters = {self.heads.letters[head] for head in heads}
        rows = {
            cell.row
            for cell in filled_cells(self.sheet)
            if cell.row > self.heads.row
            and cell.column_letter in letters
            and str(cell.value).strip()
        }
        return sorted(rows)

    def rows(self, code_head: str, codes: Iterable[str]) -> dict[str, int]:
        """Return the row of each code; add faults for lost, doubled, unknown codes."""
        expected = dict.fromkeys(codes)
        rows: dict[str, int] = {}
        for row in self.filled_rows([code_head]):
            coordinate = self.at(code_head, row)
            code = self.text(coordinate)
            if code and code not in expected:
                self.fault(coordinate, f"mã “{code}” không có trong mẫu; hãy xóa dòng này.")
            elif code in rows:
                self.fault(coordinate, f"mã “{code}” đã có ở dòng {rows[code]}; hãy bỏ một dòng.")
            elif code:
                rows[code] = row
        letter = self.heads.letters[code_head]
        for code in expected:
            if code not in rows:
                self.fault(f"{letter}:{letter}", f"thiếu dòng có mã “{code}”; {RESTORE_ADVICE}.")
        return rows

    def note_unread(self, rows: Iterable[int], heads: Sequence[str]) -> None:
        """Add what was passed over: a remark for what is outside of the table, a fault for merges.

        `rows` are those that were read, `heads` those of the columns that were.
        """
        read_rows = set(rows)
        ignored = [
            IgnoredCell(cell.coordinate, str(cell.value).strip(), cause)
            for cell in filled_cells(self.sheet)
            if (cause := self.heads.ignored_cause(cell, read_rows)) and str(cell.value).strip()
        ]
        self.notes.remarks.extend(ignored_cell_remarks(self.sheet.title, ignored))
        self._refuse_merged_cells(read_rows, {self.heads.letters[head] for head in heads})

    def _refuse_merged_cells(self, rows: set[int], letters: set[str]) -> None:
        columns = {self.sheet[f"{letter}1"].column for letter in letters}
        for area in self.sheet.merged_cells.ranges:
            wide = columns.intersection(range(area.min_col, area.max_col + 1))
            if wide and rows.intersection(range(area.min_row, area.max_row + 1)):
                self.fault(
                    area.coord,
                    "các ô bị trộn làm một nên không rõ giá trị của ô nào; hãy bỏ trộn ô (Unmerge)"
                    " rồi nhập từng ô.",
                )


def find_sheet(
    workbook: Workbook,
    title: str,
    columns: Sequence[SheetColumn],
    required: Sequence[str],
    notes: WorkbookNotes,
) -> SheetReader | None:
    """Return the sheet of a title; None and faults when it or a required head is gone."""
    if title in workbook.sheetnames:
        return open_sheet(workbook[title], columns, required, notes)
    notes.faults.append(CellFault(title, "A1", f"không còn trang này; {RESTORE_ADVICE}."))
    return None


def open_sheet(
    sheet: Worksheet,
    columns: Sequence[SheetColumn],
    required: Sequence[str],
    notes: WorkbookNotes,
) -> SheetReader | None:
    """Return the reader of a sheet; None and faults when required heads are missing or doubled."""
    heads = find_head_row(sheet, columns)
    reader = SheetReader(sheet, notes, heads)
    before = reader.fault_count
    for coordinate, message in heads.faults(required):
        reader.fault(coordinate, message)
    if reader.fault_count > before:
        return None
    moved = heads.moved_text(columns)
    if moved:
        notes.remarks.append(
            f"Trang “{sheet.title}”: các cột đã đổi chỗ so với mẫu ({moved}); số liệu được đọc theo"
            " tiêu đề cột."
        )
    return reader


def find_table_sheet(
    workbook: Workbook, item: Item, place: str, notes: WorkbookNotes
) -> SheetReader | None:
    """Return the sheet with the rows of a table, or None and a fault when it is gone or doubled.

    `place` is the sheet that asks for the table.
    """
    sheets = [sheet for sheet in workbook.worksheets if table_id(sheet) == item.id]
    if len(sheets) == 1:
        columns = layout.table_columns(item)
        return open_sheet(sheets[0], columns, [column.head for column in columns], notes)
    if not sheets:
        message = f"không còn trang của bảng “{item.label}”; {RESTORE_ADVICE}."
        notes.faults.append(CellFault(place, "A1", message))
        return None
    titles = ", ".join(f"“{sheet.title}”" for sheet in sheets)
    message = f"bảng “{item.label}” có ở {len(sheets)} trang ({titles}); hãy giữ lại một trang."
    notes.faults.append(CellFault(sheets[-1].title, "A1", message))
    return None


def table_id(sheet: Worksheet) -> str:
    """Return the id of the item whose rows a sheet holds; "" for another sheet."""
    texts = _title_texts(sheet)
    for text in texts:
        if text == _TABLE_ID_HEAD:
            return next(texts, "")
    return ""


def _title_texts(sheet: Worksheet) -> Iterator[str]:
    for cell in filled_cells(sheet):
        if cell.row > _LAST_TITLE_ROW:
            return
        yield str(cell.value).strip()


def remark_other_sheets(workbook: Workbook, known: Iterable[str], notes: WorkbookNotes) -> None:
    """Add a remark for each sheet with content that is none of the template's."""
    names = set(known)
    for sheet in workbook.worksheets:
        if sheet.title not in names and next(filled_cells(sheet), None) is not None:
            notes.remarks.append(
                f"Trang “{sheet.title}” không có trong mẫu nên không được đọc; số liệu nhập ở đó"
                " cần chép sang trang của mẫu."
            )
