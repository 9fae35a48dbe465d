"""An open commune file, and one period of it with what it amounts to."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from xa_report.assess.assessment import assess_report, requested_items
from xa_report.commune.store.edits import FieldKind
from xa_report.commune.store.receipt_rows import OpenField
from xa_report.commune.store.store import Store
from xa_report.definitions.reader import load_trusted_form, plan_from_bytes
from xa_report.domain.assessment import Assessment
from xa_report.domain.evidence import CitedDocument
from xa_report.domain.form import Form
from xa_report.domain.item import Item
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, and how many there are."""


def silent(what: str, done: int, of: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Work:
    """One period: what is entered, by what it is measured, and what it amounts to."""

    report: Report
    form: Form
    plans: tuple[Plan, ...]
    previous: Report | None
    """The report of the period before, where there is one."""
    included: tuple[Report, ...]
    """Reports of shorter periods within this one."""
    assessment: Assessment
    opened: frozenset[OpenField] | None = None
    """While the province has returned the report: the fields that it opened; None: all are."""

    def may_answer(self, item: str) -> bool:
        """Whether the province lets an item be answered anew."""
        return self.opened is None or (FieldKind.ANSWER, item) in self.opened

    def may_change(self, code: str) -> bool:
        """Whether the province lets points, explanation and evidence of a criterion be changed."""
        return self.opened is None or (FieldKind.EXPLANATION, code) in self.opened

    @property
    def period(self) -> Period:
        """The period of the report."""
        return self.report.period

    def items(self) -> dict[str, Item]:
        """All items that are asked for: the form's, then those only plans ask for."""
        return dict(requested_items(self.form, self.plans, self.period.year)[0])


UNCITED = CitedDocument()


@dataclass(frozen=True, slots=True)
class Proof:
    """A file to be attached to a criterion, and how it is cited."""

    code: str
    source: Path
    document: CitedDocument = UNCITED
    page: str = ""
    quote: str = ""


class Commune(AbstractContextManager["Commune", None]):
    """One open commune file; use it with `with`, or close it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._forms: dict[str, Form] = {}
        self._plans: dict[str, Plan] = {}

    @property
    def unit(self) -> Unit:
        """The commune that the file belongs to."""
        return self.store.unit

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.store.path

    @property
    def read_only(self) -> bool:
        """Whether another window holds the file for writing."""
        return self.store.read_only

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        self.store.close()

    def __exit__(self, *error: object) -> None:
        self.close()

    def form(self, sha256: str) -> Form:
        """A form that is kept in the file."""
        if sha256 not in self._forms:
            self._forms[sha256] = load_trusted_form(
                self.store.definitions.canonical(sha256), "Bộ tiêu chí"
            )
        return self._forms[sha256]

    def plan(self, sha256: str) -> Plan:
        """A plan that is kept in the file."""
        if sha256 not in self._plans:
            self._plans[sha256] = plan_from_bytes(
                self.store.definitions.canonical(sha256), "Kế hoạch"
            )
        return self._plans[sha256]

    def form_for(self, period: Period) -> Form:
        """The form kept last for a kind of period; raise UsageError when there is none."""
        for sha256 in reversed(self.store.definitions.hashes("form")):
            form = self.form(sha256)
            if form.period is period.kind:
                return form
        raise UsageError(
            f"Tệp số liệu chưa có bộ tiêu chí cho kỳ {period.label}. "
            "Hãy nạp bộ tiêu chí do tỉnh ban hành."
        )

    def load(self, period: Period) -> Work:
        """The period with its assessment."""
        report = self.store.report(period)
        form = self.form(report.form_sha256)
        plans = tuple(self.plan(sha256) for sha256 in report.plan_sha256)
        kept = self.store.periods()
        previous = self.store.report(period.before()) if period.before() in kept else None
        included = tuple(self.store.report(p) for p in kept if period.includes(p))
        found = assess_report(report, form, plans, previous, included)
        opened = self.store.receipts.opened(period)
        return Work(report, form, plans, previous, included, found, opened)
