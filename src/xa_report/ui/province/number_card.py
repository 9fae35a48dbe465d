"""A card with one number and what it counts."""

from xa_report.ui.theme import repolish
from xa_report.ui.widgets.card import Card
from xa_report.ui.widgets.labels import ElidedLabel, label


class NumberCard(Card):
    """One number, large, and a quiet line below it."""

    def __init__(self) -> None:
        super().__init__()
        self.number = label("", "figure")
        self.words = ElidedLabel("muted")
        self.column.setContentsMargins(16, 8, 16, 10)
        self.column.setSpacing(0)
        self.add(self.number)
        self.add(self.words)

    def show_number(self, number: str, words: str, role: str = "") -> None:
        """Show a number; a role colours it."""
        self.number.setText(number)
        repolish(self.number, "role", role)
        self.words.show_text(words)
        self.setAccessibleName(f"{number} {words}")
