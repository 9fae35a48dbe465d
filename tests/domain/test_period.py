"""Periods: how they are written, what lies before and within them, and days counted from them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xa_report.domain.dates import parse_date, show_date
from xa_report.domain.period import DayRule, DayWindow, Period, PeriodKind

ALL = [Period.parse(text) for text in ("2026", "2026-H1", "2026-9M")] + [
    Period.parse(f"2026-Q{number}") for number in (1, 2, 3, 4)
]


@pytest.mark.parametrize("period", ALL, ids=str)
def test_a_period_is_read_back_as_it_is_written(period):
    assert Period.parse(str(period)) == period
    assert Period.parse(f" {str(period).lower()} ") == period


@pytest.mark.parametrize("text", ["", "26", "2026-Q5", "2026-H2", "Q1-2026", "1999", "2026Q1"])
def test_what_is_no_period_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="2026-Q1"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "first", "last", "label", "before"),
    [
        ("2026", "2026-01-01", "2026-12-31", "năm 2026", "2025"),
        ("2026-H1", "2026-01-01", "2026-06-30", "6 tháng đầu năm 2026", "2025-H1"),
        ("2026-9M", "2026-01-01", "2026-09-30", "9 tháng đầu năm 2026", "2025-9M"),
        ("2026-Q1", "2026-01-01", "2026-03-31", "quý I năm 2026", "2025-Q4"),
        ("2026-Q4", "2026-10-01", "2026-12-31", "quý IV năm 2026", "2026-Q3"),
    ],
)
def test_the_calendar_of_a_period(text, first, last, label, before):
    period = Period.parse(text)
    assert (period.first_day.isoformat(), period.last_day.isoformat()) == (first, last)
    assert (period.label, str(period.previous())) == (label, before)


def test_longer_periods_include_the_shorter_ones_of_their_year():
    includes = {str(outer): [str(p) for p in ALL if outer.includes(p)] for outer in ALL}
    assert includes["2026"] == ["2026-H1", "2026-9M", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert includes["2026-H1"] == ["2026-Q1", "2026-Q2"]
    assert includes["2026-9M"] == ["2026-H1", "2026-Q1", "2026-Q2", "2026-Q3"]
    assert includes["2026-Q1"] == []
    assert not Period(2026).includes(Period(2025, PeriodKind.QUARTER, 1))


@pytest.mark.parametrize(
    ("day", "year", "period", "date"),
    [
        ("01-31", 0, "2026", "2026-01-31"), ("12-15", -1, "2026", "2025-12-15"),
        ("01-15", 1, "2026", "2027-01-15"), ("12-15", -1, "2026-Q1", "2025-12-15"),
        ("12-15", -1, "2026-Q2", "2026-03-15"), ("03-14", 0, "2026-Q4", "2026-12-14"),
        ("01-31", 0, "2026-Q2", "2026-04-30"), ("02-29", 0, "2026", "2026-02-28"),
        ("02-29", 0, "2028", "2028-02-29"),
    ],
)  # fmt: skip
def test_a_day_of_a_period(day, year, period, date):
    assert DayRule(day, year).date_in(Period.parse(period)).isoformat() == date


@pytest.mark.parametrize(
    ("day", "valid"),
    [("01-31", True), ("02-29", True), ("02-30", False), ("1-31", False), ("W01-1", False),
     ("13-01", False), ("31/01", False), ("", False)],
)  # fmt: skip
def test_a_day_is_a_month_and_a_day(day, valid):
    assert DayRule(day).is_valid is valid


def test_a_window_may_be_open():
    window = DayWindow(None, DayRule("01-15", 1))
    assert window.dates(Period(2026)) == (None, date(2027, 1, 15))


@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_date_is_read_back_as_it_is_written(day):
    assert parse_date(show_date(day)) == day == parse_date(day.isoformat())
    assert parse_date(f"{day.day}.{day.month}.{day.year}") == day
