"""Open matters of a case, from its entries, its returns and what the province has entered."""

from collections.abc import Iterable, Iterator

from xa_report.assess.province.appraisal import scored_results
from xa_report.domain.assessment import ScoreState
from xa_report.domain.form import SurveyMode
from xa_report.domain.province.open_matters import (
    CommuneOpenMatters,
    OpenMatter,
    OpenMatterKind,
)
from xa_report.province.appraisal.case import CaseDetail
from xa_report.province.appraisal.sheet import criterion_item_ids
from xa_report.verification.report_proof import ProofKind


def open_matters_of_case(case: CaseDetail) -> tuple[OpenMatter, ...]:
    """Return what is open in a case; empty when nothing is."""
    codes = {
        OpenMatterKind.SURVEY: tuple(_missing_survey_codes(case)),
        OpenMatterKind.UNSEEN: tuple(_unseen_codes(case)),
        OpenMatterKind.AWAITED: tuple(_awaited_codes(case)),
        **_proof_matters(case),
    }
    return tuple(OpenMatter(kind, named) for kind, named in codes.items() if named)


def open_matters_of_cases(cases: Iterable[CaseDetail]) -> tuple[CommuneOpenMatters, ...]:
    """Return the cases in which something is open, in their order."""
    return tuple(
        CommuneOpenMatters(case.unit, matters, not case.entries)
        for case in cases
        if (matters := open_matters_of_case(case))
    )


def _proof_matters(case: CaseDetail) -> dict[OpenMatterKind, tuple[str, ...]]:
    """Return what is open in the proof of the submission that counts; empty when it holds."""
    named = (f"L{case.submission.sequence}",)
    if case.proof is None or case.proof.kind is ProofKind.IMPOSSIBLE:
        return {OpenMatterKind.UNPROVEN: named}
    return {} if case.proof.holds else {OpenMatterKind.DISPROVEN: named}


def _missing_survey_codes(case: CaseDetail) -> Iterator[str]:
    """Yield the survey criteria without a result, unless the survey is left out."""
    if (case.survey or case.form.survey) is SurveyMode.EXCLUDE:
        return
    for result in scored_results(case.appraised):
        if result.survey and result.state is ScoreState.PROVINCE:
            yield result.code


def _unseen_codes(case: CaseDetail) -> Iterator[str]:
    """Yield the criteria that the commune scored and no appraiser has touched."""
    touched = {entry.ref for entry in case.entries}
    own = {
        result.code
        for result in scored_results(case.sent)
        if not result.survey and result.state is not ScoreState.PROVINCE
    }
    for criterion in case.form.leaves():
        seen = {criterion.code, *criterion_item_ids(case, criterion)} & touched
        if criterion.code in own and not seen:
            yield criterion.code


def _awaited_codes(case: CaseDetail) -> Iterator[str]:
    """Yield the criteria of returns that the commune has not answered."""
    waiting = [each for each in case.returns if each.answered is None]
    yield from dict.fromkeys(code for each in waiting for code in each.codes)
