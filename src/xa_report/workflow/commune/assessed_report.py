"""Report of one period with its form, plans, other periods' reports and assessment."""

from dataclasses import dataclass

from xa_report.assess.assessment import requested_items
from xa_report.commune.store.edits import FieldKind
from xa_report.commune.store.receipt_rows import OpenField
from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form
from xa_report.domain.item import Item
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report


@dataclass(frozen=True, slots=True)
class AssessedReport:
    """Report of one period with its form and plans, and its assessment."""

    report: Report
    form: Form
    plans: tuple[Plan, ...]
    previous: Report | None
    """The report of the period before, where there is one."""
    included: tuple[Report, ...]
    """Reports of shorter periods within this one."""
    assessment: Assessment
    open_fields: frozenset[OpenField] | None = None
    """Fields that the province opened when it returned the report; None when all are open."""

    def can_answer(self, item: str) -> bool:
        """Return whether an item may be answered anew."""
        return self.open_fields is None or (FieldKind.ANSWER, item) in self.open_fields

    def can_change_criterion(self, code: str) -> bool:
        """Return whether points, explanation and evidence of a criterion may be changed."""
        return self.open_fields is None or (FieldKind.EXPLANATION, code) in self.open_fields

    @property
    def period(self) -> Period:
        """The period of the report."""
        return self.report.period

    def items(self) -> dict[str, Item]:
        """Return all requested items by id: the form's, then those that only plans ask for."""
        return dict(requested_items(self.form, self.plans, self.period.year)[0])
