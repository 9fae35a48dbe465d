"""The page of the ranking: metrics, heat cells for the areas, the gap to the next rank."""

from decimal import Decimal
from fractions import Fraction

from PySide6 import QtCore, QtWidgets

from xa_report.assess.province import next_rank
from xa_report.domain.form import Area, Form
from xa_report.domain.province.overview import ProvinceOverview
from xa_report.domain.province.ranking import RankedCommune
from xa_report.ui.province import formats
from xa_report.ui.province.context import ProvinceUiContext
from xa_report.ui.province.heat_map import HeatMapDelegate, HeatMapLegend, heat_cell_text
from xa_report.ui.province.metrics import MetricRow
from xa_report.ui.province.page import FooterAction, FooterContent, ProvincePage
from xa_report.ui.province.session import RegisterChanges, RegisterSession
from xa_report.ui.shared.badges import Badge, BadgeChip
from xa_report.ui.shared.object_table_model import (
    ROW_ROLE,
    ColumnSpec,
    ObjectTableModel,
    always_true,
)
from xa_report.ui.shared.widgets.labels import ElidedLabel, create_label
from xa_report.ui.shared.widgets.views import TableView

FIXED_COLUMN_COUNT = 6
"""How many columns stand before the areas."""
NOTICED_EXCESS = Decimal(2)
"""From so many points on a self-assessment above the appraised one is marked."""
WITHOUT_SURVEY_TEXT = "Chưa gồm điểm tỉnh chấm qua điều tra xã hội học"
ABOVE_APPRAISED_BADGE = Badge("", "▲", "below")


def build_ranking_columns(session: RegisterSession) -> tuple[ColumnSpec[RankedCommune], ...]:
    """For the form of the period that is looked at."""
    form = session.overview.form
    decimals = form.decimals if form else 2
    return (
        ColumnSpec(
            "Hạng",
            lambda one: rank_text(one),
            right=True,
            tip=lambda one: _tie_tooltip(one, session.overview),
        ),
        ColumnSpec("Xã, phường", lambda one: one.candidate.unit.name, tip=_commune_tooltip),
        ColumnSpec(
            "Tự chấm",
            lambda one: _sent_points_text(one, decimals),
            right=True,
            mark=_excess_badge,
            tip=_excess_tooltip,
            about=WITHOUT_SURVEY_TEXT if form and any(c.survey for c in form.leaves()) else "",
        ),
        ColumnSpec(
            "Thẩm định",
            lambda one: formats.format_points(one.candidate.result, decimals),
            right=True,
            strong=always_true,
        ),
        ColumnSpec(
            "Chỉ số",
            lambda one: formats.format_percent(one.candidate.percent),
            right=True,
            about="Điểm thẩm định trên điểm tối đa áp dụng",
        ),
        ColumnSpec(
            "Xếp loại",
            lambda one: _rating_cell_text(one, session),
            tip=lambda one: _lowered_rating_text(one, session),
            about="Theo chỉ số và các điều kiện của bộ tiêu chí; * là không đạt điều kiện",
        ),
        *((_area_column(area, form, session) for area in form.areas) if form else ()),
    )


def area_percent(row_object: object, area: Area, form: Form) -> Fraction | None:
    """The percentage of a commune in an area."""
    if not isinstance(row_object, RankedCommune) or area.code not in row_object.candidate.parts:
        return None
    return (
        None
        if is_survey_pending(row_object, area, form)
        else row_object.candidate.parts[area.code].percent
    )


def is_survey_pending(commune: RankedCommune, area: Area, form: Form) -> bool:
    """Whether an area is surveyed and the province has not entered what was found."""
    share = commune.candidate.parts.get(area.code)
    if share is None or share.points:
        return False
    asked = [c for c in form.leaves() if c.code.partition(".")[0] == area.code]
    return bool(asked) and all(criterion.survey for criterion in asked)


def area_of_column(form: Form | None, column: int) -> Area | None:
    """The area of a column."""
    return (
        form.areas[column - FIXED_COLUMN_COUNT] if form and column >= FIXED_COLUMN_COUNT else None
    )


def rank_text(commune: RankedCommune) -> str:
    """The rank; `=` marks those that remain equal."""
    return f"= {commune.rank}" if commune.tied else str(commune.rank)


def _area_column(area: Area, form: Form, session: RegisterSession) -> ColumnSpec[RankedCommune]:
    def tip(commune: RankedCommune) -> str:
        share = commune.candidate.parts.get(area.code)
        title = f"{area.code}. {area.title}"
        if share is None or share.percent is None:
            return f"{title}: không áp dụng."
        if is_survey_pending(commune, area, form):
            return f"{title}: tỉnh chưa nhập kết quả điều tra."
        place = session.overview.ranking.by_part.get(area.code, {}).get(commune.candidate.unit.code)
        points = f"{formats.format_points(share.points)} / {formats.format_points(share.applicable)} điểm"
        return f"{title}: {formats.format_short_percent(share.percent)} ({points}), hạng {place}."

    return ColumnSpec(
        area.code, lambda one: heat_cell_text(area_percent(one, area, form)), centre=True, tip=tip,
        about=f"{area.code}. {area.title}",
    )  # fmt: skip


def _rating_cell_text(commune: RankedCommune, session: RegisterSession) -> str:
    return f"{formats.rating_text(commune.candidate)}{'*' if _lowered_rating_text(commune, session) else ''}"


def _lowered_rating_text(commune: RankedCommune, session: RegisterSession) -> str:
    return session.consolidation_loader.lowered_ratings.get(commune.candidate.unit.code, "")


def _commune_tooltip(commune: RankedCommune) -> str:
    state = "đã chốt điểm" if commune.candidate.closed else "chưa chốt điểm"
    return f"{commune.candidate.unit.name} (mã {commune.candidate.unit.code}), {state}"


def _tie_tooltip(commune: RankedCommune, overview: ProvinceOverview) -> str:
    if commune.tied:
        others = [
            other.candidate.unit.name
            for other in overview.ranking.ranked
            if other.rank == commune.rank and other is not commune
        ]
        return f"Đồng hạng {commune.rank} với {', '.join(others)}: bằng nhau ở mọi tiêu chí phụ."
    if commune.separated_by_key:
        return f"Hạng {commune.rank}: cùng chỉ số với xã khác, xếp theo tiêu chí phụ."
    return f"Hạng {commune.rank}"


def _excess_points(commune: RankedCommune) -> Decimal:
    return commune.candidate.sent - commune.candidate.result


def _sent_points_text(commune: RankedCommune, decimals: int) -> str:
    mark = _excess_badge(commune)
    return f"{mark.word if mark else ''} {formats.format_points(commune.candidate.sent, decimals)}".strip()


def _excess_badge(commune: RankedCommune) -> Badge | None:
    return ABOVE_APPRAISED_BADGE if _excess_points(commune) >= NOTICED_EXCESS else None


def _excess_tooltip(commune: RankedCommune) -> str:
    over = _excess_points(commune)
    if not over:
        return "Điểm thẩm định bằng điểm tự chấm."
    side = "cao" if over > 0 else "thấp"
    return f"Tự chấm {side} hơn thẩm định {formats.format_points(abs(over))} điểm."


def next_rank_text(commune: RankedCommune, overview: ProvinceOverview) -> str:
    """`cần thêm 0,61 điểm để lên hạng 4 (Xã Hòa Hội); mất nhiều điểm nhất ở 7.4 …`."""
    form = overview.form
    decimals = form.decimals if form else 2
    step = next_rank.next_rank_gap(overview.ranking, commune.candidate.unit.code, decimals)
    parts = [
        _rank_gap_text(step, decimals) if step else f"đang ở hạng {commune.rank}, hạng cao nhất"
    ]
    lost = next_rank.largest_loss(commune.candidate, form) if form else None
    if lost is not None:
        points = formats.format_points(lost.points, decimals)
        parts.append(f"mất nhiều điểm nhất ở {lost.code} {lost.title} ({points} điểm)")
    return "; ".join(parts)


def _rank_gap_text(step: next_rank.NextRankGap, decimals: int) -> str:
    above = f"hạng {step.rank} ({step.next_candidate.unit.name})"
    if not step.points:
        return f"cùng chỉ số với {above}, xếp sau theo tiêu chí phụ"
    way = "vượt" if step.passes else "ngang"
    return f"cần thêm {formats.format_points(step.points, decimals)} điểm để {way} {above}"


COLUMN_WIDTHS = {0: 52, 2: 92, 3: 92, 4: 86, 5: 104}
AREA_WIDTH, SELF_ASSESSED_COLUMN, ALL_COLUMNS_FROM_WIDTH = 48, 2, 1120
NO_RANKING_TEXT = (
    "Chưa có xã nào trong bảng xếp hạng. Hãy nhập gói báo cáo ở trang Tiếp nhận; mỗi xã có điểm "
    "ngay khi báo cáo được nhận."
)
LEGEND_TEXT = "Ô lĩnh vực: % điểm tối đa áp dụng"
SIGNS_TEXT = (
    "▲ tự chấm cao hơn thẩm định từ 2 điểm   = đồng hạng   * chưa đạt điều kiện mức cao hơn"
)


class RankingPage(ProvincePage):
    """One row for each ranked commune; Enter opens its criteria.

    Signals:
        export_requested(): write the books.
    """

    export_requested = QtCore.Signal()

    def __init__(self, context: ProvinceUiContext) -> None:
        super().__init__()
        self._session = context.session
        self.metrics = MetricRow(context.session)
        self.model: ObjectTableModel[RankedCommune] = ObjectTableModel(
            (), _unit_code, context.theme, self
        )
        self.table = TableView("Bảng xếp hạng")
        self.table.setModel(self.model)
        self._heat = HeatMapDelegate(context.theme, self._percent, self.table)
        self.provisional = BadgeChip(context.theme)
        self.empty = create_label(NO_RANKING_TEXT, "muted", wrap=True)
        self._legend = HeatMapLegend(context.theme)
        self._form = ""
        self._lay_out()
        self.table.row_activated.connect(self._open)
        self.table.selectionModel().currentChanged.connect(self._moved)
        self.show_period()

    @property
    def title(self) -> str:
        return "Xếp hạng"

    def footer_content(self) -> FooterContent:
        one, ranked = self.selected_commune, bool(self.model.rows)
        export = FooterAction("Xuất tổng hợp…", self.export_requested.emit, "Ctrl+E", ranked)
        if one is None:
            return FooterContent("Chưa xếp hạng", "chưa có xã nào nộp báo cáo", (export,))
        step = FooterAction("Mở hồ sơ  Enter", self._open, "Xem tiêu chí của xã đã chọn")
        lowered = self._session.consolidation_loader.lowered_ratings.get(
            one.candidate.unit.code, ""
        )
        why = f"{lowered[:1].lower()}{lowered[1:].rstrip('.')}; " if lowered else ""
        words = f"{why}{next_rank_text(one, self._session.overview)}"
        return FooterContent(one.candidate.unit.name, words, (step, export))

    def show_changes(self, changes: RegisterChanges) -> None:
        if changes.overview:
            self.show_period()
        if changes.consolidation:
            # Targets that are met, and in the cells the ratings that were lowered.
            self.metrics.refresh()
            self.table.viewport().update()

    def show_period(self) -> None:
        overview, chosen = self._session.overview, self.selected_commune
        sha256 = overview.form.sha256 if overview.form else ""
        if sha256 != self._form or not self.model.columns:
            self._form = sha256
            self._set_columns()
        self.model.set_rows(overview.ranking.ranked)
        index = self.model.index_of(chosen.candidate.unit.code if chosen else "")
        self.table.setCurrentIndex(index if index.isValid() else self.model.index(0, 0))
        self.empty.setVisible(not self.model.rows)
        self.table.setVisible(bool(self.model.rows))
        self.metrics.refresh()
        self._show_provisional()
        self.footer_changed.emit()

    def focus_start(self) -> None:
        self.table.setFocus()

    @property
    def selected_commune(self) -> RankedCommune | None:
        """The commune that is selected."""
        one = self.table.currentIndex().data(ROW_ROLE)
        return one if isinstance(one, RankedCommune) else None

    def _lay_out(self) -> None:
        below = QtWidgets.QHBoxLayout()
        below.setSpacing(12)
        self._signs = ElidedLabel("small")
        self._signs.show_text(SIGNS_TEXT)
        self._legend_words = create_label(LEGEND_TEXT, "small")
        below.addWidget(self.provisional)
        below.addWidget(self._signs, 1)
        below.addWidget(self._legend_words)
        below.addWidget(self._legend)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 10)
        column.setSpacing(12)
        column.addWidget(self.metrics)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        column.addLayout(below)
        column.addStretch(0)

    def _set_columns(self) -> None:
        self.model.set_columns(build_ranking_columns(self._session))
        areas = range(FIXED_COLUMN_COUNT, len(self.model.columns))
        self.table.set_column_widths({**COLUMN_WIDTHS, **dict.fromkeys(areas, AREA_WIDTH)}, (1,))
        self.table.hide_column_below(SELF_ASSESSED_COLUMN, ALL_COLUMNS_FROM_WIDTH)
        for column in areas:
            self.table.setItemDelegateForColumn(column, self._heat)

    def _percent(self, row_object: object, column: int) -> Fraction | None:
        form = self._session.overview.form
        area = area_of_column(form, column)
        return area_percent(row_object, area, form) if form and area else None

    def _show_provisional(self) -> None:
        ranking = self._session.overview.ranking
        for part in (self._signs, self._legend_words, self._legend):
            part.setVisible(bool(ranking.ranked))
        waiting = sum(not one.candidate.closed for one in ranking.ranked)
        self.provisional.setVisible(bool(ranking.ranked))
        word = f"Tạm thời: {waiting} xã chưa chốt điểm" if waiting else "Mọi xã đã chốt điểm"
        icon, role = ("below", "below") if waiting else ("met", "met")
        self.provisional.show_badge(Badge(icon, word, role))

    @QtCore.Slot()
    def _moved(self) -> None:
        self.footer_changed.emit()

    @QtCore.Slot()
    def _open(self) -> None:
        one = self.selected_commune
        if one is not None:
            self.commune_activated.emit(one.candidate.unit.code)


def _unit_code(commune: RankedCommune) -> str:
    return commune.candidate.unit.code
