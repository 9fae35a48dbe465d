"""The drop zone for received files, with buttons for files, folders and removable drives."""

from pathlib import Path

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.ui.province.context import ProvinceUiContext
from xa_report.ui.shared.theme import set_style_property
from xa_report.ui.shared.widgets.labels import create_label
from xa_report.workflow.shared import environment

DROP_INVITATION = "Kéo thả gói báo cáo, PDF đã ký hoặc cả thư mục vào đây"
ACCEPTED_FILES_TEXT = "Tệp .zip và .pdf; thư mục được tìm cả trong thư mục con."


class DropZone(QtWidgets.QFrame):
    """A dashed frame that takes files and folders by dropping, dialogs or drives.

    Signals:
        paths_chosen(object): a tuple of Path, at least one, files and folders mixed.
    """

    paths_chosen = QtCore.Signal(object)

    def __init__(self, context: ProvinceUiContext) -> None:
        super().__init__()
        self.setObjectName("drop")
        self.setAcceptDrops(True)
        self._dialogs = context.dialogs
        self.files_button = self._button("Chọn tệp…", "Ctrl+O", self.choose_files)
        self.folder_button = self._button("Chọn thư mục…", "Ctrl+Shift+O", self.choose_folder)
        self.drives_button = QtWidgets.QPushButton("Từ USB")
        self.drives_button.setProperty("look", "menu")
        self.drives_button.setToolTip("Các ổ đĩa rời đang cắm")
        menu = QtWidgets.QMenu(self.drives_button)
        # Listed anew each time: drives are plugged in while the window is open.
        menu.aboutToShow.connect(self._list_drives)
        self.drives_button.setMenu(menu)
        self._lay_out()

    def choose_files(self) -> None:
        """Let the user choose files."""
        self._emit_paths(self._dialogs.choose_files(self))

    def choose_folder(self) -> None:
        """Let the user choose a folder."""
        folder = self._dialogs.choose_source_folder(self)
        self._emit_paths((folder,) if folder is not None else ())

    def _lay_out(self) -> None:
        words = QtWidgets.QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(create_label(DROP_INVITATION, "strong", wrap=True))
        words.addWidget(create_label(ACCEPTED_FILES_TEXT, "muted", wrap=True))
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.files_button, self.folder_button, self.drives_button):
            row.addWidget(button)

    def _button(self, text: str, keys: str, callback: object) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton(text)
        button.setToolTip(keys)
        button.setShortcut(keys)
        button.clicked.connect(callback)
        return button

    @QtCore.Slot()
    def _list_drives(self) -> None:
        menu = self.drives_button.menu()
        menu.clear()
        for drive in environment.list_writable_drives():
            if drive.removable:
                action = menu.addAction(drive.list_text)
                action.triggered.connect(lambda _=False, path=drive.path: self._emit_paths((path,)))
        if menu.isEmpty():
            menu.addAction("Chưa thấy ổ đĩa rời nào; hãy cắm USB rồi mở lại danh sách này.")
            menu.actions()[0].setEnabled(False)

    def _emit_paths(self, paths: tuple[Path, ...]) -> None:
        if paths:
            self.paths_chosen.emit(paths)

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:
        if paths_from_mime_data(event.mimeData()):
            set_style_property(self, "over", "true")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QtGui.QDragLeaveEvent) -> None:
        set_style_property(self, "over", "false")

    def dropEvent(self, event: QtGui.QDropEvent) -> None:
        set_style_property(self, "over", "false")
        event.acceptProposedAction()
        self._emit_paths(paths_from_mime_data(event.mimeData()))


def paths_from_mime_data(data: QtCore.QMimeData) -> tuple[Path, ...]:
    """Return the local files and folders among the dropped URLs."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
