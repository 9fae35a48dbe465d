"""Readers of a form's tables: area, criterion, rating band, limits, cross-check, example."""

import re
from collections.abc import Mapping
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
# Bonuses and penalties stand outside the tree of areas: their codes may begin with letters.
OUTSIDE_CODE_PATTERN = re.compile(r"[A-Za-z0-9]+(\.[0-9]+)*")
ZERO = Decimal(0)
MAX_DOCUMENTS = 99
"""Documents, inclusive, that a criterion may ask for."""
PAIR_CHECKS = frozenset(
    {CrossCheckKind.NOT_AFTER, CrossCheckKind.CARRIES_OVER, CrossCheckKind.TOGETHER}
)
"""Kinds with exactly two operands."""
SINGLE_OPERAND_CHECKS = frozenset(
    {CrossCheckKind.NOT_AFTER, CrossCheckKind.WITHIN_PERIOD, CrossCheckKind.TOGETHER}
)
"""Kinds that compare single items, never sums."""
DEFAULT_CHANGE_ABOVE = Decimal(50)
"""Percent of change from which a figure is implausible."""


def read_area(entry: TableReader) -> Area:
    """Read one `[[area]]`."""
    area = Area(
        code=_read_code(entry, re.compile(r"[0-9]+")),
        title=entry.read_required("title", str, ""),
        max=entry.read_required("max", Decimal, ZERO),
        items=entry.read_optional("items", tuple[str, ...], ()),
        guidance=entry.read_optional("guidance", str, ""),
    )
    entry.check_not_negative("max", area.max)
    entry.check_all_read()
    return area


def read_criterion(entry: TableReader, catalogue: DefinitionCatalogue, part: Part) -> Criterion:
    """Read one `[[criterion]]`, `[[bonus]]` or `[[penalty]]`."""
    rule = None
    if entry.has("rule"):
        table = entry.inner_reader(entry.raw_value("rule"))
        rule = read_rule(table, catalogue)
    criterion = Criterion(
        code=_read_code(entry, CODE_PATTERN if part is Part.TOTAL else OUTSIDE_CODE_PATTERN),
        title=entry.read_required("title", str, ""),
        max=entry.read_required("max", Decimal, ZERO),
        rule=rule,
        part=part,
        not_arisen=entry.read_optional("not_arisen", NotArisenPolicy, NotArisenPolicy.FORBIDDEN),
        precondition=entry.read_condition("precondition"),
        evidence=_read_evidence_rule(entry),
        explain_below=entry.read_optional("explain_below", Decimal | None, None),
        appraiser=entry.read_optional("appraiser", str, ""),
        basis=entry.read_optional("basis", str, ""),
        guidance=entry.read_optional("guidance", str, ""),
        items=entry.read_optional("items", tuple[str, ...], ()),
    )
    entry.check_not_negative("max", criterion.max)
    entry.check_all_read()
    return criterion


def _read_code(entry: TableReader, pattern: re.Pattern[str]) -> str:
    code = entry.read_required("code", str, "")
    if code and not pattern.fullmatch(code):
        entry.add_fault(FaultCode.BAD_CODE, code=code)
    return code


def _read_evidence_rule(entry: TableReader) -> EvidenceRule:
    if not entry.has("evidence"):
        return EvidenceRule()
    table = entry.inner_reader(entry.raw_value("evidence"))
    rule = EvidenceRule(
        required=table.read_optional("required", bool, False),
        minimum=table.read_optional("minimum", int, 1),
        or_explain=table.read_optional("or_explain", bool, False),
    )
    if not 1 <= rule.minimum <= MAX_DOCUMENTS:
        why = f"cần số nguyên từ 1 đến {MAX_DOCUMENTS}"
        table.add_fault(FaultCode.WRONG_TYPE, key="evidence.minimum", why=why)
        return EvidenceRule()
    table.check_all_read("evidence")
    return rule


def read_band(entry: TableReader) -> RatingBand:
    """Read one `[[band]]`."""
    band = RatingBand(
        name=entry.read_required("name", str, ""),
        start=entry.read_required("from", Decimal, Decimal(0)),
        no_zero=entry.read_optional("no_zero", bool, False),
        min_area=entry.read_optional("min_area", Decimal | None, None),
    )
    entry.check_all_read()
    return band


def read_rating_limit(entry: TableReader) -> RatingLimit:
    """Read one `[[rating_limit]]`; without `at_most` the event voids the rating."""
    if not entry.has("when"):
        entry.add_fault(FaultCode.KEY_MISSING, key="when")
    when = entry.read_condition("when")
    limit = RatingLimit(when or "", entry.read_optional("at_most", str, ""))
    entry.check_all_read()
    return limit


def read_limits(entry: TableReader) -> PointLimits:
    """Read `[limits]`."""
    limits = PointLimits(
        bonus=entry.read_optional("bonus", Decimal | None, None),
        penalty=entry.read_optional("penalty", Decimal | None, None),
    )
    entry.check_not_negative("bonus", limits.bonus)
    entry.check_not_negative("penalty", limits.penalty)
    entry.check_all_read()
    return limits


def read_check(entry: TableReader) -> CrossCheck:
    """Read one `[[check]]`, which has exactly one key of CrossCheckKind."""
    kinds = [kind for kind in CrossCheckKind if entry.has(kind)]
    # All kinds: a second one is the fault ONE_OF, not an unknown key.
    entry.seen |= set(CrossCheckKind)
    if len(kinds) != 1:
        entry.add_fault(FaultCode.ONE_OF, keys=", ".join(CrossCheckKind))
    kind = kinds[0] if kinds else CrossCheckKind.TOGETHER
    operands, change_above = _read_compared(entry, kind) if kinds else ((), DEFAULT_CHANGE_ABOVE)
    if kind in SINGLE_OPERAND_CHECKS and any(len(operand) > 1 for operand in operands):
        entry.add_fault(FaultCode.WRONG_TYPE, key=kind, why="cần từng mã một, không cần danh sách")
    check = CrossCheck(
        id=entry.read_required_id(),
        severity=entry.read_optional("severity", Severity, Severity.ERROR),
        kind=kind,
        operands=operands,
        message=entry.read_optional("message", str, ""),
        change_above=change_above,
    )
    entry.check_all_read()
    return check


def _read_compared(entry: TableReader, kind: CrossCheckKind) -> tuple[tuple[Operand, ...], Decimal]:
    if kind is CrossCheckKind.SUM:
        parts = entry.read_operands(kind)
        if not entry.has("equals"):
            entry.add_fault(FaultCode.KEY_MISSING, key="equals")
        return (
            *parts,
            entry.read_operand("equals", entry.raw_value("equals", "")),
        ), DEFAULT_CHANGE_ABOVE
    if kind is CrossCheckKind.WITHIN_PERIOD:
        return (entry.read_operand(kind, entry.raw_value(kind)),), DEFAULT_CHANGE_ABOVE
    if kind is CrossCheckKind.PLAUSIBLE:
        table = entry.inner_reader(entry.raw_value(kind))
        operand = table.read_operand("plausible.of", table.raw_value("of"))
        above = table.read_optional("change_above", Decimal, DEFAULT_CHANGE_ABOVE)
        table.check_all_read("plausible")
        return (operand,), above
    return entry.read_operands(kind, 2 if kind in PAIR_CHECKS else None), DEFAULT_CHANGE_ABOVE


def read_example(entry: TableReader, default_period: str) -> FormExample:
    """Read one `[[test]]`."""
    nothing: Mapping[str, Any] = {}
    numbers: Mapping[str, Decimal] = {}
    example = FormExample(
        name=entry.read_required("name", str, ""),
        period=entry.read_optional("period", str, default_period),
        answers=entry.read_optional("answers", dict[str, Any], nothing),
        previous=entry.read_optional("previous", dict[str, Any], nothing),
        points=entry.read_optional("points", dict[str, Decimal], numbers),
        band=entry.read_optional("band", str | None, None),
        findings=entry.read_optional("findings", tuple[str, ...], ()),
        without_evidence=entry.read_optional("without_evidence", tuple[str, ...], ()),
        unit_formed=entry.read_date("unit_formed"),
    )
    entry.check_all_read()
    return example
