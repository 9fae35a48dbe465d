"""The page of the ranking: four numbers, then every commune with a heat cell for each area."""

from fractions import Fraction

from PySide6 import QtCore, QtWidgets

from xa_report.domain.province.ranking import RankedCommune
from xa_report.ui.marks import Mark
from xa_report.ui.province.book import RegisterChanges
from xa_report.ui.province.heat import HeatDelegate, HeatLegend
from xa_report.ui.province.numbers_row import NumbersRow
from xa_report.ui.province.page import Foot, ProvincePage, Step
from xa_report.ui.province.pages.next_rank import next_rank_text
from xa_report.ui.province.pages.ranking_columns import FIXED, area_of, area_percent, columns
from xa_report.ui.province.place import Place
from xa_report.ui.shared.object_table_model import ROW_ROLE, ObjectTableModel
from xa_report.ui.widgets.chip import Chip
from xa_report.ui.widgets.labels import ElidedLabel, label
from xa_report.ui.widgets.lists import Table

WIDTHS = {0: 52, 2: 92, 3: 92, 4: 86, 5: 104}
AREA, SELF, ROOMY = 48, 2, 1120
EMPTY = (
    "Chưa có xã nào trong bảng xếp hạng. Hãy nhập gói báo cáo ở trang Tiếp nhận; mỗi xã có điểm "
    "ngay khi báo cáo được nhận."
)
LEGEND = "Ô lĩnh vực: % điểm tối đa áp dụng"
SIGNS = "▲ tự chấm cao hơn thẩm định từ 2 điểm   = đồng hạng   * chưa đạt điều kiện mức cao hơn"


class RankingPage(ProvincePage):
    """One row for each ranked commune; Enter opens its criteria.

    Signals:
        export_requested(): write the books.
    """

    export_requested = QtCore.Signal()

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._book = place.book
        self.numbers = NumbersRow(place.book)
        self.model: ObjectTableModel[RankedCommune] = ObjectTableModel((), _code, place.theme, self)
        self.table = Table("Bảng xếp hạng")
        self.table.setModel(self.model)
        self._heat = HeatDelegate(place.theme, self._percent, self.table)
        self.provisional = Chip(place.theme)
        self.empty = label(EMPTY, "muted", wrap=True)
        self._legend = HeatLegend(place.theme)
        self._form = ""
        self._lay_out()
        self.table.row_activated.connect(self._open)
        self.table.selectionModel().currentChanged.connect(self._moved)
        self.show_period()

    @property
    def title(self) -> str:
        return "Xếp hạng"

    def foot(self) -> Foot:
        one, ranked = self.chosen, bool(self.model.rows)
        export = Step("Xuất tổng hợp…", self.export_requested.emit, "Ctrl+E", ranked)
        if one is None:
            return Foot("Chưa xếp hạng", "chưa có xã nào nộp báo cáo", (export,))
        step = Step("Mở hồ sơ  Enter", self._open, "Xem tiêu chí của xã đã chọn")
        lowered = self._book.books.lowered.get(one.contestant.unit.code, "")
        why = f"{lowered[:1].lower()}{lowered[1:].rstrip('.')}; " if lowered else ""
        words = f"{why}{next_rank_text(one, self._book.overview)}"
        return Foot(one.contestant.unit.name, words, (step, export))

    def show_changes(self, changes: RegisterChanges) -> None:
        if changes.overview:
            self.show_period()
        if changes.consolidation:
            # Targets that are met, and in the cells the ratings that were lowered.
            self.numbers.refresh()
            self.table.viewport().update()

    def show_period(self) -> None:
        overview, chosen = self._book.overview, self.chosen
        sha256 = overview.form.sha256 if overview.form else ""
        if sha256 != self._form or not self.model.columns:
            self._form = sha256
            self._set_columns()
        self.model.set_rows(overview.ranking.placed)
        index = self.model.index_of(chosen.contestant.unit.code if chosen else "")
        self.table.setCurrentIndex(index if index.isValid() else self.model.index(0, 0))
        self.empty.setVisible(not self.model.rows)
        self.table.setVisible(bool(self.model.rows))
        self.numbers.refresh()
        self._show_provisional()
        self.footer_changed.emit()

    def begin(self) -> None:
        self.table.setFocus()

    @property
    def chosen(self) -> RankedCommune | None:
        """The commune that is selected."""
        one = self.table.currentIndex().data(ROW_ROLE)
        return one if isinstance(one, RankedCommune) else None

    def _lay_out(self) -> None:
        below = QtWidgets.QHBoxLayout()
        below.setSpacing(12)
        self._signs = ElidedLabel("small")
        self._signs.show_text(SIGNS)
        self._legend_words = label(LEGEND, "small")
        below.addWidget(self.provisional)
        below.addWidget(self._signs, 1)
        below.addWidget(self._legend_words)
        below.addWidget(self._legend)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 10)
        column.setSpacing(12)
        column.addWidget(self.numbers)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        column.addLayout(below)
        column.addStretch(0)

    def _set_columns(self) -> None:
        self.model.set_columns(columns(self._book))
        areas = range(FIXED, len(self.model.columns))
        self.table.fix_columns({**WIDTHS, **dict.fromkeys(areas, AREA)}, (1,))
        self.table.leave_out(SELF, ROOMY)
        for column in areas:
            self.table.setItemDelegateForColumn(column, self._heat)

    def _percent(self, one: object, column: int) -> Fraction | None:
        form = self._book.overview.form
        area = area_of(form, column)
        return area_percent(one, area, form) if form and area else None

    def _show_provisional(self) -> None:
        ranking = self._book.overview.ranking
        for part in (self._signs, self._legend_words, self._legend):
            part.setVisible(bool(ranking.placed))
        waiting = sum(not one.contestant.closed for one in ranking.placed)
        self.provisional.setVisible(bool(ranking.placed))
        word = f"Tạm thời: {waiting} xã chưa chốt điểm" if waiting else "Mọi xã đã chốt điểm"
        icon, role = ("below", "below") if waiting else ("met", "met")
        self.provisional.show_mark(Mark(icon, word, role))

    @QtCore.Slot()
    def _moved(self) -> None:
        self.footer_changed.emit()

    @QtCore.Slot()
    def _open(self) -> None:
        one = self.chosen
        if one is not None:
            self.commune_activated.emit(one.contestant.unit.code)


def _code(one: RankedCommune) -> str:
    return one.contestant.unit.code
