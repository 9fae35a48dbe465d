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
"""By column: round 1 and the maximum are hidden in a narrower list; the panel has them."""


class AppraisalPage(ProvincePage):
    """Table of the criteria of one commune, and the panel of the selected one."""

    def __init__(self, context: ProvinceUiContext) -> None:
        super().__init__()
        self._session = context.session
        self._open_path = context.dialogs.open_path
        self._decimals = 2
        self.case = CaseController(context.session)
        self.case_actions = CaseActions(self.case, context.dialogs, self)
        self.header = CaseHeader(context.theme)
        self.model: ObjectTableModel[CriterionRow] = ObjectTableModel(
            build_criteria_columns(2), lambda row: row.code, context.theme, self
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
        unclosed = overview.sent_count - overview.closed_count
        return f"Thẩm định  {unclosed}" if unclosed else "Thẩm định"

    def footer_content(self) -> FooterContent:
        sheet = self.case.sheet
        action = FooterAction(
            "Xã chưa chốt kế tiếp  F8",
            self.open_next,
            "Tới xã chưa chốt điểm sau xã này",
            bool(self.case.unclosed_codes()),
        )
        if sheet is None:
            return FooterContent("Chưa có hồ sơ", "chưa có xã nào nộp báo cáo", (action,))
        rows = [row for row in sheet.rows if row.leaf]
        differing = sum(row.differs for row in rows)
        unexplained = sum(row.differs and row.why is None for row in rows)
        text = f"{len(rows)} tiêu chí, {differing} tiêu chí khác điểm tự chấm"
        text += f", {unexplained} chưa có lý do" if unexplained else ""
        reopened = sum(row.reopened for row in rows)
        text += f", {reopened} chờ xã bổ sung" if reopened else ""
        return FooterContent(sheet.unit.name, text, (action,))

    def show_changes(self, changes: RegisterChanges) -> None:
        if changes.cases:
            self.show_period()

    def show_period(self) -> None:
        self.case.refresh()

    def focus_start(self) -> None:
        self.table.setFocus()

    def open_next(self) -> None:
        """Open the next case that is not closed, from the first again after the last."""
        for code in self.case.unclosed_codes()[:1]:
            self.case.open_commune(code)
            self.focus_start()

    def _lay_out(self) -> None:
        view = QtWidgets.QScrollArea()
        view.setWidgetResizable(True)
        view.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setWidget(self.panel)
        view.setMinimumWidth(380)
        # Tab goes from the table to the fields of the panel, not to the area around them.
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
        self.header.menu.proof_requested.connect(self.case_actions.prove_documents)
        self.header.menu.action_chosen.connect(
            lambda action: self.case_actions.start_action(
                action, self.selected_row, unsaved=self.panel.editor.unsaved_criteria()
            )
        )
        self.table.selectionModel().currentChanged.connect(self._show_panel)
        self.table.row_activated.connect(self._focus_points)
        self.panel.editor.points_entered.connect(self._set_points)
        self.panel.evidence_activated.connect(self._open_evidence)

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
        selected = self.selected_row
        # Another form may have other decimals, and columns format with them.
        if self._decimals != sheet.decimals:
            self._decimals = sheet.decimals
            self.model.set_columns(build_criteria_columns(sheet.decimals))
        self.model.set_rows(sheet.rows)
        index = self.model.index_of(selected.code if selected else "")
        if not index.isValid():
            first = next((row.code for row in sheet.rows if row.leaf), "")
            index = self.model.index_of(first)
        self.table.setCurrentIndex(index)
        self.header.show_communes(self.case.submitted_communes())
        self.header.show_sheet(sheet)
        # The current index may be the same as before: then Qt emits nothing.
        self._show_panel()

    @property
    def selected_row(self) -> CriterionRow | None:
        """The row of the selected criterion, or None."""
        row = self.table.currentIndex().data(ROW_ROLE)
        return row if isinstance(row, CriterionRow) else None

    @QtCore.Slot()
    def _show_panel(self) -> None:
        if self.selected_row is not None and self.case.sheet is not None:
            self.panel.show_row(self.selected_row, self.case.sheet)

    @QtCore.Slot()
    def _focus_points(self) -> None:
        row, sheet = self.selected_row, self.case.sheet
        if row is not None and row.leaf and sheet is not None and sheet.open:
            self.panel.editor.points.setFocus()
            self.panel.editor.points.selectAll()

    @QtCore.Slot(object)
    def _set_points(self, change: PointsChange) -> None:
        if self.selected_row is None:
            return
        fault = self.case.set_points(self.selected_row, change)
        self.panel.editor.show_fault(fault)
        if not fault:
            self.table.setFocus()

    @QtCore.Slot(object)
    def _open_evidence(self, evidence: Evidence) -> None:
        path = self.case.extract_evidence(evidence)
        if path is not None:
            self._open_path(path)
