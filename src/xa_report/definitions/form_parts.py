"""Readers of a form's tables: area, criterion, rating band, limits, cross-check, example."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from xa_report.definitions.catalogue import DefinitionCatalogue
from xa_report.definitions.rule_readers import read_rule
from xa_report.definitions.table_reader import TableReader
from xa_report.domain.fault import FaultCode
from xa_report.domain.finding import Severity
from xa_report.domain.form import (
    Area,
    Criterion,
    CrossCheck,
    CrossCheckKind,
    EvidenceRule,
    FormExample,
    Part,
    PointLimits,
    RatingBand,
    RatingLimit,
)
from xa_report.domain.indicator import Operand
from xa_report.domain.rules.rule import NotArisenPolicy

CODE_PATTERN = re.compile(r"[0-9]+(\.[0-9]+)*")
OUTSIDE_CODE_PATTERN = re.compile(r"[A-Za-z0-9]+(\.[0-9]+)*")
ZERO = Decimal(0)
MAX_DOCUMENTS = 99


def read_area(entry: TableReader) -> Area:
    """One `[[area]]`."""
    area = Area(
        code=_read_code(entry, re.compile(r"[0-9]+")),
        title=entry.need("title", str, ""),
        max=entry.need("max", Decimal, ZERO),
        items=entry.take("items", tuple[str, ...], ()),
        guidance=entry.take("guidance", str, ""),
    )
    entry.not_negative("max", area.max)
    entry.finish()
    return area


def read_criterion(entry: TableReader, catalogue: DefinitionCatalogue, part: Part) -> Criterion:
    """One `[[criterion]]`, `[[bonus]]` or `[[penalty]]`."""
    rule = None
    if entry.has("rule"):
        table = TableReader(entry.source, entry.place, entry.raw_of("rule"), entry.book)
        rule = read_rule(table, catalogue)
    criterion = Criterion(
        code=_read_code(entry, CODE_PATTERN if part is Part.TOTAL else OUTSIDE_CODE_PATTERN),
        title=entry.need("title", str, ""),
        max=entry.need("max", Decimal, ZERO),
        rule=rule,
        part=part,
        not_arisen=entry.take("not_arisen", NotArisenPolicy, NotArisenPolicy.FORBIDDEN),
        precondition=entry.condition("precondition"),
        evidence=_read_evidence_rule(entry),
        explain_below=entry.take("explain_below", Decimal | None, None),
        appraiser=entry.take("appraiser", str, ""),
        basis=entry.take("basis", str, ""),
        guidance=entry.take("guidance", str, ""),
        items=entry.take("items", tuple[str, ...], ()),
    )
    entry.not_negative("max", criterion.max)
    entry.finish()
    return criterion


def _read_code(entry: TableReader, pattern: re.Pattern[str]) -> str:
    code = entry.need("code", str, "")
    if code and not pattern.fullmatch(code):
        entry.fault(FaultCode.BAD_CODE, code=code)
    return code


def _read_evidence_rule(entry: TableReader) -> EvidenceRule:
    if not entry.has("evidence"):
        return EvidenceRule()
    table = TableReader(entry.source, entry.place, entry.raw_of("evidence"), entry.book)
    rule = EvidenceRule(
        required=table.take("required", bool, False),
        minimum=table.take("minimum", int, 1),
        or_explain=table.take("or_explain", bool, False),
    )
    if not 1 <= rule.minimum <= MAX_DOCUMENTS:
        why = f"cần số nguyên từ 1 đến {MAX_DOCUMENTS}"
        table.fault(FaultCode.WRONG_TYPE, key="evidence.minimum", why=why)
        return EvidenceRule()
    table.finish("evidence")
    return rule


PAIR_CHECKS = frozenset(
    {CrossCheckKind.NOT_AFTER, CrossCheckKind.CARRIES_OVER, CrossCheckKind.TOGETHER}
)
SINGLE_OPERAND_CHECKS = frozenset(
    {CrossCheckKind.NOT_AFTER, CrossCheckKind.WITHIN_PERIOD, CrossCheckKind.TOGETHER}
)
"""Kinds that compare single items, never sums."""
DEFAULT_CHANGE_ABOVE = Decimal(50)


def read_band(entry: TableReader) -> RatingBand:
    """One `[[band]]`."""
    band = RatingBand(
        name=entry.need("name", str, ""),
        start=entry.need("from", Decimal, Decimal(0)),
        no_zero=entry.take("no_zero", bool, False),
        min_area=entry.take("min_area", Decimal | None, None),
    )
    entry.finish()
    return band


def read_rating_limit(entry: TableReader) -> RatingLimit:
    """One `[[rating_limit]]`; without `at_most` the event voids the rating."""
    if not entry.has("when"):
        entry.fault(FaultCode.KEY_MISSING, key="when")
    when = entry.condition("when")
    limit = RatingLimit(when or "", entry.take("at_most", str, ""))
    entry.finish()
    return limit


def read_limits(entry: TableReader) -> PointLimits:
    """`[limits]`."""
    limits = PointLimits(
        bonus=entry.take("bonus", Decimal | None, None),
        penalty=entry.take("penalty", Decimal | None, None),
    )
    entry.not_negative("bonus", limits.bonus)
    entry.not_negative("penalty", limits.penalty)
    entry.finish()
    return limits


def read_check(entry: TableReader) -> CrossCheck:
    """One `[[check]]`: exactly one kind of comparison."""
    kinds = [kind for kind in CrossCheckKind if entry.has(kind)]
    entry.seen |= set(CrossCheckKind)
    if len(kinds) != 1:
        entry.fault(FaultCode.ONE_OF, keys=", ".join(CrossCheckKind))
    kind = kinds[0] if kinds else CrossCheckKind.TOGETHER
    operands, change_above = _read_compared(entry, kind) if kinds else ((), DEFAULT_CHANGE_ABOVE)
    if kind in SINGLE_OPERAND_CHECKS and any(len(operand) > 1 for operand in operands):
        entry.fault(FaultCode.WRONG_TYPE, key=kind, why="cần từng mã một, không cần danh sách")
    check = CrossCheck(
        id=entry.need_id(),
        severity=entry.take("severity", Severity, Severity.ERROR),
        kind=kind,
        operands=operands,
        message=entry.take("message", str, ""),
        change_above=change_above,
    )
    entry.finish()
    return check


def _read_compared(entry: TableReader, kind: CrossCheckKind) -> tuple[tuple[Operand, ...], Decimal]:
    if kind is CrossCheckKind.SUM:
        parts = entry.operands(kind)
        if not entry.has("equals"):
            entry.fault(FaultCode.KEY_MISSING, key="equals")
        return (*parts, entry.operand("equals", entry.raw_of("equals", ""))), DEFAULT_CHANGE_ABOVE
    if kind is CrossCheckKind.WITHIN_PERIOD:
        return (entry.operand(kind, entry.raw_of(kind)),), DEFAULT_CHANGE_ABOVE
    if kind is CrossCheckKind.PLAUSIBLE:
        table = TableReader(entry.source, entry.place, entry.raw_of(kind), entry.book)
        operand = table.operand("plausible.of", table.raw_of("of"))
        above = table.take("change_above", Decimal, DEFAULT_CHANGE_ABOVE)
        table.finish("plausible")
        return (operand,), above
    return entry.operands(kind, 2 if kind in PAIR_CHECKS else None), DEFAULT_CHANGE_ABOVE


def read_example(entry: TableReader, default_period: str) -> FormExample:
    """One `[[test]]`."""
    nothing: Mapping[str, Any] = {}
    numbers: Mapping[str, Decimal] = {}
    example = FormExample(
        name=entry.need("name", str, ""),
        period=entry.take("period", str, default_period),
        answers=entry.take("answers", dict[str, Any], nothing),
        previous=entry.take("previous", dict[str, Any], nothing),
        points=entry.take("points", dict[str, Decimal], numbers),
        band=entry.take("band", str | None, None),
        findings=entry.take("findings", tuple[str, ...], ()),
        without_evidence=entry.take("without_evidence", tuple[str, ...], ()),
        unit_formed=entry.take("unit_formed", date | None, None),
    )
    entry.finish()
    return example
