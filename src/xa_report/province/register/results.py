"""What each commune comes to at present: kept beside the case, so that lists need no assessing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import Connection, delete, select

from xa_report.domain.canonical_json import dump_normalized, loads
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseState
from xa_report.domain.province.ranking import PartResult, RankingCandidate, TieBreakKey
from xa_report.domain.unit import Unit
from xa_report.province.register.tables import RESULTS


@dataclass(frozen=True, slots=True)
class Result:
    """A commune's numbers as they are kept."""

    contestant: RankingCandidate
    applicable: Decimal
    submission: int
    state: CaseState


def put(connection: Connection, period: Period, found: Result) -> None:
    """Keep what a commune comes to, in place of what it came to before."""
    one = found.contestant
    key = {"period": str(period), "unit": one.unit.code}
    connection.execute(
        delete(RESULTS).where(RESULTS.c.period == key["period"], RESULTS.c.unit == key["unit"])
    )
    parts = {code: [str(part.points), str(part.applicable)] for code, part in one.parts.items()}
    connection.execute(
        RESULTS.insert().values(
            **key, submission=found.submission, sent=str(one.sent), result=str(one.result),
            applicable=str(found.applicable), percent=_fraction(one.percent),
            rating="-" if one.void else one.rating, state=found.state, parts=dump_normalized(parts),
            keys=dump_normalized([_fraction(value) for value in one.keys]),
        )
    )  # fmt: skip


def of_period(
    connection: Connection, period: Period, units: Mapping[str, Unit]
) -> tuple[Result, ...]:
    """The results of a period by unit code; of units that are in the list."""
    rows = connection.execute(
        select(RESULTS).where(RESULTS.c.period == str(period)).order_by(RESULTS.c.unit)
    )
    return tuple(
        Result(
            RankingCandidate(
                unit=units[row.unit],
                manifest_sha256="",
                sent=Decimal(row.sent),
                result=Decimal(row.result),
                percent=_back(row.percent),
                rating="" if row.rating == "-" else row.rating,
                void=row.rating == "-",
                closed=row.state == CaseState.CLOSED,
                parts={
                    code: PartResult(Decimal(a), Decimal(b)) for code, (a, b) in _parts(row.parts)
                },
                keys=tuple(_back(text) for text in loads(row.keys)),
            ),
            Decimal(row.applicable),
            row.submission,
            CaseState(row.state),
        )
        for row in rows
        if row.unit in units
    )


def _parts(text: str) -> list[tuple[str, tuple[str, str]]]:
    return [(code, (a, b)) for code, (a, b) in loads(text).items()]


def _fraction(value: TieBreakKey) -> str:
    return "" if value is None else f"{value.numerator}/{value.denominator}"


def _back(text: str) -> TieBreakKey:
    return Fraction(text) if text else None
