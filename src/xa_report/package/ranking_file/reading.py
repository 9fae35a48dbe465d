"""From the bytes of `ranking.json` to a ranking; nothing in them is trusted."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

from msgspec import convert, to_builtins

from xa_report.domain.item import Answer
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import (
    DifferenceCode,
    DifferenceReason,
    ProvinceAdjustments,
)
from xa_report.domain.province.ranking import TieBreakKey
from xa_report.domain.unit import Unit
from xa_report.package.document_type import require_type
from xa_report.package.faults import PackageCode, fault
from xa_report.package.ranking_file.document import (
    DOCUMENT_TYPE,
    NAME,
    SPEC_VERSION,
    AdjustmentsPart,
    DefinitionPart,
    EntryPart,
    RankingDocument,
    WhyPart,
)
from xa_report.package.ranking_file.ranking_file import Basis, Entry, RankingFile
from xa_report.package.ranking_file.writing import ranking_bytes
from xa_report.package.record.answers import answer_of
from xa_report.package.record.document import UnitPart
from xa_report.package.shape import require_known, shaped
from xa_report.package.strict_json import read_json


def read_ranking(content: bytes) -> RankingFile:
    """Read `ranking.json`; raise PackageFaultError with the first thing that is wrong."""
    raw = read_json(content, NAME)
    same_minor = require_type(raw, NAME, DOCUMENT_TYPE, SPEC_VERSION)
    document = shaped(raw, RankingDocument, NAME)
    ranking = _ranking(document)
    written = ranking_bytes(ranking)
    if same_minor:
        require_known(raw, to_builtins(document), NAME)
        if written != content:
            raise fault(PackageCode.NOT_CANONICAL, name=NAME)
    elif tuple((tie.rank, tie.units) for tie in document.ties) != tuple(ranking.ties()):
        raise fault(PackageCode.VALUE, name=NAME, why="bảng đồng hạng không theo hạng các xã ghi")
    return ranking


def _ranking(document: RankingDocument) -> RankingFile:
    _require_once(document)
    return RankingFile(
        province=_unit(document.province),
        period=Period.parse(document.period),
        made=document.made,
        survey=document.survey,
        form=_text(document.form),
        plans=tuple(_text(plan) for plan in document.plans),
        entries=tuple(_entry(part) for part in document.communes),
        kinds={
            ref: answer.kind
            for part in document.communes
            for ref, answer in part.adjustments.answers.items()
        },
        rule_version=document.rule_version,
    )


def _require_once(document: RankingDocument) -> None:
    counted = Counter(part.unit.code for part in document.communes)
    for code, count in counted.items():
        if count > 1:
            raise fault(PackageCode.VALUE, name=NAME, why=f"mã đơn vị {code} có {count} lần")


def _unit(part: UnitPart) -> Unit:
    return convert(part, Unit, from_attributes=True)


def _text(part: DefinitionPart) -> bytes:
    text = part.text.encode()
    if sha256(text).hexdigest() != part.sha256:
        why = f"mã băm {part.sha256[:12]}… không phải của văn bản đi kèm"
        raise fault(PackageCode.VALUE, name=NAME, why=why)
    return text


def _entry(part: EntryPart) -> Entry:
    return Entry(
        unit=_unit(part.unit),
        package_sha256=part.package,
        manifest_sha256=part.manifest,
        basis=Basis(_adjustments(part.adjustments), part.previous_manifest),
        closed=part.closed,
        result=Decimal(part.result),
        applicable=Decimal(part.applicable),
        percent=_fraction(part.percent),
        shown=part.percent_shown,
        rating=part.rating,
        void=part.void,
        keys=tuple(_fraction(key) for key in part.keys),
        rank=part.rank,
        tied=part.tied,
        broken=part.broken,
    )


def _fraction(text: str | None) -> TieBreakKey:
    return None if text is None else Fraction(text)


def _adjustments(part: AdjustmentsPart) -> ProvinceAdjustments:
    answers = {ref: answer_of(answer, ref) or Answer() for ref, answer in part.answers.items()}
    return ProvinceAdjustments(
        answers, part.points, {ref: _why(why) for ref, why in part.reasons.items()}
    )


def _why(part: WhyPart) -> DifferenceReason:
    try:
        return DifferenceReason(DifferenceCode.of(part.code), part.text)
    except KeyError as error:
        raise fault(PackageCode.VALUE, name=NAME, why=f"mã lý do {part.code}") from error
