"""Cell references in formulas, rewritten when rows are inserted or copied."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

# Column, dollar sign and row of both corners; whole rows (5:7) have no columns.
_RANGE = re.compile(
    r"(\$?[A-Z]{1,3})?(\$?)(\d{1,7})(?::(\$?[A-Z]{1,3})?(\$?)(\d{1,7}))?", re.IGNORECASE
)
LAST_ROW = 1_048_576
# Functions in which one cell stands for a list that may grow.
_ADDING = frozenset({"SUM(", "AVERAGE(", "MIN(", "MAX(", "COUNT(", "COUNTA("})


@dataclass(frozen=True, slots=True)
class CellCorner:
    """A corner of a reference."""

    column: str
    fixed: bool
    """True when its row has a dollar sign."""
    row: int

    def at(self, row: int) -> str:
        """Return the corner moved to another row."""
        return f"{self.column}{'$' if self.fixed else ''}{row}"


CornerPair = tuple[CellCorner, CellCorner | None]
RowMapper = Callable[[str, CornerPair], tuple[int, int]]
"""Maps the title of a sheet and the corners of a reference to their new rows."""


@dataclass(frozen=True, slots=True)
class RowInsertion:
    """A row of a sheet that becomes `count` rows."""

    sheet: str
    row: int
    count: int

    @property
    def added(self) -> int:
        """The number of rows inserted below the row."""
        return self.count - 1

    def point(self, row: int) -> int:
        """Return the new number of a row; the repeated row stays the first of its copies."""
        return min(row + self.added, LAST_ROW) if row > self.row else row

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the new ends of a range; the end at the repeated row becomes its last copy."""
        end = min(last + self.added, LAST_ROW) if last >= self.row else last
        return self.point(first), end


def expression_after_insertion(
    text: str, home: str, insertion: RowInsertion, *, repeated: bool = False
) -> str:
    """Return a formula without its equals sign after rows were inserted."""
    if not text:
        return text
    return formula_after_insertion(f"={text}", home, insertion, repeated=repeated)[1:]


def series_after_insertion(text: str, insertion: RowInsertion) -> str:
    """Return the data of a chart's series; the repeated row alone becomes all of its copies."""
    return expression_after_insertion(f"SUM({text})", "", insertion)[len("SUM(") : -1]


def areas_after_insertion(text: str, insertion: RowInsertion, *, own_row: bool = False) -> str:
    """Return areas of the sheet of the insertion, separated by spaces, as in `A1:B2 C4`.

    An area that ends at the repeated row grows with it; with `own_row` one that is in this row
    alone stays. Whole columns stay as they are.
    """
    return " ".join(_grown_area(area, insertion, own_row) for area in text.split(" "))


def _grown_area(area: str, insertion: RowInsertion, own_row: bool) -> str:
    match = _RANGE.fullmatch(area)
    if match is None or (match[1] is None and match[6] is None):
        return area
    first = CellCorner(match[1] or "", bool(match[2]), int(match[3]))
    last = CellCorner(match[4] or "", bool(match[5]), int(match[6])) if match[6] else first
    if own_row and first.row == last.row == insertion.row:
        return area
    rows = insertion.span(first.row, last.row)
    if rows == (first.row, last.row):
        return area
    single = rows[0] == rows[1] and first.column == last.column
    return first.at(rows[0]) if single else f"{first.at(rows[0])}:{last.at(rows[1])}"


def areas_moved_down(text: str, down: int) -> str:
    """Return areas `down` rows further down."""

    def move(match: re.Match[str]) -> str:
        return f"{match[1]}{int(match[2]) + down}"

    return re.sub(r"([A-Z$]+)(\d+)", move, text)


def formula_after_insertion(
    formula: str, home: str, insertion: RowInsertion, *, repeated: bool = False
) -> str:
    """Return a formula of the sheet `home` after rows were inserted.

    In a `repeated` row a corner without dollar sign means the row itself and does not move: so
    `SUM(C5:F5)` adds one row, `SUM(C$5:C5)` runs, and `RANK(C5,C$5:C$5)` sees all rows.
    """

    quoted = insertion.sheet.replace("'", "''").casefold()
    if home.casefold() != insertion.sheet.casefold() and quoted not in formula.casefold():
        return formula

    def move(sheet: str, ends: CornerPair) -> tuple[int, int]:
        first, last = ends
        if sheet.casefold() != insertion.sheet.casefold():
            return first.row, last.row if last else first.row
        if last is None:
            return insertion.point(first.row), insertion.point(first.row)
        if repeated and last.row == insertion.row and not last.fixed:
            return insertion.point(first.row), last.row
        return insertion.span(first.row, last.row)

    return _rewrite_rows(formula, home, move)


def formula_copied_down(formula: str, home: str, row: int, down: int) -> str:
    """Return a formula of a repeated row, `down` rows below its first.

    As when a person fills down: corners without dollar sign move along. What stands below the
    repeated rows (a total) and on other sheets stays the same.
    """

    def move(sheet: str, ends: CornerPair) -> tuple[int, int]:
        own = sheet.casefold() == home.casefold()
        first, last = (
            end.row + down if end and own and not end.fixed and end.row <= row else end and end.row
            for end in ends
        )
        return first or 0, last or 0

    return _rewrite_rows(formula, home, move)


def _rewrite_rows(formula: str, home: str, move: RowMapper) -> str:
    try:
        tokens = Tokenizer(formula).items
    # What openpyxl cannot read is written back as it was.
    except (TokenizerError, IndexError):
        return formula
    return "=" + "".join(
        _rewrite_token(token, home, move, _is_sole_summand(tokens, at))
        for at, token in enumerate(tokens)
    )


def _is_sole_summand(tokens: list[Token], at: int) -> bool:
    """Return whether a function adds up this reference alone: `SUM(C5)` means `SUM(C5:C5)`."""
    around = [token.value.upper() for token in tokens[max(at - 1, 0) : at + 2]]
    return len(around) == len(("(", "C5", ")")) and around[0] in _ADDING and around[2] == ")"


def _rewrite_token(token: Token, home: str, move: RowMapper, alone: bool) -> str:
    value: str = token.value
    if token.type == Token.FUNC and ":" in value:
        # `B1:INDEX(` is one token.
        corner, _, function = value.rpartition(":")
        return f"{_rewrite_reference(corner, home, move, alone=False)}:{function}"
    if token.type != Token.OPERAND or token.subtype != Token.RANGE:
        return value
    # As is `:B4` behind a function.
    colon = ":" if value.startswith(":") else ""
    return colon + _rewrite_reference(value.removeprefix(":"), home, move, alone=alone)


def _rewrite_reference(value: str, home: str, move: RowMapper, *, alone: bool) -> str:
    prefix, mark, body = value.rpartition("!")
    match = _RANGE.fullmatch(body)
    # A bare number is no reference.
    if match is None or (match[1] is None and match[6] is None):
        return value
    first = CellCorner(match[1] or "", bool(match[2]), int(match[3]))
    last = CellCorner(match[4] or "", bool(match[5]), int(match[6])) if match[6] else None
    title = sheet_title(prefix) if mark else home
    rows = move(title, (first, last))
    if last is None and alone:
        rows = move(title, (first, first))
        last = first if rows[0] != rows[1] else None
    end = f":{last.at(rows[1])}" if last else ""
    return f"{prefix}{mark}{first.at(rows[0])}{end}"


def sheet_title(prefix: str) -> str:
    """Return the title that stands before the `!` of a reference, without its quotes."""
    if prefix.startswith("'") and prefix.endswith("'"):
        return prefix[1:-1].replace("''", "'")
    return prefix
