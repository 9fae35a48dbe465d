"""What the province's window lists is what the consolidation assesses anew."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.factories import received_files, registers
from xa_report.domain.period import Period
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.workflow.province import consolidation, queries
from xa_report.workflow.province.intake import ImportFailure, examine_files, preview_import
from xa_report.workflow.province.register_setup import create_register, open_register


@pytest.fixture(scope="module")
def province_register(tmp_path_factory):
    return open_register(str(registers.create_dozen_register(tmp_path_factory.mktemp("tinh"))))


@pytest.fixture(scope="module")
def loaded_consolidation(province_register):
    return consolidation.load_consolidation(province_register, registers.YEAR).consolidation


@pytest.fixture(scope="module")
def overview(province_register):
    return queries.load_overview(province_register, registers.YEAR)


def test_the_overview_ranks_as_the_consolidation_does(overview, loaded_consolidation):
    mine = [(one.rank, one.candidate.unit.code, one.tied) for one in overview.ranking.ranked]
    theirs = [
        (ranked.rank, ranked.candidate.unit.code, ranked.tied)
        for ranked in loaded_consolidation.ranking.ranked
    ]
    assert mine == theirs
    assert overview.ranking.by_part == loaded_consolidation.ranking.by_part
    for a, b in zip(overview.ranking.ranked, loaded_consolidation.ranking.ranked, strict=True):
        candidate, other = a.candidate, b.candidate
        for name in ("percent", "sent", "result", "rating", "closed", "parts"):
            assert getattr(candidate, name) == getattr(other, name)


def test_the_overview_knows_who_has_sent_and_who_late(overview, loaded_consolidation):
    assert [one.unit for one in overview.communes if not one.sent] == list(
        loaded_consolidation.not_sent
    )
    results = {one.unit.code: one for one in loaded_consolidation.results}
    sent = [line for line in overview.communes if line.sent]
    assert len(sent) == len(results) == 12
    for line in sent:
        other = results[line.unit.code]
        assert (line.state, line.received, line.late) == (other.state, other.received, other.late)
    # The deadline's last hour in Vietnam is in time, the hour after it is not.
    assert [line.received.date() - overview.deadline for line in sent[10:]] == [
        timedelta(0),
        timedelta(days=1),
    ]
    assert [line.late for line in sent[10:]] == [False, True]
    assert sum(line.late for line in sent) == 1
    assert (overview.deadline, overview.agency) == (
        loaded_consolidation.deadline,
        loaded_consolidation.agency,
    )
    assert overview.closed_count == 1
    assert overview.mean_percent is not None


def test_a_register_without_reports_opens_at_the_year_of_today(tmp_path):
    register = create_register(str(tmp_path / "moi.xaprov"), "80")
    assert queries.choose_period_to_open(register, date(2027, 1, 5)) == Period(2027)
    empty = queries.load_overview(register, Period(2027))
    assert (empty.sent_count, empty.form, empty.ranking.ranked, empty.mean_percent) == (
        0,
        None,
        (),
        None,
    )
    assert len(empty.communes) == 96
    assert queries.list_quarantine_rows(register) == ()


def test_the_last_period_that_something_came_for_is_opened(province_register):
    assert queries.choose_period_to_open(province_register, date(2030, 1, 1)) == registers.YEAR
    assert queries.list_register_periods(province_register) == (registers.YEAR,)


def test_received_files_are_told_with_what_is_done_about_them(tmp_path):
    sent = received_files.create_received_files(tmp_path)
    register = received_files.create_trusting_register(tmp_path / "tinh.xaprov", sent)
    files = [*sent.packages[:1], sent.tampered, sent.nothing]
    lines = queries.build_import_rows(
        preview_import(register, list(examine_files(register, files)))
    )
    by_path = {line.path: line for line in lines}
    good = by_path[sent.packages[0]]
    assert (good.unit, good.sequence, good.taken, good.held) == (
        sent.units[0].name, 1, True, False,
    )  # fmt: skip
    assert (good.label, good.action) == (IntakeOutcome.NEW.label, IntakeOutcome.NEW.action)
    for path in (sent.tampered, sent.nothing):
        assert by_path[path].held
        assert by_path[path].reason.startswith(by_path[path].code)


def test_a_file_that_failed_says_so():
    line = queries.build_import_row(ImportFailure(Path("a.zip"), "Ổ đĩa đã đầy."))
    assert (line.outcome, line.reason, line.taken) == (
        queries.FAILED_OUTCOME,
        "Ổ đĩa đã đầy.",
        False,
    )
