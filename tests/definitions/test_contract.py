"""The authoring format is a contract: files written to its page load, with its meanings.

What stands here is written as a province would write it, from the page alone.
"""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories.forms import FORM, PLAN, check_texts, form_of, plan_of, replace_once
from xa_report.domain.form import CrossCheckKind, EvidenceRule, RatingBand, SurveyMode
from xa_report.domain.indicator import BetterDirection, IndicatorKind
from xa_report.domain.item import FilledBy, ItemKind
from xa_report.domain.period import DayRule, PeriodKind
from xa_report.domain.plan import Plan, TargetAggregate, TargetLevel, TargetOp
from xa_report.domain.rules.registry import RULE_TYPES
from xa_report.domain.rules.rule import NotArisenPolicy, ScoringRule

D = Decimal

CATALOGUE = """
[[item]]
id = "hs_tiep_nhan"
label = "Hồ sơ nhận trong kỳ"
kind = "count"              # một chú thích
unit = "hồ sơ"
source = "Hệ thống của tỉnh"
accumulates = true
minimum = 0
note = "Không tính hồ sơ mật"

[[item]]
id = "hs_truc_tuyen"
label = "Hồ sơ nộp trực tuyến"
kind = "count"

[[item]]
id = "hs_da_giai_quyet"
label = "Hồ sơ đã giải quyết"
kind = "count"

[[item]]
id = "hs_dung_han"
label = "Hồ sơ đúng hạn"
kind = "count"

[[item]]
id = "hinh_thuc_tuyen_truyen"
label = "Hình thức tuyên truyền"
kind = "checklist"
options = { loa = "Loa", trang = "Trang thông tin", hoi_nghi = "Hội nghị" }

[[item]]
id = "sang_kien"
label = "Sáng kiến"
kind = "table"
columns = { ten = "text", so_quyet_dinh = "text", ngay = "date" }

[[item]]
id = "ngay_ke_hoach"
label = "Ngày ban hành kế hoạch"
kind = "date"

[[item]]
id = "co_ke_hoach"
label = "Có kế hoạch"
kind = "yes_no"

[[item]]
id = "ky_luat_khien_trach"
label = "Có người bị khiển trách"
kind = "yes_no"
required = false

[[item]]
id = "pakn"
label = "Phản ánh, kiến nghị"
kind = "count"

[[item]]
id = "sipas"
label = "Chỉ số hài lòng"
kind = "percent"
filled_by = "province"

[[item]]
id = "diem_766"
label = "Điểm Bộ chỉ số 766"
kind = "external"

[[indicator]]
id = "ty_le_truc_tuyen"
label = "Tỷ lệ trực tuyến"
ratio = ["hs_truc_tuyen", "hs_tiep_nhan"]
better = "higher"

[[indicator]]
id = "ty_le_dung_han"
label = "Tỷ lệ đúng hạn"
ratio = ["hs_dung_han", "hs_da_giai_quyet"]
better = "higher"
"""

YEARLY = """
[form]
id = "cchc-xa-thu"
version = "2026.1"
title = "Tự đánh giá"
decision = ""
level = "commune"
period = "year"
total = 18
decimals = 2
survey = "include"
uses = ["catalogue.toml"]
template = true
tie_break = ["3", "ty_le_truc_tuyen"]

[form.cut_off]
from = { year = -1, day = "12-15" }
to = { day = "12-14" }

[form.stages]
self_assessment = { from = { day = "12-10" }, to = { day = "12-15" } }
appraisal = { from = { day = "12-16" }, to = { day = "12-31" } }
explanation = { to = { year = 1, day = "01-15" } }
publication = { to = { year = "1", day = "03-31" } }

[limits]
bonus = 1

[[area]]
code = "3"
title = "Cải cách thủ tục hành chính"
max = 11.5

[[area]]
code = "8"
title = "Mức độ hài lòng"
max = 6.5

[[criterion]]
code = "3.2"
title = "Giải quyết trước và đúng hạn"
max = 6
rule = { kind = "bands", of = "ty_le_dung_han", bands = [[98, 6], [95, 4], [90, 2]] }
not_arisen = "full"
precondition = "co_ke_hoach"
evidence = { required = true, minimum = 1, or_explain = true }
explain_below = 6
appraiser = "Sở Nội vụ"
basis = "…"
guidance = "…"

[[criterion]]
code = "3.10"
title = "Tuyên truyền"
max = 1.5
rule = { kind = "checklist", of = "hinh_thuc_tuyen_truyen", each = 0.5 }

[[criterion]]
code = "3.3"
title = "Kế hoạch"
max = 4
rule = { kind = "deadline", of = "ngay_ke_hoach", steps = [[{ day = "01-31" }, 4]], otherwise = 1 }
precondition = ["hs_tiep_nhan", ">=", 1]

[[criterion]]
code = "8.1"
title = "Hài lòng"
max = 6.5
rule = { kind = "survey", of = "sipas", out_of = 100 }

[[bonus]]
code = "T.1"
title = "Sáng kiến"
max = 2
rule = { kind = "per_unit", of = "sang_kien", points = 1, cap = 2 }

[[penalty]]
code = "P.1"
title = "Báo cáo sai"
max = 2
rule = { kind = "per_unit", of = "pakn", points = 0.5 }
not_arisen = "zero"

[[band]]
name = "Xuất sắc"
from = 90
no_zero = true
min_area = 60

[[band]]
name = "Khá"
from = 50

[[band]]
name = "Yếu"
from = 0

[[rating_limit]]
when = "ky_luat_khien_trach"
at_most = "Khá"

[[rating_limit]]
when = ["pakn", ">", 100]

[[check]]
id = "tong"
severity = "warning"
message = "Số liệu chưa khớp"
sum = ["hs_dung_han", ["hs_truc_tuyen"]]
equals = ["hs_tiep_nhan", "hs_da_giai_quyet"]

[[check]]
id = "khong_qua"
at_most = ["hs_dung_han", "hs_da_giai_quyet", "hs_tiep_nhan"]

[[check]]
id = "thu_tu_ngay"
not_after = ["ngay_ke_hoach", "ngay_ke_hoach"]

[[check]]
id = "trong_ky"
within_period = "ngay_ke_hoach"

[[check]]
id = "chuyen_ky"
carries_over = ["hs_da_giai_quyet", "hs_truc_tuyen"]

[[check]]
id = "bien_dong"
severity = "note"
plausible = { of = "hs_tiep_nhan", change_above = 50 }

[[check]]
id = "cung_co"
together = ["hs_truc_tuyen", "hs_tiep_nhan"]

[[test]]
name = "một nửa hồ sơ đúng hạn"
period = "2026"
previous = { hs_tiep_nhan = 450 }
points = { "3.2" = 4, "3" = 9, total = 9, bonus = 1, penalty = 0, result = 10, percent = 55.56 }
band = "Khá"
findings = ["C101"]

[test.answers]
hs_tiep_nhan = 500
hs_truc_tuyen = 450
hs_da_giai_quyet = 500
hs_dung_han = 482
co_ke_hoach = true
ngay_ke_hoach = 2026-01-20
hinh_thuc_tuyen_truyen = ["loa", "trang"]
pakn = { not_arisen = "Không có PAKN" }
sang_kien = [{ ten = "Một", so_quyet_dinh = "1/QĐ", ngay = 2026-05-01 }, { ten = "Hai" }]
"""

PROVINCE_PLAN = """
[plan]
id = "quang-nam-2023"
title = "Kế hoạch công tác năm 2023"
province = "Quảng Nam"
decision = "3532/QĐ-UBND"
source = "004.txt"
years = [2023, 2025]
uses = ["catalogue.toml"]

[[target]]
id = "truc_tuyen"
indicator = "ty_le_truc_tuyen"
level = "commune"
op = ">="
value = 65
years = [2023, 2023]
words = "đạt từ 65% trở lên"
except = "hồ sơ mật"
area = "3"

[[target]]
id = "ca_tinh"
indicator = "ty_le_truc_tuyen"
level = "province"
aggregate = "ratio"
op = "rank<="
value = 20
superseded = "không còn"
"""


@pytest.fixture
def library(tmp_path):
    definitions = check_texts(tmp_path, catalogue=CATALOGUE, bieu=YEARLY, ke_hoach=PROVINCE_PLAN)
    assert [str(fault) for fault in definitions.faults] == []
    return definitions


def test_a_form_written_to_the_page_loads(library):
    (form,) = library.forms.values()
    assert (form.id, form.version, form.total, form.decimals) == ("cchc-xa-thu", "2026.1", 18, 2)
    assert (form.period, form.survey, form.template) == (PeriodKind.YEAR, SurveyMode.INCLUDE, True)
    assert form.tie_break == ("3", "ty_le_truc_tuyen")
    assert form.cut_off.start == DayRule("12-15", -1)
    assert form.stage("publication").end == DayRule("03-31", 1)
    assert [area.code for area in form.areas] == ["3", "8"]
    assert [c.code for c in form.criteria] == ["3.2", "3.3", "3.10", "8.1"]
    assert (form.limits.bonus, form.limits.penalty) == (1, None)


def test_a_criterion_has_all_that_is_written(library):
    (form,) = library.forms.values()
    criterion = form.criterion("3.2")
    assert criterion.not_arisen is NotArisenPolicy.FULL
    assert criterion.precondition == "co_ke_hoach"
    assert criterion.evidence == EvidenceRule(True, 1, True)
    assert (criterion.explain_below, criterion.appraiser) == (6, "Sở Nội vụ")
    assert form.criterion("3.10").not_arisen is NotArisenPolicy.FORBIDDEN
    assert form.criterion("3.10").evidence == EvidenceRule(False, 1, False)


def test_items_and_indicators_have_their_defaults(library):
    (form,) = library.forms.values()
    first, second = form.items["hs_tiep_nhan"], form.items["hs_truc_tuyen"]
    assert (first.accumulates, first.minimum, first.required) == (True, 0, True)
    assert (second.accumulates, second.minimum, second.maximum) == (False, None, None)
    assert form.items["sipas"].filled_by is FilledBy.PROVINCE
    assert list(form.items["hinh_thuc_tuyen_truyen"].options or {}) == ["loa", "trang", "hoi_nghi"]
    assert form.indicators["ty_le_truc_tuyen"].better is BetterDirection.HIGHER


def test_only_what_is_used_travels(library):
    (form,) = library.forms.values()
    assert "diem_766" not in form.items
    assert b"diem_766" not in form.canonical


def test_ratings_and_checks(library):
    (form,) = library.forms.values()
    assert form.bands[0] == RatingBand("Xuất sắc", D(90), no_zero=True, min_area=D(60))
    assert [limit.at_most for limit in form.rating_limits] == ["Khá", ""]
    assert {check.kind for check in form.checks} == set(CrossCheckKind)
    checks = {check.id: check for check in form.checks}
    assert checks["tong"].operands == (
        ("hs_dung_han",), ("hs_truc_tuyen",), ("hs_tiep_nhan", "hs_da_giai_quyet"),
    )  # fmt: skip
    assert checks["khong_qua"].severity == "error"


def test_a_plan_written_to_the_page_loads(library):
    (plan,) = library.plans.values()
    second, first = plan.targets
    assert (first.id, second.id) == ("truc_tuyen", "ca_tinh")
    assert (first.op, first.value, first.years) == (TargetOp.AT_LEAST, 65, (2023, 2023))
    assert (first.exclusion, first.wording) == ("hồ sơ mật", "đạt từ 65% trở lên")
    assert (second.level, second.aggregate) == (TargetLevel.PROVINCE, TargetAggregate.RATIO)
    assert (second.years, second.superseded) == ((2023, 2025), "không còn")
    assert not second.is_in_force(2024)
    assert set(plan.items) == {"hs_truc_tuyen", "hs_tiep_nhan"}


@pytest.mark.parametrize("kind", list(ItemKind))
def test_every_item_kind_loads(kind):
    more = {"choice": 'options = { a = "A" }', "checklist": 'options = { a = "A" }'}
    more["table"] = 'columns = { a = "text" }'
    item = f'[[item]]\nid = "moi"\nlabel = "Mới"\nkind = "{kind}"\n{more.get(kind, "")}'
    item += "\nrequired = false"
    assert form_of(replace_once(FORM, "", item)).items["moi"].kind is kind


INDICATORS = [
    ('ratio = ["dung_han", "tiep_nhan"]', IndicatorKind.RATIO, (("dung_han",), ("tiep_nhan",))),
    ('ratio = [["dung_han", "ty_le"], "tiep_nhan"]', IndicatorKind.RATIO,
     (("dung_han", "ty_le"), ("tiep_nhan",))),
    ('value = "dung_han"', IndicatorKind.VALUE, (("dung_han",),)),
    ('sum = ["dung_han", "tiep_nhan"]', IndicatorKind.SUM, (("dung_han",), ("tiep_nhan",))),
    ('difference = ["tiep_nhan", "dung_han"]', IndicatorKind.DIFFERENCE,
     (("tiep_nhan",), ("dung_han",))),
    ('change = { of = "dung_han", against = "previous", as = "percent" }', IndicatorKind.CHANGE,
     (("dung_han",),)),
    ('change = { of = ["dung_han"], against = "tiep_nhan", as = "amount" }', IndicatorKind.CHANGE,
     (("dung_han",),)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "operands"), INDICATORS)
def test_every_way_to_make_an_indicator_loads(text, kind, operands):
    block = f'[[indicator]]\nid = "moi"\nlabel = "Mới"\n{text}'
    indicator = form_of(replace_once(FORM, "", block)).indicators["moi"]
    assert (indicator.kind, indicator.operands) == (kind, operands)


RULE = 'rule = { kind = "choice", of = "muc", points = { tot = 2, kha = 1 } }'

RULES_AS_WRITTEN: list[tuple[str, dict[str, object]]] = [
    ('kind = "yes_no", of = "co_ke_hoach"', {"points": None}),
    ('kind = "yes_no", of = "co_ke_hoach", points = 2', {"points": D(2)}),
    ('kind = "choice", of = "muc", points = { tot = 2 }', {"points": {"tot": D(2)}}),
    ('kind = "checklist", of = "hinh_thuc", each = 0.7', {"each": D("0.7"), "steps": ()}),
    ('kind = "checklist", of = "hinh_thuc", steps = [[1, 2]]', {"steps": ((1, D(2)),)}),
    ('kind = "bands", of = "ty_le", bands = [[98, 2], [95.5, 1]]',
     {"bands": ((D(98), D(2)), (D("95.5"), D(1))), "otherwise": D(0), "lower": False}),
    ('kind = "bands", of = "tiep_nhan", bands = [[5, 2], [9, 1]], otherwise = 0.5',
     {"otherwise": D("0.5"), "lower": True}),
    ('kind = "linear", of = "ty_le"', {"full_from": None, "zero_below": None, "target": None}),
    ('kind = "linear", of = "ty_le", full_from = 90, zero_below = 50, target = 60',
     {"full_from": D(90), "zero_below": D(50), "target": D(60)}),
    ('kind = "linear", of = "ty_le", target = "plan"', {"target": "plan"}),
    ('kind = "deadline", of = "ngay", steps = [[{ day = "01-31" }, 2], [{ day = "02-15" }, 1]]',
     {"steps": ((DayRule("01-31"), D(2)), (DayRule("02-15"), D(1))), "otherwise": D(0)}),
    ('kind = "deadline", of = "ngay", from_start = true, steps = [[30, 2], [60, 1]]',
     {"from_start": True, "steps": ((30, D(2)), (60, D(1)))}),
    ('kind = "deduction", each = { tiep_nhan = 0.5 }',
     {"start": None, "floor": D(0), "each": {"tiep_nhan": D("0.5")}}),
    ('kind = "deduction", start = 2, each = { tiep_nhan = 1 }, floor = 0.5', {"floor": D("0.5")}),
    ('kind = "per_unit", of = "sang_kien", points = 1', {"points": D(1), "cap": None}),
    ('kind = "compare", left = "dung_han", op = "<=", right = "tiep_nhan"',
     {"left": "dung_han", "op": "<=", "right": "tiep_nhan", "points": None}),
    ('kind = "compare", left = "ty_le", op = ">", right = 2.5, points = 2', {"right": D("2.5")}),
    ('kind = "rank", of = "tiep_nhan", at_most = 3', {"at_most": 3}),
    ('kind = "rank", of = "tiep_nhan", steps = [[1, 2], [3, 1]]',
     {"steps": ((1, D(2)), (3, D(1)))}),
    ('kind = "external", of = "ty_le"', {"out_of": D(100)}),
    ('kind = "survey"', {"of": "", "out_of": D(100)}),
    ('kind = "sum", parts = [{ kind = "manual", max = 1 }, { kind = "survey", max = 1 }]', {}),
    ('kind = "min", parts = [{ kind = "manual" }, { kind = "survey" }]', {}),
    ('kind = "max_of", parts = [{ kind = "manual" }, { kind = "survey" }]', {}),
    ('kind = "weighted", parts = [{ weight = 0.4, rule = { kind = "manual" } }, '
     '{ weight = 0.6, rule = { kind = "survey" } }]', {"shares": (D("0.4"), D("0.6"))}),
    ('kind = "branch", of = "muc", '
     'cases = { tot = { kind = "manual" }, kha = { kind = "survey" } }',
     {}),
    ('kind = "manual"', {"step": D("0.25")}),
    ('kind = "manual", step = 0.1', {"step": D("0.1")}),
]  # fmt: skip


def rule_of(text: str) -> ScoringRule:
    """The rule as it stands in criterion 1.3, which has 2 points; the sample's test is dropped."""
    form = form_of(replace_once(FORM, RULE, f"rule = {{ {text} }}").partition("[[test]]")[0])
    rule = form.criterion("1.3").rule
    assert rule is not None
    return rule


@pytest.mark.parametrize(("text", "wanted"), RULES_AS_WRITTEN)
def test_every_rule_loads_with_its_keys_and_defaults(text, wanted):
    rule = rule_of(text)
    assert f'kind = "{rule.kind}"' in text
    assert {key: getattr(rule, key) for key in wanted} == wanted


def test_every_kind_of_rule_is_tried_here():
    tried = {
        kind
        for kind in RULE_TYPES
        if any(f'kind = "{kind}"' in text for text, _ in RULES_AS_WRITTEN)
    }
    assert tried == set(RULE_TYPES)


def target(plan: Plan, ident: str) -> tuple[TargetOp, object]:
    return next((found.op, found.value) for found in plan.targets if found.id == ident)


@pytest.mark.parametrize(
    ("op", "value"),
    [(">=", "65"), ("<=", "5"), ("=", "100"), ("rank<=", "20"), ("reduce>=", "10"),
     ("increase>=", "20.5")],
)  # fmt: skip
def test_every_numeric_target_loads(op, value):
    plan = plan_of(replace_once(PLAN, 'op = ">="\nvalue = 95', f'op = "{op}"\nvalue = {value}'))
    assert target(plan, "dung_han") == (op, D(value))


def test_dates_and_facts_are_targets_too():
    assert target(plan_of(PLAN), "ban_hanh") == (TargetOp.FROM, date(2026, 1, 31))
    assert target(plan_of(PLAN), "ke_hoach") == (TargetOp.YES, None)


@pytest.mark.parametrize(("text", "have"), [("0.1", "0.1"), ("95.999999", "95.999999")])
def test_numbers_are_read_as_their_text_never_as_binary(text, have):
    rule = rule_of(f'kind = "linear", of = "ty_le", zero_below = {text}')
    assert getattr(rule, "zero_below") == D(have)  # noqa: B009 - the rule's class does not matter
