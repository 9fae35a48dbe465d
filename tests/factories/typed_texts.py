"""A form with an item of every kind, and what people type, paste and mistype into its fields."""

from decimal import Decimal

from hypothesis import strategies as st

from tests.factories.registers import RegisterDefinitions
from xa_report.definitions.reader import form_from_bytes
from xa_report.domain.dates import parse_date
from xa_report.domain.item import Answer, ExternalScore
from xa_report.domain.period import Period

YEAR = Period(2026)
FORM = """
[form]
id = "cua"
version = "1"
title = "Mọi cửa"
level = "commune"
period = "year"
total = 14
survey = "include"

[[area]]
code = "1"
title = "Tự chấm"
max = 4
[[area]]
code = "2"
title = "Khảo sát"
max = 10
[[item]]
id = "dem"
label = "Số hồ sơ"
kind = "count"
unit = "hồ sơ"
[[item]]
id = "ngay_tb"
label = "Số ngày"
kind = "decimal"
unit = "ngày"
[[item]]
id = "trieu"
label = "Kinh phí"
kind = "money"
unit = "triệu đồng"
[[item]]
id = "dong"
label = "Phí thu"
kind = "money"
unit = "đồng"
[[item]]
id = "ty_le"
label = "Tỷ lệ"
kind = "percent"
unit = "%"
[[item]]
id = "diem"
label = "Điểm của Cổng"
kind = "external"
unit = "điểm"
source = "Cổng"
[[item]]
id = "ngay"
label = "Ngày ban hành"
kind = "date"
[[item]]
id = "chu"
label = "Nhận xét"
kind = "text"
[[item]]
id = "co"
label = "Đã làm"
kind = "yes_no"
[[item]]
id = "hai_long"
label = "Mức hài lòng"
kind = "percent"
filled_by = "province"
[[criterion]]
code = "1.1"
title = "Tự chấm"
max = 2
rule = { kind = "manual", step = 0.25 }
[[criterion]]
code = "1.2"
title = "Có làm"
max = 2
rule = { kind = "yes_no", of = "co" }
[[criterion]]
code = "2.1"
title = "Hài lòng"
max = 6
rule = { kind = "survey", of = "hai_long" }
[[criterion]]
code = "2.2"
title = "Đánh giá của tỉnh"
max = 4
rule = { kind = "survey" }
"""
DEFINITIONS = RegisterDefinitions(form_from_bytes(FORM.encode()), ())
ITEMS = DEFINITIONS.form.items
STORED = {
    "dem": Answer(Decimal(90417)),
    "ngay_tb": Answer(Decimal("917.25")),
    "trieu": Answer(Decimal("4117.25")),
    "dong": Answer(Decimal(7340021)),
    "ty_le": Answer(Decimal("61.53")),
    "diem": Answer(ExternalScore(Decimal("73.19"), "Cổng", parse_date("20/01/2026"))),
    "ngay": Answer(parse_date("17/03/2026")),
    "chu": Answer("như kỳ trước"),
    "co": Answer(True),
}
"""What a report holds before somebody types; hardly anybody types the same."""

_LETTERS = "0123456789.,- %/eE+xn()'\u00a0\u202f\u200b\u2212\uff11\u0663ạđ"
_NASTY = (
    "1e15", "nan", "inf", "1e-12", "9" * 30, "-5", "4.5", "2.000", "2,000", "12,000", "0.125",
    "95.500", "1.234,5", "1 234", "12%", "100", "05/01/0202", "05/01/2026", "2026-01-05",
    "31/02/26", "-", "không phát sinh", "không", "Có", "x", "", " ", "1\u200b2", "\uff11\uff12",
    "#REF!", "=1+2",
)  # fmt: skip
typed_texts = st.one_of(
    st.sampled_from(_NASTY),
    st.from_regex(r"[+-]?[0-9]{1,4}([., ][0-9]{1,4}){0,2}%?", fullmatch=True),
    st.from_regex(r"[0-3]?[0-9][/.-][01]?[0-9][/.-][0-9]{1,4}", fullmatch=True),
    st.text(_LETTERS, max_size=12),
    st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=12),
)
"""Texts of one line that a cell of a workbook can hold as well."""
