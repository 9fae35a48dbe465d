"""The demonstration of a province, from issued definitions to a ranking computed again."""

import json
import pickle
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from filelock import FileLock

from xa_report.cli.shared.demo_summary import province_demo_lines
from xa_report.demo.answers import DEMO_YEAR
from xa_report.demo.commune import build_commune_demo
from xa_report.demo.province import ProvinceDemo, build_province_demo
from xa_report.domain.province.appraisal import CaseKey, CaseState, DifferenceCode
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.receipt import ReceiptKind
from xa_report.domain.report import ReportState
from xa_report.errors import UsageError
from xa_report.province.appraisal.case import CaseDetail, load_case_details
from xa_report.province.database import issued_receipts
from xa_report.workflow.commune import database_file
from xa_report.workflow.province import queries
from xa_report.workflow.province.quarantine import quarantined_files
from xa_report.workflow.province.register_setup import open_register
from xa_report.workflow.shared.verify import INVALID, VALID
from xa_report.workflow.shared.verify_ranking import verify_ranking

COMMUNES, SEED = 4, 3


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def province_demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> ProvinceDemo:
    """One demonstration for all tests, also when several processes share them."""
    own = tmp_path_factory.getbasetemp()
    shared = (own if worker_id == "master" else own.parent) / "demo-province"
    shared.mkdir(exist_ok=True)
    with FileLock(shared / "lock"):
        pickle_path = shared / "made.pickle"
        if not pickle_path.exists():
            pickle_path.write_bytes(
                pickle.dumps(build_province_demo(shared / "demo", COMMUNES, SEED))
            )
    demo = pickle.loads(pickle_path.read_bytes())  # noqa: S301 - written by this very run
    assert isinstance(demo, ProvinceDemo)
    return demo


@pytest.fixture(scope="module")
def case_details(province_demo: ProvinceDemo) -> tuple[CaseDetail, ...]:
    register = open_register(str(province_demo.totals.demo_paths.register))
    with register.database.read() as connection:
        return load_case_details(register, connection, DEMO_YEAR)


def _codes(demo: ProvinceDemo) -> list[str]:
    return [sender.unit.code for sender in demo.totals.scenario.senders]


def test_every_file_finds_its_outcome(province_demo: ProvinceDemo) -> None:
    counted = Counter(one.classification.arrival for one in province_demo.totals.first_results)
    assert counted == {
        IntakeOutcome.NEW: COMMUNES, IntakeOutcome.REFUSED: 2, IntakeOutcome.CHANGED: 1,
        IntakeOutcome.FORK: 1, IntakeOutcome.FOREIGN_UNIT: 1, IntakeOutcome.SAME: 1,
    }  # fmt: skip
    assert province_demo.totals.files == len(province_demo.totals.first_results) == counted.total()
    classifications = {
        result.classification.examined_file.path.name: result.classification
        for result in province_demo.totals.first_results
    }
    marked = {name.rpartition("_")[2]: one for name, one in classifications.items()}
    assert marked["chep-do.zip"].arrival is IntakeOutcome.REFUSED
    assert marked["da-sua.zip"].arrival is IntakeOutcome.CHANGED
    assert marked["gui-lai.zip"].arrival is IntakeOutcome.SAME
    assert marked["chua-ky.pdf"].code == "N11"


def test_the_register_says_what_the_summary_says(
    province_demo: ProvinceDemo, case_details: tuple[CaseDetail, ...]
) -> None:
    register = open_register(str(province_demo.totals.demo_paths.register))
    printed = "\n".join(province_demo_lines(province_demo, 1.0))
    assert [one.unit.code for one in case_details] == _codes(province_demo)
    assert {one.row.state for one in case_details} == {CaseState.CLOSED}
    absent = {unit.code for unit in queries.communes_without_report(register, DEMO_YEAR)}
    assert absent == {
        province_demo.totals.scenario.unsigned.unit.code,
        province_demo.totals.scenario.silent.code,
    }
    held = quarantined_files(register)
    assert len(held) == 5
    assert all(one.name in printed for one in held)
    entries = [entry for one in case_details for entry in one.entries]
    by = Counter(entry.who for entry in entries if entry.round.value == "first")
    assert by == province_demo.totals.first_round.departments
    assert all(f"{who} {count}" in printed for who, count in by.items())
    assert f"chốt điểm {COMMUNES} xã" in printed
    assert f"Xếp hạng {COMMUNES} xã" in printed
    why = Counter(d.why.code for one in case_details for d in one.differences() if d.why)
    by_province = why.pop(DifferenceCode.BY_PROVINCE)
    assert f"ở {why.total()} chỗ, mỗi chỗ có lý do" in printed
    assert f"Ngoài ra {by_province} chỗ tỉnh chấm" in printed


def test_every_difference_has_a_reason(case_details: tuple[CaseDetail, ...]) -> None:
    reasons = [one.why for dossier in case_details for one in dossier.differences()]
    assert reasons
    assert all(reason is not None for reason in reasons)
    assert DifferenceCode.BY_PROVINCE in {reason.code for reason in reasons if reason}


def test_every_receipt_is_applied(province_demo: ProvinceDemo) -> None:
    loop, returned = (
        province_demo.totals,
        {
            returned_sender.unit.code
            for returned_sender in province_demo.totals.scenario.returned_communes
        },
    )
    assert all(one.now for one in (*loop.interim_receipts, *loop.final_receipts))
    assert [one.receipt.unit.code for one in loop.interim_receipts] == _codes(province_demo)
    kinds = {one.receipt.unit.code: one.receipt.kind for one in loop.interim_receipts}
    assert {code for code in kinds if kinds[code] is ReceiptKind.RETURNED} == returned
    assert {one.receipt.kind for one in loop.final_receipts} == {ReceiptKind.ACCEPTED}
    for code in _codes(province_demo):
        with database_file.open_commune_file(
            loop.demo_paths.commune(code), read_only=True
        ) as commune:
            report = commune.store.report(DEMO_YEAR)
            assert report.state is ReportState.ACCEPTED
            assert report.sequence == (2 if code in returned else 1)
            assert not database_file.verify_event_log(commune)


def test_the_register_keeps_the_receipts(province_demo: ProvinceDemo) -> None:
    register = open_register(str(province_demo.totals.demo_paths.register))
    with register.database.read() as connection:
        for code in _codes(province_demo):
            issued = issued_receipts.receipts_of_case(connection, CaseKey(code, DEMO_YEAR))
            assert [one.number for one in issued] == [1, 2]


def test_corrections_change_what_was_reopened(
    province_demo: ProvinceDemo, case_details: tuple[CaseDetail, ...]
) -> None:
    assert [one.classification.arrival for one in province_demo.totals.corrected_results] == [
        IntakeOutcome.NEWER
    ] * 2
    by_code = {one.unit.code: one for one in case_details}
    for code, reopened in province_demo.totals.returned_criteria.items():
        (answered,) = by_code[code].returns
        assert sorted(answered.codes) == sorted(reopened)
        assert answered.answered == by_code[code].row.submission
        assert set(reopened) <= {told.code for told in by_code[code].explanations}


def test_an_explanation_gives_the_points_back(
    province_demo: ProvinceDemo, case_details: tuple[CaseDetail, ...]
) -> None:
    code = province_demo.totals.scenario.explaining_commune.unit.code
    case = next(one for one in case_details if one.unit.code == code)
    (explanation,) = case.explanations
    assert "giải trình" in "\n".join(province_demo_lines(province_demo, 1.0))
    assert (
        case.appraised.result_of(explanation.code).points
        == case.sent.result_of(explanation.code).points
    )
    assert {entry.round.value for entry in case.entries if entry.ref == explanation.code} == {
        "first", "second",
    }  # fmt: skip


def test_the_ranking_is_computed_again(province_demo: ProvinceDemo) -> None:
    places = province_demo.totals.demo_paths
    assert province_demo.verification_report.verdict == VALID
    assert not province_demo.verification_report.reasons
    assert province_demo.verification_report.facts["provisional"] is False
    assert len(list(places.counted_packages.iterdir())) == COMMUNES
    ranking = json.loads(places.ranking.read_text(encoding="utf-8"))
    worse = places.folder / "sai.json"
    text = json.dumps(ranking).replace('"rank": 1,', '"rank": 2,', 1)
    worse.write_text(text if text != json.dumps(ranking) else "{}", encoding="utf-8")
    assert verify_ranking(worse, places.counted_packages, places.trust).verdict == INVALID


def test_files_have_ascii_names(province_demo: ProvinceDemo) -> None:
    folder = province_demo.totals.demo_paths.folder
    assert all(str(one.relative_to(folder)).isascii() for one in folder.rglob("*"))


def test_a_demonstration_is_never_written_over(province_demo: ProvinceDemo) -> None:
    with pytest.raises(UsageError, match="đã có bản minh họa"):
        build_province_demo(province_demo.totals.demo_paths.folder, COMMUNES, SEED)
    with pytest.raises(UsageError, match="đã có bản minh họa"):
        build_commune_demo(province_demo.totals.demo_paths.folder)


def test_the_command_tells_the_loop_and_the_seed_its_figures(
    province_demo: ProvinceDemo, tmp_path: Path
) -> None:
    folder = tmp_path / "d"
    done = subprocess.run(
        [
            sys.executable, "-m", "xa_report", "demo", str(folder),
            "--communes", str(COMMUNES), "--seed", str(SEED),
        ],
        capture_output=True, check=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert "[10/10] Xong" in done.stderr
    assert "Tính lại bảng xếp hạng từ các gói đã ký: HỢP LỆ." in done.stdout
    own = [line.replace(str(folder), "DIR") for line in done.stdout.splitlines()]
    first = [
        line.replace(str(province_demo.totals.demo_paths.folder), "DIR")
        for line in province_demo_lines(province_demo, 1.0)
    ]
    assert [_steady(line) for line in own[:-1]] == [_steady(line) for line in first[:-1]]
    assert _figures(folder / "tong-hop" / "ranking.json") == _figures(
        province_demo.totals.demo_paths.ranking
    )


def _steady(line: str) -> str:
    """A line without the hashes of what was signed at another time."""
    return line.partition(" (bản kê")[0]


def _figures(path: Path) -> object:
    """A ranking without what depends on when it was made and signed."""
    return _without(json.loads(path.read_text(encoding="utf-8")))


def _without(value: object) -> object:
    if isinstance(value, dict):
        return {k: _without(v) for k, v in value.items() if not _of_moment(k)}
    return [_without(one) for one in value] if isinstance(value, list) else value


def _of_moment(key: str) -> bool:
    return "sha256" in key.lower() or key in {"made", "manifest", "package"}
