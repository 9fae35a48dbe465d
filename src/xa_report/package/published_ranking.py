"""A published ranking: each commune's result and all that it takes to compute it again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.province.ranking import RULE_VERSION
from xa_report.domain.form import Form, SurveyMode
from xa_report.domain.item import ItemKind
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.province.appraisal import ProvinceAdjustments
from xa_report.domain.province.consolidation import CommuneResult, Consolidation
from xa_report.domain.province.ranking import RankedCommune, RankingCandidate, TieBreakKey
from xa_report.domain.unit import Unit
from xa_report.package.report_json import guess_item_kind


@dataclass(frozen=True, slots=True)
class SubmissionBasis:
    """What the province put to a commune's submission."""

    adjustments: ProvinceAdjustments = field(default_factory=ProvinceAdjustments)
    previous_sha256: str | None = None
    """Manifest of the period before, where figures were compared with it."""


@dataclass(frozen=True, slots=True)
class RankingEntry:
    """One commune: which submission, what the province put to it, what it came to."""

    unit: Unit
    package_sha256: str
    manifest_sha256: str
    basis: SubmissionBasis
    closed: bool
    result: Decimal
    applicable: Decimal
    percent: Fraction | None
    """Unrounded."""
    percent_shown: Decimal | None
    rating: str
    void: bool
    tie_break_keys: tuple[TieBreakKey, ...]
    rank: int | None
    """None when nothing applies."""
    tied: bool = False
    separated_by_key: bool = False


@dataclass(frozen=True, slots=True)
class RankingFile:
    """All that `ranking.json` says."""

    province: Unit
    period: Period
    created: datetime
    survey: SurveyMode
    """How the province counts the survey, whatever the form says."""
    form: bytes
    """Canonical text."""
    plans: tuple[bytes, ...]
    entries: tuple[RankingEntry, ...]
    """In the order of the ranking; those without a rank at the end."""
    kinds: Mapping[str, ItemKind] = field(default_factory=dict)
    """Of the items that the province put in place of what was sent."""
    rule_version: str = RULE_VERSION

    def ties(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Ranks that several share, with their unit codes."""
        groups: dict[int, list[str]] = {}
        for entry in self.entries:
            if entry.tied and entry.rank is not None:
                groups.setdefault(entry.rank, []).append(entry.unit.code)
        return ((rank, tuple(codes)) for rank, codes in sorted(groups.items()))


def build_ranking_file(
    consolidation: Consolidation, bases: Mapping[str, SubmissionBasis]
) -> RankingFile:
    """The file of a period's ranking; `bases` by unit code.

    The form of the books is the one that counts, with the survey as the province counts it.
    """
    standings = {one.unit.code: one for one in consolidation.results}

    def entry(one: RankedCommune | RankingCandidate) -> RankingEntry:
        code = (one.candidate if isinstance(one, RankedCommune) else one).unit.code
        return _build_entry(one, standings[code], bases.get(code, SubmissionBasis()))

    every: tuple[RankedCommune | RankingCandidate, ...] = (
        *consolidation.ranking.ranked,
        *consolidation.ranking.unranked,
    )
    return RankingFile(
        province=consolidation.province,
        period=consolidation.period,
        created=consolidation.created,
        survey=consolidation.form.survey,
        form=consolidation.form.canonical,
        plans=tuple(plan.canonical for plan in consolidation.plans),
        entries=tuple(entry(one) for one in every),
        kinds=_adjusted_kinds(bases.values(), consolidation.form, consolidation.plans),
    )


def _build_entry(
    candidate: RankedCommune | RankingCandidate, result: CommuneResult, basis: SubmissionBasis
) -> RankingEntry:
    placed = candidate if isinstance(candidate, RankedCommune) else None
    contestant = candidate.candidate if isinstance(candidate, RankedCommune) else candidate
    return RankingEntry(
        unit=contestant.unit,
        package_sha256=result.package_sha256,
        manifest_sha256=contestant.manifest_sha256,
        basis=basis,
        closed=contestant.closed,
        result=contestant.result,
        applicable=result.appraised.applicable,
        percent=contestant.percent,
        percent_shown=result.appraised.percent_shown,
        rating=contestant.rating,
        void=contestant.void,
        tie_break_keys=contestant.tie_break_keys,
        rank=placed.rank if placed else None,
        tied=placed is not None and placed.tied,
        separated_by_key=placed is not None and placed.separated_by_key,
    )


def _adjusted_kinds(
    bases: Iterable[SubmissionBasis], form: Form, plans: Iterable[Plan]
) -> dict[str, ItemKind]:
    """The kinds of the items that were put in place; of unknown ones as the value looks."""
    put = {ref: a for basis in bases for ref, a in basis.adjustments.answers.items()}
    owners: tuple[Form | Plan, ...] = (*plans, form)
    known = {ref: item.kind for owner in owners for ref, item in owner.items.items()}
    return {ref: known.get(ref, guess_item_kind(answer.value)) for ref, answer in put.items()}
