"""Every kind of definition fault, shown by a small change of a sound file.

Each row: the code, the place as a person finds it (without its line), what stands in the sound
file, and what the faulty file has instead.
"""

import re
from pathlib import Path

import pytest

from tests.factories.forms import FORM, ITEMS, PLAN, check_texts, faults_of, replace_once
from xa_report.definitions.reader import check_compatible, form_from_bytes, plan_from_bytes
from xa_report.domain.fault import DefinitionFault, FaultCode
from xa_report.errors import DefinitionError

RULE_13 = 'rule = { kind = "choice", of = "muc", points = { tot = 2, kha = 1 } }'
RULE_12 = 'rule = { kind = "checklist", of = "hinh_thuc", steps = [[3, 1], [2, 0.5]] }'
RULE_11 = (
    'rule.kind = "deadline"\nrule.of = "ngay"\n'
    'rule.steps = [[{ day = "01-31" }, 1], [{ day = "02-15" }, 0.5]]'
)
RULE_211 = 'rule = { kind = "bands", of = "ty_le", bands = [[98, 6], [95, 4], [90, 2]] }'
CHECK_NGAY = '[[check]]\nid = "ngay"\nnot_after = ["ngay", "muc"]'
RATIO = 'ratio = ["dung_han", "tiep_nhan"]'


def rule(text: str) -> str:
    return f"rule = {{ {text} }}"


FORM_FAULTS = [
    # what a file is made of
    ("D003", "cả tệp", '"Biểu mẫu thử"', '"Tie\u0302\u0301ng"'),
    ("D057", "cả tệp", "total = 10", "total = nan"),
    ("D057", "cả tệp", "total = 10", "total = 1e40"),
    ("D055", "cả tệp", "total = 10", "total = " + "[" * 40 + "]" * 40),
    # keys and their values
    ("D006", "[form]", 'version = "1"', 'version = "1"\nverzion = "1"'),
    ("D006", "cả tệp", "", "[extra]\na = 1"),
    ("D006", "[[criterion]] 1.3", RULE_13, RULE_13.replace("points", "pionts")),
    ("D006", "[[criterion]] 2.1.1", 'not_arisen = "full"', "evidence = { minimum = 1, x = 2 }"),
    ("D007", "[[criterion]] 1.2", 'title = "Tuyên truyền"\n', ""),
    ("D007", "[form]", 'id = "mau"\n', ""),
    ("D007", "[[criterion]] 1.1", RULE_11, rule('kind = "deadline", of = "ngay"')),
    ("D007", "[[rating_limit]] Tốt", 'when = "co_ke_hoach"\n', ""),
    ("D008", "[form]", "total = 10", 'total = "10"'),
    ("D008", "[[criterion]] 1.2", RULE_12, 'rule = "checklist"'),
    ("D008", "[[item]] ngay", 'kind = "date"', 'kind = "dato"'),
    ("D008", "[[test]] đủ số liệu", 'period = "2026"', "period = 2026"),
    (
        "D008", "[[test]] đủ số liệu", 'period = "2026"',
        'period = "2026"\nunit_formed = 0202-01-05',
    ),
    ("D008", "[area]", FORM[FORM.index("[[area]]") :], "[area]\ncode = 1"),
    ("D047", "[form]", 'title = "Biểu mẫu thử"', 'title = " "'),
    ("D009", "[[item]] Tiep nhan", 'id = "tiep_nhan"', 'id = "Tiep nhan"'),
    ("D010", "[[criterion]] 1.x", 'code = "1.3"', 'code = "1.x"'),
    ("D011", "[[criterion]] 1.2", 'code = "1.3"', 'code = "1.2"'),
    ("D011", "[[item]] muc", 'id = "ghi_chu"', 'id = "muc"'),
    ("D011", "[[check]] khong_qua", "", '[[check]]\nid = "khong_qua"\ntogether = ["ngay", "muc"]'),
    # references
    ("D012", "[[indicator]] ty_le, ratio", RATIO, 'ratio = ["dung_hn", "tiep_nhan"]'),
    ("D012", "[[criterion]] 1.2", RULE_12, RULE_12.replace("hinh_thuc", "hinh_thu")),
    ("D012", "[form]", "total = 10", 'total = 10\ntie_break = ["3", "ty_le"]'),
    ("D012", "[[check]] khong_qua", 'at_most = ["dung_han", ', 'at_most = ["dung_ha", '),
    ("D013", "[[indicator]] ty_le", RATIO, 'sum = ["dung_han", "ty_le"]'),
    ("D050", "[[indicator]] ty_le", RATIO, 'ratio = ["dung_han", "dung_han"]'),
    ("D036", "[[indicator]] ty_le", RATIO, RATIO + '\nvalue = "dung_han"'),
    ("D036", "[[check]] khong_qua", 'at_most = ["dung_han", "tiep_nhan"]', ""),
    ("D025", "[[indicator]] ty_le, ratio", RATIO, 'ratio = ["dung_han", "ngay"]'),
    ("D025", "[[criterion]] 1.1, rule.of", RULE_11, RULE_11.replace('"ngay"', '"muc"')),
    ("D025", "[[criterion]] 1.2, rule.of", RULE_12, rule(
        'kind = "per_unit", of = "ngay", points = 1')),
    ("D025", "[[criterion]] 1.3, rule.of", RULE_13, rule('kind = "yes_no", of = "ty_le"')),
    ("D025", "[[rating_limit]] Tốt, when", 'when = "co_ke_hoach"', 'when = "muc"'),
    ("D025", "[[check]] khong_qua, at_most", 'at_most = ["dung_han"', 'at_most = ["ghi_chu"'),
    ("D025", "[[check]] ngay, not_after", "", CHECK_NGAY),
    # items
    ("D027", "[[item]] muc", 'options = { tot = "Tốt", kha = "Khá" }\n', ""),
    ("D037", "[[item]] dung_han", 'id = "dung_han"', 'id = "dung_han"\nminimum = 9\nmaximum = 3'),
    ("D051", "[[item]] sang_kien", 'ngay = "date" }', 'ngay = "yes_no" }'),
    # the tree and its sums
    ("D014", "[[criterion]] 3.1", 'code = "1.3"', 'code = "3.1"'),
    ("D015", "[[area]] 1", "max = 4", "max = 5"),
    ("D015", "[[criterion]] 2.1", 'title = "Giải quyết hồ sơ"\nmax = 6', 'title = "X"\nmax = 7'),
    ("D016", "[form]", "total = 10", "total = 100"),
    ("D017", "[[criterion]] 2.1", '"Giải quyết hồ sơ"', '"X"\n' + rule('kind = "manual"')),
    ("D018", "[[criterion]] 1.3", RULE_13 + "\n", ""),
    ("D052", "[[criterion]] 1.1", 'kế hoạch"\nmax = 1', 'kế hoạch"\nmax = 1.005'),
    ("D030", "[[area]] 1", "max = 4", "max = -4"),
    # rules
    ("D019", "[[criterion]] 1.3, rule", RULE_13, rule('kind = "yesno", of = "co_ke_hoach"')),
    ("D020", "[[criterion]] 1.3, rule", RULE_13, RULE_13.replace("tot = 2", "tot = 1.5")),
    ("D021", "[[criterion]] 1.3, rule", RULE_13, RULE_13.replace("tot = 2", "tot = 3")),
    ("D022", "[[criterion]] 2.1.1, rule.bands", RULE_211, RULE_211.replace("[95", "[98")),
    ("D022", "[[criterion]] 1.1, rule.steps", RULE_11, RULE_11.replace("02-15", "01-15")),
    ("D023", "[[criterion]] 2.1.1, rule.bands", 'better = "higher"', 'better = "lower"'),
    ("D024", "[[criterion]] 2.1.1, rule.bands", RULE_211, RULE_211.replace("[90, 2]", "[90, 5]")),
    ("D026", "[[criterion]] 1.3, rule", RULE_13, RULE_13.replace("kha =", "trung_binh =")),
    ("D028", "[[criterion]] 1.3, rule.parts", RULE_13, rule(
        'kind = "weighted", parts = [{ weight = 0.9, rule = { kind = "manual" } }]')),
    ("D029", "[[criterion]] 1.3, rule.cases", RULE_13, rule(
        'kind = "branch", of = "muc", cases = { tot = { kind = "manual" } }')),
    ("D031", "[[criterion]] 1.1, steps", RULE_11, RULE_11.replace("02-15", "15/02")),
    ("D031", "[form], cut_off.to", 'to = { day = "12-14" }', 'to = { day = "14-12" }'),
    ("D046", "[form]", 'day = "12-15" } }', 'day = "12-05" } }'),
    ("D032", "[[criterion]] 1.3, rule.op", RULE_13, rule(
        'kind = "compare", left = "dung_han", op = "=>", right = "tiep_nhan"')),
    ("D032", "[[criterion]] 1.3, precondition", RULE_13, RULE_13
        + '\nprecondition = ["ty_le", "=<", 5]'),
    ("D036", "[[criterion]] 1.2, rule", RULE_12, rule('kind = "checklist", of = "hinh_thuc"')),
    ("D048", "[[criterion]] 1.3, rule.of", RULE_13, rule('kind = "survey", of = "dung_han"')),
    ("D049", "[[criterion]] 1.2, rule.steps", RULE_12, RULE_12.replace("[3, 1]", "[4, 1]")),
    ("D053", "[[criterion]] 1.3, rule.step", RULE_13, rule('kind = "manual", step = 0')),
    ("D047", "[[criterion]] 1.3, rule.parts", RULE_13, rule('kind = "sum", parts = []')),
    ("D022", "[[criterion]] 1.3, rule.parts[2].bands", RULE_13, rule(
        'kind = "sum", parts = [{ kind = "manual" }, '
        '{ kind = "bands", of = "ty_le", bands = [[1, 1], [1, 0]] }]')),
    ("D019", "[[criterion]] 1.3, rule.cases.kha", RULE_13, rule(
        'kind = "branch", of = "muc", cases = { tot = { kind = "manual" }, '
        'kha = { kind = "x" } }')),
    # ratings
    ("D033", "[[band]] Yếu", "from = 0", "from = 90"),
    ("D034", "[[band]] Yếu", "from = 0", "from = 10"),
    ("D035", "[[rating_limit]] Khá", 'at_most = "Tốt"', 'at_most = "Khá"'),
    # the form's own tests
    ("D038", "[[test]] đủ số liệu", "total = 7.5", "total = 7"),
    ("D038", "[[test]] đủ số liệu", 'band = "Yếu"', 'band = "Tốt"'),
    ("D038", "[[test]] đủ số liệu", 'band = "Yếu"', 'findings = ["C102"]'),
    ("D039", "[[test]] đủ số liệu", 'muc = "tot"', 'muc = "gioi"'),
    ("D039", "[[test]] đủ số liệu, points", "total = 7.5", '"9.9" = 1'),
    ("D040", "[[test]] đủ số liệu, period", 'period = "2026"', 'period = "2026-Q1"'),
    ("D004", "uses", "total = 10", 'total = 10\nuses = ["khong-co.toml"]'),
]  # fmt: skip

PLAN_FAULTS = [
    ("D041", "[plan]", "years = [2026, 2028]", "years = [2028, 2026]"),
    ("D041", "[[target]] dung_han", "value = 95", "value = 95\nyears = [2026, 2030]"),
    ("D042", "[[target]] dung_han", "value = 95", "value = 2026-01-31"),
    ("D042", "[[target]] ke_hoach", 'op = "yes"', 'op = "yes"\nvalue = 1'),
    ("D043", "[[target]] ca_tinh", 'aggregate = "ratio"', 'aggregate = "share"'),
    ("D043", "[[target]] dung_han", "value = 95", 'value = 95\naggregate = "sum"'),
    ("D012", "[[target]] ban_hanh", 'item = "ngay"', 'item = "ngai"'),
    ("D025", "[[target]] ban_hanh", 'item = "ngay"', 'item = "tiep_nhan"'),
    ("D025", "[[target]] ke_hoach", 'item = "co_ke_hoach"', 'item = "muc"'),
    ("D036", "[[target]] ban_hanh", 'item = "ngay"', 'item = "ngay"\nindicator = "ty_le"'),
    ("D011", "[[target]] dung_han", 'id = "ca_tinh"', 'id = "dung_han"'),
    ("D008", "[[target]] dung_han", 'op = ">="\nvalue = 95', 'op = "≥"\nvalue = 95'),
    ("D006", "[[target]] dung_han", "words =", "wods ="),
    ("D008", "[plan]", "years = [2026, 2028]", "years = [2026, 2028]\ndate = 0202-01-05"),
    ("D008", "[[target]] ban_hanh", "value = 2026-01-31", "value = 1999-01-31"),
]


def place_matches(place: str, text: str, wanted: str) -> bool:
    """Whether the place is the wanted one, and its line holds the header that it names."""
    match = re.fullmatch(r"(?:dòng (\d+), )?(.*)", place)
    assert match is not None
    if match[1] is not None:
        line = text.split("\n")[int(match[1]) - 1]
        assert match[2].startswith(line.strip()), f"{place}: the line reads {line!r}"
    return match[2] == wanted


def assert_shown(tmp_path: Path, text: str, code: str, place: str) -> None:
    faults = faults_of(tmp_path, text)
    named = [fault for fault in faults if fault.code == code]
    assert named, [str(fault) for fault in faults]
    assert any(place_matches(fault.place, text, place) for fault in named), named
    assert all(fault.file == str(tmp_path / "tep.toml") for fault in faults)


@pytest.mark.parametrize(("code", "place", "old", "new"), FORM_FAULTS)
def test_a_fault_of_a_form_is_named_with_its_place(code, place, old, new, tmp_path):
    assert_shown(tmp_path, replace_once(FORM, old, new), code, place)


@pytest.mark.parametrize(("code", "place", "old", "new"), PLAN_FAULTS)
def test_a_fault_of_a_plan_is_named_with_its_place(code, place, old, new, tmp_path):
    assert_shown(tmp_path, replace_once(PLAN, old, new), code, place)


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("D001", "[form\n"),
        ("D001", "a = 1\na = 2"),
        ("D002", "[form]\ntitle = 'Tiêu chí'".encode("utf-16")),
        ("D005", "title = 'không là gì'"),
    ],
)
def test_a_file_that_is_no_definition(code, content, tmp_path):
    (fault,) = faults_of(tmp_path, content)
    assert (fault.code, fault.place) == (code, "cả tệp")


def test_a_syntax_fault_tells_its_line(tmp_path):
    (fault,) = faults_of(tmp_path, "[form]\nid = 'x'\nversion = = 2\n")
    assert "dòng 3" in fault.message


def test_a_folder_without_definitions(tmp_path):
    assert [fault.code for fault in check_texts(tmp_path).faults] == ["D056"]


def test_one_version_with_two_contents(tmp_path):
    other = replace_once(FORM, '"Biểu mẫu thử"', '"Biểu mẫu khác"')
    library = check_texts(tmp_path, a=FORM, b=other)
    assert [(fault.code, Path(fault.file).name) for fault in library.faults] == [("D044", "b.toml")]


def test_a_form_and_a_plan_that_mean_different_things_by_one_id():
    plan = plan_from_bytes(replace_once(PLAN, '"Hồ sơ đúng hạn"', '"Hồ sơ trễ hạn"').encode())
    with pytest.raises(DefinitionError, match="dùng chung") as refused:
        check_compatible(form_from_bytes(FORM.encode()), [plan])
    assert [fault.code for fault in refused.value.faults if isinstance(fault, DefinitionFault)] == [
        "D045"
    ]


def test_an_id_in_two_files_names_both_files(tmp_path):
    form = replace_once(FORM, "total = 10", 'total = 10\nuses = ["chung.toml"]')
    library = check_texts(tmp_path, chung=ITEMS, form=form)
    doubled = [fault for fault in library.faults if fault.code == "D011"]
    assert len(doubled) == ITEMS.count("[[item]]") + ITEMS.count("[[indicator]]")
    assert all("chung.toml" in fault.message for fault in doubled)


def test_all_faults_of_all_files_at_once(tmp_path):
    form = replace_once(FORM, RULE_12, RULE_12.replace("hinh_thuc", "khong_co"))
    form = replace_once(form, "max = 4", "max = 5")
    plan = replace_once(PLAN, "value = 95", "value = true")
    library = check_texts(tmp_path, form=form, plan=plan, hong="[[[", chung="[[item]]\nid = 'A'")
    codes = {(Path(fault.file).stem, fault.code) for fault in library.faults}
    assert codes == {
        ("form", "D012"), ("form", "D015"), ("form", "D016"), ("plan", "D008"),
        ("plan", "D042"), ("hong", "D001"), ("chung", "D007"), ("chung", "D009"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (replace_once(FORM, 'version = "1"', 'vershion = "1"'), "version"),
        (replace_once(FORM, RULE_13, rule('kind = "choise", of = "muc"')), "choice"),
        (replace_once(FORM, RATIO, 'ratio = ["dung_hn", "tiep_nhan"]'), "dung_han"),
        (replace_once(FORM, 'kind = "yes_no"', 'kind = "yes-no"'), "yes_no"),
        (replace_once(FORM, 'not_arisen = "full"', 'not_arisen = "ful"'), "full"),
    ],
)
def test_a_misspelt_word_is_answered_with_the_right_one(text, word, tmp_path):
    assert any(f"có phải “{word}” không?" in fault.message for fault in faults_of(tmp_path, text))


def test_every_fault_is_a_vietnamese_sentence_with_a_remedy(tmp_path):
    text = FORM
    for _, _, old, new in FORM_FAULTS[4:7]:
        text = replace_once(text, old, new)
    for fault in faults_of(tmp_path, text):
        assert re.fullmatch(r".+: .+: D\d{3} .+; hãy .+\.", str(fault)), str(fault)


def test_every_code_is_used_and_shown():
    here = Path(__file__).read_text("utf-8")
    root = Path(__file__).parents[2] / "src" / "xa_report"
    source = "".join(path.read_text("utf-8") for path in root.rglob("*.py"))
    assert [code.name for code in FaultCode if f"FaultCode.{code.name}" not in source] == []
    assert [code.number for code in FaultCode if f'"{code.number}"' not in here] == []


def test_no_two_codes_share_a_number():
    numbers = [code.number for code in FaultCode]
    assert len(numbers) == len(set(numbers)) >= 45
