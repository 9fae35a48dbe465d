"""Small forms, plans and reports for the assessment tests: written as TOML, really read."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from xa_report.assess.assessment import assess_report
from xa_report.definitions.answers import read_answer
from xa_report.definitions.reader import form_from_bytes, plan_from_bytes
from xa_report.domain.assessment import Assessment, CriterionResult
from xa_report.domain.evidence import Evidence, EvidenceFile
from xa_report.domain.form import Form
from xa_report.domain.item import Answer, Item
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit

UNIT = Unit("25001", "Xã Tân Hội", "xã", "80", "Tỉnh Tây Ninh")
FILE = EvidenceFile("a" * 64, "ke-hoach.pdf", 10, "application/pdf")
NONE = {"not_arisen": "không có"}

ITEMS = """
[[item]]
id = "a"
label = "Số A"
kind = "count"
unit = "hồ sơ"
accumulates = true
required = false
[[item]]
id = "b"
label = "Số B"
kind = "count"
unit = "hồ sơ"
required = false
[[item]]
id = "c"
label = "Số C"
kind = "count"
unit = "hồ sơ"
required = false
[[item]]
id = "tien"
label = "Số tiền"
kind = "money"
required = false
[[item]]
id = "pt"
label = "Phần trăm"
kind = "percent"
required = false
[[item]]
id = "ngay"
label = "Ngày ban hành"
kind = "date"
required = false
[[item]]
id = "ngay2"
label = "Ngày gửi"
kind = "date"
required = false
[[item]]
id = "co"
label = "Có kế hoạch"
kind = "yes_no"
required = false
[[item]]
id = "chon"
label = "Mức"
kind = "choice"
options = { tot = "Tốt", kha = "Khá", kem = "Kém" }
required = false
[[item]]
id = "muc"
label = "Hình thức"
kind = "checklist"
options = { x = "Loa", y = "Trang", z = "Họp" }
required = false
[[item]]
id = "bang"
label = "Sáng kiến"
kind = "table"
unit = "sáng kiến"
columns = { ten = "text" }
required = false
[[item]]
id = "ngoai"
label = "Điểm ngoài"
kind = "external"
required = false
[[item]]
id = "tinh"
label = "Tỉnh khảo sát"
kind = "percent"
filled_by = "province"
required = false

[[indicator]]
id = "ty_le"
label = "Tỷ lệ"
ratio = ["a", "b"]
better = "higher"
[[indicator]]
id = "tre"
label = "Tỷ lệ trễ"
ratio = ["a", "b"]
better = "lower"
[[indicator]]
id = "trong_tong"
label = "Tỷ lệ trong tổng"
ratio = ["a", ["a", "b"]]
[[indicator]]
id = "gop"
label = "Tỷ lệ gộp"
ratio = [["a", "c"], "b"]
[[indicator]]
id = "gia_tri"
label = "Giá trị"
value = "a"
[[indicator]]
id = "tong"
label = "Tổng"
sum = ["a", ["b", "c"]]
[[indicator]]
id = "hieu"
label = "Hiệu"
difference = ["a", "b"]
[[indicator]]
id = "tang"
label = "Mức tăng"
change = { of = "a", against = "previous", as = "percent" }
[[indicator]]
id = "them"
label = "Số tăng thêm"
change = { of = "a", against = "b", as = "amount" }
[[indicator]]
id = "so_goc"
label = "So với gốc"
change = { of = "a", against = "b", as = "percent" }
"""

HEAD = '[form]\nid = "thu"\nversion = "1"\ntitle = "Thử"\n'


@cache
def form_of(text: str) -> Form:
    """The form of a whole text; the shared items are added."""
    return form_from_bytes((text + ITEMS).encode(), "biểu thử")


@cache
def plan_of(targets: str, name: str = "kh", years: str = "[2026, 2026]") -> Plan:
    """A plan of one province with some targets."""
    head = f'[plan]\nid = "{name}"\ntitle = "Kế hoạch {name}"\nyears = {years}\n'
    return plan_from_bytes((head + targets + ITEMS).encode(), "kế hoạch thử")


def target_text(ref: str, op: str, value: object = None, more: str = "") -> str:
    """One commune-level target."""
    kind = "indicator" if f'[[indicator]]\nid = "{ref}"' in ITEMS else "item"
    stated = "" if value is None else f"value = {value}\n"
    return (
        f'\n[[target]]\nid = "{ref}"\n{kind} = "{ref}"\nlevel = "commune"\n'
        f'op = "{op}"\n{stated}{more}\n'
    )


def one_rule_form(rule: str, most: object = 6, more: str = "") -> Form:
    """A form of one criterion, 1.1."""
    return form_of(
        f'{HEAD}total = {most}\n[[area]]\ncode = "1"\ntitle = "Lĩnh vực"\nmax = {most}\n'
        f'[[criterion]]\ncode = "1.1"\ntitle = "Tiêu chí"\nmax = {most}\n'
        f"rule = {{ {rule} }}\n{more}\n"
    )


def answers_of(items: Mapping[str, Item], raw: Mapping[str, Any]) -> dict[str, Answer]:
    """Answers by item id as TOML would hold them."""
    return {
        ref: read_answer(items[ref], Decimal(str(value)) if isinstance(value, float) else value)
        for ref, value in raw.items()
    }


def report_of(form: Form, raw: Mapping[str, Any], **more: Any) -> Report:
    """A report for 2026; keys that are no items are points typed for criteria."""
    typed = {key: Decimal(str(v)) for key, v in raw.items() if key not in form.items}
    known = {key: value for key, value in raw.items() if key in form.items}
    report = Report(UNIT, Period(2026), answers=answers_of(form.items, known), manual=typed)
    return replace(report, **more)


def example_evidence(*codes: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(code, FILE) for code in codes)


def assess_texts(form: Form, raw: Mapping[str, Any], *plans: Plan, **more: Any) -> Assessment:
    return assess_report(report_of(form, raw, **more), form, plans)


def score_rule(
    rule: str, raw: Mapping[str, Any], most: object = 6, more: str = ""
) -> CriterionResult:
    """The result of one rule."""
    return assess_texts(one_rule_form(rule, most, more), raw).result_of("1.1")


def finding_codes(assessment: Assessment) -> list[str]:
    return [finding.code for finding in assessment.findings]


def parse_day(text: str) -> date:
    return date.fromisoformat(text)
