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
"""So many names are looked up one by one; of more, the whole kind is read."""


class FigureLabelKind(StrEnum):
    """What a number stands for."""

    UNIT = "unit"
    PERIOD = "period"
    REF = "ref"


def find_label_number(connection: Connection, kind: FigureLabelKind, name: str) -> int | None:
    """The number of one name; None when it was never given one."""
    return _known_numbers(connection, kind, [name]).get(name)


class LabelNumbers:
    """The numbers that one transaction has met so far, and new ones for new names."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbers: dict[FigureLabelKind, dict[str, int]] = {
            kind: {} for kind in FigureLabelKind
        }

    def numbers_of(self, kind: FigureLabelKind, names: Iterable[str]) -> dict[str, int]:
        """The number of each name, and of others of its kind."""
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
        made = {name: number for number, name in enumerate(names, start=last + 1)}
        rows = [{"id": number, "kind": kind, "name": name} for name, number in made.items()]
        self._connection.execute(FIGURE_LABELS.insert(), rows)
        self._numbers[kind] |= made


def _known_numbers(
    connection: Connection, kind: FigureLabelKind, names: list[str]
) -> dict[str, int]:
    known = FIGURE_LABELS.c
    query = select(known.name, known.id).where(known.kind == kind)
    if len(names) <= FEW_LABELS:
        query = query.where(known.name.in_(names))
    return {row.name: row.id for row in connection.execute(query)}


LARGEST_FIGURE = 10**100
"""What is larger is no figure of a commune, and would turn every sum into nonsense."""


@dataclass(frozen=True, slots=True)
class FigureSheet:
    """All figures of one commune in one period."""

    unit: str
    period: str
    """As `Period` writes itself."""
    values: Mapping[str, float]
    """By item or indicator; what is not reported or has not arisen is left out."""


@dataclass(frozen=True, slots=True)
class FigureTotal:
    """One figure of one period over all communes that have it."""

    period: Period
    ref: str
    counted: int
    """So many communes have it."""
    total: float

    @property
    def mean(self) -> float:
        """Each commune counting the same."""
        return self.total / self.counted


def build_figure_sheet(unit: str, period: Period, figures: Mapping[str, Figure]) -> FigureSheet:
    """The figures of an assessment that are known, as numbers."""
    known = ((ref, one.value) for ref, one in figures.items() if one.value is not None)
    values = {ref: float(value) for ref, value in known if _fits_double(value)}
    return FigureSheet(unit, str(period), values)


def _fits_double(value: Fraction) -> bool:
    return abs(value) <= LARGEST_FIGURE


def load_figure_totals(connection: Connection) -> tuple[FigureTotal, ...]:
    """Every figure of every period, by time and name; read from the totals alone."""
    known, ref, period = FIGURE_TOTALS.c, FIGURE_LABELS.alias("r").c, FIGURE_LABELS.alias("p").c
    rows = connection.execute(
        select(period.name, ref.name, known.counted, known.total)
        .where(ref.id == known.ref, period.id == known.period, known.counted > 0)
        .order_by(ref.name)
    ).all()
    periods = {name: Period.parse(name) for name in {row[0] for row in rows}}
    lines = (FigureTotal(periods[name], *rest) for name, *rest in rows)
    return tuple(sorted(lines, key=lambda line: (line.period.last_day, line.period.first_day)))


def load_figure_trend(
    connection: Connection, ref: str, unit: str
) -> tuple[tuple[Period, float], ...]:
    """One figure of one commune through time; empty when it never had it."""
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
    found = ((Period.parse(name), value) for name, value in rows)
    return tuple(sorted(found, key=lambda one: (one[0].last_day, one[0].first_day)))


SHEETS_AT_ONCE = 250
"""Sheets that are held in memory together."""
FEW_SHEETS = 20
"""So many sheets are looked for one by one; for more, the list of all of them is read."""


class SheetKey(NamedTuple):
    """Unit and period of a sheet, by their numbers in the database."""

    unit: int
    period: int


class NumberedSheet(NamedTuple):
    """A sheet with its values by figure, all by number."""

    key: SheetKey
    values: dict[int, float]


def load_figure_sheets(
    database: RegisterDatabase, connection: Connection, rows: Iterable[FigureSheet]
) -> int:
    """Bring in many sheets, each in place of what there was; return how many values came."""
    loading, sheets, values = _SheetLoader(connection), iter(rows), 0
    while batch := list(islice(sheets, SHEETS_AT_ONCE)):
        values += loading.add(batch)
    loading.finish()
    database.log(connection, "figures", {"values": values})
    return values


def save_figure_sheet(connection: Connection, sheet: FigureSheet) -> None:
    """Put the figures of one commune and period in place of what there was."""
    loading = _SheetLoader(connection)
    loading.add([sheet])
    loading.finish()


class _TotalsChange:
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

    def subtract(self, values: Mapping[int, float]) -> None:
        """Count a sheet out again."""
        self.counted.subtract(values.keys())
        for ref, value in values.items():
            self.totals[ref] -= value


class _SheetLoader:
    """One load: the numbers of names, and what the totals gain and lose."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._labels = LabelNumbers(connection)
        self._changes: defaultdict[int, _TotalsChange] = defaultdict(_TotalsChange)
        self._sheets: set[SheetKey] | None = None

    def add(self, sheets: Sequence[FigureSheet]) -> int:
        """Bring in some sheets; of one commune and period the last one counts."""
        last = {(one.unit, one.period): one for one in sheets}
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
        """Add to the totals what has come and gone."""
        rows = [
            (period, ref, counted, change.totals[ref])
            for period, change in self._changes.items()
            for ref, counted in change.counted.items()
        ]
        columns = ("period", "ref", "counted", "total")
        bulk_upsert(self._connection, "figure_totals", columns, rows, _ADD)

    def _with_numbers(self, sheets: Sequence[FigureSheet]) -> Iterator[NumberedSheet]:
        units = self._labels.numbers_of(FigureLabelKind.UNIT, (one.unit for one in sheets))
        periods = self._labels.numbers_of(FigureLabelKind.PERIOD, (one.period for one in sheets))
        refs = self._labels.numbers_of(
            FigureLabelKind.REF, (ref for one in sheets for ref in one.values)
        )
        for one in sheets:
            values = {refs[ref]: value for ref, value in one.values.items()}
            yield NumberedSheet(SheetKey(units[one.unit], periods[one.period]), values)

    def _remove_sheets(self, pairs: Sequence[SheetKey]) -> None:
        """Remove the sheets that are there, and count back what they had added."""
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
        there = self._sheets & set(pairs)
        self._sheets.update(pairs)
        return there

    def _read(self, query: Select[Any]) -> set[SheetKey]:
        return {SheetKey(row.unit, row.period) for row in self._connection.execute(query)}


_UNIT, _PERIOD = FIGURE_SHEETS.c.unit, FIGURE_SHEETS.c.period
_ADD = """ON CONFLICT (period, ref) DO UPDATE SET
counted = figure_totals.counted + excluded.counted, total = figure_totals.total + excluded.total"""
