"""Figures in words: name, value with its parts, or what is lacking."""

from xa_report.domain.assessment import TargetResult
from xa_report.domain.indicator import Figure, Indicator
from xa_report.domain.numbers import show_number, show_percent
from xa_report.workflow.commune.assessed_report import AssessedReport


def indicator_of(work: AssessedReport, reference: str) -> Indicator | None:
    """The indicator of an id, the form's or a plan's; None for an item."""
    sources = (work.form.indicators, *(plan.indicators for plan in work.plans))
    return next((source[reference] for source in sources if reference in source), None)


def label_of(work: AssessedReport, reference: str, results: tuple[TargetResult, ...]) -> str:
    """The label of an indicator or item."""
    indicator = indicator_of(work, reference)
    if indicator is not None:
        return indicator.label
    item = work.items().get(reference)
    return item.label if item else next((r.label for r in results), reference)


def value_text(
    figure: Figure, indicator: Indicator | None, work: AssessedReport, reference: str
) -> str:
    """The figure as people read it, with its parts: `96,47 % (465/482)`."""
    if figure.value is None:
        return "không phát sinh" if figure.not_arisen is not None else "chưa đủ số liệu"
    if indicator is not None and indicator.percent:
        shown = show_percent(figure.value)
    else:
        item = work.items().get(reference)
        unit = indicator.unit if indicator else (item.unit if item else "")
        shown = f"{show_number(figure.value)} {unit}".strip()
    if figure.parts is None:
        return shown
    top, bottom = (show_number(part) for part in figure.parts)
    return f"{shown} ({top}/{bottom})"


def missing_text(work: AssessedReport, figure: Figure) -> str:
    """What is lacking, or why there was nothing to count."""
    if figure.value is not None:
        return ""
    if figure.not_arisen is not None:
        return f"Không phát sinh: {figure.not_arisen}." if figure.not_arisen else ""
    items = work.items()
    names = [f"“{items[ref].label}”" for ref in figure.missing if ref in items]
    return f"Cần nhập {', '.join(names)}." if names else ""
