"""The page of all communes: filters, sort orders and columns."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.collation import CollationKey, collation_key
from xa_report.domain.province.appraisal import CaseState
from xa_report.domain.province.overview import CommuneStatus
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
_SUBMISSION_TOOLTIP = "L1 là lần nộp đầu, L2 là bản thay thế hoặc bổ sung…"
OPEN_CASE_STATES = frozenset(
    {CaseState.APPRAISING, CaseState.EXPLAINING, CaseState.RETURNED, CaseState.SECOND}
)


@dataclass(frozen=True, slots=True)
class CommuneFilter:
    """A filter of the communes, with the name of its chip."""

    name: str
    predicate: Callable[[CommuneStatus], bool]


COMMUNE_FILTERS = (
    CommuneFilter("Tất cả", lambda commune: True),
    CommuneFilter("Chưa nộp", lambda commune: not commune.sent),
    CommuneFilter("Nộp trễ", lambda commune: commune.late),
    CommuneFilter("Chờ thẩm định", lambda commune: commune.state is CaseState.RECEIVED),
    CommuneFilter("Đang thẩm định", lambda commune: commune.state in OPEN_CASE_STATES),
    CommuneFilter("Đã chốt", lambda commune: commune.closed),
)


@dataclass(frozen=True, slots=True)
class SortChoice:
    """An entry of the box with sort orders; `column` is that of the table."""

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
    """Build the columns of communes with what the session knows about each."""
    return (*_submission_columns(session), *_result_columns())


def _submission_columns(session: RegisterSession) -> tuple[ColumnSpec[CommuneStatus], ...]:
    def state_badge(commune: CommuneStatus) -> Badge:
        return case_state_badge(commune.state, overdue=session.is_overdue(commune))

    return (
        ColumnSpec(
            "Xã, phường",
            lambda commune: commune.unit.name,
            key=_name_key,
            strong=always_true,
            tip=_commune_tooltip,
        ),
        ColumnSpec(
            "Nộp báo cáo",
            partial(_arrival_text, session),
            mark=partial(_arrival_badge, session),
            key=_arrival_key,
            tip=partial(_quarantine_tooltip, session),
        ),
        ColumnSpec(
            "Trạng thái",
            lambda commune: state_badge(commune).word,
            mark=state_badge,
            key=_state_key,
        ),
        ColumnSpec(
            "Lần nộp",
            formats.submission_label,
            key=lambda commune: commune.sequence,
            about=_SUBMISSION_TOOLTIP,
        ),
        ColumnSpec(
            "Nhận lúc", lambda commune: formats.format_moment(commune.received), key=_arrival_key
        ),
    )


def _arrival_badge(session: RegisterSession, commune: CommuneStatus) -> Badge | None:
    if commune.sent:
        return _punctuality_badge(commune)
    return QUARANTINED_FILE_BADGE if session.quarantine_of(commune) else None


def _arrival_text(session: RegisterSession, commune: CommuneStatus) -> str:
    badge = _arrival_badge(session, commune)
    return badge.word if badge else formats.NO_VALUE


def _quarantine_tooltip(session: RegisterSession, commune: CommuneStatus) -> str:
    files = session.quarantine_of(commune)
    return "\n".join(f"Giữ riêng số {file.number}: {file.reason}" for file in files)


def _result_columns() -> tuple[ColumnSpec[CommuneStatus], ...]:
    return (
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
        ColumnSpec(
            "Xếp loại", lambda commune: formats.rating_text(commune.candidate), key=_percent_key
        ),
    )


def _name_key(commune: CommuneStatus) -> tuple[CollationKey, str]:
    # By the name without its kind: otherwise all Phường stand before all Xã.
    kind, _, name = commune.unit.name.partition(" ")
    return collation_key(name or kind), commune.unit.code


def _commune_tooltip(commune: CommuneStatus) -> str:
    return f"{commune.unit.name} (mã {commune.unit.code})"


def _punctuality_badge(commune: CommuneStatus) -> Badge:
    return LATE_BADGE if commune.late else IN_TIME_BADGE


def _arrival_key(commune: CommuneStatus) -> tuple[bool, str]:
    return commune.sent, commune.received.isoformat() if commune.received else ""


def _state_key(commune: CommuneStatus) -> int:
    # In the order in which a case passes through its states.
    return -1 if commune.state is None else list(CaseState).index(commune.state)


def _percent_key(commune: CommuneStatus) -> Fraction:
    # Communes without points stand below all others.
    candidate = commune.candidate
    return Fraction(-1) if candidate is None or candidate.percent is None else candidate.percent


def _difference_key(commune: CommuneStatus) -> Fraction:
    candidate = commune.candidate
    if candidate is None or candidate.compared is None:
        return Fraction(-1)
    return abs(Fraction(candidate.compared.excess))


def _difference_tooltip(commune: CommuneStatus) -> str:
    return formats.excess_text(commune.candidate) if commune.candidate else "Chưa nộp báo cáo."


def _sent_points_text(commune: CommuneStatus) -> str:
    return formats.format_points(commune.candidate.sent if commune.candidate else None)


def _appraised_points_text(commune: CommuneStatus) -> str:
    return formats.format_points(commune.candidate.result if commune.candidate else None)


def _percent_text(commune: CommuneStatus) -> str:
    return formats.format_percent(commune.candidate.percent if commune.candidate else None)


COLUMN_WIDTHS = {1: 142, 2: 176, 3: 72, 4: 140, 5: 86, 6: 92, 7: 86, 8: 130}
NAME_COLUMN, RECEIVED_COLUMN, ALL_COLUMNS_FROM_WIDTH = 0, 4, 1060
SEQUENCE_COLUMN, SEQUENCE_COLUMN_FROM_WIDTH = 3, 960
SORT_BOX_MIN_WIDTH = 110
"""Pixels of the box with sort orders in a narrow window."""


class TrackingPage(ProvincePage):
    """Table of all communes with filter chips and sort orders; Enter opens a case."""

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
        self.sort_box.addItems([choice.name for choice in SORT_CHOICES])
        self.sort_box.setMinimumWidth(SORT_BOX_MIN_WIDTH)
        self._sorted_by = create_label("Sắp xếp", "muted")
        self.model = ObjectTableModel(
            build_tracking_columns(context.session),
            lambda commune: commune.unit.code,
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
        commune = self.selected_commune
        action = FooterAction(
            "Mở hồ sơ  Enter",
            self._open,
            "Xem tiêu chí của xã đã chọn",
            bool(commune and commune.sent),
        )
        missing = len(overview.communes) - overview.sent_count
        text = f"đã nộp, {missing} xã chưa nộp, {overview.closed_count} xã đã chốt điểm"
        title = f"{overview.sent_count} / {len(overview.communes)} xã"
        return FooterContent(title, text, (action,))

    def show_changes(self, changes: RegisterChanges) -> None:
        if changes.overview:
            self.show_period()
        if changes.quarantine:
            # Cells ask the session for quarantined files, which are no part of the row objects.
            self.table.viewport().update()

    def show_period(self) -> None:
        communes = self._session.overview.communes
        counts = [sum(map(group.predicate, communes)) for group in COMMUNE_FILTERS]
        self.filters.show_counts(counts)
        self._show()

    def focus_start(self) -> None:
        self.table.setFocus()

    def show_commune(self, code: str) -> None:
        """Select a commune; the filter is lifted when it hides that commune."""
        if not self.model.index_of(code).isValid():
            self.filters.choose_filter(0)
        index = self.model.index_of(code)
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)

    @property
    def selected_commune(self) -> CommuneStatus | None:
        """The selected commune, or None."""
        commune = self.table.currentIndex().data(ROW_ROLE)
        return commune if isinstance(commune, CommuneStatus) else None

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
        self.table.selectionModel().currentChanged.connect(self._emit_footer)

    @QtCore.Slot()
    def _show(self) -> None:
        selected = self.selected_commune
        predicate = COMMUNE_FILTERS[self.filters.current_index].predicate
        communes = [commune for commune in self._session.overview.communes if predicate(commune)]
        self.model.set_rows(_sort_communes(self.model, communes, self.sort_box.currentIndex()))
        index = self.model.index_of(selected.unit.code if selected else "")
        self.table.setCurrentIndex(index if index.isValid() else self.model.index(0, 0))
        self.footer_changed.emit()

    @QtCore.Slot(int)
    def _sort(self, number: int) -> None:
        choice = SORT_CHOICES[number]
        orders = QtCore.Qt.SortOrder
        order = orders.DescendingOrder if choice.descending else orders.AscendingOrder
        self.model.sort(choice.column, order)
        self.table.scrollTo(self.table.currentIndex())

    @QtCore.Slot()
    def _emit_footer(self) -> None:
        self.footer_changed.emit()

    @QtCore.Slot()
    def _open(self) -> None:
        commune = self.selected_commune
        if commune is not None and commune.sent:
            self.commune_activated.emit(commune.unit.code)


def _sort_communes(
    model: ObjectTableModel[CommuneStatus], communes: list[CommuneStatus], number: int
) -> list[CommuneStatus]:
    choice = SORT_CHOICES[number]
    key = model.columns[choice.column].key
    return sorted(communes, key=key, reverse=choice.descending) if key else communes
