"""Writer and reader of `ranking.json`."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

from msgspec import convert, to_builtins

from xa_report.domain.canonical_json import dump_bytes
from xa_report.domain.item import Answer, ItemKind
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import (
    DifferenceCode,
    DifferenceReason,
    ProvinceAdjustments,
)
from xa_report.domain.province.ranking import TieBreakKey
from xa_report.domain.unit import Unit
from xa_report.package.faults import PackageCode, package_fault
from xa_report.package.json_documents import (
    canonical_decimals,
    check_document_type,
    check_no_unknown_fields,
    convert_json,
    read_json,
)
from xa_report.package.published_ranking import RankingEntry, RankingFile, SubmissionBasis
from xa_report.package.ranking_schema import (
    RANKING_DOCUMENT_TYPE,
    RANKING_NAME,
    RANKING_SPEC_VERSION,
    AdjustmentsPart,
    DefinitionPart,
    EntryPart,
    RankingDocument,
    TiePart,
    WhyPart,
)
from xa_report.package.report_json import answer_from_part, answer_to_part, guess_item_kind
from xa_report.package.report_schema import UnitPart


def ranking_json_bytes(ranking: RankingFile) -> bytes:
    """Return a ranking as canonical JSON; the same ranking gives the same bytes everywhere."""
    return dump_bytes(to_builtins(_ranking_document(ranking)))


def _ranking_document(ranking: RankingFile) -> RankingDocument:
    return RankingDocument(
        document_type=RANKING_DOCUMENT_TYPE,
        spec_version=RANKING_SPEC_VERSION,
        province=convert(ranking.province, UnitPart, from_attributes=True),
        period=str(ranking.period),
        made=ranking.created,
        rule_version=ranking.rule_version,
        survey=ranking.survey,
        form=_definition_part(ranking.form),
        plans=tuple(_definition_part(plan) for plan in ranking.plans),
        communes=tuple(_entry_to_part(entry, ranking.kinds) for entry in ranking.entries),
        ties=tuple(TiePart(rank=rank, units=units) for rank, units in ranking.ties()),
    )


def _definition_part(text: bytes) -> DefinitionPart:
    return DefinitionPart(sha256=sha256(text).hexdigest(), text=text.decode())


def _entry_to_part(entry: RankingEntry, kinds: Mapping[str, ItemKind]) -> EntryPart:
    return EntryPart(
        unit=convert(entry.unit, UnitPart, from_attributes=True),
        package=entry.package_sha256,
        manifest=entry.manifest_sha256,
        previous_manifest=entry.basis.previous_sha256,
        adjustments=_adjustments_to_part(entry.basis.adjustments, kinds),
        closed=entry.closed,
        result=canonical_decimals(entry.result, RANKING_NAME),
        applicable=canonical_decimals(entry.applicable, RANKING_NAME),
        percent=_fraction_to_text(entry.percent),
        percent_shown=canonical_decimals(entry.percent_shown, RANKING_NAME),
        rating=entry.rating,
        void=entry.void,
        keys=tuple(_fraction_to_text(key) for key in entry.tie_break_keys),
        rank=entry.rank,
        tied=entry.tied,
        broken=entry.separated_by_key,
    )


def _fraction_to_text(number: TieBreakKey) -> str | None:
    return None if number is None else f"{number.numerator}/{number.denominator}"


def _adjustments_to_part(
    adjustments: ProvinceAdjustments, kinds: Mapping[str, ItemKind]
) -> AdjustmentsPart:
    return AdjustmentsPart(
        answers={
            ref: answer_to_part(answer, kinds.get(ref, guess_item_kind(answer.value)))
            for ref, answer in adjustments.answers.items()
        },
        points=canonical_decimals(adjustments.points, RANKING_NAME),
        reasons={
            ref: WhyPart(code=why.code.number, text=why.text)
            for ref, why in adjustments.why.items()
        },
    )


def read_ranking_json(content: bytes) -> RankingFile:
    """Parse `ranking.json`; raise PackageFaultError with the first fault."""
    raw = read_json(content, RANKING_NAME)
    same_minor = check_document_type(raw, RANKING_NAME, RANKING_DOCUMENT_TYPE, RANKING_SPEC_VERSION)
    document = convert_json(raw, RankingDocument, RANKING_NAME)
    ranking = _ranking_from_document(document)
    written = ranking_json_bytes(ranking)
    if same_minor:
        check_no_unknown_fields(raw, to_builtins(document), RANKING_NAME)
        if written != content:
            raise package_fault(PackageCode.NOT_CANONICAL, name=RANKING_NAME)
    # A later minor version is not written again, but its ties must still follow from its ranks.
    elif tuple((tie.rank, tie.units) for tie in document.ties) != tuple(ranking.ties()):
        raise package_fault(
            PackageCode.VALUE, name=RANKING_NAME, why="bảng đồng hạng không theo hạng các xã ghi"
        )
    return ranking


def _ranking_from_document(document: RankingDocument) -> RankingFile:
    _check_units_once(document)
    return RankingFile(
        province=_unit_from_part(document.province),
        period=Period.parse(document.period),
        created=document.made,
        survey=document.survey,
        form=_definition_text(document.form),
        plans=tuple(_definition_text(plan) for plan in document.plans),
        entries=tuple(_entry_from_part(part) for part in document.communes),
        kinds={
            ref: answer.kind
            for part in document.communes
            for ref, answer in part.adjustments.answers.items()
        },
        rule_version=document.rule_version,
    )


def _check_units_once(document: RankingDocument) -> None:
    counted = Counter(part.unit.code for part in document.communes)
    for code, count in counted.items():
        if count > 1:
            raise package_fault(
                PackageCode.VALUE, name=RANKING_NAME, why=f"mã đơn vị {code} có {count} lần"
            )


def _unit_from_part(part: UnitPart) -> Unit:
    return convert(part, Unit, from_attributes=True)


def _definition_text(part: DefinitionPart) -> bytes:
    text = part.text.encode()
    if sha256(text).hexdigest() != part.sha256:
        why = f"mã băm {part.sha256[:12]}… không phải của văn bản đi kèm"
        raise package_fault(PackageCode.VALUE, name=RANKING_NAME, why=why)
    return text


def _entry_from_part(part: EntryPart) -> RankingEntry:
    return RankingEntry(
        unit=_unit_from_part(part.unit),
        package_sha256=part.package,
        manifest_sha256=part.manifest,
        basis=SubmissionBasis(_adjustments_from_part(part.adjustments), part.previous_manifest),
        closed=part.closed,
        result=Decimal(part.result),
        applicable=Decimal(part.applicable),
        percent=_fraction_from_text(part.percent),
        percent_shown=part.percent_shown,
        rating=part.rating,
        void=part.void,
        tie_break_keys=tuple(_fraction_from_text(key) for key in part.keys),
        rank=part.rank,
        tied=part.tied,
        separated_by_key=part.broken,
    )


def _fraction_from_text(text: str | None) -> TieBreakKey:
    return None if text is None else Fraction(text)


def _adjustments_from_part(part: AdjustmentsPart) -> ProvinceAdjustments:
    answers = {
        ref: answer_from_part(answer, ref) or Answer() for ref, answer in part.answers.items()
    }
    return ProvinceAdjustments(
        answers, part.points, {ref: _reason_from_part(why) for ref, why in part.reasons.items()}
    )


def _reason_from_part(part: WhyPart) -> DifferenceReason:
    try:
        return DifferenceReason(DifferenceCode.from_number(part.code), part.text)
    except KeyError as error:
        raise package_fault(
            PackageCode.VALUE, name=RANKING_NAME, why=f"mã lý do {part.code}"
        ) from error
