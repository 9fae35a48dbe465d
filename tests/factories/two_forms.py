"""A province with two forms in one period: three communes, one of them by another form."""

from dataclasses import dataclass
from pathlib import Path

from tests.factories.proven_submissions import take_as_proven
from tests.factories.registers import (
    RegisterDefinitions,
    create_empty_register,
    examine_unsigned,
)
from xa_report.definitions.reader import form_from_bytes, plan_from_bytes
from xa_report.domain.item import Answer
from xa_report.domain.period import Period
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.province.intake.import_file import import_examined_file
from xa_report.province.register import Register
from xa_report.workflow.province import queries

YEAR = Period(2026)
FORM = """
[form]
id = "{id}"
version = "1"
title = "{title}"
total = {yes}

[[item]]
id = "co_ke_hoach"
label = "Có kế hoạch"
kind = "yes_no"

[[area]]
code = "1"
title = "Chỉ đạo"
max = {yes}

[[criterion]]
code = "1.1"
title = "Ban hành kế hoạch"
max = {yes}
rule = {{ kind = "yes_no", of = "co_ke_hoach", points = {yes} }}
"""
PLAN = """
[plan]
id = "ke-hoach-ma-tuy"
title = "Kế hoạch phòng, chống ma túy"
province = "Tây Ninh"
years = [2026, 2026]

[[item]]
id = "xa_khong_ma_tuy"
label = "Xã không có người nghiện"
kind = "yes_no"

[[target]]
id = "xa_sach"
item = "xa_khong_ma_tuy"
level = "province"
aggregate = "share"
op = ">="
value = 50
words = "50% số xã không có người nghiện"
"""


def small_form(ident: str, title: str, yes: int) -> RegisterDefinitions:
    form = form_from_bytes(FORM.format(id=ident, title=title, yes=yes).encode(), ident)
    return RegisterDefinitions(form, (plan_from_bytes(PLAN.encode(), "Kế hoạch"),))


USUAL, OTHER = small_form("thuong", "Bộ tiêu chí thường", 10), small_form("rieng", "Bộ riêng", 8)


@dataclass(frozen=True)
class TwoFormProvince:
    register: Register
    database: Path
    units: tuple[Unit, ...]
    """The first two by the usual form, the third by the other one."""


def create_two_form_province(folder: Path) -> TwoFormProvince:
    """One of the three communes answers the plan with yes."""
    database = folder / "tinh.xaprov"
    register = create_empty_register(database, USUAL)
    register.add_definitions([OTHER.form])
    units = queries.list_communes(register)[:3]
    for unit, known, clean in zip(units, (USUAL, USUAL, OTHER), (True, False, False), strict=True):
        plans = tuple(plan.sha256 for plan in known.plans)
        answers = {"co_ke_hoach": Answer(True), "xa_khong_ma_tuy": Answer(clean)}
        sent = Report(unit, YEAR, known.form.sha256, plans, answers)
        import_examined_file(register, examine_unsigned(sent, known, folder))
    take_as_proven(register)
    return TwoFormProvince(register, database, units)
