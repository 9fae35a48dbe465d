"""The page of all communes: filters, sort orders and columns."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.province.appraisal import CaseState
from xa_report.domain.province.overview import CommuneStatus
from xa_report.domain.text import strip_accents
from xa_report.ui.province import formats
from xa_report.ui.province.context import ProvinceUiContext
from xa_report.ui.province.filter_chips import FilterChips
from xa_report.ui.province.page import FooterAction, FooterContent, ProvincePage
from xa_report.ui.province.session import RegisterChanges, RegisterSession
from xa_report.ui.province.state_badges import case_state_badge
from xa_report.ui.shared.badges import Badge
from xa_report.ui.shared.object_table_model import (
    ROW_ROLE,
    ColumnSpec,
    ObjectTableModel,
    always_true,
)
from xa_report.ui.shared.widgets.labels import create_label
from xa_report.ui.shared.widgets.views import TableView

IN_TIME_BADGE, LATE_BADGE = Badge("met", "đúng hạn", "met"), Badge("below", "nộp trễ", "below")
QUARANTINED_FILE_BADGE = Badge("below", "có tệp giữ riêng", "below")
OPEN_CASE_STATES = frozenset(
    {CaseState.APPRAISING, CaseState.EXPLAINING, CaseState.RETURNED, CaseState.SECOND}
)


@dataclass(frozen=True, slots=True)
class CommuneFilter:
    """Some of the communes."""

    name: str
    predicate: Callable[[CommuneStatus], bool]


COMMUNE_FILTERS = (
    CommuneFilter("Tất cả", lambda line: True),
    CommuneFilter("Chưa nộp", lambda line: not line.sent),
    CommuneFilter("Nộp trễ", lambda line: line.late),
    CommuneFilter("Chờ thẩm định", lambda line: line.state is CaseState.RECEIVED),
    CommuneFilter("Đang thẩm định", lambda line: line.state in OPEN_CASE_STATES),
    CommuneFilter("Đã chốt", lambda line: line.closed),
)


@dataclass(frozen=True, slots=True)
class SortChoice:
    """A way to sort the list, also without the mouse."""

    name: str
    column: int
    descending: bool = False


SORT_CHOICES = (
    SortChoice("Tên xã, phường", 0),
    SortChoice("Trạng thái", 2),
    SortChoice("Ngày nhận, mới nhất trước", 4, descending=True),
    SortChoice("Điểm thẩm định, cao nhất trước", 6, descending=True),
    SortChoice("Chênh lệch tự chấm và thẩm định", 5, descending=True),
)


def build_tracking_columns(session: RegisterSession) -> tuple[ColumnSpec[CommuneStatus], ...]:
    """One row for each commune."""

    def mark(line: CommuneStatus) -> Badge:
        return case_state_badge(line.state, overdue=session.is_overdue(line))

    def came(line: CommuneStatus) -> Badge | None:
        return (
            _punctuality_badge(line)
            if line.sent
            else QUARANTINED_FILE_BADGE
            if session.quarantine_of(line)
            else None
        )

    def came_word(line: CommuneStatus) -> str:
        found = came(line)
        return found.word if found else formats.NO_VALUE

    def held_words(line: CommuneStatus) -> str:
        return "\n".join(
            f"Giữ riêng số {one.number}: {one.reason}" for one in session.quarantine_of(line)
        )

    return (
        ColumnSpec(
            "Xã, phường",
            lambda line: line.unit.name,
            key=_name_key,
            strong=always_true,
            tip=_commune_tooltip,
        ),
        ColumnSpec("Nộp báo cáo", came_word, mark=came, key=_arrival_key, tip=held_words),
        ColumnSpec("Trạng thái", lambda line: mark(line).word, mark=mark, key=_state_key),
        ColumnSpec(
            "Lần nộp",
            formats.submission_label,
            key=lambda line: line.sequence,
            about=_SUBMISSION_TOOLTIP,
        ),
        ColumnSpec("Nhận lúc", lambda line: formats.format_moment(line.received), key=_arrival_key),
        ColumnSpec(
            "Tự chấm", _sent_points_text, right=True, key=_difference_key, tip=_difference_tooltip
        ),
        ColumnSpec("Thẩm định", _appraised_points_text, right=True, key=_percent_key),
        ColumnSpec(
            "Chỉ số",
            _percent_text,
            right=True,
            key=_percent_key,
            about="Phần trăm điểm tối đa áp dụng",
        ),
        ColumnSpec("Xếp loại", lambda line: formats.rating_text(line.candidate), key=_percent_key),
    )


_SUBMISSION_TOOLTIP = "L1 là lần nộp đầu, L2 là bản thay thế hoặc bổ sung…"


def _name_key(line: CommuneStatus) -> tuple[str, str]:
    kind, _, name = line.unit.name.partition(" ")
    return strip_accents(name or kind), line.unit.code


def _commune_tooltip(line: CommuneStatus) -> str:
    return f"{line.unit.name} (mã {line.unit.code})"


def _punctuality_badge(line: CommuneStatus) -> Badge:
    return LATE_BADGE if line.late else IN_TIME_BADGE


def _arrival_key(line: CommuneStatus) -> tuple[bool, str]:
    return line.sent, line.received.isoformat() if line.received else ""


def _state_key(line: CommuneStatus) -> int:
    return -1 if line.state is None else list(CaseState).index(line.state)


def _percent_key(line: CommuneStatus) -> Fraction:
    one = line.candidate
    return Fraction(-1) if one is None or one.percent is None else one.percent


def _difference_key(line: CommuneStatus) -> Fraction:
    one = line.candidate
    return Fraction(-1) if one is None else abs(Fraction(one.sent - one.result))


def _difference_tooltip(line: CommuneStatus) -> str:
    one = line.candidate
    if one is None:
        return "Chưa nộp báo cáo."
    if one.sent == one.result:
        return "Điểm thẩm định bằng điểm tự chấm."
    side = "cao" if one.sent > one.result else "thấp"
    return f"Tự chấm {side} hơn thẩm định {formats.format_points(abs(one.sent - one.result))} điểm."


def _sent_points_text(line: CommuneStatus) -> str:
    return formats.format_points(line.candidate.sent if line.candidate else None)


def _appraised_points_text(line: CommuneStatus) -> str:
    return formats.format_points(line.candidate.result if line.candidate else None)


def _percent_text(line: CommuneStatus) -> str:
    return formats.format_percent(line.candidate.percent if line.candidate else None)


COLUMN_WIDTHS = {1: 142, 2: 176, 3: 72, 4: 140, 5: 86, 6: 92, 7: 86, 8: 130}
NAME_COLUMN, RECEIVED_COLUMN, ALL_COLUMNS_FROM_WIDTH = 0, 4, 1060
SEQUENCE_COLUMN, SEQUENCE_COLUMN_FROM_WIDTH = 3, 960
SORT_BOX_MIN_WIDTH = 110
"""Of the box with the orders, where there is no room for more."""


class TrackingPage(ProvincePage):
    """One row for each commune; chips narrow the list, Enter opens a commune."""

    def __init__(self, context: ProvinceUiContext) -> None:
        super().__init__()
        self._session = context.session
        self.filters = FilterChips("Lọc theo tình trạng", [group.name for group in COMMUNE_FILTERS])
        self.sort_box = QtWidgets.QComboBox()
        self.sort_box.setAccessibleName("Sắp xếp")
        self.sort_box.setMinimumContentsLength(14)
        self.sort_box.setSizeAdjustPolicy(
            QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.sort_box.addItems([one.name for one in SORT_CHOICES])
        self.sort_box.setMinimumWidth(SORT_BOX_MIN_WIDTH)
        self._sorted_by = create_label("Sắp xếp", "muted")
        self.model = ObjectTableModel(
            build_tracking_columns(context.session),
            lambda line: line.unit.code,
            context.theme,
            self,
        )
        self.table = TableView("Danh sách xã, phường")
        self.table.setModel(self.model)
        self.table.set_column_widths(COLUMN_WIDTHS, (NAME_COLUMN,))
        self.table.hide_column_below(RECEIVED_COLUMN, ALL_COLUMNS_FROM_WIDTH)
        self.table.hide_column_below(SEQUENCE_COLUMN, SEQUENCE_COLUMN_FROM_WIDTH)
        self._lay_out()
        self._connect()
        self.show_period()

    @property
    def title(self) -> str:
        missing = len(self._session.overview.communes) - self._session.overview.sent_count
        return f"Theo dõi  {missing}" if missing else "Theo dõi"

    def footer_content(self) -> FooterContent:
        overview = self._session.overview
        line = self.selected_commune
        step = FooterAction(
            "Mở hồ sơ  Enter", self._open, "Xem tiêu chí của xã đã chọn", bool(line and line.sent)
        )
        missing = len(overview.communes) - overview.sent_count
        words = f"đã nộp, {missing} xã chưa nộp, {overview.closed_count} xã đã chốt điểm"
        return FooterContent(f"{overview.sent_count} / {len(overview.communes)} xã", words, (step,))

    def show_changes(self, changes: RegisterChanges) -> None:
        if changes.overview:
            self.show_period()
        if changes.quarantine:
            # A line also says what is kept apart of its commune, which is no part of the row.
            self.table.viewport().update()

    def show_period(self) -> None:
        lines = self._session.overview.communes
        self.filters.show_counts([sum(map(group.predicate, lines)) for group in COMMUNE_FILTERS])
        self._show()

    def focus_start(self) -> None:
        self.table.setFocus()

    def show_commune(self, code: str) -> None:
        """Select a commune, whichever chip is chosen."""
        if not self.model.index_of(code).isValid():
            self.filters.choose_filter(0)
        index = self.model.index_of(code)
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)

    @property
    def selected_commune(self) -> CommuneStatus | None:
        """The commune that is selected."""
        line = self.table.currentIndex().data(ROW_ROLE)
        return line if isinstance(line, CommuneStatus) else None

    def _lay_out(self) -> None:
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.filters)
        row.addStretch(1)
        row.addWidget(self._sorted_by)
        row.addWidget(self.sort_box)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(row)
        column.addWidget(self.table, 1)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        self._sorted_by.setVisible(self.width() >= ALL_COLUMNS_FROM_WIDTH)
        super().resizeEvent(event)

    def _connect(self) -> None:
        self.filters.choice_changed.connect(self._show)
        self.sort_box.currentIndexChanged.connect(self._sort)
        self.table.row_activated.connect(self._open)
        self.table.selectionModel().currentChanged.connect(self._moved)

    @QtCore.Slot()
    def _show(self) -> None:
        chosen = self.selected_commune
        holds = COMMUNE_FILTERS[self.filters.current_index].predicate
        found = [line for line in self._session.overview.communes if holds(line)]
        self.model.set_rows(_sort_lines(self.model, found, self.sort_box.currentIndex()))
        index = self.model.index_of(chosen.unit.code if chosen else "")
        self.table.setCurrentIndex(index if index.isValid() else self.model.index(0, 0))
        self.footer_changed.emit()

    @QtCore.Slot(int)
    def _sort(self, number: int) -> None:
        order = SORT_CHOICES[number]
        sides = QtCore.Qt.SortOrder
        side = sides.DescendingOrder if order.descending else sides.AscendingOrder
        self.model.sort(order.column, side)
        self.table.scrollTo(self.table.currentIndex())

    @QtCore.Slot()
    def _moved(self) -> None:
        self.footer_changed.emit()

    @QtCore.Slot()
    def _open(self) -> None:
        line = self.selected_commune
        if line is not None and line.sent:
            self.commune_activated.emit(line.unit.code)


def _sort_lines(
    model: ObjectTableModel[CommuneStatus], lines: list[CommuneStatus], number: int
) -> list[CommuneStatus]:
    order = SORT_CHOICES[number]
    key = model.columns[order.column].key
    return sorted(lines, key=key, reverse=order.descending) if key else lines
