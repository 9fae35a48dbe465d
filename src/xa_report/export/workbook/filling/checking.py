"""What a template asks for, and every fault of it with its sheet and cell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from xa_report.domain.workbook_values import CommuneValues, ProvinceValues
from xa_report.export.workbook.filling.placeholders import (
    Placeholder,
    Spot,
    named_cells,
    place,
    spots,
)
from xa_report.export.workbook.filling.repeating import Row


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a template asks for what."""

    single: tuple[Spot, ...]
    repeated: tuple[Spot, ...]
    """Cells in rows that are repeated."""
    named: tuple[tuple[str, Cell], ...]
    """Cells of defined names, with the name of the value."""
    kept: tuple[str, ...]
    """Sentences about cells that are left alone although a name asks for them."""
    faults: tuple[str, ...]

    @property
    def rows(self) -> frozenset[Row]:
        """The rows to be repeated."""
        return frozenset(spot.row for spot in self.repeated)


def look_through(book: Workbook, values: CommuneValues | ProvinceValues) -> Plan:
    """Find everything that a template asks for, and all that is wrong with it."""
    found = tuple(spots(book))
    rows = frozenset(spot.row for spot in found if any(one.repeats for one in spot.asked))
    repeated = tuple(spot for spot in found if spot.row in rows)
    single = tuple(spot for spot in found if spot.row not in rows)
    named = tuple(_named(book, values, {id(spot.cell) for spot in found}))
    free = [pair for pair in named if pair[1].data_type != "f"]
    return Plan(
        single,
        repeated,
        tuple(free),
        tuple(_kept(cell) for _, cell in named if cell.data_type == "f"),
        (
            *(fault for spot in found for fault in _faults(spot, values, spot.row in rows)),
            *(_in_row(name, cell) for name, cell in free if (cell.parent.title, cell.row) in rows),
            *_high_merges(book, rows),
        ),
    )


def _faults(spot: Spot, values: CommuneValues | ProvinceValues, repeated: bool) -> Iterator[str]:
    if spot.in_formula:
        yield (
            f"{spot.where}: công thức không thể chứa {{{{…}}}}; hãy đặt {{{{…}}}} vào một ô riêng"
            " rồi cho công thức trỏ tới ô đó."
        )
        return
    if spot.broken:
        yield f"{spot.where}: có “{{{{” nhưng không có “}}}}” đi kèm; hãy sửa lại."
    for asked in spot.asked:
        if asked.repeats and isinstance(values, CommuneValues):
            yield (
                f"{spot.where}: hàng lặp “{{{{#{asked.name}}}}}” chỉ dùng trong biểu của tỉnh;"
                " hãy bỏ dấu #."
            )
        elif asked.name not in _known(asked, values, repeated):
            yield f"{spot.where}: {_unknown(asked, _known(asked, values, repeated))}"


def _known(
    asked: Placeholder, values: CommuneValues | ProvinceValues, repeated: bool
) -> frozenset[str]:
    if isinstance(values, CommuneValues) or not repeated:
        return frozenset(values.values)
    return values.names if asked.repeats else values.names | frozenset(values.values)


def _unknown(asked: Placeholder, known: Iterable[str]) -> str:
    close = get_close_matches(asked.name, known, n=1, cutoff=0.75)
    hint = f"có phải “{close[0]}” không?" if close else "hãy xem bảng các tên dùng được."
    return f"không có giá trị nào tên “{asked.name}”; {hint}"


def _named(
    book: Workbook, values: CommuneValues | ProvinceValues, taken: set[int]
) -> Iterator[tuple[str, Cell]]:
    by_name = {key.replace(":", "_").replace(".", "_"): key for key in values.values}
    by_name |= {key: key for key in values.values}
    for name, cell in named_cells(book):
        if name in by_name and id(cell) not in taken:
            yield by_name[name], cell


def _kept(cell: Cell) -> str:
    return f"{place(cell)}: có công thức nên được giữ nguyên, không điền theo tên vùng."


def _in_row(name: str, cell: Cell) -> str:
    return f"{place(cell)}: tên vùng “{name}” nằm ở hàng lặp; hãy ghi {{{{#{name}}}}} vào ô."


def _high_merges(book: Workbook, rows: Iterable[Row]) -> Iterator[str]:
    for title, row in sorted(rows):
        for one in book[title].merged_cells.ranges:
            if one.min_row == row < one.max_row:
                yield (
                    f"Trang “{title}”, ô {one.coord}: ô gộp bắt đầu ở hàng lặp và phủ nhiều hàng;"
                    " hãy bỏ gộp theo chiều dọc."
                )
