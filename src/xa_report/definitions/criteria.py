"""Reads areas, criteria, bonuses and penalties."""

import re
from decimal import Decimal

from xa_report.definitions.catalogue import Catalogue
from xa_report.definitions.entry import Entry
from xa_report.definitions.rules import read_rule
from xa_report.domain.fault import FaultCode
from xa_report.domain.form import Area, Criterion, EvidenceRule, Part
from xa_report.domain.rules.rule import NotArisenPolicy

CODE = re.compile(r"[0-9]+(\.[0-9]+)*")
OUTSIDE = re.compile(r"[A-Za-z0-9]+(\.[0-9]+)*")
ZERO = Decimal(0)
MOST_DOCUMENTS = 99


def read_area(entry: Entry) -> Area:
    """One `[[area]]`."""
    area = Area(
        code=_code(entry, re.compile(r"[0-9]+")),
        title=entry.need("title", str, ""),
        max=entry.need("max", Decimal, ZERO),
        items=entry.take("items", tuple[str, ...], ()),
        guidance=entry.take("guidance", str, ""),
    )
    entry.not_negative("max", area.max)
    entry.finish()
    return area


def read_criterion(entry: Entry, catalogue: Catalogue, part: Part) -> Criterion:
    """One `[[criterion]]`, `[[bonus]]` or `[[penalty]]`."""
    rule = None
    if entry.has("rule"):
        table = Entry(entry.source, entry.place, entry.raw_of("rule"), entry.book)
        rule = read_rule(table, catalogue)
    criterion = Criterion(
        code=_code(entry, CODE if part is Part.TOTAL else OUTSIDE),
        title=entry.need("title", str, ""),
        max=entry.need("max", Decimal, ZERO),
        rule=rule,
        part=part,
        not_arisen=entry.take("not_arisen", NotArisenPolicy, NotArisenPolicy.FORBIDDEN),
        precondition=entry.condition("precondition"),
        evidence=_evidence(entry),
        explain_below=entry.take("explain_below", Decimal | None, None),
        appraiser=entry.take("appraiser", str, ""),
        basis=entry.take("basis", str, ""),
        guidance=entry.take("guidance", str, ""),
        items=entry.take("items", tuple[str, ...], ()),
    )
    entry.not_negative("max", criterion.max)
    entry.finish()
    return criterion


def _code(entry: Entry, pattern: re.Pattern[str]) -> str:
    code = entry.need("code", str, "")
    if code and not pattern.fullmatch(code):
        entry.fault(FaultCode.BAD_CODE, code=code)
    return code


def _evidence(entry: Entry) -> EvidenceRule:
    if not entry.has("evidence"):
        return EvidenceRule()
    table = Entry(entry.source, entry.place, entry.raw_of("evidence"), entry.book)
    rule = EvidenceRule(
        required=table.take("required", bool, False),
        minimum=table.take("minimum", int, 1),
        or_explain=table.take("or_explain", bool, False),
    )
    if not 1 <= rule.minimum <= MOST_DOCUMENTS:
        why = f"cần số nguyên từ 1 đến {MOST_DOCUMENTS}"
        table.fault(FaultCode.WRONG_TYPE, key="evidence.minimum", why=why)
        return EvidenceRule()
    table.finish("evidence")
    return rule
