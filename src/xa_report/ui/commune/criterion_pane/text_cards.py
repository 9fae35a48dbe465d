"""The cards of explanation and guidance."""

from xa_report.domain.form import Area, Criterion
from xa_report.ui.commune.context import UiContext
from xa_report.ui.shared.widgets.cards import CardFrame, FoldableCard
from xa_report.ui.shared.widgets.labels import create_label
from xa_report.ui.shared.widgets.text_edits import GrowingTextEdit
from xa_report.workflow.commune.report_changes import ReportChanges


class ExplanationCard(CardFrame):
    """Card of the explanation of a criterion, stored when the field is left."""

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
        """Show the stored explanation, and whether it can be edited."""
        self.text.show_stored(self._session.work.report.explanations.get(self._code, ""))
        self.text.setEnabled(self._session.can_edit_criterion(self._code))

    def _explain(self, text: str) -> None:
        self._session.set_explanation(self._code, text)


class GuidanceCard(FoldableCard):
    """Foldable card with guidance, basis and appraiser as the form states them."""

    def __init__(self, source: Area | Criterion) -> None:
        super().__init__("Hướng dẫn và căn cứ", "F1")
        for heading, text in guidance_parts(source):
            self.body.addWidget(create_label(heading, "small"))
            self.body.addWidget(create_label(text, wrap=True))


def guidance_parts(source: Area | Criterion) -> tuple[tuple[str, str], ...]:
    """Return pairs of heading and text; parts that the form leaves empty are left out."""
    if isinstance(source, Area):
        parts = [("Hướng dẫn", source.guidance)]
    else:
        parts = [
            ("Hướng dẫn chấm điểm", source.guidance),
            ("Căn cứ", source.basis),
            ("Cơ quan thẩm định", source.appraiser),
        ]
    return tuple((head, text) for head, text in parts if text)
