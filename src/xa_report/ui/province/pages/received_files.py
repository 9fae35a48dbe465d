"""Received and quarantined files: two tables with their columns, and the card of one file."""

from datetime import datetime

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.text import VIETNAM, escape_control_chars
from xa_report.ui.province import formats
from xa_report.ui.province.state_badges import intake_outcome_badge
from xa_report.ui.shared.badges import Badge, BadgeChip
from xa_report.ui.shared.object_table_model import (
    ROW_ROLE,
    ColumnSpec,
    ObjectTableModel,
    always_true,
)
from xa_report.ui.shared.theme import ColorTheme
from xa_report.ui.shared.widgets.cards import CardFrame
from xa_report.ui.shared.widgets.labels import ElidedLabel, create_label, set_text_or_hide
from xa_report.ui.shared.widgets.views import TableView
from xa_report.workflow.province.queries import ImportRow, QuarantineRow

SELECTABLE_TEXT = (
    QtCore.Qt.TextInteractionFlag.TextSelectableByMouse
    | QtCore.Qt.TextInteractionFlag.TextSelectableByKeyboard
)
RETURN_SHEET_BUTTON = (
    "Lưu phiếu trả lại…",
    "Một trang PDF gửi lại xã cùng tệp: tệp nào, vì sao, làm gì",
)
COPY_BUTTON = ("Chép tệp…", "Chép tệp đã nhận, đúng từng byte, ra một thư mục")
RELEASE_BUTTON = (
    "Nhận vào sổ…",
    "Kiểm tra lại theo danh mục và chứng thư hiện có, nhận nếu hết vướng mắc",
)
SETTLE_BUTTON = ("Đã xử lý…", "Khép mục này, không nhận vào sổ; ghi lý do")


class ReceivedFileCard(CardFrame):
    """Name, outcome, the whole reason and the next step; long reasons can be copied.

    Signals, of a file kept apart, a HeldLine:
        sheet_requested(object): the page that goes back with it.
        file_requested(object): a copy of it as it came.
        release_requested(object): it is to be taken in after all.
        settlement_requested(object): it has been dealt with and is not taken in.
    """

    sheet_requested = QtCore.Signal(object)
    file_requested = QtCore.Signal(object)
    release_requested = QtCore.Signal(object)
    settlement_requested = QtCore.Signal(object)

    def __init__(self, theme: ColorTheme) -> None:
        super().__init__()
        self._line: QuarantineRow | None = None
        self._chip = BadgeChip(theme)
        self.name = ElidedLabel("strong")
        self._code = create_label("", "muted")
        self.header_row.insertWidget(0, self._chip)
        self.header_row.insertWidget(1, self.name)
        self.header_row.insertWidget(2, self._code)
        self.sheet = self._button(*RETURN_SHEET_BUTTON, self.sheet_requested)
        self.file = self._button(*COPY_BUTTON, self.file_requested)
        self.release = self._button(*RELEASE_BUTTON, self.release_requested)
        self.settle = self._button(*SETTLE_BUTTON, self.settlement_requested)
        self.reason = create_label("", wrap=True)
        self.action = create_label("", "muted", wrap=True)
        for part in (self.reason, self.action):
            part.setTextInteractionFlags(SELECTABLE_TEXT)
            self.add_widget(part)

    @property
    def quarantine_buttons(self) -> tuple[QtWidgets.QPushButton, ...]:
        """What can be done with a file kept apart."""
        return self.sheet, self.file, self.release, self.settle

    def show_quarantine_actions(self, line: QuarantineRow | None) -> None:
        """Offer what can be done with a file kept apart; None offers nothing."""
        self._line = line
        for button in self.quarantine_buttons:
            button.setVisible(line is not None)

    def _button(self, text: str, tip: str, signal: QtCore.SignalInstance) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton(text)
        button.setToolTip(tip)
        button.clicked.connect(lambda: signal.emit(self._line))
        self.header_row.addWidget(button)
        return button

    def show_file(self, name: str, code: str, badge: Badge, *, reason: str, action: str) -> None:
        """Show a file with its reason and what is done about it."""
        self._chip.show_badge(badge)
        self.name.show_text(name)
        set_text_or_hide(self._code, f"mã {code}" if code else "")
        set_text_or_hide(self.reason, reason)
        set_text_or_hide(self.action, action)
        self.show()


def received_file_badge(line: ImportRow) -> Badge:
    """What a file is to the register."""
    return intake_outcome_badge(line.outcome, line.label, quarantined=line.held or not line.label)


def quarantine_badge(line: QuarantineRow) -> Badge:
    """Why a file is kept apart, in a word."""
    return intake_outcome_badge(line.outcome, line.label, quarantined=True)


FILE_COLUMNS: tuple[ColumnSpec[ImportRow], ...] = (
    ColumnSpec(
        "Tệp", lambda line: line.name, tip=lambda line: escape_control_chars(str(line.path))
    ),
    ColumnSpec("Xã, phường", lambda line: line.unit or formats.NO_VALUE, strong=always_true),
    ColumnSpec("Kỳ", lambda line: line.period or formats.NO_VALUE),
    ColumnSpec("Lần nộp", lambda line: f"L{line.sequence}" if line.sequence else formats.NO_VALUE),
    ColumnSpec("Kết quả", lambda line: line.label, mark=received_file_badge),
    ColumnSpec("Xử lý", lambda line: line.action),
    ColumnSpec("Lý do, ghi chú", lambda line: line.reason or formats.NO_VALUE),
)
ALL_COLUMNS_FROM_WIDTH = 960
"""Narrower lists leave period and number of the submission out; file names mostly tell them."""
FILE_WIDTHS, FILE_STRETCHED = {1: 160, 2: 84, 3: 70, 4: 190, 5: 250}, (0, 6)
FILE_OPTIONAL = (2, 3)

QUARANTINE_COLUMNS: tuple[ColumnSpec[QuarantineRow], ...] = (
    ColumnSpec("Số", lambda line: str(line.number), right=True),
    ColumnSpec("Tệp", lambda line: line.name),
    ColumnSpec("Xã, phường", lambda line: line.unit or formats.NO_VALUE, strong=always_true),
    ColumnSpec("Kỳ", lambda line: line.period or formats.NO_VALUE),
    ColumnSpec("Lần nộp", lambda line: f"L{line.sequence}" if line.sequence else formats.NO_VALUE),
    ColumnSpec("Kết quả", lambda line: line.label, mark=quarantine_badge),
    ColumnSpec("Lý do", lambda line: line.reason),
    ColumnSpec("Lúc", lambda line: _local_moment_text(line.changed)),
)
QUARANTINE_WIDTHS, QUARANTINE_STRETCHED = {0: 44, 2: 160, 3: 84, 4: 70, 5: 190, 7: 132}, (1, 6)
QUARANTINE_OPTIONAL = (3, 4)


def _local_moment_text(text: str) -> str:
    return (
        formats.format_moment(datetime.fromisoformat(text).astimezone(VIETNAM))
        if text
        else formats.NO_VALUE
    )


EMPTY_QUARANTINE_TEXT = (
    "Không có tệp nào bị giữ riêng. Tệp không nhận được sẽ nằm ở đây cùng lý do và việc cần làm."
)
ONE_LIST_BELOW_HEIGHT = 420
"""Height below which two lists and a card leave no list worth reading."""


class ReceivedFilesPanel(QtWidgets.QWidget):
    """Two tables, and the card of the file that was chosen last in either.

    Signals:
        commune_activated(str): show the commune of a file, by its code.
    """

    commune_activated = QtCore.Signal(str)

    def __init__(self, theme: ColorTheme) -> None:
        super().__init__()
        self.heading = create_label("", "strong")
        self.files: ObjectTableModel[ImportRow] = ObjectTableModel(
            FILE_COLUMNS, lambda line: line.path, theme, self
        )
        self.quarantine: ObjectTableModel[QuarantineRow] = ObjectTableModel(
            QUARANTINE_COLUMNS, lambda line: line.number, theme, self
        )
        self.file_table = TableView("Các tệp đã kiểm tra")
        self.quarantine_table = TableView("Các tệp giữ riêng")
        self.quarantine_heading = create_label("", "strong")
        self.empty = create_label(EMPTY_QUARANTINE_TEXT, "muted", wrap=True)
        self.card = ReceivedFileCard(theme)
        self._lay_out()
        for table in (self.file_table, self.quarantine_table):
            table.selectionModel().currentChanged.connect(self._show_card)
            table.clicked.connect(self._show_card)
            table.row_activated.connect(self._enter)

    def show_files(self, lines: tuple[ImportRow, ...], heading: str) -> None:
        """Show what was looked at, or what has happened."""
        self.files.set_rows(lines)
        # Never both lists for a moment: showing one makes a window that is too low grow at once.
        if not lines:
            self.file_table.hide()
        self._make_room()
        self.file_table.setVisible(bool(lines))
        set_text_or_hide(self.heading, heading)
        self.file_table.setCurrentIndex(self.files.index(0, 0))
        self._show_rest()

    def show_quarantine(self, lines: tuple[QuarantineRow, ...]) -> None:
        """Show what is kept apart; what is chosen stays chosen."""
        chosen = self.quarantine_table.currentIndex().data(ROW_ROLE)
        self.quarantine.set_rows(lines)
        self.quarantine_heading.setText(f"Giữ riêng ({len(lines)})" if lines else "Giữ riêng")
        number = chosen.number if isinstance(chosen, QuarantineRow) else 0
        index = self.quarantine.index_of(number)
        self.quarantine_table.setCurrentIndex(
            index if index.isValid() else self.quarantine.index(0, 0)
        )
        self._show_rest()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """On a low screen what is kept apart waits until the files that are looked at are done."""
        cramped = bool(self.files.rows) and self.height() < ONE_LIST_BELOW_HEIGHT
        self.quarantine_table.setVisible(bool(self.quarantine.rows) and not cramped)
        self.quarantine_heading.setVisible(
            bool(self.quarantine.rows or not self.files.rows) and not cramped
        )

    def _lay_out(self) -> None:
        self.file_table.setModel(self.files)
        self.file_table.set_column_widths(FILE_WIDTHS, FILE_STRETCHED)
        self.quarantine_table.setModel(self.quarantine)
        self.quarantine_table.set_column_widths(QUARANTINE_WIDTHS, QUARANTINE_STRETCHED)
        for table, left_out in (
            (self.file_table, FILE_OPTIONAL), (self.quarantine_table, QUARANTINE_OPTIONAL),
        ):  # fmt: skip
            for number in left_out:
                table.hide_column_below(number, ALL_COLUMNS_FROM_WIDTH)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.heading)
        column.addWidget(self.file_table, 3)
        column.addWidget(self.quarantine_heading)
        column.addWidget(self.empty)
        column.addWidget(self.quarantine_table, 2)
        column.addWidget(self.card)
        column.addStretch(0)

    def _show_rest(self) -> None:
        """Say that nothing is kept apart, unless other files are looked at."""
        quiet, looking = not self.quarantine.rows, bool(self.files.rows)
        self.empty.setVisible(quiet and not looking)
        self._make_room()
        table = self.file_table if looking else self.quarantine_table
        self._show_card(table.currentIndex())

    def _show_file(self, line: ImportRow | QuarantineRow, mark: Badge) -> None:
        self.card.show_file(line.name, line.code, mark, reason=line.reason, action=line.action)

    @QtCore.Slot(QtCore.QModelIndex)
    def _show_card(self, index: QtCore.QModelIndex) -> None:
        line = index.data(ROW_ROLE)
        if isinstance(line, ImportRow):
            self._show_file(line, received_file_badge(line))
            self.card.show_quarantine_actions(None)
            self.quarantine_table.clearSelection()
        elif isinstance(line, QuarantineRow):
            self._show_file(line, quarantine_badge(line))
            self.card.show_quarantine_actions(line)
            self.file_table.clearSelection()
        else:
            self.card.hide()

    @QtCore.Slot(QtCore.QModelIndex)
    def _enter(self, index: QtCore.QModelIndex) -> None:
        line = index.data(ROW_ROLE)
        if isinstance(line, ImportRow) and line.unit_code:
            self.commune_activated.emit(line.unit_code)
        elif isinstance(line, QuarantineRow):
            self.card.sheet.setFocus()
