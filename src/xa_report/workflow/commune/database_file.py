"""Open file of a commune: create, open, periods, history, log check, backup and restore."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from xa_report.assess.assessment import assess_report
from xa_report.assess.record_check import without_province_answers
from xa_report.commune.store import backup as copying
from xa_report.commune.store.blobs import NewDefinition
from xa_report.commune.store.edits import FieldChange, FieldKind
from xa_report.commune.store.store import Store
from xa_report.definitions.reader import check_compatible, load_trusted_form, plan_from_bytes
from xa_report.domain.finding import FindingCode, Severity
from xa_report.domain.form import Form
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.workflow.commune.assessed_report import AssessedReport


class CommuneFile(AbstractContextManager["CommuneFile", None]):
    """One open commune file; use it with `with`, or close it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        # By hash: a definition is its bytes (decision 0004), so that a parsed one never goes stale.
        self._forms: dict[str, Form] = {}
        self._plans: dict[str, Plan] = {}

    @property
    def unit(self) -> Unit:
        """The commune that the file belongs to."""
        return self.store.unit

    @property
    def path(self) -> Path:
        """Path of the file."""
        return self.store.path

    @property
    def read_only(self) -> bool:
        """True when another window holds the file for writing."""
        return self.store.read_only

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        self.store.close()

    def __exit__(self, *error: object) -> None:
        self.close()

    def form(self, sha256: str) -> Form:
        """Return a form that is stored in the file; it is parsed once."""
        if sha256 not in self._forms:
            # Checked and tested before it was stored; once more would only delay the opening.
            self._forms[sha256] = load_trusted_form(
                self.store.definitions.canonical(sha256), "Bộ tiêu chí"
            )
        return self._forms[sha256]

    def plan(self, sha256: str) -> Plan:
        """Return a plan that is stored in the file; it is parsed once."""
        if sha256 not in self._plans:
            self._plans[sha256] = plan_from_bytes(
                self.store.definitions.canonical(sha256), "Kế hoạch"
            )
        return self._plans[sha256]

    def form_for(self, period: Period) -> Form:
        """Return the form stored last for a kind of period; raise UsageError when there is none."""
        # A form issued again for the same kind of period replaces the earlier one.
        for sha256 in reversed(self.store.definitions.hashes("form")):
            form = self.form(sha256)
            if form.period is period.kind:
                return form
        raise UsageError(
            f"Tệp số liệu chưa có bộ tiêu chí cho kỳ {period.label}. "
            "Hãy nạp bộ tiêu chí do tỉnh ban hành."
        )

    def _own_answers(self, stored: Report) -> Report:
        """Return a stored report without what earlier versions let a commune answer wrongly."""
        plans = [self.plan(sha256) for sha256 in stored.plan_sha256]
        return without_province_answers(stored, self.form(stored.form_sha256), plans)

    def load(self, period: Period) -> AssessedReport:
        """Load a period's report and assess it; the assessment is computed on every call.

        Raise UsageError when the period has no report, StoreDamagedError for unreadable values.
        """
        stored = self.store.report(period)
        form = self.form(stored.form_sha256)
        plans = tuple(self.plan(sha256) for sha256 in stored.plan_sha256)
        # Read anew each time: checks compare with other periods, whose answers may have changed.
        periods = self.store.periods()
        report = self._own_answers(stored)
        previous = (
            self._own_answers(self.store.report(period.previous()))
            if period.previous() in periods
            else None
        )
        included = tuple(self.store.report(p) for p in periods if period.includes(p))
        assessment = assess_report(report, form, plans, previous, included)
        opened = self.store.receipts.open_fields(period)
        whole = AssessedReport(report, form, plans, previous, included, assessment, opened)
        return _without_locked_names(whole)


def _without_locked_names(assessed_report: AssessedReport) -> AssessedReport:
    """Let no name block that was sent by an earlier version and that the province keeps locked."""
    findings = tuple(
        replace(finding, severity=Severity.NOTE)
        if finding.code == FindingCode.UNPRINTABLE_NAME.number
        and not assessed_report.can_change_criterion(finding.place.criterion)
        else finding
        for finding in assessed_report.assessment.findings
    )
    return replace(
        assessed_report, assessment=replace(assessed_report.assessment, findings=findings)
    )


def create_commune_file(
    path: Path, unit: Unit, forms: Sequence[Form], plans: Sequence[Plan]
) -> CommuneFile:
    """Create a commune's file with its forms and plans, whole or not at all.

    Raise DefinitionError when a form and a plan define one id differently.
    """
    for form in forms:
        # Before there is a file: definitions that are refused leave nothing behind.
        check_compatible(form, plans)
    # Plans carry no version; the beginning of the hash tells two issues of one plan apart.
    definitions = [
        *(NewDefinition("form", form.id, form.version, form.canonical) for form in forms),
        *(NewDefinition("plan", plan.id, plan.sha256[:12], plan.canonical) for plan in plans),
    ]
    return CommuneFile(Store.create(path, unit, definitions))


def open_commune_file(path: Path, *, read_only: bool = False) -> CommuneFile:
    """Open a commune's file; raise StoreBusyError when another window holds it."""
    return CommuneFile(Store.open(path, read_only=read_only))


def list_periods(commune_file: CommuneFile) -> tuple[Period, ...]:
    """Return the periods that have a report, in the order of time."""
    return commune_file.store.periods()


def list_changes(
    commune_file: CommuneFile, period: Period | None = None, item: str | None = None
) -> tuple[FieldChange, ...]:
    """Return changes with author and time, oldest first; of one item or of everything."""
    kind = FieldKind.ANSWER if item is not None else None
    return commune_file.store.history(period, kind, item)


def verify_event_log(commune_file: CommuneFile) -> tuple[str, ...]:
    """Return a sentence for each disagreement with the event log; empty when all is intact."""
    return commune_file.store.verify_log()


def backup_commune_file(source: Path, target: Path) -> None:
    """Copy a file, also while it is in use; the copy is opened and checked, then named."""
    copying.copy_store(source, target)


def restore_commune_file(source: Path, target: Path) -> Path | None:
    """Put a checked backup in place of a file; return where the file before it is kept."""
    return copying.restore_store(source, target)
