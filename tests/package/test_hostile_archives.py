"""Every hostile archive is refused with its one code, fast and in little memory."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories.hostile_archives import hostile_archives

SECONDS, MEBIBYTES = 5, 256
TABLE = list(hostile_archives())
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")

JUDGE = """
import json, re, sys, time
from pathlib import Path
from xa_report.errors import PackageFaultError
from xa_report.package.reader import open_package
for line in sys.stdin:
    path, start, code = Path(line.rstrip()), time.monotonic(), ""
    try:
        open_package(path, path.parent).close()
    except PackageFaultError as error:
        code = error.code
    # Not getrusage: what it tells includes the process that this one was forked from.
    status = Path("/proc/self/status").read_text()
    peak = int(re.search(r"VmHWM:\\s*(\\d+) kB", status)[1]) / 1024
    print(json.dumps([code, time.monotonic() - start, peak]), flush=True)
"""


@pytest.fixture(scope="module")
def judge():
    """A process of its own, so that its memory can be bounded and measured."""
    with subprocess.Popen(
        [sys.executable, "-c", JUDGE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30)),
    ) as process:
        yield process


def judged(process, path: Path):
    process.stdin.write(f"{path}\n")
    process.stdin.flush()
    line = process.stdout.readline()
    assert line, "the judge died"
    return json.loads(line)


def test_the_table_is_long_and_every_name_stands_once():
    assert len(TABLE) >= 60
    assert len({row.name for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("row", TABLE, ids=[row.name for row in TABLE])
def test_a_hostile_archive_is_refused(row, judge, tmp_path):
    path = tmp_path / "goi.zip"
    path.write_bytes(row.content)
    code, seconds, peak = judged(judge, path)
    assert code == row.code
    assert seconds < SECONDS
    assert peak < MEBIBYTES
    assert list(tmp_path.iterdir()) == [path]
