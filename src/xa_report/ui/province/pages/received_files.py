"""Received and quarantined files: two tables with their columns, and the card of one file."""

from datetime import datetime

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.text import escape_control_chars
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
    """Card of one file: name, outcome, reason and next step, with the buttons of a quarantined one.

    Signals, each with the QuarantineRow of the file:
        sheet_requested(object): its rejection notice is to be saved.
        file_requested(object): a copy of it is to be saved.
        release_requested(object): it is to be examined again and imported.
        settlement_requested(object): it is to be closed without an import.
    """

    sheet_requested = QtCore.Signal(object)
    file_requested = QtCore.Signal(object)
    release_requested = QtCore.Signal(object)
    settlement_requested = QtCore.Signal(object)

    def __init__(self, theme: ColorTheme) -> None:
        super().__init__()
        self._row: QuarantineRow | None = None
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
            # Officials paste reasons into letters.
            part.setTextInteractionFlags(SELECTABLE_TEXT)
            self.add_widget(part)

    @property
    def quarantine_buttons(self) -> tuple[QtWidgets.QPushButton, ...]:
        """The buttons that only a quarantined file has."""
        return self.sheet, self.file, self.release, self.settle

    def show_quarantine_actions(self, row: QuarantineRow | None) -> None:
        """Show the buttons for a quarantined file; None hides them."""
        self._row = row
        for button in self.quarantine_buttons:
            button.setVisible(row is not None)

    def _button(self, text: str, tip: str, signal: QtCore.SignalInstance) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton(text)
        button.setToolTip(tip)
        button.clicked.connect(lambda: signal.emit(self._row))
        self.header_row.addWidget(button)
        return button

    def show_file(self, name: str, code: str, badge: Badge, *, reason: str, action: str) -> None:
        """Show a file; `action` is the next step, `code` that of the reason, empty for none."""
        self._chip.show_badge(badge)
        self.name.show_text(name)
        set_text_or_hide(self._code, f"mã {code}" if code else "")
        set_text_or_hide(self.reason, reason)
        set_text_or_hide(self.action, action)
        self.show()


def received_file_badge(row: ImportRow) -> Badge:
    """Return the badge of the outcome of a received file."""
    return intake_outcome_badge(row.outcome, row.label, quarantined=row.held or not row.label)


def quarantine_badge(row: QuarantineRow) -> Badge:
    """Return the badge of the outcome of a quarantined file."""
    return intake_outcome_badge(row.outcome, row.label, quarantined=True)


FILE_COLUMNS: tuple[ColumnSpec[ImportRow], ...] = (
    ColumnSpec("Tệp", lambda row: row.name, tip=lambda row: escape_control_chars(str(row.path))),
    ColumnSpec("Xã, phường", lambda row: row.unit or formats.NO_VALUE, strong=always_true),
    ColumnSpec("Kỳ", lambda row: row.period or formats.NO_VALUE),
    ColumnSpec("Lần nộp", lambda row: f"L{row.sequence}" if row.sequence else formats.NO_VALUE),
    ColumnSpec("Kết quả", lambda row: row.label, mark=received_file_badge),
    ColumnSpec("Xử lý", lambda row: row.action),
    ColumnSpec("Lý do, ghi chú", lambda row: row.reason or formats.NO_VALUE),
)
ALL_COLUMNS_FROM_WIDTH = 960
"""Narrower lists hide period and sequence number; file names mostly contain them."""
FILE_WIDTHS, FILE_STRETCHED = {1: 160, 2: 84, 3: 70, 4: 190, 5: 250}, (0, 6)
FILE_OPTIONAL = (2, 3)

QUARANTINE_COLUMNS: tuple[ColumnSpec[QuarantineRow], ...] = (
    ColumnSpec("Số", lambda row: str(row.number), right=True),
    ColumnSpec("Tệp", lambda row: row.name),
    ColumnSpec("Xã, phường", lambda row: row.unit or formats.NO_VALUE, strong=always_true),
    ColumnSpec("Kỳ", lambda row: row.period or formats.NO_VALUE),
    ColumnSpec("Lần nộp", lambda row: f"L{row.sequence}" if row.sequence else formats.NO_VALUE),
    ColumnSpec("Kết quả", lambda row: row.label, mark=quarantine_badge),
    ColumnSpec("Lý do", lambda row: row.reason),
    ColumnSpec("Lúc", lambda row: _local_moment_text(row.changed)),
)
QUARANTINE_WIDTHS, QUARANTINE_STRETCHED = {0: 44, 2: 160, 3: 84, 4: 70, 5: 190, 7: 132}, (1, 6)
QUARANTINE_OPTIONAL = (3, 4)


def _local_moment_text(text: str) -> str:
    return formats.format_moment(datetime.fromisoformat(text)) if text else formats.NO_VALUE


EMPTY_QUARANTINE_TEXT = (
    "Không có tệp nào bị giữ riêng. Tệp không nhận được sẽ nằm ở đây cùng lý do và việc cần làm."
)
ONE_LIST_BELOW_HEIGHT = 420
"""Pixels; in less height two lists and a card leave each too few rows."""


class ReceivedFilesPanel(QtWidgets.QWidget):
    """Two tables, and the card of the file that was selected last in either.

    Signals:
        commune_activated(str): the commune of a file is to be opened, by its code.
    """

    commune_activated = QtCore.Signal(str)

    def __init__(self, theme: ColorTheme) -> None:
        super().__init__()
        self.heading = create_label("", "strong")
        self.files: ObjectTableModel[ImportRow] = ObjectTableModel(
            FILE_COLUMNS, lambda row: row.path, theme, self
        )
        self.quarantine: ObjectTableModel[QuarantineRow] = ObjectTableModel(
            QUARANTINE_COLUMNS, lambda row: row.number, theme, self
        )
        self.file_table = TableView("Các tệp đã kiểm tra")
        self.quarantine_table = TableView("Các tệp giữ riêng")
        self.quarantine_heading = create_label("", "strong")
        self.empty = create_label(EMPTY_QUARANTINE_TEXT, "muted", wrap=True)
        self.card = ReceivedFileCard(theme)
        self._lay_out()
        for table in (self.file_table, self.quarantine_table):
            table.selectionModel().currentChanged.connect(self._show_card)
            # A click on the current row of the other table changes no index but the card.
            table.clicked.connect(self._show_card)
            table.row_activated.connect(self._activate)

    def show_files(self, rows: tuple[ImportRow, ...], heading: str) -> None:
        """Show previewed or imported files below a heading; no rows hide the table."""
        self.files.set_rows(rows)
        # Never both lists, not for a moment: the window would grow to hold them and stay so.
        if not rows:
            self.file_table.hide()
        self._make_room()
        self.file_table.setVisible(bool(rows))
        set_text_or_hide(self.heading, heading)
        self.file_table.setCurrentIndex(self.files.index(0, 0))
        self._show_rest()

    def show_quarantine(self, rows: tuple[QuarantineRow, ...]) -> None:
        """Show the quarantined files; the selection stays."""
        selected = self.quarantine_table.currentIndex().data(ROW_ROLE)
        self.quarantine.set_rows(rows)
        self.quarantine_heading.setText(f"Giữ riêng ({len(rows)})" if rows else "Giữ riêng")
        number = selected.number if isinstance(selected, QuarantineRow) else 0
        index = self.quarantine.index_of(number)
        self.quarantine_table.setCurrentIndex(
            index if index.isValid() else self.quarantine.index(0, 0)
        )
        self._show_rest()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Hide the quarantine while there are files to look at and too little height for both."""
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
        for table, optional in (
            (self.file_table, FILE_OPTIONAL), (self.quarantine_table, QUARANTINE_OPTIONAL),
        ):  # fmt: skip
            for number in optional:
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
        """Show the card, and that the quarantine is empty when there are no files either."""
        has_files = bool(self.files.rows)
        self.empty.setVisible(not self.quarantine.rows and not has_files)
        self._make_room()
        table = self.file_table if has_files else self.quarantine_table
        self._show_card(table.currentIndex())

    def _show_file(self, row: ImportRow | QuarantineRow, badge: Badge) -> None:
        self.card.show_file(row.name, row.code, badge, reason=row.reason, action=row.action)

    @QtCore.Slot(QtCore.QModelIndex)
    def _show_card(self, index: QtCore.QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, ImportRow):
            self._show_file(row, received_file_badge(row))
            self.card.show_quarantine_actions(None)
            self.quarantine_table.clearSelection()
        elif isinstance(row, QuarantineRow):
            self._show_file(row, quarantine_badge(row))
            self.card.show_quarantine_actions(row)
            self.file_table.clearSelection()
        else:
            self.card.hide()

    @QtCore.Slot(QtCore.QModelIndex)
    def _activate(self, index: QtCore.QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, ImportRow) and row.unit_code:
            self.commune_activated.emit(row.unit_code)
        elif isinstance(row, QuarantineRow):
            self.card.sheet.setFocus()
