"""The five plans that ship: every quantified target, with its level, years, operator and value.

The table was written from the articles, not from the files: a row that is lost or changed shows.
"""

import unicodedata
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from xa_report.definitions.reader import check_compatible, read_form, read_plan
from xa_report.domain.plan import Plan, TargetLevel
from xa_report.paths import forms_dir

PLANS = ("dong-nai-2025", "quang-nam-2022", "thanh-hoa-2019-2025", "tay-ninh-2021-2030",
         "quang-nam-2023")  # fmt: skip

# plan | years | level | operator | value | what is measured (words of the label)
EXPECTED = """
dong-nai-2025       | 2025-2025 | province | =          | 100 | cơ sở dữ liệu
dong-nai-2025       | 2025-2025 | province | =          | 100 | định danh và xác thực
dong-nai-2025       | 2025-2025 | province | =          | 100 | trục liên thông
dong-nai-2025       | 2025-2025 | province | yes        |     | khong_cung_cap_lai
dong-nai-2025       | 2025-2025 | province | yes        |     | hệ thống thông tin báo cáo
dong-nai-2025       | 2025-2025 | province | >=         | 20  | họp và xử lý công việc
dong-nai-2025       | 2025-2025 | commune  | >=         | 90  | hồ sơ công việc
quang-nam-2022      | 2022-2022 | commune  | =          | 100 | cập nhật
quang-nam-2022      | 2022-2022 | province | >=         | 10  | cắt giảm
quang-nam-2022      | 2022-2022 | province | from       | 2022-06-01 | số hóa
quang-nam-2022      | 2022-2022 | province | from       | 2022-12-01 | cấp huyện
quang-nam-2022      | 2022-2022 | commune  | =          | 0   | trễ hẹn
thanh-hoa-2019-2025 | 2019-2020 | province | =          | 20  | tham gia
thanh-hoa-2019-2025 | 2019-2020 | province | =          | 100 | ty_le_dvctt
thanh-hoa-2019-2025 | 2019-2020 | province | >=         | 30  | toàn trình
thanh-hoa-2019-2025 | 2019-2020 | province | =          | 100 | thông tin điện tử
thanh-hoa-2019-2025 | 2019-2020 | province | =          | 100 | quản lý văn bản
thanh-hoa-2019-2025 | 2019-2020 | province | yes        |     | nền tảng tích hợp
thanh-hoa-2019-2025 | 2021-2025 | province | =          | 100 | mức độ 4
thanh-hoa-2019-2025 | 2021-2025 | province | =          | 40  | định danh và xác thực
thanh-hoa-2019-2025 | 2021-2025 | commune  | >=         | 50  | trực tuyến
thanh-hoa-2019-2025 | 2021-2025 | commune  | >=         | 90  | hài lòng
tay-ninh-2021-2030  | 2025-2025 | commune  | >=         | 80  | phương thức điện tử
tay-ninh-2021-2030  | 2025-2025 | commune  | >=         | 30  | thanh toán trực tuyến
tay-ninh-2021-2030  | 2025-2025 | commune  | >=         | 50  | trực tuyến
tay-ninh-2021-2030  | 2025-2025 | commune  | >=         | 90  | hài lòng
tay-ninh-2021-2030  | 2025-2025 | province | =          | 90  | nội bộ
tay-ninh-2021-2030  | 2025-2025 | province | yes        |     | sắp xếp đơn vị hành chính
tay-ninh-2021-2030  | 2025-2025 | province | reduce>=   | 10  | đơn vị sự nghiệp
tay-ninh-2021-2030  | 2025-2025 | province | reduce>=   | 10  | biên chế
tay-ninh-2021-2030  | 2025-2025 | province | =          | 20  | tự bảo đảm chi thường xuyên
tay-ninh-2021-2030  | 2025-2025 | province | =          | 100 | sự nghiệp kinh tế
tay-ninh-2021-2030  | 2025-2025 | province | =          | 100 | cổng dịch vụ công
tay-ninh-2021-2030  | 2025-2025 | province | =          | 100 | định danh và xác thực
tay-ninh-2021-2030  | 2025-2025 | province | =          | 80  | trục liên thông
tay-ninh-2021-2030  | 2030-2030 | province | =          | 100 | nghĩa vụ tài chính
tay-ninh-2021-2030  | 2030-2030 | commune  | >=         | 50  | thanh toán trực tuyến
tay-ninh-2021-2030  | 2030-2030 | province | >=         | 90  | đủ điều kiện
tay-ninh-2021-2030  | 2030-2030 | commune  | >=         | 80  | trực tuyến
tay-ninh-2021-2030  | 2030-2030 | province | rank<=     | 20  | môi trường kinh doanh
tay-ninh-2021-2030  | 2030-2030 | commune  | >=         | 95  | hài lòng
tay-ninh-2021-2030  | 2030-2030 | province | >=         | 90  | y tế, giáo dục
tay-ninh-2021-2030  | 2030-2030 | province | reduce>=   | 15  | chi ngân sách
tay-ninh-2021-2030  | 2030-2030 | province | =          | 100 | mức độ 4
tay-ninh-2021-2030  | 2030-2030 | province | =          | 100 | hồ sơ công việc cấp tỉnh
tay-ninh-2021-2030  | 2030-2030 | province | =          | 90  | hồ sơ công việc cấp huyện
tay-ninh-2021-2030  | 2030-2030 | commune  | =          | 70  | hồ sơ công việc
tay-ninh-2021-2030  | 2030-2030 | province | =          | 70  | kiểm tra
tay-ninh-2021-2030  | 2030-2030 | province | >=         | 80  | tài khoản
quang-nam-2023      | 2023-2023 | province | rank<=     | 6   | PCI
quang-nam-2023      | 2023-2023 | province | rank<=     | 20  | PAR INDEX
quang-nam-2023      | 2023-2023 | province | rank<=     | 20  | SIPAS
quang-nam-2023      | 2023-2023 | province | rank<=     | 20  | PAPI
quang-nam-2023      | 2023-2023 | province | rank<=     | 20  | DTI
quang-nam-2023      | 2023-2023 | commune  | >=         | 65  | trực tuyến
quang-nam-2023      | 2023-2023 | commune  | =          | 60  | số hóa
quang-nam-2023      | 2023-2023 | commune  | >=         | 90  | hài lòng
quang-nam-2023      | 2023-2023 | province | >=         | 85  | đất đai
quang-nam-2023      | 2023-2023 | province | =          | 85  | y tế, giáo dục
quang-nam-2023      | 2023-2023 | commune  | =          | 100 | ký số
quang-nam-2023      | 2023-2023 | province | increase>= | 20  | tích hợp
quang-nam-2023      | 2023-2023 | province | =          | 100 | đồng bộ
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in EXPECTED.strip().splitlines()]


@cache
def plan(name: str) -> Plan:
    return read_plan(forms_dir() / "plans" / f"{name}.toml")


def value_of(text: str) -> Decimal | date | None:
    if not text:
        return None
    return date.fromisoformat(text) if "-" in text else Decimal(text)


def label(plan: Plan, ref: str) -> str:
    named = plan.items.get(ref) or plan.indicators[ref]
    return f"{named.label} {ref}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[3]} {row[4]} {row[5]}")
def test_a_target_of_the_articles_stands_in_its_plan(row):
    name, years, level, op, value, words = row
    first, last = (int(year) for year in years.split("-"))
    fitting = [
        target
        for target in plan(name).targets
        if (target.years, target.level, target.op) == ((first, last), level, op)
        and target.value == value_of(value)
        and words.casefold() in label(plan(name), target.reference).casefold()
    ]
    assert fitting, [(t.id, label(plan(name), t.reference)) for t in plan(name).targets]


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_has_no_target_besides(name):
    assert len(plan(name).targets) == sum(row[0] == name for row in ROWS)


def test_there_are_five_plans_and_62_targets():
    assert {path.stem for path in (forms_dir() / "plans").glob("*.toml")} == set(PLANS)
    assert sum(len(plan(name).targets) for name in PLANS) == len(ROWS) == 62


@pytest.mark.parametrize("name", PLANS)
def test_every_target_cites_its_words(name):
    for target in plan(name).targets:
        assert target.wording, target.id
        assert len(target.wording.split()) <= 20
        assert unicodedata.is_normalized("NFC", target.wording)


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_names_its_source(name):
    shipped_plan = plan(name)
    assert shipped_plan.id == name
    assert shipped_plan.source.endswith(".txt")
    assert shipped_plan.title
    assert shipped_plan.province


def test_decisions_stand_where_the_articles_give_them():
    decisions = {name: plan(name).decision for name in PLANS if plan(name).decision}
    assert decisions == {"quang-nam-2023": "3532/QĐ-UBND", "thanh-hoa-2019-2025": "1118/QĐ-UBND"}


def test_secret_files_are_excluded_where_the_articles_say_so():
    secret = "bí mật nhà nước"  # noqa: S105 - Vietnamese for state secrets
    excluded = {(name, t.id) for name in PLANS for t in plan(name).targets if secret in t.exclusion}
    assert excluded == {("dong-nai-2025", "hscv_mang"), ("quang-nam-2023", "van_ban_ky_so")}


def test_only_what_districts_had_to_do_is_superseded():
    gone = {t.id for name in PLANS for t in plan(name).targets if t.superseded}
    assert gone == {"so_hoa_mot_cua_huyen", "hscv_cap_huyen_2030"}


def test_one_concept_has_one_indicator_in_all_plans():
    def measured(words: str) -> set[str]:
        return {
            t.reference for name in PLANS for t in plan(name).targets
            if words in t.wording and t.level is TargetLevel.COMMUNE
        }  # fmt: skip

    assert measured("trên tổng số hồ sơ") == {"ty_le_truc_tuyen"}
    assert measured("hồ sơ công việc") == {"ty_le_hscv_mang"}


@pytest.mark.parametrize("form", ["cchc-xa-nam", "cchc-xa-quy", "chi-so-766"])
def test_forms_and_plans_mean_the_same_by_an_id(form):
    check_compatible(read_form(forms_dir() / f"{form}.toml"), [plan(name) for name in PLANS])


def test_the_commune_targets_on_work_files_disagree_as_the_articles_do():
    values: set[tuple[str, object, tuple[int, int]]] = {
        (name, t.value, t.years)
        for name in PLANS for t in plan(name).targets if t.reference == "ty_le_hscv_mang"
    }  # fmt: skip
    assert values == {
        ("dong-nai-2025", Decimal(90), (2025, 2025)),
        ("tay-ninh-2021-2030", Decimal(70), (2030, 2030)),
    }  # fmt: skip
