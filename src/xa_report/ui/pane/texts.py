"""Explanation of a criterion, and its guidance folded away."""

from xa_report.domain.form import Area, Criterion
from xa_report.ui.opened import may_change
from xa_report.ui.place import Place
from xa_report.ui.widgets.card import Card, FoldedCard
from xa_report.ui.widgets.labels import label
from xa_report.ui.widgets.paragraph import Paragraph
from xa_report.workflow.commune.report_changes import ReportChanges


class ExplanationCard(Card):
    """Giải trình: free text that is stored when it is left."""

    def __init__(self, code: str, place: Place) -> None:
        super().__init__("Giải trình")
        self._code = code
        self._desk = place.desk
        self.text = Paragraph(f"Giải trình tiêu chí {code}")
        self.text.setPlaceholderText("Căn cứ của điểm, nguyên nhân chưa đạt, hướng khắc phục…")
        self.text.text_committed.connect(self._explain)
        self.add(self.text)

    def is_affected(self, changes: ReportChanges) -> bool:
        """Return whether the text, or whether it can be edited, differs."""
        return self._code in changes.explanations or changes.state

    def refresh(self) -> None:
        """Show what is stored now."""
        self.text.show_stored(self._desk.work.report.explanations.get(self._code, ""))
        self.text.setEnabled(may_change(self._desk, self._code))

    def _explain(self, text: str) -> None:
        self._desk.explain(self._code, text)


class GuidanceCard(FoldedCard):
    """What the form says about a line: guidance, basis, appraiser."""

    def __init__(self, source: Area | Criterion) -> None:
        super().__init__("Hướng dẫn và căn cứ", "F1")
        for head, text in guidance_of(source):
            self.body.addWidget(label(head, "small"))
            words = label(text, wrap=True)
            self.body.addWidget(words)


def guidance_of(source: Area | Criterion) -> tuple[tuple[str, str], ...]:
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
