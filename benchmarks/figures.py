"""Figures of 3,321 communes: bringing 5.2 million in, the national table, who has not sent."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey
from xa_report.domain.unit import Unit
from xa_report.province.database import cases, figures, units
from xa_report.province.database.database import create_register_database
from xa_report.province.database.figures import FigureSheet
from xa_report.province.database.tables import BLOBS, SUBMISSIONS
from xa_report.province.database.units import UnitEntry
from xa_report.province.register import Register
from xa_report.workflow.province import queries

UNITS, REFS = 3321, 79
PERIODS = tuple(f"{year}-Q{quarter}" for year in range(2026, 2031) for quarter in range(1, 5))
LOAD, TABLE, ABSENT = 0.5e6, 400.0, 5.0
"""Values a second; milliseconds; milliseconds."""
PERIOD = Period(2026)
SENDERS = 0.9
"""Share of the communes that have sent."""


def sheets() -> Iterator[FigureSheet]:
    """One sheet of each commune and period; whole numbers, as most figures are."""
    refs = [f"chi_tieu_{number}" for number in range(REFS)]
    for unit in range(UNITS):
        for turn, period in enumerate(PERIODS):
            values = {ref: float(unit + turn * n) for n, ref in enumerate(refs)}
            yield FigureSheet(f"{unit:05}", period, values)


def fastest(work: object, rounds: int = 15) -> float:
    """Milliseconds of the fastest round."""
    assert callable(work)
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent) * 1000


def main() -> bool:
    """Print each figure with its limit; return whether all are held."""
    with tempfile.TemporaryDirectory() as folder:
        register = create_register_database(
            str(Path(folder) / "ca-nuoc.xaprov"), Unit("00", "Cả nước", "tỉnh")
        )
        start = time.perf_counter()
        with register.write() as connection:
            count = figures.load_figure_sheets(register, connection, sheets())
        speed = count / (time.perf_counter() - start)
        with register.read() as connection:
            lines = figures.load_figure_totals(connection)
            assert (len(lines), lines[0].counted) == (REFS * len(PERIODS), UNITS)
            table = fastest(lambda: figures.load_figure_totals(connection))
        absent = _absent(Register(register))
    print(f"{count / 1e6:.1f} M values in: {speed / 1e6:.2f} M/s of {LOAD / 1e6:.1f}")
    print(f"national table, {len(lines)} lines: {table:.1f} ms of {TABLE:.0f}")
    print(f"who has not sent, {UNITS} communes: {absent:.1f} ms of {ABSENT:.0f}")
    return speed >= LOAD and table <= TABLE and absent <= ABSENT


def _absent(desk: Register) -> float:
    """Milliseconds from the question to the names, on a connection that is opened for it."""
    listed = [Unit(f"{n:05}", f"Xã {n}", "xã") for n in range(UNITS)]
    units.save_shipped_units(desk.database, [UnitEntry(one) for one in listed])
    sent = [one.code for one in listed[: round(UNITS * SENDERS)]]
    with desk.database.write() as connection:
        connection.execute(BLOBS.insert().values(sha256="0", size=0))
        columns = dict.fromkeys((column.name for column in SUBMISSIONS.c), "")
        only = columns | {"id": 1, "sequence": 1, "file_sha256": "0", "record": b""}
        connection.execute(SUBMISSIONS.insert().values(**only))
        for code in sent:
            cases.insert_case(desk.database, connection, CaseKey(code, PERIOD), 1)
    assert len(queries.communes_without_report(desk, PERIOD)) == UNITS - len(sent)
    return fastest(lambda: queries.communes_without_report(desk, PERIOD))


if __name__ == "__main__":
    main()
