"""Packages whose record was forged after the check, then packed and signed with the real keys.

The documents are those of an honest report, and so are the points: only the record lies, as who
can write JSON and holds the keys of a commune could make it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from tests.factories.signed_submissions import create_keys
from xa_report.commune import package_parts
from xa_report.commune.store import edits
from xa_report.definitions.answers import AnswerFile
from xa_report.definitions.reader import form_from_bytes, plan_from_bytes
from xa_report.demo.keys import AUTHORITY_AGE, DEMO_PASSWORD
from xa_report.domain.dates import Clock
from xa_report.domain.form import Form
from xa_report.domain.item import Answer, ExternalScore, ItemKind
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.package.manifest import build_manifest, manifest_bytes
from xa_report.package.package_files import (
    MEDIATYPES,
    RECORD_NAME,
    WORKBOOK_NAME,
    PackageFile,
    manifest_name,
    package_name,
)
from xa_report.package.report_json import report_json_bytes
from xa_report.package.report_record import build_report_record
from xa_report.package.writer import write_package
from xa_report.province.register import Register
from xa_report.signing.authority.authority_folder import AuthorityFolder
from xa_report.signing.identity import BOTH_ROLES, SignerRole
from xa_report.signing.ooxml.writer import sign_workbook
from xa_report.signing.pades import sign_pdf
from xa_report.signing.private_keys import KeyKind
from xa_report.signing.signing_key import SigningKey
from xa_report.signing.stamp import SignerAppearance
from xa_report.verification.report_documents import (
    LAYOUT_VERSION,
    DrawingSource,
    draw_report_pdf,
    draw_workbook,
)
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.import_answers import edits_from_answers
from xa_report.workflow.province.register_setup import add_register_definitions, create_register
from xa_report.workflow.province.trusted_signers import add_trust
from xa_report.workflow.shared import definitions
from xa_report.workflow.shared.signing_keys import load_key_file

SIGNED_AT = datetime.now(UTC) - timedelta(hours=1)
"""Just before now: whoever releases a quarantined file verifies at the real time."""
YEAR = Period(SIGNED_AT.year)
UNIT = "25525"
FORM = """
[form]
id = "cua"
version = "1"
title = "Bộ tiêu chí thử cửa nhận"
level = "commune"
period = "year"
total = 31
decimals = 2
survey = "include"
[[item]]
id = "dung"
label = "Hồ sơ đúng hạn"
kind = "count"
[[item]]
id = "hs"
label = "Hồ sơ đã giải quyết"
kind = "count"
[[item]]
id = "viec"
label = "Các việc đã làm"
kind = "checklist"
options = { a = "Việc a", b = "Việc b", c = "Việc c" }
[[item]]
id = "muc"
label = "Mức thực hiện"
kind = "choice"
options = { cao = "Cao", thap = "Thấp" }
[[item]]
id = "ngay"
label = "Ngày ban hành kế hoạch"
kind = "date"
[[item]]
id = "diem_co_muc"
label = "Điểm có mức cao nhất"
kind = "external"
maximum = 90
[[item]]
id = "diem_theo_thang"
label = "Điểm theo thang của cách chấm"
kind = "external"
[[item]]
id = "hai_long"
label = "Mức độ hài lòng"
kind = "percent"
filled_by = "province"
[[indicator]]
id = "ty_le"
label = "Tỷ lệ đúng hạn"
ratio = ["dung", "hs"]
[[area]]
code = "1"
title = "Việc của xã"
max = 21
items = ["muc"]
[[area]]
code = "2"
title = "Khảo sát"
max = 10
[[criterion]]
code = "1.1"
title = "Đúng hạn"
max = 5
rule = { kind = "linear", of = "ty_le", full_from = 100 }
[[criterion]]
code = "1.2"
title = "Việc đã làm"
max = 3
rule = { kind = "checklist", of = "viec", steps = [[3, 3], [2, 2]] }
[[criterion]]
code = "1.3"
title = "Ban hành kế hoạch"
max = 3
rule = { kind = "deadline", of = "ngay", from_start = true, steps = [[30, 3]] }
[[criterion]]
code = "1.4"
title = "Điểm ngoài"
max = 5
rule = { kind = "external", of = "diem_co_muc", out_of = 90 }
[[criterion]]
code = "1.5"
title = "Điểm ngoài theo thang"
max = 3
rule = { kind = "external", of = "diem_theo_thang", out_of = 80 }
[[criterion]]
code = "1.6"
title = "Phối hợp"
max = 2
rule = { kind = "manual", step = 0.5 }
evidence = { required = true, minimum = 1 }
[[criterion]]
code = "2.1"
title = "Hài lòng của người dân"
max = 10
rule = { kind = "survey", of = "hai_long" }
[[check]]
id = "dung_trong_hs"
severity = "error"
at_most = ["dung", "hs"]
"""
PLAN = f"""
[plan]
id = "ke-hoach-cua"
title = "Kế hoạch thử"
province = "Tây Ninh"
years = [{YEAR.year - 2}, {YEAR.year + 2}]
uses = []
[[item]]
id = "dung"
label = "Hồ sơ đúng hạn"
kind = "count"
[[target]]
id = "du"
item = "dung"
level = "commune"
op = ">="
value = 50
words = "từ 50 hồ sơ"
"""
NO_KINDS: Mapping[str, ItemKind] = {}
Forge = Callable[[Report], Report]


def answered(**answers: Answer) -> Forge:
    """Forge answers into a record."""
    return lambda sent: replace(sent, answers={**sent.answers, **answers})


@dataclass(frozen=True)
class Forger:
    """A commune's honest report, opened, and both of its keys."""

    folder: Path
    form: Form
    plan: Plan
    commune: CommuneFile
    honest: AssessedReport
    drawing: DrawingSource
    """Of the honest report: what its documents show."""
    keys: Mapping[SignerRole, SigningKey]
    workbook: bytes
    """Signed by the chairman."""
    trust: Path

    def package(
        self,
        forge: Forge,
        kinds: Mapping[str, ItemKind] = NO_KINDS,
        ending: str = "",
    ) -> Path:
        """Pack and sign a forged record; `ending` is that of all evidence in the archive."""
        forged = forge(self.honest.report)
        record = build_report_record(forged, self.honest.assessment, self.honest.items())
        record = replace(record, kinds={**record.kinds, **kinds}, layout=LAYOUT_VERSION)
        content = report_json_bytes(record)
        named = replace(self.honest, report=forged)
        manifest = package_parts.build_manifest_part(
            self.commune.store, named, self.workbook, content
        )
        parts = package_parts.PackageParts(self.workbook, content, manifest)
        evidence = package_parts.build_evidence_parts(self.commune.store, named)
        if ending:
            evidence = [replace(f, path=f"{f.path.partition('.')[0]}.{ending}") for f in evidence]
            parts = replace(parts, manifest=self._manifest_of(forged, content, evidence))
        files = replace(parts, pdf=self._signed_pdf(parts)).by_name()
        listed = [PackageFile(name, part, MEDIATYPES[name]) for name, part in files.items()]
        folder = self.folder / f"goi-{len(list(self.folder.glob('goi-*')))}"
        folder.mkdir()
        name = package_name(forged.unit.code, forged.period, forged.sequence)
        return write_package(folder, name, [*listed, *evidence])

    def _manifest_of(self, forged: Report, content: bytes, evidence: list[PackageFile]) -> bytes:
        from_parts = [
            PackageFile(WORKBOOK_NAME, self.workbook, MEDIATYPES[WORKBOOK_NAME]),
            PackageFile(RECORD_NAME, content, MEDIATYPES[RECORD_NAME]),
        ]
        name = manifest_name(forged.unit.code, forged.period, forged.sequence)
        return manifest_bytes(build_manifest(name, [*from_parts, *evidence]))

    def _signed_pdf(self, parts: package_parts.PackageParts) -> bytes:
        pdf = draw_report_pdf(self.drawing, parts.record, parts.manifest, SIGNED_AT)
        for turn, role in enumerate(BOTH_ROLES):
            moment = SIGNED_AT + timedelta(minutes=5 * turn)
            appearance = SignerAppearance(self.keys[role].holder.name, None)
            pdf = sign_pdf(pdf, role, self.keys[role], appearance, fixed_clock(moment))
        return pdf


def fixed_clock(moment: datetime) -> Clock:
    return lambda: moment


def create_forger(folder: Path) -> Forger:
    """Fill a report without a fault, and make the keys."""
    form, plan = form_from_bytes(FORM.encode()), plan_from_bytes(PLAN.encode())
    unit = definitions.load_unit_list().commune(UNIT)
    office = AuthorityFolder(folder / "noi-cap", lambda: SIGNED_AT - AUTHORITY_AGE)
    office.create("Sở Nội vụ", KeyKind.P_256, DEMO_PASSWORD)
    create_keys(office, unit, folder / "khoa")
    keys = {
        role: load_key_file(folder / "khoa" / f"{role}.p12", DEMO_PASSWORD) for role in BOTH_ROLES
    }
    commune = database_file.create_commune_file(folder / "xa.xadb", unit, [form], [plan])
    proof = folder / "bằng chứng.pdf"
    proof.write_bytes(b"%PDF-1.7 made up for a test\n")
    work = report.start_report(commune, YEAR)
    filling = AnswerFile(answers=honest_answers(), manual={"1.6": Decimal("1.5")})
    commune.store.save_many(edits_from_answers(work, filling), "thử")
    sha256 = commune.store.add_file(proof).sha256
    changes = [
        edits.evidence_edit(YEAR, "1.6", sha256, "tr. 1"),
        edits.explanation_edit(YEAR, "1.6", "Có quy chế phối hợp."),
    ]
    commune.store.save_many(changes, "thử")
    honest = commune.load(YEAR)
    assert honest.assessment.is_submittable, [f.message for f in honest.assessment.findings]
    record = package_parts.build_record_part(commune.store, honest)
    drawing = package_parts.build_drawing_source(honest, record)
    workbook = sign_workbook(
        draw_workbook(drawing, SIGNED_AT),
        keys[SignerRole.CHAIRMAN],
        lambda: SIGNED_AT,
    )
    return Forger(folder, form, plan, commune, honest, drawing, keys, workbook, office.trust_folder)


def honest_answers() -> dict[str, Answer]:
    scored = ExternalScore(Decimal(75), "Cổng Dịch vụ công quốc gia", date(YEAR.year, 1, 20))
    return {
        "dung": Answer(Decimal(95)),
        "hs": Answer(Decimal(100)),
        "viec": Answer(("a", "b")),
        "muc": Answer("cao"),
        "ngay": Answer(date(YEAR.year, 1, 15)),
        "diem_co_muc": Answer(scored),
        "diem_theo_thang": Answer(scored),
    }


def create_gate_register(folder: Path, forger: Forger) -> Register:
    """A register that knows form and plan and trusts the office."""
    folder.mkdir(exist_ok=True)
    register = create_register(str(folder / "tinh.xaprov"), "80", who="thử")
    add_register_definitions(register, [forger.form, forger.plan])
    add_trust(register, [forger.trust])
    return register
