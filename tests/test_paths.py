from pathlib import Path

import pytest

import xa_report
from xa_report import paths


def test_a_checkout_uses_its_own_folders(pytestconfig):
    assert paths.forms_dir() == pytestconfig.rootpath / "forms"
    assert paths.resources_dir() == pytestconfig.rootpath / "resources"
    assert (paths.resources_dir() / "units.csv").is_file()


@pytest.mark.parametrize("setting", [None, "", "relative/folder"])
@pytest.mark.parametrize(
    ("platform", "variable", "fallback"),
    [
        ("linux", "XDG_DATA_HOME", ".local/share/xa-report"),
        ("win32", "LOCALAPPDATA", "AppData/Local/xa-report"),
    ],
)
def test_data_lies_below_home_when_the_system_names_no_folder(
    platform, variable, fallback, setting
):
    environ = {} if setting is None else {variable: setting}
    assert paths.user_data_dir(environ, platform) == Path.home() / fallback


@pytest.mark.parametrize(
    ("platform", "variable"), [("linux", "XDG_DATA_HOME"), ("win32", "LOCALAPPDATA")]
)
def test_data_lies_where_the_system_says(platform, variable, tmp_path):
    assert paths.user_data_dir({variable: str(tmp_path)}, platform) == tmp_path / "xa-report"


def test_the_version_has_one_place(pytestconfig):
    settings = (pytestconfig.rootpath / "pyproject.toml").read_text("utf-8")
    assert f'\nversion = "{xa_report.__version__}"\n' in settings


def test_an_unknown_attribute_is_not_taken_for_the_version():
    with pytest.raises(AttributeError, match="nothing"):
        _ = xa_report.nothing
