"""PySide6 must not steal references: 6.12 on Python 3.11 kills the process after some 550 emits."""

import sys
import tomllib

import PySide6
from packaging.requirements import Requirement
from PySide6 import QtCore, QtWidgets

CALLS = 20_000


class Sender(QtCore.QObject):
    """Signals: text_changed(bool)."""

    text_changed = QtCore.Signal(bool)


def test_neither_void_methods_nor_emits_steal_references(qtbot):
    label = QtWidgets.QLabel()
    qtbot.addWidget(label)
    sender = Sender()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(CALLS):
        label.setText("xã")
        sender.text_changed.emit(True)
    after = sys.getrefcount(None), sys.getrefcount(True)
    # Other threads and caches may hold a few more or less; a theft shows as thousands.
    assert [abs(new - old) < CALLS // 100 for old, new in zip(before, after, strict=True)] == [
        True,
        True,
    ]


def test_the_pin_stands(pytestconfig):
    settings = tomllib.loads((pytestconfig.rootpath / "pyproject.toml").read_text("utf-8"))
    (pin,) = (
        requirement
        for requirement in map(Requirement, settings["project"]["dependencies"])
        if requirement.name == "PySide6-Essentials"
    )
    assert pin.specifier == Requirement("x>=6.11.3,<6.12").specifier
    assert PySide6.__version__ in pin.specifier
