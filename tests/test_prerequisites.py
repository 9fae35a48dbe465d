"""`make` on a bare machine: one sentence says what is missing and how to get it."""

import ctypes
import importlib.util
import os
import runpy
import sys

import pytest


@pytest.fixture
def main(pytestconfig):
    return runpy.run_path(str(pytestconfig.rootpath / ".ci" / "prerequisites.py"))["main"]


@pytest.fixture
def bare_machine(monkeypatch):
    def no_library(name):
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", no_library)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)


@pytest.mark.parametrize(("user", "command"), [(0, "apt-get"), (1000, "sudo apt-get")])
@pytest.mark.usefixtures("bare_machine")
@pytest.mark.skipif(sys.platform != "linux", reason="the sentence names Debian packages")
def test_a_bare_machine_is_told_what_to_install(user, command, main, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: user)
    with pytest.raises(SystemExit) as end:
        main()
    venv = "python{}.{}-venv".format(*sys.version_info[:2])
    qt = "libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"
    assert str(end.value.code).endswith(f"\n    {command} install -y {venv} {qt}")


def test_an_old_python_is_named(main, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit, match=r"3\.11 or newer, but .* is 3\.9\. Install"):
        main()


def test_this_machine_is_enough(main):
    main()
