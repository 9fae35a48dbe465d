"""The whole body: opening, the five sections, closing."""

from xa_report.export.document.sections.against_plan import against_plan
from xa_report.export.document.sections.by_area import by_area
from xa_report.export.document.sections.figures import (
    figures_by_area,
    figures_missing,
    figures_overall,
)
from xa_report.export.document.sections.overall import overall
from xa_report.export.document.sections.requests import requests
from xa_report.export.document.sections.section import Section
from xa_report.export.document.sections.shortcomings import shortcomings
from xa_report.export.document.source import Source

SCORED = (overall, by_area, against_plan, shortcomings, requests)
COLLECTED = (figures_overall, figures_by_area, against_plan, figures_missing, requests)


def opening(source: Source) -> str:
    """What the report answers to."""
    form = source.form
    issued = f", ban hành theo {form.decision}" if form.decision else ""
    return (
        f"Thực hiện biểu mẫu “{form.title}” (phiên bản {form.version}{issued}), "
        f"{source.agency} báo cáo {source.subject} {source.report.period.label} như sau:"
    )


def sections(source: Source) -> tuple[Section, ...]:
    """The sections in their order; their numerals are their places."""
    return tuple(part(source) for part in (SCORED if source.scored else COLLECTED))


def closing(source: Source) -> str:
    """The last sentence."""
    period = source.report.period.label
    return f"Trên đây là báo cáo {source.subject} {period} của {source.agency}./."
