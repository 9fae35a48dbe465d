"""A real file of a real commune for every test of the window."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6 import QtWidgets

from tests.factories.windows import BEFORE, NOW, QUARTER, YEAR, OpenCommuneWindow
from xa_report.app import open_for_writing_or_reading
from xa_report.definitions.examples import read_answers
from xa_report.definitions.reader import read_form, read_plan
from xa_report.definitions.unit_list import read_units
from xa_report.domain.item import Answer, FilledBy
from xa_report.domain.period import Period
from xa_report.paths import forms_dir, resources_dir
from xa_report.ui.commune.context import FileDialogs, UiContext
from xa_report.ui.commune.session import ReportSession
from xa_report.ui.commune.window import CommuneWindow
from xa_report.ui.shared.theme import ColorTheme, apply_theme
from xa_report.workflow.commune import database_file, report


@pytest.fixture(scope="session")
def filled_commune_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a year whose answers are complete but unproven, and two quarters."""
    path = tmp_path_factory.mktemp("ui") / "xa.xadb"
    forms = [read_form(forms_dir() / f"cchc-xa-{name}.toml") for name in ("nam", "quy")]
    plans = [read_plan(forms_dir() / "plans" / "tay-ninh-2021-2030.toml")]
    unit = read_units(resources_dir() / "units.csv").commune("25525", date(2025, 7, 1))
    fullest = max(forms[0].examples, key=lambda example: len(example.answers))
    manual, answers = read_answers(forms[0], fullest.answers)
    with database_file.create_commune_file(path, unit, forms, plans) as commune:
        work = report.start_report(commune, YEAR)
        for item, answer in answers.items():
            # The form's example has what the province fills, too, which no commune can enter.
            if forms[0].items[item].filled_by is FilledBy.COMMUNE:
                report.set_answer(commune, work, item, answer)
        for code, points in manual.items():
            report.set_manual_points(commune, work, code, points)
        work = report.start_report(commune, QUARTER.previous())
        for item, value in BEFORE.items():
            report.set_answer(commune, work, item, Answer(Decimal(value)))
        report.start_report(commune, QUARTER)
    return path


@pytest.fixture
def commune_file(filled_commune_file: Path, tmp_path: Path) -> Path:
    """A copy of the filled file."""
    copy = tmp_path / "xa.xadb"
    shutil.copy(filled_commune_file, copy)
    return copy


@pytest.fixture
def theme(qapp) -> ColorTheme:
    return apply_theme(qapp)


@pytest.fixture
def ui_context(commune_file, theme) -> Iterator[UiContext]:
    """The year's report in a session without a window."""
    with database_file.open_commune_file(commune_file) as commune:
        yield UiContext(ReportSession(commune, YEAR, lambda: NOW), theme)


@pytest.fixture
def open_commune_window(commune_file, theme, qtbot) -> Iterator[OpenCommuneWindow]:
    """Opens windows on the file: `opened(period, proof=…, folder=…)`."""
    communes = []

    def open_one(period: Period = YEAR, **ask: Callable[..., object]) -> CommuneWindow:
        commune, notice = open_for_writing_or_reading(commune_file)
        communes.append(commune)
        asking = FileDialogs(**ask)  # type: ignore[arg-type]
        window = CommuneWindow(
            UiContext(ReportSession(commune, period, lambda: NOW), theme, asking), notice
        )
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QtWidgets.QApplication.activeWindow() is window)
        return window

    yield open_one
    for commune in communes:
        commune.close()
