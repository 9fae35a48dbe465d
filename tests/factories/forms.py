"""A small form and a small plan, as a province would write them, for the tests to change."""

from pathlib import Path

from xa_report.definitions.definition_set import DefinitionSet, check_paths
from xa_report.definitions.reader import form_from_bytes, plan_from_bytes
from xa_report.domain.fault import DefinitionFault
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan

HEAD = """
[form]
id = "mau"
version = "1"
title = "Biểu mẫu thử"
total = 10

[form.cut_off]
from = { year = -1, day = "12-15" }
to = { day = "12-14" }

[form.stages]
self_assessment = { from = { day = "12-10" }, to = { day = "12-15" } }
"""

ITEMS = """
[[item]]
id = "tiep_nhan"
label = "Hồ sơ tiếp nhận"
kind = "count"
unit = "hồ sơ"
accumulates = true

[[item]]
id = "dung_han"
label = "Hồ sơ đúng hạn"
kind = "count"
unit = "hồ sơ"

[[item]]
id = "ngay"
label = "Ngày ban hành kế hoạch"
kind = "date"

[[item]]
id = "co_ke_hoach"
label = "Có kế hoạch"
kind = "yes_no"

[[item]]
id = "hinh_thuc"
label = "Hình thức tuyên truyền"
kind = "checklist"
options = { loa = "Loa truyền thanh", trang = "Trang thông tin", hop = "Hội nghị" }

[[item]]
id = "muc"
label = "Mức chất lượng"
kind = "choice"
options = { tot = "Tốt", kha = "Khá" }

[[item]]
id = "sang_kien"
label = "Sáng kiến"
kind = "table"
columns = { ten = "text", ngay = "date" }
required = false

[[item]]
id = "ghi_chu"
label = "Ghi chú"
kind = "text"
required = false

[[indicator]]
id = "ty_le"
label = "Tỷ lệ đúng hạn"
ratio = ["dung_han", "tiep_nhan"]
better = "higher"
"""

CRITERIA = """
[[area]]
code = "1"
title = "Chỉ đạo, điều hành"
max = 4

[[area]]
code = "2"
title = "Thủ tục hành chính"
max = 6

[[criterion]]
code = "1.1"
title = "Ban hành kế hoạch"
max = 1
rule.kind = "deadline"
rule.of = "ngay"
rule.steps = [[{ day = "01-31" }, 1], [{ day = "02-15" }, 0.5]]

[[criterion]]
code = "1.2"
title = "Tuyên truyền"
max = 1
rule = { kind = "checklist", of = "hinh_thuc", steps = [[3, 1], [2, 0.5]] }

[[criterion]]
code = "1.3"
title = "Chất lượng"
max = 2
rule = { kind = "choice", of = "muc", points = { tot = 2, kha = 1 } }

[[criterion]]
code = "2.1"
title = "Giải quyết hồ sơ"
max = 6

[[criterion]]
code = "2.1.1"
title = "Đúng hạn"
max = 6
rule = { kind = "bands", of = "ty_le", bands = [[98, 6], [95, 4], [90, 2]] }
not_arisen = "full"
"""

RATINGS = """
[[bonus]]
code = "T1"
title = "Sáng kiến"
max = 2
rule = { kind = "per_unit", of = "sang_kien", points = 1 }

[limits]
bonus = 2

[[band]]
name = "Tốt"
from = 80

[[band]]
name = "Yếu"
from = 0

[[rating_limit]]
when = "co_ke_hoach"
at_most = "Tốt"

[[check]]
id = "khong_qua"
severity = "error"
at_most = ["dung_han", "tiep_nhan"]

[[test]]
name = "đủ số liệu"
period = "2026"
answers.tiep_nhan = 100
answers.dung_han = 95
answers.ngay = 2026-01-31
answers.co_ke_hoach = true
answers.hinh_thuc = ["loa", "hop"]
answers.muc = "tot"
answers.sang_kien = []
points = { "1.1" = 1, "1.2" = 0.5, "2.1.1" = 4, "1" = 3.5, total = 7.5 }
band = "Yếu"
"""

FORM = HEAD + ITEMS + CRITERIA + RATINGS

PLAN = (
    """
[plan]
id = "ke-hoach-thu"
title = "Kế hoạch thử"
province = "Tỉnh Thử"
years = [2026, 2028]
"""
    + ITEMS
    + """
[[item]]
id = "hang"
label = "Thứ hạng"
kind = "count"
filled_by = "province"

[[target]]
id = "dung_han"
indicator = "ty_le"
level = "commune"
op = ">="
value = 95
words = "đạt từ 95% trở lên"

[[target]]
id = "ban_hanh"
item = "ngay"
level = "commune"
op = "from"
value = 2026-01-31

[[target]]
id = "ke_hoach"
item = "co_ke_hoach"
level = "commune"
op = "yes"

[[target]]
id = "ca_tinh"
indicator = "ty_le"
level = "province"
aggregate = "ratio"
op = ">="
value = 97
"""
)


def form_of(text: str) -> Form:
    return form_from_bytes(text.encode(), "biểu mẫu")


def plan_of(text: str) -> Plan:
    return plan_from_bytes(text.encode(), "kế hoạch")


def replace_once(text: str, old: str, new: str) -> str:
    """The text with one passage replaced; an empty `old` appends."""
    if not old:
        return text + "\n" + new + "\n"
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the sample"
    return text.replace(old, new)


def check_texts(folder: Path, **texts: str | bytes) -> DefinitionSet:
    """Write files and check the folder; `_` in a name becomes a dot before `toml`."""
    for name, text in texts.items():
        content = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.toml").write_bytes(content)
    return check_paths([folder])


def faults_of(folder: Path, text: str | bytes) -> list[DefinitionFault]:
    return check_texts(folder, tep=text).faults
