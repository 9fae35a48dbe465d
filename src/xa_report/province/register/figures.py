"""The figures of every commune and period as plain numbers, for tables, trends and charts.

A figure is kept in double precision: 15 digits, which is more than any table shows. What somebody
is judged by (points, targets, ranking, the books) is always computed anew from the records, in
exact arithmetic, and never from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection, select

from xa_report.domain.indicator import Figure
from xa_report.domain.period import Period
from xa_report.province.register.figure_labels import Label, number
from xa_report.province.register.tables import FIGURE_LABELS, FIGURE_TOTALS, FIGURES

LARGEST = 10**100
"""What is larger is no figure of a commune, and would turn every sum into nonsense."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All figures of one commune in one period."""

    unit: str
    period: str
    """As `Period` writes itself."""
    values: Mapping[str, float]
    """By item or indicator; what is not reported or has not arisen is left out."""


@dataclass(frozen=True, slots=True)
class Line:
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


def sheet_of(unit: str, period: Period, figures: Mapping[str, Figure]) -> Sheet:
    """The figures of an assessment that are known, as numbers."""
    known = ((ref, one.value) for ref, one in figures.items() if one.value is not None)
    values = {ref: float(value) for ref, value in known if _fits(value)}
    return Sheet(unit, str(period), values)


def _fits(value: Fraction) -> bool:
    return abs(value) <= LARGEST


def national(connection: Connection) -> tuple[Line, ...]:
    """Every figure of every period, by time and name; read from the totals alone."""
    known, ref, period = FIGURE_TOTALS.c, FIGURE_LABELS.alias("r").c, FIGURE_LABELS.alias("p").c
    rows = connection.execute(
        select(period.name, ref.name, known.counted, known.total)
        .where(ref.id == known.ref, period.id == known.period, known.counted > 0)
        .order_by(ref.name)
    ).all()
    periods = {name: Period.parse(name) for name in {row[0] for row in rows}}
    lines = (Line(periods[name], *rest) for name, *rest in rows)
    return tuple(sorted(lines, key=lambda line: (line.period.last_day, line.period.first_day)))


def trend(connection: Connection, ref: str, unit: str) -> tuple[tuple[Period, float], ...]:
    """One figure of one commune through time; empty when it never had it."""
    numbers = number(connection, Label.REF, ref), number(connection, Label.UNIT, unit)
    known, period = FIGURES.c, FIGURE_LABELS.c
    rows = connection.execute(
        select(period.name, known.value).where(
            period.id == known.period, known.ref == numbers[0], known.unit == numbers[1]
        )
    )
    found = ((Period.parse(name), value) for name, value in rows)
    return tuple(sorted(found, key=lambda one: (one[0].last_day, one[0].first_day)))
