"""Figures of communes as numbers: tables and trends, totals that follow, and their cases."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from sqlalchemy import delete, select

from tests.factories.commune_folders import SIGNED_AT, YEAR
from tests.factories.signed_submissions import SignedSubmissions
from xa_report.domain.indicator import Figure, known_figure
from xa_report.domain.item import Answer, ExternalScore
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey
from xa_report.domain.unit import Unit
from xa_report.province.appraisal.case import load_case_detail
from xa_report.province.appraisal.summary import recompute_case, recompute_cases
from xa_report.province.database import appraisal, engine, figures
from xa_report.province.database.appraisal import ProvinceValue
from xa_report.province.database.database import (
    RegisterDatabase,
    create_register_database,
    open_register_database,
)
from xa_report.province.database.figures import (
    MAX_FIGURE,
    SHEETS_AT_ONCE,
    FigureSheet,
    build_figure_sheet,
    load_figure_sheets,
    save_figure_sheet,
)
from xa_report.province.database.tables import FIGURES, RESULTS
from xa_report.province.register import Register
from xa_report.workflow.province.intake import examine_and_import

PROVINCE = Unit("80", "Tỉnh Tây Ninh", "tỉnh")
Q1, Q2 = Period.parse("2026-Q1"), Period.parse("2026-Q2")


@pytest.fixture
def register_database(register_address: str) -> RegisterDatabase:
    return create_register_database(register_address, PROVINCE)


def table(register: RegisterDatabase) -> dict[tuple[str, str], tuple[int, float]]:
    with register.read() as connection:
        lines = figures.load_figure_totals(connection)
    return {(str(one.period), one.ref): (one.counted, one.total) for one in lines}


def test_the_national_table_counts_and_adds(register_database: RegisterDatabase) -> None:
    sheets = [
        FigureSheet("25001", "2026-Q1", {"hs": 10.0, "ty_le": 62.5}),
        FigureSheet("25002", "2026-Q1", {"hs": 30.0}),
        FigureSheet("25001", "2026-Q2", {"hs": 7.0}),
    ]
    with register_database.write() as connection:
        assert load_figure_sheets(register_database, connection, sheets) == 4
    with register_database.read() as connection:
        lines = figures.load_figure_totals(connection)
        trend = figures.load_figure_trend(connection, "hs", "25001")
    rows = [(one.period, one.ref, one.counted, one.mean, one.total) for one in lines]
    assert rows == [
        (Q1, "hs", 2, 20.0, 40.0), (Q1, "ty_le", 1, 62.5, 62.5), (Q2, "hs", 1, 7.0, 7.0),
    ]  # fmt: skip
    assert trend == ((Q1, 10.0), (Q2, 7.0))


def test_what_nobody_has_is_empty(register_database: RegisterDatabase) -> None:
    with register_database.read() as connection:
        assert figures.load_figure_totals(connection) == ()
        assert figures.load_figure_trend(connection, "hs", "25001") == ()


def test_trends_go_by_time_not_by_name(register_database: RegisterDatabase) -> None:
    names = ["2026", "2025-Q4", "2026-H1", "2026-Q1"]
    with register_database.write() as connection:
        load_figure_sheets(
            register_database, connection, [FigureSheet("1", name, {"a": 1.0}) for name in names]
        )
        trend = figures.load_figure_trend(connection, "a", "1")
    assert [str(period) for period, _ in trend] == ["2025-Q4", "2026-Q1", "2026-H1", "2026"]


def test_a_register_from_before_gets_the_tables(
    register_database: RegisterDatabase, register_address: str
) -> None:
    with register_database.write() as connection:
        for name in ("proofs", "figures", "figure_sheets", "figure_totals", "figure_labels"):
            connection.exec_driver_sql(f"DROP TABLE {name}")
        connection.exec_driver_sql("DROP INDEX submissions_file")
        for name in ("sent_compared", "result_compared"):
            connection.exec_driver_sql(f"ALTER TABLE results DROP COLUMN {name}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'r001'")
    assert table(open_register_database(register_address)) == {}


def test_a_sheet_takes_the_place_of_the_earlier_one(register_database: RegisterDatabase) -> None:
    with register_database.write() as connection:
        save_figure_sheet(connection, FigureSheet("1", "2026", {"a": 1.0, "b": 2.0}))
        save_figure_sheet(connection, FigureSheet("2", "2026", {"a": 5.0}))
        save_figure_sheet(connection, FigureSheet("1", "2026", {"a": 3.0, "c": 4.0}))
    assert table(register_database) == {("2026", "a"): (2, 8.0), ("2026", "c"): (1, 4.0)}
    with register_database.write() as connection:
        save_figure_sheet(connection, FigureSheet("1", "2026", {}))
    assert table(register_database) == {("2026", "a"): (1, 5.0)}


def test_nothing_is_left_when_the_transaction_fails(register_database: RegisterDatabase) -> None:
    def fail() -> None:
        with register_database.write() as connection:
            save_figure_sheet(connection, FigureSheet("1", "2026", {"a": 1.0}))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert table(register_database) == {}


def test_many_sheets_come_in_by_the_driver(register_database: RegisterDatabase) -> None:
    """More than one batch, more than PostgreSQL gets without COPY, some of them twice."""
    count = SHEETS_AT_ONCE + engine.FEW_ROWS
    sheets = [FigureSheet(str(n), "2026", {"a": float(n), "b": 1.0}) for n in range(count)]
    with register_database.write() as connection:
        load_figure_sheets(register_database, connection, [*sheets, *sheets[:5]])
    want = {("2026", "a"): (count, sum(range(count))), ("2026", "b"): (count, count)}
    assert table(register_database) == want
    with register_database.write() as connection:
        load_figure_sheets(register_database, connection, sheets)
    assert table(register_database) == want


def test_totals_are_what_the_rows_add_up_to(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("figures") / "tinh.xaprov"
    register = create_register_database(str(path), PROVINCE)
    unit, period = st.sampled_from("123"), st.sampled_from(["2025", "2026"])
    values = st.dictionaries(st.sampled_from("abc"), st.integers(-9, 9).map(float))

    @drawn(st.lists(st.builds(FigureSheet, unit, period, values), max_size=30), st.booleans())
    def check(sheets: list[FigureSheet], together: bool) -> None:
        with register.dry_run() as connection:
            if together:
                load_figure_sheets(register, connection, sheets)
            else:
                for sheet in sheets:
                    save_figure_sheet(connection, sheet)
            last = {(one.unit, one.period): one.values for one in sheets}
            want: dict[tuple[str, str], list[float]] = {}
            for (_, named), unit_values in last.items():
                for ref, value in unit_values.items():
                    want.setdefault((named, ref), []).append(value)
            got = {
                (str(total.period), total.ref): (total.counted, total.total)
                for total in figures.load_figure_totals(connection)
            }
        assert got == {key: (len(found), sum(found)) for key, found in want.items()}

    check()


def test_only_what_is_known_and_a_number_is_kept() -> None:
    known = {
        "nua": known_figure(Fraction(1, 2)),
        "khong": Figure(not_arisen="chưa có"),
        "thieu": Figure(missing=("x",)),
        "qua_lon": known_figure(MAX_FIGURE * 2),
    }
    assert build_figure_sheet("25001", Q1, known) == FigureSheet("25001", "2026-Q1", {"nua": 0.5})


def test_what_came_in_is_in_the_table(
    province_register: Register, received_packages: SignedSubmissions
) -> None:
    firsts = [one.first for one in received_packages.senders]
    done = list(examine_and_import(province_register, firsts))
    assert len(done) == len(received_packages.senders)
    with province_register.database.read() as connection:
        line = figures.load_figure_totals(connection)[0]
        dossier = load_case_detail(
            province_register, connection, CaseKey(received_packages.senders[0].unit.code, YEAR)
        )
        own = figures.load_figure_trend(
            connection, line.ref, received_packages.senders[0].unit.code
        )
    assert (line.period, line.counted) == (YEAR, len(received_packages.senders))
    assert own == ((YEAR, float(dossier.appraised.figures[line.ref].exact)),)


def test_what_a_worker_counted_is_what_the_dossier_comes_to(
    province_register: Register, received_packages: SignedSubmissions
) -> None:
    """Assessing every case anew changes nothing of what taking in has kept."""
    list(examine_and_import(province_register, [one.first for one in received_packages.senders]))
    with province_register.database.write() as connection:
        before = (
            connection.execute(select(RESULTS)).all(),
            connection.execute(select(FIGURES)).all(),
        )
        connection.execute(delete(RESULTS))
        recompute_cases(province_register, connection, YEAR)
        again = connection.execute(select(RESULTS)).all(), connection.execute(select(FIGURES)).all()
    assert [sorted(rows) for rows in again] == [sorted(rows) for rows in before]
    assert len(before[0]) == len(received_packages.senders)


def test_figures_follow_what_the_province_puts_in_place(
    province_register: Register, received_packages: SignedSubmissions
) -> None:
    code = received_packages.senders[0].unit.code
    list(examine_and_import(province_register, [received_packages.senders[0].first]))
    with province_register.database.write() as connection:
        dossier = load_case_detail(province_register, connection, CaseKey(code, YEAR))
        ref, item = next(iter(dossier.form.items.items()))
        answer = Answer(
            ExternalScore(Decimal("12.25"), "Cổng Dịch vụ công quốc gia", SIGNED_AT.date())
        )
        province_value = ProvinceValue(code, YEAR, ref, answer)
        appraisal.save_province_value(
            province_register.database, connection, province_value, item.kind, "số liệu"
        )
        recompute_case(province_register, connection, CaseKey(code, YEAR))
        assert figures.load_figure_trend(connection, ref, code) == ((YEAR, 12.25),)
        (counted,) = {one.counted for one in figures.load_figure_totals(connection)}
        assert counted == 1
