"""One criterion of one commune: points of all rounds, why, explanation, documents, editor."""

from PySide6 import QtCore, QtWidgets

from xa_report.domain.evidence import Evidence
from xa_report.domain.province.appraisal_rows import CriterionRow
from xa_report.domain.text import show_date
from xa_report.ui.pane.proof_line import facts_of
from xa_report.ui.province import texts
from xa_report.ui.province.pages.criteria_columns import RETURNED, awaited, difference
from xa_report.ui.province.points_editor import PointsEditor
from xa_report.ui.widgets.card import Card
from xa_report.ui.widgets.labels import ElidedLabel, label, show_or_hide
from xa_report.workflow.province.case_sheet import CaseSheet

NO_PROOF = "Xã không đính kèm tài liệu nào cho tiêu chí này."
NOT_WHOLE = "Xã mới gửi tệp PDF; tài liệu mở được khi xã gửi gói .zip."
NOT_EXPLAINED = "Xã chưa giải trình tiêu chí này."


class CriterionPanel(QtWidgets.QWidget):
    """Quiet cards, one below the other.

    Signals:
        evidence_activated(object): show an Evidence.
    """

    evidence_activated = QtCore.Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._head = Card()
        self._title = label("", "title", wrap=True)
        self._title.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred
        )
        self.points = label("", "points")
        self._of = label("", "muted")
        self._head.head.insertWidget(0, self._title, 50)
        self._head.head.addWidget(self.points)
        self._head.head.addWidget(self._of)
        self._rounds = label("", "strong", wrap=True)
        self.reason = label("", "muted", wrap=True)
        self.why = label("", wrap=True)
        self.awaited = label("", wrap=True)
        self.awaited.setProperty("role", "below")
        for part in (self._rounds, self.awaited, self.reason, self.why):
            self._head.add(part)
        self.editor = PointsEditor()
        self._told = Card("Giải trình của xã")
        self.explanation = label("", wrap=True)
        self._told.add(self.explanation)
        self._proofs = Card("Tài liệu kiểm chứng")
        self._note = label("", "muted", wrap=True)
        self._proofs.add(self._note)
        self._lines = QtWidgets.QVBoxLayout()
        self._lines.setSpacing(2)
        self._proofs.column.addLayout(self._lines)
        self.open_buttons: list[QtWidgets.QPushButton] = []
        self._lay_out()

    def _lay_out(self) -> None:
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        for card in (self._head, self.editor, self._told, self._proofs):
            column.addWidget(card)
        column.addStretch(1)

    def show_line(self, line: CriterionRow, sheet: CaseSheet) -> None:
        """Show a criterion."""
        decimals = sheet.decimals
        self._title.setText(f"{line.code}  {line.title}")
        self.points.setText(texts.points(line.points, decimals))
        self._of.setText(f"/ {texts.points(line.max, decimals)} điểm")
        show_or_hide(self._rounds, rounds(line, decimals))
        show_or_hide(self.awaited, asked(line))
        show_or_hide(self.reason, line.reason)
        show_or_hide(self.why, f"Lý do: {line.why.words}" if line.why else "")
        self.editor.show_line(line, sheet)
        self._told.setVisible(line.leaf)
        self.explanation.setText(line.explanation or NOT_EXPLAINED)
        self.explanation.setProperty("look", "" if line.explanation else "muted")
        self.explanation.style().polish(self.explanation)
        self._proofs.setVisible(line.leaf)
        self._list_proofs(line.evidence, whole=sheet.whole)

    def _list_proofs(self, proofs: tuple[Evidence, ...], *, whole: bool) -> None:
        while (taken := self._lines.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.open_buttons = []
        show_or_hide(self._note, NO_PROOF if not proofs else "" if whole else NOT_WHOLE)
        for proof in proofs:
            line = self._proof_line(proof, whole=whole)
            self._lines.addWidget(line)
            line.show()

    def _proof_line(self, proof: Evidence, *, whole: bool) -> QtWidgets.QWidget:
        line = QtWidgets.QWidget(self)
        name = ElidedLabel()
        name.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred
        )
        name.show_text(proof.file.document.citation or proof.file.name)
        button = QtWidgets.QPushButton("Mở")
        button.setProperty("look", "link")
        button.setAccessibleName(f"Mở: {name.text()}")
        button.setToolTip("Chép ra thư mục tạm, chỉ đọc, rồi mở")
        button.setEnabled(whole)
        button.clicked.connect(lambda: self.evidence_activated.emit(proof))
        self.open_buttons.append(button)
        row = QtWidgets.QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(name, 1)
        row.addWidget(label(facts_of(proof), "muted"))
        row.addWidget(button)
        return line


def asked(line: CriterionRow) -> str:
    """What a return asked for and until when; empty while the commune is not waited for."""
    if awaited(line) is None:
        return ""
    if line.request is None:
        return RETURNED
    day = line.request.deadline
    until = f"\nHạn gửi lại: {show_date(day)}." if day else ""
    return f"{RETURNED}\nYêu cầu: {line.request.why.words}{until}"


def rounds(line: CriterionRow, decimals: int) -> str:
    """`Tự chấm: 4,00 · thẩm định lần 1: 3,00 · hiện tính: 3,50. Thẩm định thấp hơn …`."""
    sent, first, now = (texts.points(n, decimals) for n in (line.sent, line.first, line.points))
    words = f"Tự chấm: {sent} · thẩm định lần 1: {first} · hiện tính: {now}."
    return f"{words} {difference(line, decimals)}" if line.differs else words
