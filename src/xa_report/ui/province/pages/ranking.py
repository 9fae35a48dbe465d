"""The page of the ranking: metrics, heat cells for the areas, the gap to the next rank."""

from decimal import Decimal
from fractions import Fraction
from functools import partial

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
"""Columns before those of the areas."""
NOTICED_EXCESS = Decimal(2)
"""Points above the appraisal, inclusive, from which on a self-assessment is marked.

On the criteria that the commune itself scores: points of the survey would make up for any excess.
"""
WITHOUT_SURVEY_TEXT = "Chưa gồm điểm tỉnh chấm qua điều tra xã hội học"
ABOVE_APPRAISED_BADGE = Badge("", "▲", "below")


def build_ranking_columns(
    session: RegisterSession, overview: ProvinceOverview
) -> tuple[ColumnSpec[RankedCommune], ...]:
    """Build the columns for the form of the overview, one for each of its areas."""
    form = overview.form
    decimals = form.decimals if form else 2
    return (
        ColumnSpec("Hạng", rank_text, right=True, tip=partial(_tie_tooltip, overview=overview)),
        ColumnSpec("Xã, phường", lambda commune: commune.candidate.unit.name, tip=_commune_tooltip),
        ColumnSpec(
            "Tự chấm",
            lambda commune: _sent_points_text(commune, decimals),
            right=True,
            mark=_excess_badge,
            tip=_excess_tooltip,
            about=WITHOUT_SURVEY_TEXT if form and any(c.survey for c in form.leaves()) else "",
        ),
        ColumnSpec(
            "Thẩm định",
            lambda commune: formats.format_points(commune.candidate.result, decimals),
            right=True,
            strong=always_true,
        ),
        ColumnSpec(
            "Chỉ số",
            lambda commune: formats.format_percent(commune.candidate.percent),
            right=True,
            about="Điểm thẩm định trên điểm tối đa áp dụng",
        ),
        ColumnSpec(
            "Xếp loại",
            lambda commune: _rating_cell_text(commune, session),
            tip=lambda commune: _lowered_rating_text(commune, session),
            about="Theo chỉ số và các điều kiện của bộ tiêu chí; * là không đạt điều kiện",
        ),
        *((_area_column(area, form, overview) for area in form.areas) if form else ()),
    )


def area_percent(row_object: object, area: Area, form: Form) -> Fraction | None:
    """Return the percentage of a commune in an area; None without one or before the survey."""
    if not isinstance(row_object, RankedCommune) or area.code not in row_object.candidate.parts:
        return None
    return (
        None
        if is_survey_pending(row_object, area, form)
        else row_object.candidate.parts[area.code].percent
    )


def is_survey_pending(commune: RankedCommune, area: Area, form: Form) -> bool:
    """Return whether an area consists of survey criteria without any result yet."""
    share = commune.candidate.parts.get(area.code)
    if share is None or share.points:
        return False
    criteria = [c for c in form.leaves() if c.code.partition(".")[0] == area.code]
    return bool(criteria) and all(criterion.survey for criterion in criteria)


def area_of_column(form: Form | None, column: int) -> Area | None:
    """Return the area of a column; None for the fixed columns."""
    return (
        form.areas[column - FIXED_COLUMN_COUNT] if form and column >= FIXED_COLUMN_COUNT else None
    )


def rank_text(commune: RankedCommune) -> str:
    """Return the rank; `=` marks communes that share it."""
    return f"= {commune.rank}" if commune.tied else str(commune.rank)


def _area_column(area: Area, form: Form, overview: ProvinceOverview) -> ColumnSpec[RankedCommune]:
    def tip(commune: RankedCommune) -> str:
        share = commune.candidate.parts.get(area.code)
        title = f"{area.code}. {area.title}"
        if share is None or share.percent is None:
            return f"{title}: không áp dụng."
        if is_survey_pending(commune, area, form):
            return f"{title}: tỉnh chưa nhập kết quả điều tra."
        ranks = overview.ranking.by_part.get(area.code, {})
        rank = ranks.get(commune.candidate.unit.code)
        maximum = formats.format_points(share.applicable)
        points = f"{formats.format_points(share.points)} / {maximum} điểm"
        return f"{title}: {formats.format_short_percent(share.percent)} ({points}), hạng {rank}."

    return ColumnSpec(
        area.code,
        lambda commune: heat_cell_text(area_percent(commune, area, form)),
        centre=True,
        tip=tip,
        about=f"{area.code}. {area.title}",
    )


def _rating_cell_text(commune: RankedCommune, session: RegisterSession) -> str:
    sign = "*" if _lowered_rating_text(commune, session) else ""
    return f"{formats.rating_text(commune.candidate)}{sign}"


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


def _sent_points_text(commune: RankedCommune, decimals: int) -> str:
    badge = _excess_badge(commune)
    points = formats.format_points(commune.candidate.sent, decimals)
    return f"{badge.word} {points}" if badge else points


def _excess_badge(commune: RankedCommune) -> Badge | None:
    compared = commune.candidate.compared
    return ABOVE_APPRAISED_BADGE if compared and compared.excess >= NOTICED_EXCESS else None


def _excess_tooltip(commune: RankedCommune) -> str:
    return formats.excess_text(commune.candidate)


def next_rank_text(commune: RankedCommune, overview: ProvinceOverview) -> str:
    """Return the gap to the next rank and the criterion with the largest loss.

    `cần thêm 0,61 điểm để vượt hạng 4 (Xã Hòa Hội); mất nhiều điểm nhất ở 7.4 …`
    """
    form = overview.form
    decimals = form.decimals if form else 2
    gap = next_rank.next_rank_gap(overview.ranking, commune.candidate.unit.code, decimals)
    parts = [_rank_gap_text(gap, decimals) if gap else f"đang ở hạng {commune.rank}, hạng cao nhất"]
    loss = next_rank.largest_loss(commune.candidate, form) if form else None
    if loss is not None:
        points = formats.format_points(loss.points, decimals)
        parts.append(f"mất nhiều điểm nhất ở {loss.code} {loss.title} ({points} điểm)")
    return "; ".join(parts)


def _rank_gap_text(gap: next_rank.NextRankGap, decimals: int) -> str:
    above = f"hạng {gap.rank} ({gap.next_candidate.unit.name})"
    if not gap.points:
        return f"cùng chỉ số với {above}, xếp sau theo tiêu chí phụ"
    verb = "vượt" if gap.passes else "ngang"
    return f"cần thêm {formats.format_points(gap.points, decimals)} điểm để {verb} {above}"


COLUMN_WIDTHS = {0: 52, 2: 92, 3: 92, 4: 86, 5: 104}
AREA_WIDTH, SELF_ASSESSED_COLUMN, ALL_COLUMNS_FROM_WIDTH = 48, 2, 1120
NO_RANKING_TEXT = (
    "Chưa có xã nào trong bảng xếp hạng. Hãy nhập gói báo cáo ở trang Tiếp nhận; mỗi xã có điểm "
    "ngay khi báo cáo được nhận."
)
UNKNOWN_FORM_TEXT = "Bộ tiêu chí không còn trong sổ"
LEGEND_TEXT = "Ô lĩnh vực: % điểm tối đa áp dụng"
SIGNS_TEXT = (
    "▲ tự chấm cao hơn thẩm định từ 2 điểm   = đồng hạng   * chưa đạt điều kiện mức cao hơn"
)


class RankingPage(ProvincePage):
    """Table of the ranked communes with metrics and heat map; Enter opens a case.

    Signals:
        export_requested(): the consolidation is to be exported.
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
        self.form_box = QtWidgets.QComboBox()
        self.form_box.setAccessibleName("Bộ tiêu chí")
        self._lay_out()
        self.form_box.currentIndexChanged.connect(self._show_ranking)
        self.table.row_activated.connect(self._open)
        self.table.selectionModel().currentChanged.connect(self._emit_footer)
        self.show_period()

    @property
    def title(self) -> str:
        return "Xếp hạng"

    def footer_content(self) -> FooterContent:
        commune, has_rows = self.selected_commune, bool(self.model.rows)
        export = FooterAction("Xuất tổng hợp…", self.export_requested.emit, "Ctrl+E", has_rows)
        if commune is None:
            return FooterContent("Chưa xếp hạng", "chưa có xã nào nộp báo cáo", (export,))
        action = FooterAction("Mở hồ sơ  Enter", self._open, "Xem tiêu chí của xã đã chọn")
        lowered = self._session.consolidation_loader.lowered_ratings.get(
            commune.candidate.unit.code, ""
        )
        # Elsewhere the reason is a sentence of its own; here the text begins with it.
        reason = f"{lowered[:1].lower()}{lowered[1:].rstrip('.')}; " if lowered else ""
        text = f"{reason}{next_rank_text(commune, self._overview)}"
        return FooterContent(commune.candidate.unit.name, text, (action, export))

    def show_changes(self, changes: RegisterChanges) -> None:
        if changes.overview:
            self.show_period()
        if changes.consolidation:
            # The metric of targets, and the ratings: cells ask the loader why one was lowered.
            self.metrics.refresh()
            self._show_provisional()
            self.table.viewport().update()

    def show_period(self) -> None:
        self._offer_forms()
        self._show_ranking()

    def _offer_forms(self) -> None:
        """Offer the forms of the period, where there are several; the chosen one stays chosen."""
        rankings = self._session.overview.each_ranking()
        titles = [each.form.title if each.form else UNKNOWN_FORM_TEXT for each in rankings]
        counts = [len(each.ranking.ranked) + len(each.ranking.unranked) for each in rankings]
        words = [f"{title} – {count} xã" for title, count in zip(titles, counts, strict=True)]
        hashes = [each.form.sha256 if each.form else "" for each in rankings]
        chosen = hashes.index(self._form) if self._form in hashes else 0
        with QtCore.QSignalBlocker(self.form_box):
            self.form_box.clear()
            self.form_box.addItems(words)
            self.form_box.setCurrentIndex(chosen)
        self.form_box.setVisible(len(rankings) > 1)

    @property
    def _overview(self) -> ProvinceOverview:
        """The overview with the form that is chosen, and its ranking."""
        return self._session.overview.of_form(max(0, self.form_box.currentIndex()))

    @QtCore.Slot()
    def _show_ranking(self) -> None:
        overview, selected = self._overview, self.selected_commune
        sha256 = overview.form.sha256 if overview.form else ""
        if sha256 != self._form or not self.model.columns:
            self._form = sha256
            self._set_columns()
        self.model.set_rows(overview.ranking.ranked)
        index = self.model.index_of(selected.candidate.unit.code if selected else "")
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
        """The selected commune, or None."""
        commune = self.table.currentIndex().data(ROW_ROLE)
        return commune if isinstance(commune, RankedCommune) else None

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
        column.addWidget(self.form_box)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        column.addLayout(below)
        column.addStretch(0)

    def _set_columns(self) -> None:
        self.model.set_columns(build_ranking_columns(self._session, self._overview))
        areas = range(FIXED_COLUMN_COUNT, len(self.model.columns))
        self.table.set_column_widths({**COLUMN_WIDTHS, **dict.fromkeys(areas, AREA_WIDTH)}, (1,))
        self.table.hide_column_below(SELF_ASSESSED_COLUMN, ALL_COLUMNS_FROM_WIDTH)
        for column in areas:
            self.table.setItemDelegateForColumn(column, self._heat)

    def _percent(self, row_object: object, column: int) -> Fraction | None:
        form = self._overview.form
        area = area_of_column(form, column)
        return area_percent(row_object, area, form) if form and area else None

    def _show_provisional(self) -> None:
        ranking = self._overview.ranking
        for part in (self._signs, self._legend_words, self._legend):
            part.setVisible(bool(ranking.ranked))
        unclosed = sum(not commune.candidate.closed for commune in ranking.ranked)
        self.provisional.setVisible(bool(ranking.ranked))
        word = f"Tạm thời: {unclosed} xã chưa chốt điểm" if unclosed else "Mọi xã đã chốt điểm"
        loaded = self._session.consolidation_loader.consolidation
        left = loaded.open_matters if loaded else ()
        if left:
            word += f"; {len(left)} hồ sơ còn việc chưa xong"
        icon, role = ("below", "below") if unclosed or left else ("met", "met")
        self.provisional.show_badge(Badge(icon, word, role))
        self.provisional.setToolTip("\n".join(f"{each.text}." for each in left))

    @QtCore.Slot()
    def _emit_footer(self) -> None:
        self.footer_changed.emit()

    @QtCore.Slot()
    def _open(self) -> None:
        commune = self.selected_commune
        if commune is not None:
            self.commune_activated.emit(commune.candidate.unit.code)


def _unit_code(commune: RankedCommune) -> str:
    return commune.candidate.unit.code
