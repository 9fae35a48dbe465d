"""Days and moments: read as offices write them, shown in Vietnam's time on every machine."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from xa_report.domain.dates import parse_date, show_clock_time, show_date, show_moment
from xa_report.domain.number_text import ValueFaultError


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05/01/2026", date(2026, 1, 5)), ("5/1/2026", date(2026, 1, 5)),
        ("05.01.2026", date(2026, 1, 5)), (" 5-1-2026 ", date(2026, 1, 5)),
        ("2026-01-05", date(2026, 1, 5)),
    ],
)  # fmt: skip
def test_days_are_read_as_offices_write_them(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    ["", "20260105", "2026-W01-1", "05/01", "31/02/2026", "\u0660\u0665/01/2026", "0/1/2026"],
)
def test_other_texts_are_no_days(text):
    with pytest.raises(ValueFaultError, match=r"^Hạn gửi lại: “.*” không phải là ngày; ghi như 05"):
        parse_date(text, "Hạn gửi lại")


@pytest.mark.parametrize("text", ["1/12/99", "5.1.26", "5-1-6", "05/01/202", "05/01/02026"])
def test_the_century_of_a_year_is_never_guessed(text):
    with pytest.raises(ValueFaultError, match=f"^“{text}” chưa rõ năm nào; hãy ghi đủ bốn chữ số"):
        parse_date(text)


@pytest.mark.parametrize("text", ["05/01/0202", "0202-01-05", "31.12.1999", "2100-01-01"])
def test_a_day_lies_in_the_years_of_days(text):
    with pytest.raises(ValueFaultError, match=r"^ngày .* ngoài các năm 2000–2099; hãy ghi lại năm"):
        parse_date(text)
    assert (parse_date("1/1/2000"), parse_date("31/12/2099")) == (
        date(2000, 1, 1),
        date(2099, 12, 31),
    )


def test_a_hidden_character_is_named():
    with pytest.raises(ValueFaultError, match=r"ký tự ẩn U\+200B ở vị trí 3"):
        parse_date("05\u200b/01/2026")


def test_a_year_is_shown_with_four_digits():
    assert show_date(date(202, 1, 5)) == "05/01/0202"


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 12, 31, 20, 47, 5, tzinfo=UTC),
        datetime(2027, 1, 1, 3, 47, 5, tzinfo=timezone(timedelta(hours=7))),
        datetime(2026, 12, 31, 12, 47, 5, tzinfo=timezone(timedelta(hours=-8))),
        datetime(2026, 12, 31, 20, 47, 5),
    ],
)
def test_moments_are_shown_in_vietnams_time(moment):
    assert show_moment(moment) == "01/01/2027 03:47"
    assert show_moment(moment, seconds=True) == "01/01/2027 03:47:05"
    assert show_clock_time(moment) == "03:47"
