"""Reads cases from the register, each with everything that belongs to it."""

from collections.abc import Mapping

from sqlalchemy import Connection

from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.package.report_json import read_report_json
from xa_report.province.appraisal.dossier import Dossier
from xa_report.province.desk import Desk
from xa_report.province.register import cases, entries, explanations, provided, returns, submissions
from xa_report.province.register.cases import Case
from xa_report.province.register.period_settings import survey
from xa_report.province.register.provided import Provided


def load(desk: Desk, connection: Connection, key: CaseKey) -> Dossier:
    """Read a case; raise UsageError when nothing has come."""
    case = cases.find(connection, key)
    if case is None:
        raise UsageError(f"Đơn vị {key.unit} chưa gửi báo cáo {key.period.label}.")
    given = provided.of_period(connection, key.period).get(key.unit, {})
    return _whole(desk, connection, case, unit=desk.unit(key.unit), given=given)


def every(desk: Desk, connection: Connection, period: Period) -> tuple[Dossier, ...]:
    """All cases of a period, by unit code."""
    given = provided.of_period(connection, period)
    named = {entry.unit.code: entry.unit for entry in desk.entries() if entry.current}
    return tuple(
        _whole(desk, connection, case, unit=named[case.unit], given=given.get(case.unit, {}))
        for case in cases.of_period(connection, period)
        if case.unit in named
    )


def _whole(
    desk: Desk, connection: Connection, case: Case, *, unit: Unit, given: Mapping[str, Provided]
) -> Dossier:
    record = read_report_json(submissions.record_bytes(connection, case.submission))
    report = record.report
    form, plans = desk.definitions_of(report.form_sha256, report.plan_sha256)
    previous, manifest = previous_of(connection, case.key.before())
    return Dossier(
        case=case,
        unit=unit,
        submission=submissions.one(connection, case.submission),
        record=record,
        form=form,
        plans=plans,
        previous=previous,
        entries=entries.every(connection, case.key),
        provided=given,
        explanations=explanations.every(connection, case.key),
        returns=returns.every(connection, case.key),
        recomputed=submissions.recomputed(connection, case.submission),
        previous_manifest=manifest,
        survey=survey(connection, case.period),
    )


def previous_of(connection: Connection, key: CaseKey) -> tuple[Report | None, str | None]:
    """What the commune sent for the period before: its own assessment looked at the same."""
    case = cases.find(connection, key)
    if case is None:
        return None, None
    report = read_report_json(submissions.record_bytes(connection, case.submission)).report
    return report, submissions.one(connection, case.submission).manifest_sha256
