"""Published ranking: each commune's result and all that it takes to compute it again."""

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
    """Province's adjustments of a submission, and the earlier submission it was compared with."""

    adjustments: ProvinceAdjustments = field(default_factory=ProvinceAdjustments)
    previous_sha256: str | None = None
    """Manifest hash of the period before, where figures were compared with it."""


@dataclass(frozen=True, slots=True)
class RankingEntry:
    """Row of one commune: its submission, the province's adjustments, numbers and rank."""

    unit: Unit
    package_sha256: str
    manifest_sha256: str
    basis: SubmissionBasis
    closed: bool
    result: Decimal
    applicable: Decimal
    percent: Fraction | None
    """Unrounded; ranks are made of it."""
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
    """Content of `ranking.json`."""

    province: Unit
    period: Period
    created: datetime
    survey: SurveyMode
    """The province's way to count the survey, which replaces the form's own."""
    form: bytes
    """Canonical bytes of the definition."""
    plans: tuple[bytes, ...]
    entries: tuple[RankingEntry, ...]
    """In the order of the ranking; those without a rank at the end."""
    kinds: Mapping[str, ItemKind] = field(default_factory=dict)
    """Kinds of the items whose answers the province replaced, by item."""
    rule_version: str = RULE_VERSION

    def ties(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Return each shared rank with the unit codes of its communes, the best rank first."""
        groups: dict[int, list[str]] = {}
        for entry in self.entries:
            if entry.tied and entry.rank is not None:
                groups.setdefault(entry.rank, []).append(entry.unit.code)
        return ((rank, tuple(codes)) for rank, codes in sorted(groups.items()))


def build_ranking_file(
    consolidation: Consolidation, bases: Mapping[str, SubmissionBasis]
) -> RankingFile:
    """Build the published ranking of a consolidation; `bases` by unit code.

    Form and survey mode are those of the consolidation, whatever the communes' reports name.
    """
    results = {result.unit.code: result for result in consolidation.results}

    def entry(commune: RankedCommune | RankingCandidate) -> RankingEntry:
        code = (commune.candidate if isinstance(commune, RankedCommune) else commune).unit.code
        return _build_entry(commune, results[code], bases.get(code, SubmissionBasis()))

    communes: tuple[RankedCommune | RankingCandidate, ...] = (
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
        entries=tuple(entry(commune) for commune in communes),
        kinds=_adjusted_kinds(bases.values(), consolidation.form, consolidation.plans),
    )


def _build_entry(
    commune: RankedCommune | RankingCandidate, result: CommuneResult, basis: SubmissionBasis
) -> RankingEntry:
    ranked = commune if isinstance(commune, RankedCommune) else None
    candidate = commune.candidate if isinstance(commune, RankedCommune) else commune
    return RankingEntry(
        unit=candidate.unit,
        package_sha256=result.package_sha256,
        manifest_sha256=candidate.manifest_sha256,
        basis=basis,
        closed=candidate.closed,
        result=candidate.result,
        applicable=result.appraised.applicable,
        percent=candidate.percent,
        percent_shown=result.appraised.percent_shown,
        rating=candidate.rating,
        void=candidate.void,
        tie_break_keys=candidate.tie_break_keys,
        rank=ranked.rank if ranked else None,
        tied=ranked is not None and ranked.tied,
        separated_by_key=ranked is not None and ranked.separated_by_key,
    )


def _adjusted_kinds(
    bases: Iterable[SubmissionBasis], form: Form, plans: Iterable[Plan]
) -> dict[str, ItemKind]:
    """Return the kind of each replaced item; of unknown ones as the value looks."""
    replaced = {ref: a for basis in bases for ref, a in basis.adjustments.answers.items()}
    # The form last: its kind wins where a plan has an item of the same id.
    owners: tuple[Form | Plan, ...] = (*plans, form)
    known = {ref: item.kind for owner in owners for ref, item in owner.items.items()}
    return {ref: known.get(ref, guess_item_kind(answer.value)) for ref, answer in replaced.items()}
