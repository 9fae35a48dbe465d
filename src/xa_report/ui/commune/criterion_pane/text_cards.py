"""The cards of explanation and guidance."""

from xa_report.domain.form import Area, Criterion
from xa_report.ui.commune.context import UiContext
from xa_report.ui.commune.session import can_edit_criterion
from xa_report.ui.shared.widgets.cards import CardFrame, FoldableCard
from xa_report.ui.shared.widgets.labels import create_label
from xa_report.ui.shared.widgets.text_edits import GrowingTextEdit
from xa_report.workflow.commune.report_changes import ReportChanges


class ExplanationCard(CardFrame):
    """Giải trình: free text that is stored when it is left."""

    def __init__(self, code: str, context: UiContext) -> None:
        super().__init__("Giải trình")
        self._code = code
        self._session = context.session
        self.text = GrowingTextEdit(f"Giải trình tiêu chí {code}")
        self.text.setPlaceholderText("Căn cứ của điểm, nguyên nhân chưa đạt, hướng khắc phục…")
        self.text.text_committed.connect(self._explain)
        self.add_widget(self.text)

    def is_affected(self, changes: ReportChanges) -> bool:
        """Return whether the text, or whether it can be edited, differs."""
        return self._code in changes.explanations or changes.state

    def refresh(self) -> None:
        """Show what is stored now."""
        self.text.show_stored(self._session.work.report.explanations.get(self._code, ""))
        self.text.setEnabled(can_edit_criterion(self._session, self._code))

    def _explain(self, text: str) -> None:
        self._session.set_explanation(self._code, text)


class GuidanceCard(FoldableCard):
    """What the form says about a line: guidance, basis, appraiser."""

    def __init__(self, source: Area | Criterion) -> None:
        super().__init__("Hướng dẫn và căn cứ", "F1")
        for head, text in guidance_parts(source):
            self.body.addWidget(create_label(head, "small"))
            words = create_label(text, wrap=True)
            self.body.addWidget(words)


def guidance_parts(source: Area | Criterion) -> tuple[tuple[str, str], ...]:
    """What is known, as head and text; nothing that is empty."""
    if isinstance(source, Area):
        parts = [("Hướng dẫn", source.guidance)]
    else:
        parts = [
            ("Hướng dẫn chấm điểm", source.guidance),
            ("Căn cứ", source.basis),
            ("Cơ quan thẩm định", source.appraiser),
        ]
    return tuple((head, text) for head, text in parts if text)
