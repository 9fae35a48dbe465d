"""The row of heads of a sheet: columns are found by what stands above them, never by letters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from xa_report.documents.xlsx.cell_text import unescape_cell_text
from xa_report.documents.xlsx.sheet_writer import SheetColumn
from xa_report.documents.xlsx.untrusted_workbook import filled_cells
from xa_report.domain.text import fold_signs

_LAST_HEAD_ROW = 30
"""Lowest row in which heads are looked for; the template has them in row 4."""
_TITLES = frozenset("AB")
"""Columns of the titles above the heads; texts there are no answers."""


@dataclass(frozen=True, slots=True)
class HeadRow:
    """The row and the columns of the heads of a sheet."""

    row: int
    """0 when no row has any of them."""
    letters: Mapping[str, str]
    """Column letters of the expected heads that are there, the first of doubled ones."""
    doubled: Mapping[str, tuple[str, ...]]
    """All letters of expected heads that are there more than once."""
    unknown: Mapping[str, str]
    """Other heads by letter."""

    def faults(self, required: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield coordinate and sentence for each required head that is missing or doubled."""
        if not self.row:
            yield "A1", "không tìm thấy hàng tiêu đề của bảng; hãy lấy lại từ mẫu gốc."
            return
        for head in required:
            if head in self.doubled:
                columns = ", ".join(self.doubled[head])
                yield (
                    f"{self.doubled[head][-1]}{self.row}",
                    f"tiêu đề “{head}” có ở nhiều cột ({columns}); hãy giữ lại một cột.",
                )
            elif head not in self.letters:
                yield (
                    f"A{self.row}",
                    f"hàng tiêu đề thiếu cột “{head}”; hãy ghi lại tiêu đề ở đúng cột như mẫu.",
                )

    def moved_text(self, columns: Sequence[SheetColumn]) -> str:
        """Name the columns that stand elsewhere than the template put them."""
        moved = [
            f"“{column.head}” ở cột {self.letters[column.head]}"
            for column in columns
            if self.letters.get(column.head, column.letter) != column.letter
        ]
        return ", ".join(moved)

    def ignored_cause(self, cell: Cell, rows: set[int]) -> str:
        """Return why a filled cell is not read; "" when it is, or belongs to the titles."""
        letter = cell.column_letter
        if cell.row <= self.row:
            is_heading = cell.row == self.row or cell.data_type == "s" or letter in _TITLES
            return "" if is_heading else "nằm phía trên bảng"
        if letter in self.unknown:
            return f"ở cột “{self.unknown[letter]}” không có trong mẫu"
        if letter not in self.letters.values():
            return "ở cột không có tiêu đề"
        return "" if cell.row in rows else "ở dòng không có mã"


def find_head_row(sheet: Worksheet, columns: Sequence[SheetColumn]) -> HeadRow:
    """Find the row that has most of the expected heads, the uppermost of such rows."""
    expected = {comparable_head(column.head): column.head for column in columns}
    rows: dict[int, list[tuple[str, str]]] = {}
    for cell in filled_cells(sheet):
        if cell.row > _LAST_HEAD_ROW:
            break
        text = " ".join(unescape_cell_text(str(cell.value)).split())
        if text:
            rows.setdefault(cell.row, []).append((cell.column_letter, text))
    counts = {
        row: sum(comparable_head(text) in expected for _, text in heads)
        for row, heads in rows.items()
    }
    best = max(counts, key=lambda row: counts[row], default=0)
    # One alone may be a word of somebody's; a table of one column has no more.
    if not best or counts[best] < min(2, len(expected)):
        return HeadRow(0, {}, {}, {})
    return _head_row(best, rows[best], expected)


def _head_row(row: int, heads: Sequence[tuple[str, str]], expected: Mapping[str, str]) -> HeadRow:
    letters: dict[str, list[str]] = {}
    unknown = {}
    for letter, text in heads:
        head = expected.get(comparable_head(text))
        if head is None:
            unknown[letter] = text
        else:
            letters.setdefault(head, []).append(letter)
    doubled = {head: tuple(where) for head, where in letters.items() if len(where) > 1}
    unknown |= {letter: head for head, where in doubled.items() for letter in where[1:]}
    return HeadRow(row, {head: where[0] for head, where in letters.items()}, doubled, unknown)


def comparable_head(text: str) -> str:
    """Return a head for comparing: whatever its case, spaces, dashes and invisible characters."""
    return fold_signs(text)
