"""A worker that would look at a file for ever ends, and with it nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

from xa_report.province.intake.schedule import kill_when_too_slow

LOOK = """
import re, sys
from pathlib import Path
from xa_report.province.intake.schedule import kill_when_too_slow
with kill_when_too_slow(Path(sys.argv[1]), 0.2):
    {work}
print("done")
"""


@pytest.mark.parametrize(
    ("work", "code", "output"),
    [
        ("pass", 0, b"done"),
        ("re.match('(a*)*b', 'a' * 64)", 1, b""),  # never comes back to the interpreter
    ],
)
def test_what_takes_for_ever_ends_its_process(work, code, output, tmp_path):
    run = subprocess.run(
        [sys.executable, "-c", LOOK.format(work=work), tmp_path / "none"],
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout.strip(), run.stderr) == (code, output, b"")


def test_afterwards_nobody_waits(tmp_path):
    file = Path(tmp_path / "a")
    file.write_bytes(bytes(2**20))
    for _ in range(3):
        with kill_when_too_slow(file, 60):
            pass
