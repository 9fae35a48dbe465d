"""The wheel carries what a checkout has: forms, resources and the version."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import xa_report
from xa_report import paths

ASK = """
import sys
sys.path.insert(0, sys.argv[1])
import xa_report
from xa_report import paths
print(xa_report.__version__, paths.forms_dir(), paths.resources_dir(), sep="\\n")
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory, pytestconfig) -> Path:
    """Return a folder that holds the unpacked wheel and nothing else."""
    folder: Path = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder],
        cwd=pytestconfig.rootpath,
        capture_output=True,
        check=True,
    )
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def test_an_installed_wheel_finds_its_own_data(installed):
    # -S: without the site folder, or the editable checkout would answer.
    run = subprocess.run(
        [sys.executable, "-S", "-c", ASK, installed], capture_output=True, text=True, check=True
    )
    data = installed / "xa_report" / "_data"
    assert run.stdout.split() == [
        xa_report.__version__,
        str(data / "forms"),
        str(data / "resources"),
    ]


@pytest.mark.parametrize("name", ["forms", "resources"])
def test_the_wheel_carries_every_shipped_file(name, installed):
    shipped = paths.forms_dir().with_name(name)
    expected = {path.relative_to(shipped) for path in files_below(shipped)}
    carried = installed / "xa_report" / "_data" / name
    assert expected == {path.relative_to(carried) for path in files_below(carried)}


def files_below(folder: Path) -> list[Path]:
    return [
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
