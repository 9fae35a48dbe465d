"""Items that only an unchosen case of a branch looks at need no answer."""

import pytest

from xa_report.assess.assessment import assess_report
from xa_report.definitions.reader import form_from_bytes
from xa_report.domain.form import Form
from xa_report.domain.item import Answer, ItemValue
from xa_report.domain.period import Period
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit

TEXT = """
form = { id = "nhanh", version = "1", title = "Nhánh", total = 4 }
item = [
  { id = "muc", label = "Trường hợp", kind = "choice", options = { a = "A", b = "B" } },
  { id = "chung", label = "Dùng chung", kind = "count" },
  { id = "rieng_a", label = "Riêng A", kind = "count" },
  { id = "rieng_b", label = "Riêng B", kind = "count" },
]
indicator = [{ id = "ty_le", label = "Tỷ lệ", ratio = ["rieng_b", "chung"] }]
area = [{ code = "1", title = "Lĩnh vực", max = 4 }]
[[criterion]]
code = "1.1"
title = "Nhánh"
max = 2
not_arisen = "full"
[criterion.rule]
kind = "branch"
of = "muc"
[criterion.rule.cases]
a = { kind = "per_unit", of = "rieng_a", points = 1 }
b = { kind = "linear", of = "ty_le" }
[[criterion]]
code = "1.2"
title = "Chung"
max = 2
rule = { kind = "per_unit", of = "chung", points = 1 }
"""


@pytest.fixture(scope="module")
def form() -> Form:
    return form_from_bytes(TEXT.encode())


def missing(form: Form, **answers: ItemValue) -> set[str]:
    reported_answers = {ref: Answer(value) for ref, value in answers.items()}
    report = Report(Unit("00001", "Xã A", "xã"), Period(2026), answers=reported_answers)
    return {f.place.id for f in assess_report(report, form, ()).findings if f.code == "C001"}


def test_before_the_choice_everything_is_asked(form: Form) -> None:
    assert missing(form) == {"muc", "chung", "rieng_a", "rieng_b"}


def test_the_other_case_is_not_asked(form: Form) -> None:
    assert missing(form, muc="a") == {"chung", "rieng_a"}
    assert missing(form, muc="b") == {"chung", "rieng_b"}
