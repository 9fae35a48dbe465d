"""Every door of the program, each with a store of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.flow.doors.commune_doors import AnswerFileDoor, TemplateDoor, WindowDoor
from tests.flow.doors.door import Door
from tests.flow.doors.province_doors import (
    AppraisalWorkbookDoor,
    FigureDoor,
    OwnFigureDoor,
    PointsDoor,
    SurveyDoor,
)
from xa_report.ui.shared.theme import apply_theme

DOORS: dict[str, Callable[[Path], Door]] = {
    "quoted in a file": lambda folder: AnswerFileDoor(folder, quoted=True),
    "bare in a file": lambda folder: AnswerFileDoor(folder, quoted=False),
    "template": TemplateDoor,
    "figure": FigureDoor,
    "own figure": OwnFigureDoor,
    "points": PointsDoor,
    "survey as text": lambda folder: SurveyDoor(folder, is_workbook=False),
    "survey workbook": lambda folder: SurveyDoor(folder, is_workbook=True),
    "appraisal workbook": AppraisalWorkbookDoor,
}


@pytest.fixture(scope="module", params=["window", *DOORS])
def door(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, qapp
) -> Iterator[Door]:
    folder = tmp_path_factory.mktemp("cua")
    if request.param != "window":
        yield DOORS[request.param](folder)
        return
    window = WindowDoor(folder, apply_theme(qapp))
    yield window
    window.commune.close()
