"""A register of a dozen communes, made once, and windows on copies of it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6 import QtWidgets

from tests.factories import received_files, registers
from xa_report.province.register import Register
from xa_report.ui.province.context import ProvinceDialogs, ProvinceUiContext
from xa_report.ui.province.session import RegisterSession
from xa_report.ui.province.window import ProvinceWindow
from xa_report.workflow.province.register_setup import open_register

OpenProvinceWindow = Callable[..., ProvinceWindow]


@pytest.fixture(scope="session")
def filled_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return registers.create_dozen_register(tmp_path_factory.mktemp("tinh"))


@pytest.fixture
def register_path(filled_register: Path, tmp_path: Path) -> Path:
    """A copy of the register."""
    copy = tmp_path / "tinh.xaprov"
    shutil.copy(filled_register, copy)
    return copy


@pytest.fixture
def province_register(register_path: Path) -> Register:
    return open_register(str(register_path), "Lê Thị Mai")


@pytest.fixture(scope="session")
def received_packages(tmp_path_factory: pytest.TempPathFactory) -> received_files.ReceivedFiles:
    """What three communes really sent."""
    return received_files.create_received_files(tmp_path_factory.mktemp("da-gui"))


@pytest.fixture
def empty_register(received_packages: received_files.ReceivedFiles, tmp_path: Path) -> Path:
    """A register to which nothing has come yet."""
    path = tmp_path / "moi.xaprov"
    received_files.create_trusting_register(path, received_packages)
    return path


@pytest.fixture
def province_ui_context(province_register: Register, theme) -> Iterator[ProvinceUiContext]:
    """The register in a session without a window."""
    context = ProvinceUiContext(RegisterSession(province_register, lambda: registers.NOW), theme)
    yield context
    context.session.consolidation_loader.wait_until_done()


@pytest.fixture
def open_province_window(theme, qtbot) -> Iterator[OpenProvinceWindow]:
    """Opens windows on a register: `opened(path, files=…, target=…)`."""
    windows = []

    def open_one(path: Path, now=registers.NOW, **ask: Callable[..., object]) -> ProvinceWindow:
        session = RegisterSession(open_register(str(path), "Lê Thị Mai"), lambda: now)
        window = ProvinceWindow(ProvinceUiContext(session, theme, ProvinceDialogs(**ask)))  # type: ignore[arg-type]
        qtbot.addWidget(window)
        windows.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QtWidgets.QApplication.activeWindow() is window)
        return window

    yield open_one
    for window in windows:
        window.close()


@pytest.fixture
def province_window(
    open_province_window: OpenProvinceWindow, register_path: Path
) -> ProvinceWindow:
    return open_province_window(register_path)
