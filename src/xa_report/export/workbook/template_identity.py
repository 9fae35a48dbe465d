"""What a template is for; a filled one is taken only for the same form, unit and period."""

from collections.abc import Sequence
from dataclasses import dataclass

from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report

FORMAT = "1"


@dataclass(frozen=True, slots=True)
class Identity:
    """Which form, plans, unit and period a template is for."""

    form: str
    form_sha256: str
    plans: str
    unit: str
    period: str
    format: str = FORMAT


def identity_of(form: Form, plans: Sequence[Plan], report: Report) -> Identity:
    """The identity that a template of a report must carry."""
    hashes = ",".join(sorted(plan.sha256 or plan.id for plan in plans))
    named = f"{form.id} bản {form.version}"
    return Identity(named, form.sha256, hashes, report.unit.code, str(report.period))
