"""Two people at once, on both databases: nobody overwrites what they have not seen.

1. The second of two who looked at the same version is told who changed what, and changes nothing.
2. Of many processes that appraise the same criterion at the same moment exactly one gets through.
3. Processes that appraise different criteria all get through, and the chain of events is whole.
"""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from tests.factories.unsigned_submissions import (
    UNITS,
    YEAR,
    build_report,
    import_report,
    open_small_register,
)
from xa_report.domain.item import Answer
from xa_report.domain.province.appraisal import CaseKey, DifferenceCode, DifferenceReason
from xa_report.errors import ConflictError
from xa_report.province.appraisal import commands
from xa_report.province.appraisal.entry_validation import EntryChange
from xa_report.province.database.appraisal import EntryKind
from xa_report.province.database.events import register_chain_faults
from xa_report.workflow.province.appraisal import load_case

WHY = DifferenceReason(DifferenceCode.NO_EVIDENCE)
PLACE = CaseKey(UNITS[0], YEAR)
CODES = ("1.1", "1.2.1", "1.2.2", "T1")


def points(code: str, value: str, seen: int | None = 0) -> EntryChange:
    return EntryChange(EntryKind.POINTS, code, Decimal(value), WHY, seen)


@pytest.fixture
def shared_register(register_address: str, tmp_path: Path) -> str:
    register = open_small_register(register_address, fresh=True)
    import_report(register, build_report(), tmp_path)
    return register_address


def try_points(database: str, who: str, code: str, value: str) -> str:
    """In a process of its own: empty when it was done, else what stood against it."""
    register = open_small_register(database, who)
    try:
        commands.appraise_case(register, PLACE, [points(code, value)])
    except ConflictError as error:
        return str(error)
    finally:
        register.database.engine.dispose()
    return ""


def test_the_second_is_told_who_and_what(shared_register: str):
    lan, minh = (
        open_small_register(shared_register, "Lan"),
        open_small_register(shared_register, "Minh"),
    )
    commands.appraise_case(lan, PLACE, [points("1.1", "2")])
    with pytest.raises(ConflictError) as caught:
        commands.appraise_case(minh, PLACE, [points("T1", "1"), points("1.1", "3")])
    message = str(caught.value)
    assert message.startswith("Lan vừa sửa điểm tiêu chí 1.1 của Xã 25001 lúc ")
    assert "nay là 2 điểm (T01). Chưa ghi gì" in message
    answer = EntryChange(EntryKind.ANSWER, "tre", Answer(Decimal(7)), WHY, 0)
    commands.appraise_case(minh, PLACE, [answer])
    with pytest.raises(ConflictError, match=r"Minh vừa sửa số liệu “Hồ sơ trễ hạn” .* nay là “7”"):
        commands.appraise_case(lan, PLACE, [answer])
    assert {entry.ref: entry.version for entry in load_case(lan, PLACE).entries} == {
        "1.1": 1,
        "tre": 1,
    }


def test_what_round_one_said_is_seen_in_round_two(shared_register: str):
    lan, minh = (
        open_small_register(shared_register, "Lan"),
        open_small_register(shared_register, "Minh"),
    )
    commands.appraise_case(lan, PLACE, [points("1.1", "2")])
    commands.end_first_round(lan, PLACE)
    with pytest.raises(ConflictError):
        commands.appraise_case(minh, PLACE, [points("1.1", "3")])
    case = commands.appraise_case(minh, PLACE, [points("1.1", "3", 1)])
    assert case.appraised.result_of("1.1").points == 3


def test_of_many_processes_one_gets_through(shared_register: str):
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        same = [
            pool.submit(try_points, shared_register, f"người {n}", "1.1", str(n)) for n in range(4)
        ]
        outcomes = [future.result() for future in same]
        assert sorted(map(bool, outcomes)) == [False, True, True, True]
        winner = outcomes.index("")
        assert all(f"người {winner} vừa sửa" in one for one in outcomes if one)
        others = [pool.submit(try_points, shared_register, code, code, "1") for code in CODES[1:]]
        assert [future.result() for future in others] == ["", "", ""]
    register = open_small_register(shared_register)
    with register.database.read() as connection:
        assert not register_chain_faults(connection)
    assert {entry.ref: entry.who for entry in load_case(register, PLACE).entries} == {
        "1.1": f"người {winner}", "1.2.1": "1.2.1", "1.2.2": "1.2.2", "T1": "T1",
    }  # fmt: skip
