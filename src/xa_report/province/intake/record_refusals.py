"""Reasons against a record by itself: its plans, period, number, unit and every answer."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from xa_report.assess.record_check import RecordFault, record_faults
from xa_report.definitions.reader import check_compatible
from xa_report.domain.dates import in_vietnam, show_date
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.province.appraisal import CaseKey, CaseState
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.receipt import collect_reopened_fields
from xa_report.domain.unit import Unit, normalize_unit_name
from xa_report.errors import DefinitionError
from xa_report.package.faults import printable_name
from xa_report.package.report_json import read_report_json
from xa_report.package.report_record import ReportRecord
from xa_report.province.database import cases, returns, submissions
from xa_report.province.database.units import UnitEntries
from xa_report.province.intake.examine import ExaminedFile, IntakeCode
from xa_report.province.intake.refusals import (
    ImportOverrides,
    IntakeRefusal,
    RegisterSnapshot,
    build_refusal,
)
from xa_report.verification.content import ReceivedReport, SubmissionHeader

LONGEST_SEASON = timedelta(days=400)
"""How long after its last day a period is taken in: a year of appraisal, and a month."""
LARGEST_STEP = 20
"""So many numbers may be missing between two submissions: each is a report that was signed."""
MOST_FAULTS, LONGEST_FAULT = 1000, 300
"""Limits of the list of faults, in faults and characters: a stranger may have written a million."""


@dataclass(frozen=True)
class RecordCheck:
    """A record that is to be imported, with the unit and the rows that it is held against."""

    examined_file: ExaminedFile
    received: ReceivedReport
    snapshot: RegisterSnapshot
    unit: Unit
    """As the register's list has it."""

    @property
    def header(self) -> SubmissionHeader:
        """Unit, period, number and definitions of the record."""
        return self.received.header

    @property
    def key(self) -> CaseKey:
        """The case of the record."""
        return CaseKey(self.unit.code, self.header.period)

    @cached_property
    def returned_record(self) -> ReportRecord | None:
        """The record that was returned for correction; None when this one answers no return.

        What stood in it already, in a field that stayed closed, the commune cannot mend.
        """
        connection = self.snapshot.connection
        case = cases.find_case(connection, self.key)
        if case is None or case.state is not CaseState.RETURNED:
            return None
        return read_report_json(submissions.load_record_bytes(connection, case.submission))

    def faults(self) -> tuple[RecordFault, ...]:
        """Return the faults of the record but for those that the commune cannot mend."""
        record = self.received.record
        # Somebody may have added the definitions since the file was examined.
        judged = self.examined_file.faults
        faults = self._record_faults(record) if judged is None else judged
        if not faults or self.returned_record is None:
            return faults
        earlier = {fault.sentence for fault in self._record_faults(self.returned_record)}
        waiting = returns.unanswered_returns(self.snapshot.connection, self.key)
        form = self.snapshot.known_definitions.forms[self.header.form_sha256]
        opened = collect_reopened_fields(form, {code for each in waiting for code in each.codes})
        return tuple(
            fault
            for fault in faults
            if fault.sentence not in earlier or fault.can_be_mended(opened)
        )

    def _record_faults(self, record: ReportRecord) -> tuple[RecordFault, ...]:
        report = record.report
        form, plans = self.snapshot.known_definitions.form_and_plans(
            report.form_sha256, report.plan_sha256
        )
        return tuple(record_faults(report, form, plans))


def record_refusals(
    check: RecordCheck, arrival: IntakeOutcome, overrides: ImportOverrides
) -> Iterator[IntakeRefusal]:
    """Yield what stands against a record; `arrival` is its outcome when nothing does.

    The order is published: plans, period, number, facts of the unit, then all faults at once.
    """
    if not overrides.other_plans:
        yield from _plan_refusals(check, arrival)
    if not overrides.out_of_season:
        yield from _period_refusals(check, arrival)
    if not overrides.sequence_gap:
        yield from _sequence_refusals(check, arrival)
    yield from _unit_fact_refusals(check, overrides)
    yield from _fault_refusals(check)


def _plan_refusals(check: RecordCheck, arrival: IntakeOutcome) -> Iterator[IntakeRefusal]:
    header = check.header
    missing = [plan for plan in _plans_in_force(check) if plan.sha256 not in header.plan_sha256]
    returned = check.returned_record if missing else None
    if not missing or (returned is not None and returned.report.plan_sha256 == header.plan_sha256):
        return
    yield build_refusal(
        arrival,
        IntakeCode.OTHER_PLANS,
        year=header.period.year,
        plans=", ".join(f"“{plan.id}” ({plan.sha256[:12]}…)" for plan in missing),
    )


def _plans_in_force(check: RecordCheck) -> Iterator[Plan]:
    """Yield the plans of the year, of each only the version that was added last."""
    known, year = check.snapshot.known_definitions, check.header.period.year
    latest = {plan.id: plan for plan in known.plans.values()}
    form = known.forms[check.header.form_sha256]
    for plan in latest.values():
        if not any(target.is_in_force(year) for target in plan.of_year(year)):
            continue
        if plan.sha256 in check.header.plan_sha256:
            yield plan
            continue
        try:
            check_compatible(form, [plan])
        except DefinitionError:
            continue  # no commune can report by both
        yield plan


def _period_refusals(check: RecordCheck, arrival: IntakeOutcome) -> Iterator[IntakeRefusal]:
    # Of the examination: the same day is meant when a preview and its import are compared.
    moment = check.examined_file.moment or check.snapshot.moment
    period, day = check.header.period, in_vietnam(moment).date()
    if is_in_season(period, day) or check.returned_record is not None:
        return
    why = (
        f"chưa bắt đầu (từ ngày {show_date(period.first_day)})"
        if day < period.first_day
        else f"đã kết thúc ngày {show_date(period.last_day)}, quá {LONGEST_SEASON.days} ngày"
    )
    words = {"period": period.label, "why": why, "day": show_date(day)}
    yield build_refusal(arrival, IntakeCode.OUT_OF_SEASON, **words)


def is_in_season(period: Period, day: date) -> bool:
    """Return whether reports of a period are taken in on a day without anybody's consent."""
    return period.first_day <= day <= period.last_day + LONGEST_SEASON


def _sequence_refusals(check: RecordCheck, arrival: IntakeOutcome) -> Iterator[IntakeRefusal]:
    sequence = check.header.sequence
    if sequence <= LARGEST_STEP:
        return
    before = submissions.submissions_of_case(check.snapshot.connection, check.key)
    known = max((each.sequence for each in before), default=0)
    if sequence > known + LARGEST_STEP:
        words = {"sequence": sequence, "known": f"L{known}" if known else "chưa có bản nào"}
        yield build_refusal(arrival, IntakeCode.SEQUENCE_GAP, **words)


def _unit_fact_refusals(check: RecordCheck, overrides: ImportOverrides) -> Iterator[IntakeRefusal]:
    sent = check.header.unit
    facts = list(_unit_differences(check.snapshot.entries, check.unit, sent))
    if overrides.by_name:  # somebody has agreed to the unit in spite of its name
        facts = [fact for fact in facts if not fact.startswith("tên")]
    if not facts or (
        check.returned_record is not None and check.returned_record.report.unit == sent
    ):
        return
    words = {"facts": "; ".join(facts)}
    yield build_refusal(IntakeOutcome.REFUSED, IntakeCode.UNIT_FACTS, **words)


def _unit_differences(entries: UnitEntries, unit: Unit, sent: Unit) -> Iterator[str]:
    """Yield the facts of a sent unit that are neither those of the unit nor of a former name."""
    own = [unit, *(e.unit for e in entries if e.unit.code in (sent.code, unit.code))]
    name = normalize_unit_name(sent.name)
    named = [each for each in own if normalize_unit_name(each.name) == name]
    if not named:
        yield f"tên “{sent.name}” (danh mục: “{unit.name}”)"
        named = [unit]
    if _plain_word(sent.kind) not in {_plain_word(each.kind) for each in named}:
        yield f"loại “{sent.kind}” (danh mục: “{named[0].kind}”)"
    if sent.formed not in {each.formed for each in named}:
        listed = named[0].formed
        yield f"ngày thành lập {_day_text(sent.formed)} (danh mục: {_day_text(listed)})"
    if sent.province_code not in ("", unit.province_code):
        yield f"mã tỉnh {sent.province_code} (danh mục: {unit.province_code})"
    province = normalize_unit_name(unit.province_name)
    if sent.province_name and normalize_unit_name(sent.province_name) != province:
        yield f"tỉnh “{sent.province_name}” (danh mục: “{unit.province_name}”)"


def _plain_word(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()


def _day_text(day: date | None) -> str:
    return show_date(day) if day else "không ghi"


def _fault_refusals(check: RecordCheck) -> Iterator[IntakeRefusal]:
    faults = check.faults()
    if not faults:
        return
    sentences = [printable_name(each.sentence, LONGEST_FAULT) for each in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        sentences.append(f"… và {len(faults) - MOST_FAULTS} lỗi khác.")
    listed = " ".join(f"({number}) {each}" for number, each in enumerate(sentences, start=1))
    words = {"count": len(faults), "faults": listed}
    yield build_refusal(IntakeOutcome.REFUSED, IntakeCode.RECORD_FAULTS, **words)
