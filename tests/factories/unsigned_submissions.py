"""A small form, and packages of it that need no signing: cheap enough for thousands of acts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path

from tests.factories.proven_submissions import take_as_proven
from xa_report.assess.assessment import assess_report
from xa_report.definitions.reader import form_from_bytes
from xa_report.domain.evidence import CitedDocument, Evidence, EvidenceFile
from xa_report.domain.form import Form
from xa_report.domain.item import Answer
from xa_report.domain.period import Period
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.package.report_json import report_json_bytes
from xa_report.package.report_record import build_report_record
from xa_report.province.database.database import create_register_database, open_register_database
from xa_report.province.database.units import UnitEntry, save_shipped_units
from xa_report.province.intake.examine import ExaminedFile, recomputed_differences
from xa_report.province.intake.import_file import ImportResult, import_examined_file
from xa_report.province.register import Register
from xa_report.signing.status import Verification
from xa_report.verification.content import (
    ContentVerification,
    ReceivedReport,
    SubmissionKind,
    WorkbookSignatureState,
    header_of_record,
)

YEAR = Period(2026)
EXAMINED_AT = datetime(2026, 12, 21, 2, 15, tzinfo=UTC)
"""In the season of the year, whenever the tests run."""
PROVINCE = Unit("80", "Tỉnh Tây Ninh", "tỉnh")
UNITS = ("25001", "25002", "25003")
FORM = """
[form]
id = "nho"
version = "1"
title = "Bộ tiêu chí nhỏ"
level = "commune"
period = "year"
total = 22
decimals = 2
survey = "include"
[[item]]
id = "tre"
label = "Hồ sơ trễ hạn"
kind = "count"
unit = "hồ sơ"
[[item]]
id = "sai"
label = "=Văn bản sai thể thức"
kind = "count"
[[item]]
id = "sang_kien"
label = "Sáng kiến chưa công nhận"
kind = "count"
[[item]]
id = "hai_long"
label = "Mức độ hài lòng"
kind = "percent"
filled_by = "province"
[[area]]
code = "1"
title = "Thủ tục hành chính"
max = 8
[[area]]
code = "2"
title = "Khảo sát"
max = 14
[[criterion]]
code = "1.1"
title = "Giải quyết đúng hạn"
max = 5
appraiser = "Văn phòng UBND tỉnh"
rule = { kind = "deduction", each = { tre = 0.5 } }
[[criterion]]
code = "1.2"
title = "+Chất lượng văn bản"
max = 3
appraiser = "Sở Tư pháp"
[[criterion]]
code = "1.2.1"
title = "Thể thức"
max = 2
rule = { kind = "deduction", each = { tre = 0.25, sai = 1 } }
[[criterion]]
code = "1.2.2"
title = "Nội dung"
max = 1
appraiser = "Sở Nội vụ"
rule = { kind = "deduction", each = { sai = 0.25 } }
[[criterion]]
code = "2.1"
title = "Hài lòng của người dân"
max = 10
rule = { kind = "survey", of = "hai_long" }
[[criterion]]
code = "2.2"
title = "Đánh giá của lãnh đạo"
max = 4
rule = { kind = "survey" }
[[bonus]]
code = "T1"
title = "Sáng kiến"
max = 2
rule = { kind = "deduction", each = { sang_kien = 1 } }
"""
SENT = {"tre": 1, "sai": 0, "sang_kien": 2}


@cache
def read_small_form() -> Form:
    return form_from_bytes(FORM.encode())


def count_answers(**values: int) -> dict[str, Answer]:
    return {ref: Answer(Decimal(value)) for ref, value in values.items()}


def open_small_register(database: str, who: str = "Lan", *, fresh: bool = False) -> Register:
    """A register with three communes and the small form; or one more person at work in it."""
    if not fresh:
        return Register(open_register_database(database, who))
    register = Register(create_register_database(database, PROVINCE, who))
    save_shipped_units(
        register.database,
        [UnitEntry(Unit(code, f"Xã {code}", "xã", "80", PROVINCE.name)) for code in UNITS],
    )
    register.add_definitions([read_small_form()])
    return register


def build_report(
    unit: str = UNITS[0],
    sequence: int = 1,
    values: Mapping[str, int] = SENT,
    explanations: Mapping[str, str] | None = None,
    period: Period = YEAR,
) -> Report:
    proof = EvidenceFile(
        "0" * 64,
        "=kế hoạch.pdf",
        10,
        "application/pdf",
        CitedDocument("31/KH-UBND", None, "UBND xã"),
    )
    return Report(
        Unit(unit, f"Xã {unit}", "xã", "80", PROVINCE.name),
        period,
        read_small_form().sha256,
        answers=count_answers(**values),
        explanations=dict(explanations or {}),
        evidence=(Evidence("1.1", proof, "tr. 2"),),
        sequence=sequence,
    )


def examine_unsigned(sent: Report, folder: Path, name: str = "") -> ExaminedFile:
    """What examining its package gives, had it been signed."""
    record = build_report_record(
        sent, assess_report(sent, read_small_form(), ()), read_small_form().items
    )
    content = report_json_bytes(record)
    digest = sha256(content).hexdigest()
    path = folder / (name or f"{digest[:16]}.zip")
    path.write_bytes(content)
    judged = ContentVerification(Verification((), (), ()), (), WorkbookSignatureState.ABSENT)
    manifest = sha256(b"manifest" + content).hexdigest()
    received = ReceivedReport(
        digest, SubmissionKind.PACKAGE, header_of_record(record), content, manifest, (), judged
    )
    again = recomputed_differences(sent, record.outcome, read_small_form(), ())
    return ExaminedFile(path, digest, len(content), received, recomputed=again, moment=EXAMINED_AT)


def import_report(register: Register, sent: Report, folder: Path) -> ImportResult:
    result = import_examined_file(register, examine_unsigned(sent, folder))
    take_as_proven(register)
    return result


def correct_report(sent: Report, **values: int) -> Report:
    """The next submission, with some figures changed."""
    return replace(
        sent, sequence=sent.sequence + 1, answers={**sent.answers, **count_answers(**values)}
    )
