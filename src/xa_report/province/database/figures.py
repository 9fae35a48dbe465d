"""Figures of every commune and period as doubles, with totals kept up to date."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, delete, func, select, tuple_

from xa_report.domain.indicator import Figure
from xa_report.domain.period import Period
from xa_report.province.database.database import RegisterDatabase
from xa_report.province.database.engine import bulk_insert, bulk_upsert
from xa_report.province.database.tables import FIGURE_LABELS, FIGURE_SHEETS, FIGURE_TOTALS, FIGURES

FEW_LABELS = 3
"""Up to so many names are looked up by name; for more, all of the kind are read at once."""
MAX_FIGURE = 10**100
"""No commune has a larger figure, and a sum with it would lose all others to rounding."""
SHEETS_AT_ONCE = 250
"""Sheets of one batch, which are in memory together."""
FEW_SHEETS = 20
"""Up to so many sheets are looked for by key; for more, the list of all of them is read."""
_UNIT, _PERIOD = FIGURE_SHEETS.c.unit, FIGURE_SHEETS.c.period
_ADD = """ON CONFLICT (period, ref) DO UPDATE SET
counted = figure_totals.counted + excluded.counted, total = figure_totals.total + excluded.total"""


class FigureLabelKind(StrEnum):
    """Kind of a name that has a number."""

    UNIT = "unit"
    PERIOD = "period"
    REF = "ref"


def find_label_number(connection: Connection, kind: FigureLabelKind, name: str) -> int | None:
    """Return the number of one name; None when it has none."""
    return _known_numbers(connection, kind, [name]).get(name)


class LabelNumbers:
    """Numbers of names within one transaction; new names get new numbers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbers: dict[FigureLabelKind, dict[str, int]] = {
            kind: {} for kind in FigureLabelKind
        }

    def numbers_of(self, kind: FigureLabelKind, names: Iterable[str]) -> dict[str, int]:
        """Return the number of each name, perhaps with others of its kind."""
        own = self._numbers[kind]
        fresh = [name for name in dict.fromkeys(names) if name not in own]
        if fresh:
            own |= _known_numbers(self._connection, kind, fresh)
            self._assign_numbers(kind, [name for name in fresh if name not in own])
        return own

    def _assign_numbers(self, kind: FigureLabelKind, names: list[str]) -> None:
        if not names:
            return
        last = self._connection.execute(select(func.max(FIGURE_LABELS.c.id))).scalar() or 0
        numbers = {name: number for number, name in enumerate(names, start=last + 1)}
        rows = [{"id": number, "kind": kind, "name": name} for name, number in numbers.items()]
        self._connection.execute(FIGURE_LABELS.insert(), rows)
        self._numbers[kind] |= numbers


def _known_numbers(
    connection: Connection, kind: FigureLabelKind, names: list[str]
) -> dict[str, int]:
    known = FIGURE_LABELS.c
    query = select(known.name, known.id).where(known.kind == kind)
    if len(names) <= FEW_LABELS:
        query = query.where(known.name.in_(names))
    return {row.name: row.id for row in connection.execute(query)}


@dataclass(frozen=True, slots=True)
class FigureSheet:
    """All figures of one commune in one period."""

    unit: str
    period: str
    """The text of a `Period`, as `2026-Q1`."""
    values: Mapping[str, float]
    """By item or indicator; what is not reported or has not arisen is left out."""


@dataclass(frozen=True, slots=True)
class FigureTotal:
    """One figure of one period over all communes that have it."""

    period: Period
    ref: str
    counted: int
    """Number of communes that have it."""
    total: float

    @property
    def mean(self) -> float:
        """The mean, in which every commune has the same weight."""
        return self.total / self.counted


def build_figure_sheet(unit: str, period: Period, figures: Mapping[str, Figure]) -> FigureSheet:
    """Build the sheet of an assessment: its known figures up to MAX_FIGURE, as doubles."""
    known = ((ref, one.value) for ref, one in figures.items() if one.value is not None)
    values = {ref: float(value) for ref, value in known if _fits_double(value)}
    return FigureSheet(unit, str(period), values)


def _fits_double(value: Fraction) -> bool:
    return abs(value) <= MAX_FIGURE


def load_figure_totals(connection: Connection) -> tuple[FigureTotal, ...]:
    """Return every figure of every period, by time and name; reads the totals only."""
    known, ref, period = FIGURE_TOTALS.c, FIGURE_LABELS.alias("r").c, FIGURE_LABELS.alias("p").c
    rows = connection.execute(
        select(period.name, ref.name, known.counted, known.total)
        .where(ref.id == known.ref, period.id == known.period, known.counted > 0)
        .order_by(ref.name)
    ).all()
    periods = {name: Period.parse(name) for name in {row[0] for row in rows}}
    totals = (FigureTotal(periods[name], *rest) for name, *rest in rows)
    # Sorting is stable, so the figures of a period stay in the order of their names.
    return tuple(sorted(totals, key=lambda each: (each.period.last_day, each.period.first_day)))


def load_figure_trend(
    connection: Connection, ref: str, unit: str
) -> tuple[tuple[Period, float], ...]:
    """Return one figure of one commune by period, in the order of time; empty without any."""
    numbers = (
        find_label_number(connection, FigureLabelKind.REF, ref),
        find_label_number(connection, FigureLabelKind.UNIT, unit),
    )
    known, period = FIGURES.c, FIGURE_LABELS.c
    rows = connection.execute(
        select(period.name, known.value).where(
            period.id == known.period, known.ref == numbers[0], known.unit == numbers[1]
        )
    )
    trend = ((Period.parse(name), value) for name, value in rows)
    return tuple(sorted(trend, key=lambda each: (each[0].last_day, each[0].first_day)))


class SheetKey(NamedTuple):
    """Numbers of the unit and the period of a sheet."""

    unit: int
    period: int


class NumberedSheet(NamedTuple):
    """A sheet with numbers in place of names."""

    key: SheetKey
    values: dict[int, float]


def load_figure_sheets(
    database: RegisterDatabase, connection: Connection, rows: Iterable[FigureSheet]
) -> int:
    """Save many sheets, each replacing the former one; return the number of values."""
    loader, sheets, values = _SheetLoader(connection), iter(rows), 0
    while batch := list(islice(sheets, SHEETS_AT_ONCE)):
        values += loader.add(batch)
    loader.finish()
    database.log(connection, "figures", {"values": values})
    return values


def save_figure_sheet(connection: Connection, sheet: FigureSheet) -> None:
    """Save the figures of one commune and period, replacing the former ones."""
    loader = _SheetLoader(connection)
    loader.add([sheet])
    loader.finish()


class _TotalsChange:
    """Change of the totals of one period, by the number of the figure."""

    def __init__(self) -> None:
        self.counted: Counter[int] = Counter()
        self.totals: defaultdict[int, float] = defaultdict(float)

    def add(self, values: Mapping[int, float]) -> None:
        """Add the values of a sheet."""
        self.counted.update(values.keys())
        totals = self.totals  # a local name: this loop runs for every value of a mass load
        for ref, value in values.items():
            totals[ref] += value

    def subtract(self, values: Mapping[int, float]) -> None:
        """Subtract the values of a sheet."""
        self.counted.subtract(values.keys())
        for ref, value in values.items():
            self.totals[ref] -= value


class _SheetLoader:
    """One load of sheets: the numbers of names, and the change of the totals until `finish`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._labels = LabelNumbers(connection)
        self._changes: defaultdict[int, _TotalsChange] = defaultdict(_TotalsChange)
        self._sheets: set[SheetKey] | None = None

    def add(self, sheets: Sequence[FigureSheet]) -> int:
        """Save some sheets, of one commune and period the last one; return the number of values."""
        last = {(sheet.unit, sheet.period): sheet for sheet in sheets}
        numbered = list(self._with_numbers(list(last.values())))
        pairs = [sheet.key for sheet in numbered]
        self._remove_sheets(pairs)
        for sheet in numbered:
            self._changes[sheet.key.period].add(sheet.values)
        rows = [(*key, ref, value) for key, values in numbered for ref, value in values.items()]
        bulk_insert(self._connection, "figure_sheets", ("unit", "period"), pairs)
        bulk_insert(self._connection, "figures", ("unit", "period", "ref", "value"), rows)
        return len(rows)

    def finish(self) -> None:
        """Write the change of the totals."""
        rows = [
            (period, ref, counted, change.totals[ref])
            for period, change in self._changes.items()
            for ref, counted in change.counted.items()
        ]
        columns = ("period", "ref", "counted", "total")
        bulk_upsert(self._connection, "figure_totals", columns, rows, _ADD)

    def _with_numbers(self, sheets: Sequence[FigureSheet]) -> Iterator[NumberedSheet]:
        units = self._labels.numbers_of(FigureLabelKind.UNIT, (each.unit for each in sheets))
        periods = self._labels.numbers_of(FigureLabelKind.PERIOD, (each.period for each in sheets))
        refs = self._labels.numbers_of(
            FigureLabelKind.REF, (ref for each in sheets for ref in each.values)
        )
        for sheet in sheets:
            values = {refs[ref]: value for ref, value in sheet.values.items()}
            yield NumberedSheet(SheetKey(units[sheet.unit], periods[sheet.period]), values)

    def _remove_sheets(self, pairs: Sequence[SheetKey]) -> None:
        """Delete the sheets that exist, and subtract their values from the totals."""
        sheets, known = FIGURE_SHEETS, FIGURES.c
        for unit, period in self._existing_sheets(pairs):
            own = (known.unit == unit, known.period == period)
            rows = self._connection.execute(select(known.ref, known.value).where(*own))
            self._changes[period].subtract({row.ref: row.value for row in rows})
            self._connection.execute(delete(FIGURES).where(*own))
            both = (sheets.c.unit == unit, sheets.c.period == period)
            self._connection.execute(delete(sheets).where(*both))

    def _existing_sheets(self, pairs: Sequence[SheetKey]) -> set[SheetKey]:
        if self._sheets is None and len(pairs) > FEW_SHEETS:
            self._sheets = self._read(select(_UNIT, _PERIOD))
        if self._sheets is None:
            return self._read(select(_UNIT, _PERIOD).where(tuple_(_UNIT, _PERIOD).in_(pairs)))
        existing = self._sheets & set(pairs)
        self._sheets.update(pairs)
        return existing

    def _read(self, query: Select[Any]) -> set[SheetKey]:
        return {SheetKey(row.unit, row.period) for row in self._connection.execute(query)}
