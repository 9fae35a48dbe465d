"""Rankings made for tests: a few communes with one form, some of them corrected by the province."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from random import Random

from tests.factories.generated_reports import Case, Filler, make_case
from tests.factories.packages import MADE
from xa_report.assess.assessment import assess_report
from xa_report.assess.province.appraisal import appraise_report
from xa_report.assess.province.ranking import candidate_from_result, rank_communes
from xa_report.domain.item import Answer, Item, ItemKind
from xa_report.domain.province.appraisal import (
    CaseState,
    DifferenceCode,
    DifferenceReason,
    ProvinceAdjustments,
)
from xa_report.domain.province.consolidation import CommuneResult, Consolidation
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.package.published_ranking import RankingFile, SubmissionBasis, build_ranking_file

PROVINCE = Unit("80", "Tỉnh Tây Ninh", "tỉnh")


def ranking_of_case(case: Case, seed: int = 0, communes: int = 4) -> RankingFile:
    """The ranking of a few communes that answered the case's form."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    bases = dict(_bases(case, random, communes))
    results = tuple(_result(case, code, bases[code], random) for code in sorted(bases))
    return build_ranking_file(ranking_consolidation(case, results), bases)


def ranking_consolidation(case: Case, results: tuple[CommuneResult, ...]) -> Consolidation:
    """A consolidation with nothing but a ranking in it."""
    ranking = rank_communes(candidate_from_result(one, case.form) for one in results)
    return Consolidation(
        PROVINCE, "Sở Nội vụ", case.report.period, case.form, case.plans, results, (), ranking,
        (), MADE,
    )  # fmt: skip


def _bases(case: Case, random: Random, communes: int) -> Iterator[tuple[str, SubmissionBasis]]:
    leaves = list(case.form.leaves())
    for number in range(communes):
        points = {c.code: Decimal(0) for c in random.sample(leaves, min(2, len(leaves)))}
        answers = {ref: _answer(case, ref, random) for ref in ("dem_xa_1", "ngay", "bang")}
        answers["khao_sat"] = Answer(Decimal("71.25"), note="phiếu số 01")
        answers["co_1"] = Answer()
        why = {
            ref: DifferenceReason(DifferenceCode.OTHER, "số của hệ thống")
            for ref in (*points, *answers)
        }
        adjustments = (
            ProvinceAdjustments(answers, points, why) if number % 2 else ProvinceAdjustments()
        )
        yield f"{25000 + number}", SubmissionBasis(adjustments, "ef" * 32 if number == 1 else None)


def _answer(case: Case, ref: str, random: Random) -> Answer:
    item: Item = case.form.items.get(ref, Item(ref, ref, ItemKind.TEXT))
    answers = Filler(random, case.form, case.plans).report(case.report.period).answers
    known = answers.get(ref)
    return known or Answer(not_arisen=f"không có ({item.kind})")


def _result(case: Case, code: str, basis: SubmissionBasis, random: Random) -> CommuneResult:
    report: Report = Filler(random, case.form, case.plans).report(case.report.period)
    unit = Unit(code, f"Xã {code}", "xã", "80", "Tỉnh Tây Ninh")
    report = replace(report, unit=unit)
    state = CaseState.CLOSED if random.random() < 0.5 else CaseState.SECOND
    return CommuneResult(
        unit,
        state,
        report,
        assess_report(report, case.form, case.plans),
        appraise_report(report, case.form, case.plans, basis.adjustments),
        sha256(b"manifest" + code.encode()).hexdigest(),
        sha256(code.encode()).hexdigest(),
        MADE,
    )


@lru_cache
def generated_ranking() -> RankingFile:
    """One ranking, always the same."""
    return ranking_of_case(make_case(3))
