"""One commune's case, whole: what it sent, what the province put in place, what it comes to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from xa_report.assess.assessment import assess_report, requested_items
from xa_report.assess.province.appraisal import appraise_report, point_differences, with_survey
from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form, SurveyMode
from xa_report.domain.item import Item
from xa_report.domain.plan import Plan
from xa_report.domain.province.appraisal import (
    AppraisalRound,
    CaseState,
    DifferenceReason,
    PointDifference,
    ProvinceAdjustments,
)
from xa_report.domain.receipt import collect_reopened_fields
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.package.report_record import ReportRecord
from xa_report.province.appraisal.differing import named_differences
from xa_report.province.appraisal.holding_entries import adjustments_of, standing_entries
from xa_report.province.register.cases import Case
from xa_report.province.register.entries import Entry, EntryKind
from xa_report.province.register.explanations import Explanation
from xa_report.province.register.provided import Provided
from xa_report.province.register.returns import Return
from xa_report.province.register.submissions import Recomputed, Submission


@dataclass(frozen=True)
class Dossier:
    """A case with everything that belongs to it, read at one moment."""

    case: Case
    unit: Unit
    submission: Submission
    record: ReportRecord
    form: Form
    plans: tuple[Plan, ...]
    previous: Report | None
    """What counts of the period before, where the register has it."""
    entries: tuple[Entry, ...]
    provided: Mapping[str, Provided]
    explanations: tuple[Explanation, ...] = ()
    returns: tuple[Return, ...] = ()
    recomputed: tuple[Recomputed, ...] = ()
    previous_manifest: str | None = None
    """Of the submission that `previous` is from."""
    survey: SurveyMode | None = None
    """How the province counts the survey; None leaves what the form says."""

    @property
    def report(self) -> Report:
        """What the commune sent."""
        return self.record.report

    @cached_property
    def sent(self) -> Assessment:
        """What the commune's own figures come to."""
        return assess_report(self.report, self.form, self.plans, self.previous)

    @cached_property
    def appraised(self) -> Assessment:
        """What counts now."""
        return self.after(AppraisalRound.SECOND)

    def after(self, last: AppraisalRound) -> Assessment:
        """What it comes to with the rounds up to one of them."""
        put = self.adjustments(last)
        if self.survey is None and not (put.answers or put.points):
            return self.sent
        form = with_survey(self.form, self.survey)
        return appraise_report(self.report, form, self.plans, put, self.previous)

    def adjustments(self, last: AppraisalRound = AppraisalRound.SECOND) -> ProvinceAdjustments:
        """What is put in place up to a round; the later round beats the earlier one."""
        return adjustments_of(self.provided, self.items(), self.effective(last))

    def effective(self, last: AppraisalRound = AppraisalRound.SECOND) -> Iterator[Entry]:
        """The entries that count, one for each figure or criterion."""
        standing = self._standing(last).values()
        return (entry for entry in standing if entry.value is not None)

    def standing(self, kind: EntryKind, ref: str) -> Entry | None:
        """What appraisers last said to a figure or criterion, as far as it still holds.

        Its value is None when they took away what had been put in place.
        """
        return self._standing(AppraisalRound.SECOND).get((kind, ref))

    def _standing(self, last: AppraisalRound) -> dict[tuple[EntryKind, str], Entry]:
        opened = [(one, collect_reopened_fields(self.form, one.codes)) for one in self.returns]
        return standing_entries(self.entries, opened, last)

    def said(self, code: str) -> Decimal:
        """The points that the commune itself signed for; computed ones where it named none."""
        points = self.record.outcome.points.get(code)
        return self.sent.of(code).points if points is None else points.points

    def differences(
        self, last: AppraisalRound = AppraisalRound.SECOND
    ) -> tuple[PointDifference, ...]:
        """Every criterion of which the province's points are not the commune's, with why."""
        now = self.appraised if last is AppraisalRound.SECOND else self.after(last)
        put = self.adjustments(last)

        def reason(code: str) -> DifferenceReason | None:
            """Why the figures that a criterion is made from were corrected."""
            items = collect_reopened_fields(self.form, [code]).items
            return next((put.why[ref] for ref in sorted(items) if ref in put.why), None)

        found = point_differences(self.sent, now, put)
        return named_differences(
            found, reason, signed=self.record.outcome, sent=self.sent, counts=now
        )

    def items(self) -> Mapping[str, Item]:
        """All items that the report was asked for."""
        return requested_items(self.form, self.plans, self.report.period.year)[0]

    def version(self, kind: EntryKind, ref: str) -> int:
        """How often a figure or criterion was changed, in both rounds together.

        It grows with every change, so it tells whether somebody changed it since it was looked at.
        """
        return sum(e.version for e in self.entries if (e.kind, e.ref) == (kind, ref))

    @property
    def waiting(self) -> Return | None:
        """The return that the commune has not answered yet."""
        if self.case.state is not CaseState.RETURNED:
            return None
        return next((one for one in reversed(self.returns) if one.answered is None), None)

    def entry(self, turn: AppraisalRound, kind: EntryKind, ref: str) -> Entry | None:
        """An entry as it stands, also one that was taken away again."""
        wanted = (turn, kind, ref)
        return next((e for e in self.entries if (e.round, e.kind, e.ref) == wanted), None)
