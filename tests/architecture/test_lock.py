"""constraints.txt: everything the app and its tests need, pinned, hashed, from no named host."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def lock(pytestconfig):
    return (pytestconfig.rootpath / "constraints.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def pinned(lock):
    pins = re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE)
    return dict(pins)


def test_each_requirement_is_pinned_within_its_range(pytestconfig, pinned):
    settings = tomllib.loads((pytestconfig.rootpath / "pyproject.toml").read_text("utf-8"))
    project, build = settings["project"], settings["build-system"]
    needed = [
        *project["dependencies"],
        *project["optional-dependencies"]["dev"],
        *build["requires"],
    ]
    for requirement in map(Requirement, needed):
        assert pinned[canonicalize_name(requirement.name)] in requirement.specifier


def test_each_pin_has_hashes(lock):
    blocks = re.split(r"^(?=[a-z])", lock, flags=re.MULTILINE)[1:]
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_windows_is_locked_too(pinned):
    assert "colorama" in pinned


def test_no_index_is_named(lock):
    assert re.findall(r"^-.*|\S*://\S*| @ \S*", lock, re.MULTILINE) == []
