"""A writer that is killed at any moment loses nothing that it acknowledged.

SIGKILL cannot show what a power cut does: the system's cache outlives the process.
"""

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.factories.stores import YEAR, ManualClock, create_started_store
from xa_report.commune.store.backup import check_store_file
from xa_report.commune.store.store import Store

KILLS, KILLS_A_FILE, LONGEST = 50, 10, 0.04
pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL elsewhere")


@pytest.fixture
def nursery():
    child = Path(__file__).with_name("kill_child.py")
    with subprocess.Popen(
        [sys.executable, child],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        process.wait(10)


def killed_writer(nursery, path, start, delay, from_birth):
    """Kill a writer some time after its birth or first word; return its last number."""
    nursery.stdin.write(f"{start} {path}\n")
    first_words = nursery.stdout.readline().split()
    numbers: list[int] = []
    kill = threading.Timer(delay, os.kill, (int(first_words[1]), signal.SIGKILL))
    if from_birth:
        kill.start()
    for line in nursery.stdout:
        if line == "dead\n":
            break
        if not numbers and not from_birth:
            kill.start()
        numbers.append(int(line))
    kill.join()
    return numbers[-1] if numbers else start


def proven(path, acknowledged):
    """Check the file after a kill; return the last number that it holds."""
    check_store_file(path)
    with Store.open(path) as store:
        assert store.verify_log() == ()
        numbers = [int(str(change.after)) for change in store.history(YEAR)]
        report = store.report(YEAR)
    last = max(numbers, default=0)
    assert last in (acknowledged, acknowledged + 1)
    assert sorted(set(numbers)) == list(range(1, last + 1))
    assert len(set(report.reasons.values())) <= 1
    assert all(numbers.count(number) == 3 for number in range(5, last + 1, 5))
    return last


def test_no_acknowledged_edit_is_lost(nursery, tmp_path):
    chance = random.Random(20260807)  # noqa: S311 - moments, not secrets
    acknowledged = 0
    for number in range(KILLS):
        path = tmp_path / f"{number // KILLS_A_FILE}.db"
        if not path.exists():
            create_started_store(path, ManualClock()).close()
            last = 0
        delay, from_birth = chance.uniform(0, LONGEST), number % 5 == 0
        number_read = killed_writer(nursery, path, last, delay, from_birth)
        acknowledged += number_read - last
        last = proven(path, number_read)
    assert acknowledged >= KILLS * 4 // 5
