"""The doors of a commune's file: the window, a file of answers, a cell of the template."""

import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

from click.testing import CliRunner
from openpyxl import load_workbook
from PySide6 import QtCore, QtGui, QtWidgets

from tests.factories.typed_texts import DEFINITIONS, ITEMS, STORED, YEAR
from tests.flow.doors.door import DoorResult, StoreState
from xa_report.cli.main import cli
from xa_report.definitions.answers import AnswerFile
from xa_report.domain.item import FilledBy
from xa_report.ui.commune.context import UiContext
from xa_report.ui.commune.criterion_pane.criterion_header import ManualPointsField
from xa_report.ui.commune.criterion_pane.item_field import ItemField
from xa_report.ui.commune.session import ReportSession
from xa_report.ui.shared.editors import DateEditor, NumberEditor, TextEditor
from xa_report.ui.shared.external_editor import ExternalEditor
from xa_report.ui.shared.theme import ColorTheme
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.answer_template import export_answer_template
from xa_report.workflow.commune.import_answers import edits_from_answers
from xa_report.workflow.shared import definitions

BY_COMMUNE = tuple(ref for ref, item in ITEMS.items() if item.filled_by is FilledBy.COMMUNE)
BY_HAND = "1.1"
FIGURES, POINTS = "Số liệu", "Điểm tự chấm"


def create_answered_file(folder: Path) -> Path:
    """A file of a commune with an answer to every item but points for nothing."""
    path = folder / "xa.xadb"
    unit = definitions.load_unit_list().commune("25525")
    with database_file.create_commune_file(path, unit, [DEFINITIONS.form], []) as commune:
        work = report.start_report(commune, YEAR)
        commune.store.save_many(edits_from_answers(work, AnswerFile(dict(STORED))), "thử")
        export_answer_template(commune.load(YEAR), folder / "mau.xlsx")
    return path


def read_commune_state(path: Path) -> StoreState:
    """Read a file as another program does."""
    with database_file.open_commune_file(path, read_only=True) as commune:
        stored = commune.load(YEAR).report
    others = (
        stored.unit, stored.period, stored.explanations, stored.reasons, stored.letterhead,
        stored.evidence, stored.state,
    )  # fmt: skip
    return StoreState({**stored.answers, **stored.manual}, others)


class CommandDoor:
    """A file that the command `commune fill` reads; what was stored is shown by `history`."""

    targets = (*BY_COMMUNE, BY_HAND)

    def __init__(self, folder: Path) -> None:
        self.original = create_answered_file(folder)
        self.path = folder / "dang-dung.xadb"
        self.folder = folder

    def state(self) -> StoreState:
        return read_commune_state(self.path)

    def restore(self) -> None:
        shutil.copyfile(self.original, self.path)

    def fill(self, source: Path) -> DoorResult:
        """Let the command read a file, and tell what it changed."""
        before = self.changes()
        words = ["commune", "fill", self.path, source, "--period", YEAR]
        done = CliRunner().invoke(cli, [str(word) for word in words])
        assert isinstance(done.exception, SystemExit | None), done.exc_info
        if done.exit_code:
            return DoorResult(None, done.stderr)
        after = self.changes()
        assert len(after) - len(before) in (0, 1)
        return DoorResult(after[-1] if len(after) > len(before) else "")

    def changes(self) -> list[str]:
        """The values that fields got, as `history` shows them."""
        words = ["commune", "history", str(self.path), "--period", str(YEAR)]
        lines = CliRunner().invoke(cli, words).stdout.splitlines()
        return [line.rpartition(" → ")[2] for line in lines[:-1]]


class AnswerFileDoor(CommandDoor):
    """A `.toml`: the text in quotation marks, or as it is."""

    def __init__(self, folder: Path, *, quoted: bool) -> None:
        super().__init__(folder)
        self.quoted = quoted

    def enter(self, target: str, text: str) -> DoorResult:
        source = self.folder / "a.toml"
        value = json.dumps(text, ensure_ascii=False) if self.quoted else text
        source.write_text(f'[answers]\n"{target}" = {value}\n', "utf-8")
        return self.fill(source)

    def cell_names(self, target: str) -> tuple[str, ...]:
        # What is no TOML has no item yet.
        return target, "dòng 2, cột ", "cuối tệp"


class TemplateDoor(CommandDoor):
    """A cell of the template."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.template = folder / "mau.xlsx"

    def enter(self, target: str, text: str) -> DoorResult:
        workbook = load_workbook(self.template)
        cell = workbook[self._title(target)][self._coordinate(target)]
        cell.value = text
        cell.data_type = "s"
        workbook.save(self.folder / "a.xlsx")
        return self.fill(self.folder / "a.xlsx")

    def cell_names(self, target: str) -> tuple[str, ...]:
        return (f"Trang “{self._title(target)}”, ô {self._coordinate(target)}",)

    @cache  # noqa: B019 - lives as long as the tests of its module
    def _coordinate(self, target: str) -> str:
        sheet = load_workbook(self.template)[self._title(target)]
        row = next(cell.row for cell in sheet["A"] if cell.value == target)
        return f"{'D' if target == BY_HAND else 'E'}{row}"

    def _title(self, target: str) -> str:
        return POINTS if target == BY_HAND else FIGURES


class WindowDoor:
    """The fields of the window, in a session that holds the file."""

    targets = (*(ref for ref in BY_COMMUNE if ref != "co"), BY_HAND)

    def __init__(self, folder: Path, theme: ColorTheme) -> None:
        self.path = create_answered_file(folder)
        self.commune = database_file.open_commune_file(self.path)
        self.session = ReportSession(self.commune, YEAR)
        self.context = UiContext(self.session, theme)

    def state(self) -> StoreState:
        return read_commune_state(self.path)

    def restore(self) -> None:
        self.session.set_points(BY_HAND, None)
        for ref, answer in STORED.items():
            self.session.set_answer(ref, answer)

    def cell_names(self, target: str) -> tuple[str, ...]:
        # The sentence stands below the field.
        return ("",)

    def enter(self, target: str, text: str) -> DoorResult:
        if target == BY_HAND:
            points = ManualPointsField(BY_HAND, self.context)
            return self._type(points, points, text, points.refresh)
        field = ItemField(ITEMS[target], self.context)
        return self._type(field, field.editor, text, lambda: field.refresh(self.session.work, None))

    def _type(
        self,
        field: ItemField | ManualPointsField,
        editor: QtWidgets.QWidget,
        text: str,
        show: Callable[[], None],
    ) -> DoorResult:
        refused: list[str] = []
        self.session.report_changed.connect(show)
        self.session.edit_rejected.connect(refused.append)
        show()
        shown = type_into(editor, text)
        sentence = field.message.text or " ".join(refused)
        self.session.report_changed.disconnect(show)
        self.session.edit_rejected.disconnect(refused.append)
        field.deleteLater()
        return DoorResult(None, sentence) if sentence else DoorResult(shown)


def type_into(editor: QtWidgets.QWidget, text: str) -> str:
    """Paste a text over what an editor shows and leave it; return what it shows then."""
    if isinstance(editor, TextEditor):
        editor.paragraph.selectAll()
        editor.paragraph.insertPlainText(text)
        leave = QtGui.QFocusEvent(QtCore.QEvent.Type.FocusOut)
        QtWidgets.QApplication.sendEvent(editor.paragraph, leave)
        return editor.paragraph.toPlainText()
    assert isinstance(editor, NumberEditor | DateEditor | ExternalEditor | ManualPointsField)
    line = editor.score if isinstance(editor, ExternalEditor) else editor.line
    line.selectAll()
    line.insert(text)
    line.editingFinished.emit()
    return line.text()
