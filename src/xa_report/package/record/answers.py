"""Answers in their three states: a value, nothing arisen and why, not reported."""

from datetime import date
from decimal import Decimal

from xa_report.domain import item_values
from xa_report.domain.item import Answer, ExternalScore, ItemKind, ItemValue
from xa_report.domain.item_values import JsonValue, ValueFaultError
from xa_report.package.faults import PackageCode, fault
from xa_report.package.record.document import AnswerPart, GivenPart, NotArisenPart, NotReportedPart
from xa_report.package.record.numbers import NAME, plainly


def answer_part(answer: Answer | None, kind: ItemKind) -> AnswerPart:
    """Shape an answer; None is an item that is not reported."""
    if answer is not None and answer.not_arisen is not None:
        return NotArisenPart(
            kind=kind, reason=answer.not_arisen, as_of=answer.as_of, note=answer.note
        )
    if answer is None or answer.value is None:
        return NotReportedPart(kind=kind)
    stored: object = item_values.value_to_json(plainly(answer.value), kind)
    return GivenPart(kind=kind, value=stored, as_of=answer.as_of, note=answer.note)  # type: ignore[arg-type]  # JSON of a type of its own, which msgspec cannot be told


def answer_of(part: AnswerPart, ref: str) -> Answer | None:
    """Read an answer back; raise PackageFaultError when its value is none of its kind."""
    if isinstance(part, NotReportedPart):
        return None
    if isinstance(part, NotArisenPart):
        return Answer(not_arisen=part.reason, as_of=part.as_of, note=part.note)
    try:
        value = item_values.value_from_json(_listed(part.value), part.kind)
    except ValueFaultError as error:
        raise fault(PackageCode.VALUE, name=NAME, why=f"{ref}: {error}") from error
    return Answer(value, as_of=part.as_of, note=part.note)


def _listed(value: object) -> JsonValue:
    """Cells as lists, the way the stored form has them."""
    if isinstance(value, list | tuple):
        return [_listed(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _listed(inner) for key, inner in value.items()}
    return value if isinstance(value, str | bool) else None


def kind_of(value: ItemValue | None) -> ItemKind:
    """Guess the kind of an answer to an item that the definitions do not know any more."""
    if isinstance(value, tuple):
        return ItemKind.TABLE if value and not isinstance(value[0], str) else ItemKind.CHECKLIST
    for shape, kind in _KINDS.items():
        if isinstance(value, shape):
            return kind
    return ItemKind.TEXT


_KINDS: dict[type, ItemKind] = {
    Decimal: ItemKind.DECIMAL,
    bool: ItemKind.YES_NO,
    date: ItemKind.DATE,
    ExternalScore: ItemKind.EXTERNAL,
}
