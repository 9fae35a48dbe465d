"""One filled sheet: rows by code, cell values, and gathered faults."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from xa_report.documents.xlsx.answer_template import layout
from xa_report.documents.xlsx.answer_template.cells import CellFault, read_text
from xa_report.domain.item import Item
from xa_report.domain.number_text import ValueFaultError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SheetReader:
    """A sheet being read; faults are gathered, not raised."""

    sheet: Worksheet
    faults: list[CellFault]

    def fault(self, coordinate: str, message: str) -> None:
        """Add a fault of a cell."""
        self.faults.append(CellFault(self.sheet.title, coordinate, message))

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

    def rows(self, codes: Iterable[str]) -> dict[str, int]:
        """Return the row of each code in column A; add faults for lost, doubled, unknown codes."""
        expected = list(codes)
        rows: dict[str, int] = {}
        for row in range(layout.FIRST_ROW, self.sheet.max_row + 1):
            code = self.text(f"A{row}")
            if code and code not in expected:
                self.fault(f"A{row}", f"mã “{code}” không có trong mẫu; hãy xóa dòng này.")
            elif code in rows:
                self.fault(f"A{row}", f"mã “{code}” đã có ở dòng {rows[code]}; hãy bỏ một dòng.")
            elif code:
                rows[code] = row
        for code in expected:
            if code not in rows:
                self.fault("A:A", f"thiếu dòng có mã “{code}”; hãy lấy lại từ mẫu gốc.")
        return rows


def find_sheet(workbook: Workbook, title: str, faults: list[CellFault]) -> SheetReader | None:
    """Return the sheet of a title, or None and a fault when it is gone."""
    if title in workbook.sheetnames:
        return SheetReader(workbook[title], faults)
    faults.append(CellFault(title, "A1", "không còn trang này; hãy lấy lại từ mẫu gốc."))
    return None


def find_table_sheet(workbook: Workbook, item: Item, faults: list[CellFault]) -> SheetReader | None:
    """Return the sheet with the rows of a table, or None and a fault when it is gone."""
    for sheet in workbook.worksheets:
        if sheet[layout.TABLE_ID].value == item.id:
            return SheetReader(sheet, faults)
    message = f"không còn trang của bảng “{item.label}”; hãy lấy lại từ mẫu gốc."
    faults.append(CellFault(layout.FIGURES, "A1", message))
    return None


def filled_row_numbers(sheet_reader: SheetReader, width: int) -> Iterator[int]:
    """Yield the rows of a table's sheet that have any content."""
    cells = sheet_reader.sheet.iter_rows(min_row=layout.FIRST_ROW, max_col=width)
    for number, row in enumerate(cells, start=layout.FIRST_ROW):
        if any(cell.value is not None and str(cell.value).strip() for cell in row):
            yield number
