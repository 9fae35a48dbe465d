"""A case does not close in silence: what is open is named, and kept from publication until taken.

On either database: who took it and why is stored and stands in the chained log.
"""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.factories.proven_submissions import take_as_proven
from tests.factories.registers import (
    WHY,
    YEAR,
    RegisterDefinitions,
    appraise_points,
    create_dozen_register,
    examine_unsigned,
)
from tests.factories.reports import extract_text, join_lines
from tests.factories.signed_submissions import FORM, PLAN
from xa_report.cli.main import cli
from xa_report.domain.form import SurveyMode
from xa_report.domain.province.appraisal import CaseKey
from xa_report.domain.province.open_matters import OpenMatterKind
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.errors import BlockedError, UsageError
from xa_report.province.appraisal import commands
from xa_report.province.appraisal.open_matters import open_matters_of_case
from xa_report.province.database.events import iter_register_events, register_chain_faults
from xa_report.province.intake.import_file import import_examined_file
from xa_report.province.register import Register
from xa_report.workflow.province import consolidation, consolidation_files, queries
from xa_report.workflow.province.appraisal import load_case
from xa_report.workflow.province.register_setup import open_register

REASON = "Các sở đã xem và thống nhất điểm tự chấm"
SURVEY, UNSEEN, AWAITED = OpenMatterKind.SURVEY, OpenMatterKind.UNSEEN, OpenMatterKind.AWAITED
KNOWN = RegisterDefinitions(FORM, (PLAN,))


def send(register: Register, unit: Unit, folder: Path) -> CaseKey:
    sent = Report(unit, YEAR, FORM.sha256, (PLAN.sha256,))
    import_examined_file(register, examine_unsigned(sent, KNOWN, folder))
    take_as_proven(register)
    return CaseKey(unit.code, YEAR)


def matters(register: Register, key: CaseKey) -> dict[OpenMatterKind, tuple[str, ...]]:
    return {each.kind: each.codes for each in open_matters_of_case(load_case(register, key))}


@pytest.fixture
def key(province_register: Register, tmp_path: Path) -> CaseKey:
    return send(province_register, queries.list_communes(province_register)[0], tmp_path)


def test_what_nobody_looked_at_and_who_is_awaited_is_open(
    province_register: Register, key: CaseKey
) -> None:
    every = tuple(criterion.code for criterion in FORM.leaves())
    assert matters(province_register, key) == {UNSEEN: every}
    appraise_points(province_register, key.unit, {"1.1": "1"})
    assert matters(province_register, key) == {UNSEEN: tuple(c for c in every if c != "1.1")}
    commands.end_first_round(province_register, key)
    commands.return_criteria(province_register, key, [ReopenedCriterion("1.1", WHY)])
    assert matters(province_register, key)[AWAITED] == ("1.1",)
    commands.close_single_case(province_register, key)
    assert matters(province_register, key)[AWAITED] == ("1.1",)


def test_nothing_is_published_until_somebody_takes_what_is_open(
    province_register: Register, key: CaseKey, tmp_path: Path
) -> None:
    commands.close_single_case(province_register, key)
    source = consolidation.load_consolidation(province_register, YEAR)
    name = source.consolidation.results[0].unit.name
    for write in (consolidation_files.write_ranking_files, consolidation_files.write_consolidation):
        with pytest.raises(BlockedError, match=f"{name}: chưa có ý kiến thẩm định"):
            write(source, tmp_path / "ra")
    assert not (tmp_path / "ra").exists()
    for text in ("", "x", "-"):
        with pytest.raises(UsageError, match="lý do"):
            consolidation.accept_open_matters(province_register, YEAR, text)
    accepted = consolidation.accept_open_matters(province_register, YEAR, REASON)
    assert consolidation_files.write_ranking_files(accepted, tmp_path / "ra")
    with province_register.database.read() as connection:
        events = [each.event for each in iter_register_events(connection)]
        assert register_chain_faults(connection) == ()
    (event,) = [event for event in events if event.what == "accepted"]
    assert REASON in event.payload
    assert event.who == province_register.database.who
    taken = consolidation.load_consolidation(province_register, YEAR).consolidation.acceptance
    assert taken is not None
    assert (taken.reason, taken.who) == (REASON, province_register.database.who)


def test_what_opens_later_is_taken_again(
    province_register: Register, key: CaseKey, tmp_path: Path
) -> None:
    consolidation.accept_open_matters(province_register, YEAR, REASON)
    commands.return_criteria(province_register, key, [ReopenedCriterion("1.1", WHY)])
    with pytest.raises(BlockedError, match=r"đang chờ xã bổ sung tiêu chí 1\.1"):
        consolidation.require_publishable(consolidation.load_consolidation(province_register, YEAR))
    consolidation.accept_open_matters(province_register, YEAR, REASON)
    send(province_register, queries.list_communes(province_register)[1], tmp_path)
    with pytest.raises(BlockedError, match="1 hồ sơ còn việc chưa xong"):
        consolidation.require_publishable(consolidation.load_consolidation(province_register, YEAR))


def test_what_was_taken_stays_taken_as_it_gets_less(
    province_register: Register, key: CaseKey
) -> None:
    consolidation.accept_open_matters(province_register, YEAR, REASON)
    appraise_points(province_register, key.unit, {"1.1": "1"})
    consolidation.require_publishable(consolidation.load_consolidation(province_register, YEAR))


@pytest.fixture(scope="module")
def dozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return create_dozen_register(tmp_path_factory.mktemp("tinh"))


def test_a_survey_is_open_until_it_is_entered_or_left_out(dozen: Path, tmp_path: Path) -> None:
    copy = tmp_path / "tinh.xaprov"
    copy.write_bytes(dozen.read_bytes())
    register = open_register(str(copy))
    key = CaseKey(queries.list_communes(register)[0].code, YEAR)
    surveyed = tuple(c.code for c in load_case(register, key).form.leaves() if c.survey)
    assert matters(register, key)[SURVEY] == surveyed
    consolidation.set_survey_mode(register, YEAR, SurveyMode.EXCLUDE)
    assert SURVEY not in matters(register, key)


def test_the_commands_and_the_report_name_what_is_open(dozen: Path, tmp_path: Path) -> None:
    """The books recognise nothing that nobody appraised."""
    copy = tmp_path / "tinh.xaprov"
    copy.write_bytes(dozen.read_bytes())
    register = open_register(str(copy))
    consolidation.set_survey_mode(register, YEAR, SurveyMode.EXCLUDE)
    at = (str(copy), "--period", "2026")
    closed = CliRunner().invoke(cli, ["province", "close", *at, "--all"])
    assert closed.exit_code == 0, closed.output
    assert closed.output.count("còn việc chưa xong: chưa có ý kiến thẩm định ở") == 11
    ranked = CliRunner().invoke(cli, ["province", "rank", *at])
    assert "Còn việc chưa xong ở 12 hồ sơ:" in ranked.output
    workbooks = ["province", "consolidate", *at, "-o", str(tmp_path / "ra")]
    refused = CliRunner().invoke(cli, workbooks)
    assert refused.exit_code != 0
    assert "12 hồ sơ còn việc chưa xong nên chưa công bố được" in refused.stderr
    assert not (tmp_path / "ra").exists()
    done = CliRunner().invoke(cli, [*workbooks, "--accept", REASON])
    assert done.exit_code == 0, done.output
    text = join_lines(extract_text(tmp_path / "ra" / "TH_80_2026.pdf"))
    for words in (
        "12 hồ sơ còn nội dung chưa hoàn thành:",
        f"Ý kiến cho công bố: {register.database.who}, ngày",
        f"{REASON}.",
        # Three of the twelve were appraised.
        "Công nhận kết quả và thứ hạng năm 2026 của 3 đơn vị tại Phụ lục I, chưa gồm ",
    ):
        assert join_lines(words) in text
    assert join_lines("đã được thẩm định và chốt") not in text
