"""The page of one commune's criteria: the list left, the criterion right."""

from PySide6 import QtCore, QtWidgets

from xa_report.domain.evidence import Evidence
from xa_report.domain.province.appraisal_rows import CriterionRow, PointsChange
from xa_report.ui.province.case_actions import CaseActions
from xa_report.ui.province.case_controller import CaseController
from xa_report.ui.province.case_header import CaseHeader
from xa_report.ui.province.context import ProvinceUiContext
from xa_report.ui.province.page import FooterAction, FooterContent, ProvincePage
from xa_report.ui.province.pages.criteria_columns import COLUMN_WIDTHS, build_criteria_columns
from xa_report.ui.province.pages.criterion_panel import CriterionPanel
from xa_report.ui.province.session import RegisterChanges
from xa_report.ui.shared.object_table_model import ROW_ROLE, ObjectTableModel
from xa_report.ui.shared.widgets.labels import create_label
from xa_report.ui.shared.widgets.views import TableView
from xa_report.workflow.province.case_sheet import CaseSheet

NO_CASES_TEXT = "Chưa có xã nào nộp báo cáo. Hãy nhập gói báo cáo ở trang Tiếp nhận trước."
LIST_WIDTH, PANEL_WIDTH = 600, 400
HIDDEN_BELOW_WIDTH = {3: 700, 1: 560}
"""Round 1 and the maximum are left out of a list narrower than that; the card has them anyway."""


class AppraisalPage(ProvincePage):
    """Criteria with self-assessed and appraised points, the reason, and what proves them."""

    def __init__(self, context: ProvinceUiContext) -> None:
        super().__init__()
        self._session = context.session
        self._show_path = context.dialogs.open_path
        self._decimals = 2
        self.case = CaseController(context.session)
        self.case_actions = CaseActions(self.case, context.dialogs, self)
        self.header = CaseHeader(context.theme)
        self.model: ObjectTableModel[CriterionRow] = ObjectTableModel(
            build_criteria_columns(2), lambda line: line.code, context.theme, self
        )
        self.table = TableView("Tiêu chí của xã")
        self.table.setModel(self.model)
        self.table.set_column_widths(COLUMN_WIDTHS, (0,))
        for column, below in HIDDEN_BELOW_WIDTH.items():
            self.table.hide_column_below(column, below)
        self.panel = CriterionPanel()
        self.empty = create_label(NO_CASES_TEXT, "muted", wrap=True)
        self._lay_out()
        self._connect()
        self.show_period()

    @property
    def title(self) -> str:
        overview = self._session.overview
        waiting = overview.sent_count - overview.closed_count
        return f"Thẩm định  {waiting}" if waiting else "Thẩm định"

    def footer_content(self) -> FooterContent:
        sheet = self.case.sheet
        step = FooterAction(
            "Xã chưa chốt kế tiếp  F8",
            self.open_next,
            "Tới xã chưa chốt điểm sau xã này",
            bool(self.case.unclosed_codes()),
        )
        if sheet is None:
            return FooterContent("Chưa có hồ sơ", "chưa có xã nào nộp báo cáo", (step,))
        lines = [line for line in sheet.rows if line.leaf]
        differ = sum(line.differs for line in lines)
        bare = sum(line.differs and line.why is None for line in lines)
        words = f"{len(lines)} tiêu chí, {differ} tiêu chí khác điểm tự chấm"
        words += f", {bare} chưa có lý do" if bare else ""
        waiting = sum(line.reopened for line in lines)
        words += f", {waiting} chờ xã bổ sung" if waiting else ""
        return FooterContent(sheet.unit.name, words, (step,))

    def show_changes(self, changes: RegisterChanges) -> None:
        if changes.cases:
            self.show_period()

    def show_period(self) -> None:
        self.case.refresh()

    def focus_start(self) -> None:
        self.table.setFocus()

    def open_next(self) -> None:
        """Show the next commune that is not closed, from the first again after the last."""
        for code in self.case.unclosed_codes()[:1]:
            self.case.open_commune(code)
            self.focus_start()

    def _lay_out(self) -> None:
        view = QtWidgets.QScrollArea()
        view.setWidgetResizable(True)
        view.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setWidget(self.panel)
        view.setMinimumWidth(380)
        view.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        self._splitter = QtWidgets.QSplitter()
        self._splitter.setHandleWidth(14)
        self._splitter.setChildrenCollapsible(False)
        self.table.setMinimumWidth(460)
        self._splitter.addWidget(self.table)
        self._splitter.addWidget(view)
        self._splitter.setSizes([LIST_WIDTH, PANEL_WIDTH])
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(16, 14, 12, 14)
        column.setSpacing(12)
        head = QtWidgets.QHBoxLayout()
        head.setContentsMargins(0, 0, 4, 0)
        head.addWidget(self.header)
        column.addLayout(head)
        column.addWidget(self.case_actions.message_label)
        column.addWidget(self.empty)
        column.addWidget(self._splitter, 1)
        column.addStretch(0)

    def _connect(self) -> None:
        self.case.case_changed.connect(self._show_case)
        self.header.commune_chosen.connect(self.case.open_commune)
        self.header.menu.action_chosen.connect(
            lambda act: self.case_actions.start_action(
                act, self.selected_line, has_unsaved_input=self.panel.editor.has_unsaved_input
            )
        )
        self.table.selectionModel().currentChanged.connect(self._show)
        self.table.row_activated.connect(self._enter)
        self.panel.editor.points_entered.connect(self._give)
        self.panel.evidence_activated.connect(self._open_proof)

    @QtCore.Slot()
    def _show_case(self) -> None:
        sheet = self.case.sheet
        for widget in (self.header, self._splitter):
            widget.setVisible(sheet is not None)
        self.empty.setVisible(sheet is None)
        if sheet is not None:
            self._show_sheet(sheet)
        self.footer_changed.emit()

    def _show_sheet(self, sheet: CaseSheet) -> None:
        line = self.selected_line
        if self._decimals != sheet.decimals:
            self._decimals = sheet.decimals
            self.model.set_columns(build_criteria_columns(sheet.decimals))
        self.model.set_rows(sheet.rows)
        index = self.model.index_of(line.code if line else "")
        if not index.isValid():
            first = next((one.code for one in sheet.rows if one.leaf), "")
            index = self.model.index_of(first)
        self.table.setCurrentIndex(index)
        self.header.show_communes(self.case.submitted_communes())
        self.header.show_sheet(sheet)
        self._show()

    @property
    def selected_line(self) -> CriterionRow | None:
        """The criterion that is selected."""
        line = self.table.currentIndex().data(ROW_ROLE)
        return line if isinstance(line, CriterionRow) else None

    @QtCore.Slot()
    def _show(self) -> None:
        if self.selected_line is not None and self.case.sheet is not None:
            self.panel.show_line(self.selected_line, self.case.sheet)

    @QtCore.Slot()
    def _enter(self) -> None:
        line, sheet = self.selected_line, self.case.sheet
        if line is not None and line.leaf and sheet is not None and sheet.open:
            self.panel.editor.points.setFocus()
            self.panel.editor.points.selectAll()

    @QtCore.Slot(object)
    def _give(self, change: PointsChange) -> None:
        if self.selected_line is None:
            return
        fault = self.case.set_points(self.selected_line, change)
        self.panel.editor.show_fault(fault)
        if not fault:
            self.table.setFocus()

    @QtCore.Slot(object)
    def _open_proof(self, evidence: Evidence) -> None:
        path = self.case.extract_evidence(evidence)
        if path is not None:
            self._show_path(path)
