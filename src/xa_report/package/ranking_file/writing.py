"""From a ranking to the bytes of `ranking.json`."""

from collections.abc import Mapping
from hashlib import sha256

from msgspec import convert, to_builtins

from xa_report.domain.canonical_json import dump_bytes
from xa_report.domain.item import ItemKind
from xa_report.domain.province.appraisal import ProvinceAdjustments
from xa_report.domain.province.ranking import TieBreakKey
from xa_report.package.ranking_file.document import (
    DOCUMENT_TYPE,
    NAME,
    SPEC_VERSION,
    AdjustmentsPart,
    DefinitionPart,
    EntryPart,
    RankingDocument,
    TiePart,
    WhyPart,
)
from xa_report.package.ranking_file.ranking_file import Entry, RankingFile
from xa_report.package.record.answers import answer_part, kind_of
from xa_report.package.record.document import UnitPart
from xa_report.package.record.numbers import plainly


def ranking_bytes(ranking: RankingFile) -> bytes:
    """Write a ranking as canonical JSON; the same ranking gives the same bytes everywhere."""
    return dump_bytes(to_builtins(_document(ranking)))


def _document(ranking: RankingFile) -> RankingDocument:
    return RankingDocument(
        document_type=DOCUMENT_TYPE,
        spec_version=SPEC_VERSION,
        province=convert(ranking.province, UnitPart, from_attributes=True),
        period=str(ranking.period),
        made=ranking.made,
        rule_version=ranking.rule_version,
        survey=ranking.survey,
        form=_definition(ranking.form),
        plans=tuple(_definition(plan) for plan in ranking.plans),
        communes=tuple(_entry(entry, ranking.kinds) for entry in ranking.entries),
        ties=tuple(TiePart(rank=rank, units=units) for rank, units in ranking.ties()),
    )


def _definition(text: bytes) -> DefinitionPart:
    return DefinitionPart(sha256=sha256(text).hexdigest(), text=text.decode())


def _entry(entry: Entry, kinds: Mapping[str, ItemKind]) -> EntryPart:
    return EntryPart(
        unit=convert(entry.unit, UnitPart, from_attributes=True),
        package=entry.package_sha256,
        manifest=entry.manifest_sha256,
        previous_manifest=entry.basis.previous_sha256,
        adjustments=_adjustments(entry.basis.adjustments, kinds),
        closed=entry.closed,
        result=plainly(entry.result, NAME),
        applicable=plainly(entry.applicable, NAME),
        percent=_fraction(entry.percent),
        percent_shown=plainly(entry.shown, NAME),
        rating=entry.rating,
        void=entry.void,
        keys=tuple(_fraction(key) for key in entry.keys),
        rank=entry.rank,
        tied=entry.tied,
        broken=entry.broken,
    )


def _fraction(number: TieBreakKey) -> str | None:
    return None if number is None else f"{number.numerator}/{number.denominator}"


def _adjustments(put: ProvinceAdjustments, kinds: Mapping[str, ItemKind]) -> AdjustmentsPart:
    return AdjustmentsPart(
        answers={
            ref: answer_part(answer, kinds.get(ref, kind_of(answer.value)))
            for ref, answer in put.answers.items()
        },
        points=plainly(put.points, NAME),
        reasons={ref: WhyPart(code=why.code.number, text=why.text) for ref, why in put.why.items()},
    )
