"""One commune's case, whole: what it sent, what the province put in place, what it comes to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy import Connection

from xa_report.assess.appraising import appraise, differences, with_survey
from xa_report.assess.assessing import asked, assess
from xa_report.domain.appraisal import Adjustments, Difference, DifferenceCode, Round, Why
from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form, SurveyMode
from xa_report.domain.item import Answer, Item
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.reopening import OpenFields, open_fields
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.package.record.reading import read_record
from xa_report.package.record.record import Record
from xa_report.province.books.settings import survey
from xa_report.province.desk import Desk
from xa_report.province.register import (
    cases,
    entries,
    explanations,
    provided,
    returns,
    submissions,
)
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
    record: Record
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
        return assess(self.report, self.form, self.plans, self.previous)

    @cached_property
    def appraised(self) -> Assessment:
        """What counts now."""
        return self.after(Round.SECOND)

    def after(self, last: Round) -> Assessment:
        """What it comes to with the rounds up to one of them."""
        put = self.adjustments(last)
        if self.survey is None and not (put.answers or put.points):
            return self.sent
        form = with_survey(self.form, self.survey)
        return appraise(self.report, form, self.plans, put, self.previous)

    def adjustments(self, last: Round = Round.SECOND) -> Adjustments:
        """What is put in place up to a round; the later round beats the earlier one."""
        answers: dict[str, Answer] = {}
        points = {}
        why: dict[str, Why] = {}
        for ref, one in self.provided.items():
            if one.value is not None:
                answers[ref], why[ref] = one.value, Why(DifferenceCode.BY_PROVINCE)
        for entry in self.effective(last):
            if isinstance(entry.value, Answer):
                answers[entry.ref] = entry.value
            elif entry.value is not None:
                points[entry.ref] = entry.value
            if entry.why is not None:
                why[entry.ref] = entry.why
        return Adjustments(answers, points, why)

    def effective(self, last: Round = Round.SECOND) -> Iterator[Entry]:
        """The entries that count, one for each figure or criterion."""
        rounds = [Round.FIRST, Round.SECOND] if last is Round.SECOND else [last]
        found: dict[tuple[EntryKind, str], Entry] = {}
        for entry in self.entries:
            if last is Round.SELF or entry.round not in rounds or self._overtaken(entry):
                continue
            key = (entry.kind, entry.ref)
            if key not in found or entry.round is Round.SECOND:
                found[key] = entry
        return (entry for entry in found.values() if entry.value is not None)

    def _overtaken(self, entry: Entry) -> bool:
        """Whether the commune has since sent anew what the entry was about."""
        return any(
            entry.submission < (one.answered or 0)
            and entry.ref in (opened.codes if entry.kind is EntryKind.POINTS else opened.items)
            for one, opened in self._opened
        )

    @cached_property
    def _opened(self) -> list[tuple[Return, OpenFields]]:
        return [(one, open_fields(self.form, one.codes)) for one in self.returns]

    def differences(self, last: Round = Round.SECOND) -> tuple[Difference, ...]:
        """Every criterion of which the province's points are not the commune's, with why."""
        put = self.adjustments(last)
        found = differences(self.sent, self.after(last), put)
        return tuple(self._with_cause(one, put) for one in found)

    def _with_cause(self, one: Difference, put: Adjustments) -> Difference:
        """A criterion whose figures were corrected has the reason of the correction."""
        if one.why is not None:
            return one
        items = open_fields(self.form, [one.code]).items
        causes = [put.why[ref] for ref in sorted(items) if ref in put.why]
        return replace(one, why=causes[0]) if causes else one

    def items(self) -> Mapping[str, Item]:
        """All items that the report was asked for."""
        return asked(self.form, self.plans, self.report.period.year)[0]

    @property
    def changed(self) -> str:
        """When anything about it changed last, as the register writes times."""
        times = [row.changed for row in self.entries]
        times += [row.changed for row in self.provided.values()]
        return max([self.case.changed, *times])

    def entry(self, turn: Round, kind: EntryKind, ref: str) -> Entry | None:
        """An entry as it stands, also one that was taken away again."""
        wanted = (turn, kind, ref)
        return next((e for e in self.entries if (e.round, e.kind, e.ref) == wanted), None)


def load(desk: Desk, connection: Connection, unit: str, period: Period) -> Dossier:
    """Read a case; raise UsageError when nothing has come."""
    case = cases.find(connection, unit, period)
    if case is None:
        raise UsageError(f"Đơn vị {unit} chưa gửi báo cáo {period.label}.")
    given = provided.of_period(connection, period).get(unit, {})
    return _whole(desk, connection, case, (desk.unit(unit), given))


def every(desk: Desk, connection: Connection, period: Period) -> tuple[Dossier, ...]:
    """All cases of a period, by unit code."""
    given = provided.of_period(connection, period)
    named = {entry.unit.code: entry.unit for entry in desk.entries() if entry.current}
    return tuple(
        _whole(desk, connection, case, (named[case.unit], given.get(case.unit, {})))
        for case in cases.of_period(connection, period)
        if case.unit in named
    )


Around = tuple[Unit, Mapping[str, Provided]]


def _whole(desk: Desk, connection: Connection, case: Case, around: Around) -> Dossier:
    unit, period = case.unit, case.period
    record = read_record(submissions.record_bytes(connection, case.submission))
    report = record.report
    form, plans = desk.known().of(report.form_sha256, report.plan_sha256)
    previous, manifest = _previous(connection, unit, period.before())
    return Dossier(
        case=case,
        unit=around[0],
        submission=submissions.one(connection, case.submission),
        record=record,
        form=form,
        plans=plans,
        previous=previous,
        entries=entries.every(connection, unit, period),
        provided=around[1],
        explanations=explanations.every(connection, unit, period),
        returns=returns.every(connection, unit, period),
        recomputed=submissions.recomputed(connection, case.submission),
        previous_manifest=manifest,
        survey=survey(connection, period),
    )


def _previous(
    connection: Connection, unit: str, period: Period
) -> tuple[Report | None, str | None]:
    """What the commune sent for the period before: its own assessment looked at the same."""
    case = cases.find(connection, unit, period)
    if case is None:
        return None, None
    report = read_record(submissions.record_bytes(connection, case.submission)).report
    return report, submissions.one(connection, case.submission).manifest_sha256
