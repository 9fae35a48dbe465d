"""Brings figures in, one sheet or millions of values, and keeps the totals with them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, delete, select, tuple_

from xa_report.province.register.bulk import insert, upsert
from xa_report.province.register.figure_labels import Label, Labels
from xa_report.province.register.figures import Sheet
from xa_report.province.register.register import Register
from xa_report.province.register.tables import FIGURE_SHEETS, FIGURES

AT_ONCE = 250
"""Sheets that are held in memory together."""
FEW = 20
"""So many sheets are looked for one by one; for more, the list of all of them is read."""


class SheetKey(NamedTuple):
    """Unit and period of a sheet, by their numbers in the database."""

    unit: int
    period: int


class NumberedSheet(NamedTuple):
    """A sheet with its values by figure, all by number."""

    key: SheetKey
    values: dict[int, float]


def load(register: Register, connection: Connection, rows: Iterable[Sheet]) -> int:
    """Bring in many sheets, each in place of what there was; return how many values came."""
    loading, sheets, values = _Loading(connection), iter(rows), 0
    while batch := list(islice(sheets, AT_ONCE)):
        values += loading.add(batch)
    loading.finish()
    register.log(connection, "figures", {"values": values})
    return values


def put(connection: Connection, sheet: Sheet) -> None:
    """Put the figures of one commune and period in place of what there was."""
    loading = _Loading(connection)
    loading.add([sheet])
    loading.finish()


class _Change:
    """What the totals of one period gain and lose."""

    def __init__(self) -> None:
        self.counted: Counter[int] = Counter()
        self.totals: defaultdict[int, float] = defaultdict(float)

    def add(self, values: Mapping[int, float]) -> None:
        """Count a sheet in."""
        self.counted.update(values.keys())
        totals = self.totals
        for ref, value in values.items():
            totals[ref] += value

    def take_away(self, values: Mapping[int, float]) -> None:
        """Count a sheet out again."""
        self.counted.subtract(values.keys())
        for ref, value in values.items():
            self.totals[ref] -= value


class _Loading:
    """One load: the numbers of names, and what the totals gain and lose."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._labels = Labels(connection)
        self._changes: defaultdict[int, _Change] = defaultdict(_Change)
        self._sheets: set[SheetKey] | None = None

    def add(self, sheets: Sequence[Sheet]) -> int:
        """Bring in some sheets; of one commune and period the last one counts."""
        last = {(one.unit, one.period): one for one in sheets}
        numbered = list(self._numbered(list(last.values())))
        pairs = [sheet.key for sheet in numbered]
        self._take_away(pairs)
        for sheet in numbered:
            self._changes[sheet.key.period].add(sheet.values)
        rows = [(*key, ref, value) for key, values in numbered for ref, value in values.items()]
        insert(self._connection, "figure_sheets", ("unit", "period"), pairs)
        insert(self._connection, "figures", ("unit", "period", "ref", "value"), rows)
        return len(rows)

    def finish(self) -> None:
        """Add to the totals what has come and gone."""
        rows = [
            (period, ref, counted, change.totals[ref])
            for period, change in self._changes.items()
            for ref, counted in change.counted.items()
        ]
        columns = ("period", "ref", "counted", "total")
        upsert(self._connection, "figure_totals", columns, rows, _ADD)

    def _numbered(self, sheets: Sequence[Sheet]) -> Iterator[NumberedSheet]:
        units = self._labels.of(Label.UNIT, (one.unit for one in sheets))
        periods = self._labels.of(Label.PERIOD, (one.period for one in sheets))
        refs = self._labels.of(Label.REF, (ref for one in sheets for ref in one.values))
        for one in sheets:
            values = {refs[ref]: value for ref, value in one.values.items()}
            yield NumberedSheet(SheetKey(units[one.unit], periods[one.period]), values)

    def _take_away(self, pairs: Sequence[SheetKey]) -> None:
        """Remove the sheets that are there, and count back what they had added."""
        sheets, known = FIGURE_SHEETS, FIGURES.c
        for unit, period in self._there(pairs):
            own = (known.unit == unit, known.period == period)
            rows = self._connection.execute(select(known.ref, known.value).where(*own))
            self._changes[period].take_away({row.ref: row.value for row in rows})
            self._connection.execute(delete(FIGURES).where(*own))
            both = (sheets.c.unit == unit, sheets.c.period == period)
            self._connection.execute(delete(sheets).where(*both))

    def _there(self, pairs: Sequence[SheetKey]) -> set[SheetKey]:
        if self._sheets is None and len(pairs) > FEW:
            self._sheets = self._read(select(_UNIT, _PERIOD))
        if self._sheets is None:
            return self._read(select(_UNIT, _PERIOD).where(tuple_(_UNIT, _PERIOD).in_(pairs)))
        there = self._sheets & set(pairs)
        self._sheets.update(pairs)
        return there

    def _read(self, query: Select[Any]) -> set[SheetKey]:
        return {SheetKey(row.unit, row.period) for row in self._connection.execute(query)}


_UNIT, _PERIOD = FIGURE_SHEETS.c.unit, FIGURE_SHEETS.c.period
_ADD = """ON CONFLICT (period, ref) DO UPDATE SET
counted = figure_totals.counted + excluded.counted, total = figure_totals.total + excluded.total"""
