"""Reads the rules that look at one number."""

from decimal import Decimal
from typing import Literal

from xa_report.definitions.entry import Entry
from xa_report.domain.indicator import BetterDirection
from xa_report.domain.rules.bands import BandsRule
from xa_report.domain.rules.checklist import ChecklistRule
from xa_report.domain.rules.figure_rules import ExternalRule, PerUnitRule, RankRule, YesNoRule
from xa_report.domain.rules.linear import LinearRule
from xa_report.domain.rules.rule import DefinitionLookup, ScoringRule
from xa_report.domain.rules.survey import SurveyRule

CountSteps = tuple[tuple[int, Decimal], ...]


def of_id(entry: Entry) -> str:
    """The figure that a rule looks at."""
    return entry.need("of", str, "")


def yes_no(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    """Points when yes."""
    points = entry.take("points", Decimal | None, None)
    return YesNoRule(max=ceiling, of=of_id(entry), points=points)


def checklist(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    """Points by ticks."""
    each = entry.take("each", Decimal | None, None)
    steps: CountSteps = entry.take("steps", CountSteps, ())
    return ChecklistRule(max=ceiling, of=of_id(entry), each=each, steps=steps)


def bands(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    """Points by bands; their order tells the direction where the figure does not."""
    of = of_id(entry)
    rows: tuple[tuple[Decimal, Decimal], ...] = entry.need(
        "bands", tuple[tuple[Decimal, Decimal], ...], ()
    )
    indicator = lookup.indicator(of)
    lower = indicator is not None and indicator.better is BetterDirection.LOWER
    if len(rows) > 1 and (indicator is None or indicator.better is None):
        lower = rows[0][0] < rows[1][0]
    otherwise = entry.take("otherwise", Decimal, Decimal(0))
    return BandsRule(max=ceiling, of=of, bands=rows, otherwise=otherwise, lower=lower)


def linear(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    """Points in proportion."""
    target = entry.raw_of("target")
    if target != "plan":
        target = entry.take("target", Decimal | None, None)
    return LinearRule(
        max=ceiling,
        of=of_id(entry),
        full_from=entry.take("full_from", Decimal | None, None),
        zero_below=entry.take("zero_below", Decimal | None, None),
        target=_target(target),
    )


def _target(raw: object) -> Decimal | Literal["plan"] | None:
    return "plan" if raw == "plan" else raw if isinstance(raw, Decimal) else None


def per_unit(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    """Points for each unit."""
    points = entry.need("points", Decimal, Decimal(1))
    cap = entry.take("cap", Decimal | None, None)
    entry.not_negative("cap", cap)
    return PerUnitRule(max=ceiling, of=of_id(entry), points=points, cap=cap)


def rank(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    """Points by rank."""
    at_most = entry.take("at_most", int | None, None)
    steps: CountSteps = entry.take("steps", CountSteps, ())
    return RankRule(max=ceiling, of=of_id(entry), at_most=at_most, steps=steps)


def external(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    """Points by the score of another system."""
    return ExternalRule(
        max=ceiling, of=of_id(entry), out_of=entry.take("out_of", Decimal, Decimal(100))
    )


def survey(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    """Points by a survey."""
    of = entry.take("of", str, "")
    return SurveyRule(max=ceiling, of=of, out_of=entry.take("out_of", Decimal, Decimal(100)))
