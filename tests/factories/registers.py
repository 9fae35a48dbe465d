"""A whole province at once: made-up reports of the real yearly form, taken in as examined files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from random import Random

from tests.factories.proven_submissions import take_as_proven
from xa_report.assess.assessment import assess_report
from xa_report.definitions.answers import read_answer_file
from xa_report.definitions.reader import read_form, read_plan
from xa_report.demo.figures import draw_year, sum_year
from xa_report.domain.dates import VIETNAM
from xa_report.domain.evidence import CitedDocument, Evidence, EvidenceFile
from xa_report.domain.form import Form
from xa_report.domain.item import Answer, Item
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.province.appraisal import CaseKey, DifferenceCode, DifferenceReason
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.package.report_json import report_json_bytes
from xa_report.package.report_record import build_report_record
from xa_report.paths import forms_dir, resources_dir
from xa_report.province.appraisal import commands, entry_validation
from xa_report.province.database.appraisal import EntryKind
from xa_report.province.intake.examine import ExaminedFile
from xa_report.province.intake.import_file import import_examined_file
from xa_report.province.register import Register
from xa_report.signing.status import Verification
from xa_report.verification.content import (
    ContentVerification,
    ReceivedReport,
    SubmissionKind,
    WorkbookSignatureState,
    header_of_record,
)
from xa_report.workflow.province import queries
from xa_report.workflow.province.register_setup import add_register_definitions, create_register

YEAR = Period(2026)
NOW = datetime(2026, 12, 21, 9, 15, tzinfo=VIETNAM)
CAME = datetime(2026, 12, 14, 1, 30, tzinfo=UTC)
CLEAN = Verification((), (), ())
WHY = DifferenceReason(
    DifferenceCode.OTHER_SOURCE, "Cổng Dịch vụ công quốc gia ghi 1.942 hồ sơ đúng hạn."
)


@dataclass(frozen=True)
class RegisterDefinitions:
    """What the communes reported by."""

    form: Form
    plans: tuple[Plan, ...]

    def items(self) -> dict[str, Item]:
        own = {ref: item for plan in self.plans for ref, item in plan.items.items()}
        return {**self.form.items, **own}


def read_register_definitions() -> RegisterDefinitions:
    form = read_form(forms_dir() / "cchc-xa-nam.toml")
    own = read_plan(resources_dir() / "demo" / "ke-hoach-2026.toml")
    return RegisterDefinitions(
        form, (own, read_plan(forms_dir() / "plans" / "tay-ninh-2021-2030.toml"))
    )


def random_report(
    unit: Unit, known: RegisterDefinitions, seed: int, period: Period = YEAR
) -> Report:
    """A commune with figures of its own and a document for every other criterion."""
    chance = Random(seed)  # noqa: S311 - repeatable, not secret
    items = dict(known.form.items) | {
        ref: i for plan in known.plans for ref, i in plan.items.items()
    }
    filling = read_answer_file(resources_dir() / "demo" / "nam-2026.toml", known.form, items)
    year = {ref: n for ref, n in sum_year(draw_year(seed), items).items() if ref in items}
    answers = {ref: Answer(Decimal(n)) for ref, n in year.items()} | filling.answers
    answers = {ref: _moved(given, chance) for ref, given in answers.items() if ref in items}
    sent = Report(
        unit, period, known.form.sha256, tuple(plan.sha256 for plan in known.plans), answers,
        filling.manual, {"3.2": "Hồ sơ đất đai trễ do phải xác minh nguồn gốc sử dụng đất."},
    )  # fmt: skip
    return replace(sent, evidence=tuple(_evidence(known.form, chance)))


def _moved(answer: Answer, chance: Random) -> Answer:
    """Now and then an answer that costs points."""
    if answer.value is True and chance.random() < 0.12:
        return Answer(False)
    if isinstance(answer.value, tuple) and len(answer.value) > 1 and chance.random() < 0.25:
        return Answer(answer.value[:-1])
    if isinstance(answer.value, Decimal) and chance.random() < 0.1:
        return Answer(Decimal(int(answer.value * Decimal("0.93"))))
    return answer


def _evidence(form: Form, chance: Random) -> list[Evidence]:
    document = CitedDocument(
        "31/BC-UBND", NOW.date(), "UBND xã", "Báo cáo kết quả cải cách hành chính"
    )
    file = EvidenceFile("ab" * 32, "bao-cao-cchc.pdf", 1_240_000, "application/pdf", document)
    photo = EvidenceFile("cd" * 32, "ảnh chụp màn hình.png", 312_000, "image/png")
    codes = [one.code for one in form.leaves()]
    evidence = [Evidence(code, file, str(chance.randint(1, 12))) for code in codes]
    return evidence + [Evidence(code, photo) for code in codes[::3]]


def examine_unsigned(sent: Report, known: RegisterDefinitions, folder: Path) -> ExaminedFile:
    """As if the file had come with valid signatures."""
    items = dict(known.form.items) | {
        ref: i for plan in known.plans for ref, i in plan.items.items()
    }
    record = build_report_record(sent, assess_report(sent, known.form, known.plans), items)
    content = report_json_bytes(record)
    path = folder / f"BC_{sent.unit.code}_{sent.period}_L{sent.sequence}.zip"
    path.write_bytes(content)
    digest = sha256(content).hexdigest()
    received = ReceivedReport(
        digest,
        SubmissionKind.PACKAGE,
        header_of_record(record),
        content,
        digest,
        (),
        ContentVerification(CLEAN, (), WorkbookSignatureState.ABSENT),
    )
    # Figures are drawn at random and do not add up, as none of these tests is about the gate.
    return ExaminedFile(path, digest, len(content), received, faults=(), moment=NOW)


class AdvancingClock:
    """Goes on by an hour with every look, so that packages come one after another."""

    def __init__(self, begin: datetime = CAME) -> None:
        self.now = begin

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=7)
        return self.now


def create_empty_register(database: Path, known: RegisterDefinitions) -> Register:
    """An empty register that knows the definitions."""
    register = create_register(str(database), "80", who="Lê Thị Mai")
    add_register_definitions(register, [known.form, *known.plans])
    return Register(replace(register.database, clock=AdvancingClock()))


def import_reports(
    register: Register, known: RegisterDefinitions, units: Sequence[Unit], folder: Path
) -> None:
    """Take the report of each unit in."""
    folder.mkdir(exist_ok=True)
    for seed, unit in enumerate(units):
        import_examined_file(
            register, examine_unsigned(random_report(unit, known, seed), known, folder)
        )
    take_as_proven(register)


def appraise_points(
    register: Register, unit: str, points: dict[str, str], close: bool = False
) -> None:
    """Set points of criteria, and close the case."""
    changes = [
        entry_validation.EntryChange(EntryKind.POINTS, code, Decimal(n), WHY)
        for code, n in points.items()
    ]
    commands.appraise_case(register, CaseKey(unit, YEAR), changes)
    if close:
        commands.end_first_round(register, CaseKey(unit, YEAR))
        commands.close_single_case(register, CaseKey(unit, YEAR))


def create_dozen_register(folder: Path) -> Path:
    """Twelve of the communes have sent: two equal, one late, one closed, two at work."""
    known = read_register_definitions()
    path = folder / "tinh.xaprov"
    register = create_empty_register(path, known)
    units = queries.list_communes(register)[:12]
    packages_folder = folder / "goi"
    import_reports(register, known, units[:10], packages_folder)
    last_hour = Register(
        replace(register.database, clock=AdvancingClock(CAME + timedelta(days=1, hours=15)))
    )
    import_examined_file(
        last_hour, examine_unsigned(random_report(units[10], known, 3), known, packages_folder)
    )  # equal to the fourth
    late = Register(
        replace(register.database, clock=AdvancingClock(CAME + timedelta(days=1, hours=16)))
    )
    import_examined_file(
        late, examine_unsigned(random_report(units[11], known, 11), known, packages_folder)
    )
    take_as_proven(register)
    appraise_points(register, units[0].code, {"1.1.1": "0.5", "2.5": "0"}, close=True)
    appraise_points(register, units[1].code, {"1.1.1": "0"})
    appraise_points(register, units[2].code, {"1.1.1": "0.25"})
    return path
