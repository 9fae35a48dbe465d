"""The window that is shown when there is no file to open."""

from pathlib import Path

from PySide6 import QtCore, QtWidgets

from xa_report.errors import XaReportError
from xa_report.paths import user_data_dir
from xa_report.ui.shared.tasks import BackgroundTask
from xa_report.ui.shared.widgets.cards import CardFrame
from xa_report.ui.shared.widgets.labels import create_label, set_text_or_hide
from xa_report.workflow.shared.environment import ProgressCallback

DEMO_FOLDER = "minh-hoa"
DEMO_FILE = "xa-tan-hoi.xadb"
"""File name as the demonstration writes it; repeated, to open it without importing `demo`."""
COMMUNE_FILE_FILTER = "Tệp số liệu của xã (*.xadb *.db);;Tất cả các tệp (*)"
REGISTER_FILE_FILTER = "Sổ của tỉnh (*.xaprov *.db *.sqlite);;Tất cả các tệp (*)"


class WelcomeWindow(QtWidgets.QWidget):
    """Window with buttons to open a commune's file, a register or the demonstration.

    Signals:
        database_chosen(object): the Path of the file to open.
    """

    database_chosen = QtCore.Signal(object)

    def __init__(self, sentence: str = "") -> None:
        super().__init__()
        self.setObjectName("ground")
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("xa-report")
        self.resize(640, 320)
        self._task: BackgroundTask | None = None
        self.fault = create_label(sentence, wrap=True)
        self.fault.setProperty("role", "missing")
        self.fault.setVisible(bool(sentence))
        self.open_button = QtWidgets.QPushButton("Mở tệp số liệu…")
        self.open_button.setProperty("look", "filled")
        self.register_button = QtWidgets.QPushButton("Mở sổ của tỉnh…")
        self.demo_button = QtWidgets.QPushButton("Xem bản minh họa")
        self.bar = QtWidgets.QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.hide()
        self._lay_out()
        self.open_button.clicked.connect(self._ask)
        self.register_button.clicked.connect(self._ask_register)
        self.demo_button.clicked.connect(self.show_demo)

    def show_demo(self) -> None:
        """Emit the file of the demonstration; build it first, in the background, when missing."""
        folder = user_data_dir() / DEMO_FOLDER
        if (folder / DEMO_FILE).is_file():
            self.database_chosen.emit(folder / DEMO_FILE)
            return
        self._set_busy(busy=True)
        self._task = BackgroundTask(lambda progress: _build_demo(folder, progress), self)
        self._task.progress_reported.connect(self._progress)
        self._task.work_done.connect(self.database_chosen)
        self._task.work_failed.connect(self._failed)
        self._task.start_work()

    def _lay_out(self) -> None:
        card = CardFrame("Đánh giá cải cách hành chính cấp xã")
        card.add_widget(
            create_label(
                "Hãy mở tệp số liệu của xã để nhập số liệu, đính kèm tài liệu, đối chiếu kế hoạch "
                "và xuất báo cáo. Ở tỉnh, hãy mở sổ của tỉnh để nhận báo cáo, thẩm định, xếp hạng "
                "các xã, phường. Nếu chưa có tệp nào, hãy xem bản minh họa: một xã với số liệu "
                "giả định của cả năm.",
                wrap=True,
            )
        )
        card.add_widget(self.fault)
        card.add_widget(self.bar)
        row = QtWidgets.QHBoxLayout()
        row.addWidget(self.open_button)
        row.addWidget(self.register_button)
        row.addWidget(self.demo_button)
        row.addStretch(1)
        card.column.addLayout(row)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addWidget(card)
        column.addStretch(1)

    def _ask(self) -> None:
        self._choose("Mở tệp số liệu", COMMUNE_FILE_FILTER)

    def _ask_register(self) -> None:
        self._choose("Mở sổ của tỉnh", REGISTER_FILE_FILTER)

    def _choose(self, title: str, kinds: str) -> None:
        chosen, _ = QtWidgets.QFileDialog.getOpenFileName(self, title, "", kinds)
        if chosen:
            self.database_chosen.emit(Path(chosen))

    def _set_busy(self, *, busy: bool) -> None:
        self.open_button.setEnabled(not busy)
        self.register_button.setEnabled(not busy)
        self.demo_button.setEnabled(not busy)
        self.bar.setVisible(busy)

    @QtCore.Slot(str, int, int)
    def _progress(self, what: str, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    @QtCore.Slot(object)
    def _failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        if not isinstance(error, XaReportError):
            raise error
        set_text_or_hide(self.fault, str(error))


def _build_demo(folder: Path, progress: ProgressCallback) -> Path:
    # Loaded here, in the thread: the demonstration exports and signs, which few starts need.
    from xa_report.demo.commune import build_commune_demo

    return build_commune_demo(folder, progress=progress).db
