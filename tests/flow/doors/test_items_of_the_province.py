"""What the province fills cannot be given by a commune, by a file as little as in the window."""

from pathlib import Path

import pytest

from tests.factories.typed_texts import ITEMS
from tests.flow.doors.commune_doors import FIGURES, AnswerFileDoor, TemplateDoor, WindowDoor
from xa_report.domain.item import FilledBy
from xa_report.ui.commune.criterion_pane.item_field import ItemField
from xa_report.ui.shared.theme import apply_theme

(SURVEYED,) = [ref for ref, item in ITEMS.items() if item.filled_by is FilledBy.PROVINCE]


@pytest.mark.parametrize(
    "value", ["100", '{ not_arisen = "Không khảo sát trong kỳ" }', "{ value = 100 }"]
)
def test_a_file_of_answers_is_refused(tmp_path: Path, value: str):
    door = AnswerFileDoor(tmp_path, quoted=False)
    door.restore()
    before = door.state()
    result = door.enter(SURVEYED, value)
    assert result.shown is None
    assert f"“{SURVEYED}” (Mức hài lòng): số liệu này do tỉnh nhập; hãy để trống" in result.sentence
    assert door.state() == before


def test_the_template_does_not_ask_for_it(tmp_path: Path):
    door = TemplateDoor(tmp_path)
    with pytest.raises(StopIteration):
        door.enter(SURVEYED, "100")
    assert FIGURES in door.cell_names("dem")[0]


def test_the_window_shows_it_closed(tmp_path: Path, qapp):
    door = WindowDoor(tmp_path, apply_theme(qapp))
    field = ItemField(ITEMS[SURVEYED], door.context)
    field.refresh(door.session.work, None)
    assert not field.editor.isEnabled()
    assert not field.details.isEnabled()
    assert field.message.text == "Tỉnh nhập số liệu này."
    field.deleteLater()
    door.commune.close()
