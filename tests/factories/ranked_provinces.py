"""A province of a few communes for tests: their packages, and the ranking published of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path

from tests.factories.packages import EVIDENCE, MADE, files_of_record
from tests.factories.published_rankings import PROVINCE
from xa_report.assess.assessment import assess_report
from xa_report.assess.province.appraisal import appraise_report
from xa_report.assess.province.ranking import candidate_from_result, rank_communes
from xa_report.definitions.reader import read_form, read_plan
from xa_report.domain.evidence import Evidence, EvidenceFile
from xa_report.domain.form import Form
from xa_report.domain.item import Answer, ExternalScore
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.province.appraisal import (
    CaseState,
    DifferenceCode,
    DifferenceReason,
    ProvinceAdjustments,
)
from xa_report.domain.province.consolidation import CommuneResult, Consolidation
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.package.package_files import PDF_NAME, package_name
from xa_report.package.published_ranking import RankingFile, SubmissionBasis, build_ranking_file
from xa_report.package.reader import open_package
from xa_report.package.report_record import ReportRecord, build_report_record
from xa_report.package.writer import write_package
from xa_report.paths import forms_dir

YEAR = Period(2026)
SCORES = {"25001": 90, "25002": 80, "25003": 80, "25004": 70}
WHY = DifferenceReason(DifferenceCode.OTHER_SOURCE, "cổng quốc gia ghi khác")


@dataclass(frozen=True)
class RankedProvince:
    """What was published, and the folder with the packages."""

    ranking: RankingFile
    folder: Path

    def packages(self) -> list[Path]:
        return sorted(self.folder.iterdir())


@cache
def read_ranking_form() -> Form:
    return read_form(forms_dir() / "chi-so-766.toml")


@cache
def read_ranking_plan() -> Plan:
    return read_plan(forms_dir() / "plans" / "tay-ninh-2021-2030.toml")


def build_report(code: str, score: int, period: Period = YEAR) -> Report:
    """A commune that reports the same score everywhere."""
    unit = Unit(code, f"Xã {code}", "xã", "80", "Tỉnh Tây Ninh")
    answer = Answer(ExternalScore(Decimal(score), "Cổng quốc gia", MADE.date()))
    answers = dict.fromkeys(read_ranking_form().items, answer)
    name, content = EVIDENCE[0]
    file = EvidenceFile(sha256(content).hexdigest(), name, len(content), "application/pdf")
    proof = tuple(Evidence(criterion.code, file) for criterion in read_ranking_form().leaves())
    return Report(
        unit,
        period,
        read_ranking_form().sha256,
        (read_ranking_plan().sha256,),
        answers,
        evidence=proof,
    )


def build_record(sent: Report) -> ReportRecord:
    """Its record."""
    asked = dict(read_ranking_form().items) | dict(read_ranking_plan().items)
    return build_report_record(
        sent, assess_report(sent, read_ranking_form(), (read_ranking_plan(),)), asked
    )


def write_submission(sent: Report, folder: Path, pdf_alone: bool = False) -> Path:
    """Write its package, or the PDF alone."""
    files = files_of_record(build_record(sent))
    if pdf_alone:
        path = folder / f"{sent.unit.code}.pdf"
        pdf = next(file.content for file in files if file.path == PDF_NAME)
        assert isinstance(pdf, bytes)
        path.write_bytes(pdf)
        return path
    return write_package(folder, package_name(sent.unit.code, sent.period, sent.sequence), files)


def commune_result(
    path: Path,
    basis: SubmissionBasis,
    counts: Form,
    previous: Report | None,
    plans: Sequence[Plan] | None = None,
) -> CommuneResult:
    """A package as the consolidation holds it."""
    plans = (read_ranking_plan(),) if plans is None else plans
    with open_package(path) as package:
        sent = package.record.report
        return CommuneResult(
            sent.unit,
            CaseState.CLOSED,
            sent,
            assess_report(sent, counts, plans, previous),
            appraise_report(sent, counts, plans, basis.adjustments, previous),
            package.manifest_sha256,
            package.sha256,
            MADE,
        )


def publish_ranking(folder: Path, **more: object) -> RankedProvince:
    """Four communes: one corrected, two of them equal, one compared with the year before."""
    adjustments = ProvinceAdjustments(
        points={"1.1": Decimal(2)},
        answers={next(iter(read_ranking_form().items)): Answer(not_arisen="chưa công bố")},
        why={"1.1": WHY, next(iter(read_ranking_form().items)): WHY},
    )
    before = build_report("25001", 60, Period(2025))
    with open_package(write_submission(before, folder)) as package:
        bases = {
            "25004": SubmissionBasis(adjustments),
            "25001": SubmissionBasis(previous_sha256=package.manifest_sha256),
        }
    results = tuple(
        commune_result(
            write_submission(build_report(code, score), folder),
            bases.get(code, SubmissionBasis()),
            read_ranking_form(),
            before if code == "25001" else None,
        )
        for code, score in SCORES.items()
    )
    consolidation = Consolidation(
        PROVINCE, "Sở Nội vụ", YEAR, read_ranking_form(), (read_ranking_plan(),), results, (),
        rank_communes(candidate_from_result(one, read_ranking_form()) for one in results), (),
        MADE,
    )  # fmt: skip
    return RankedProvince(replace(build_ranking_file(consolidation, bases), **more), folder)  # type: ignore[arg-type]
