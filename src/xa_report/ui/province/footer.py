"""The foot of the province's window: where we stand, and the next step as the one filled button."""

from PySide6 import QtCore, QtWidgets

from xa_report.ui.province.page import Foot, Step
from xa_report.ui.widgets.labels import ElidedLabel, label

ROOM = 3
"""The most buttons of a foot."""


class Footer(QtWidgets.QFrame):
    """A name or number in bold, words, and buttons that stay where they are."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footer")
        self.strong = label("", "foot")
        self.words = ElidedLabel("muted")
        self.words.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred
        )
        self.buttons = [QtWidgets.QPushButton() for _ in range(ROOM)]
        self._steps: tuple[Step, ...] = ()
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(10)
        row.addWidget(self.strong)
        row.addWidget(self.words, 1)
        for button in self.buttons:
            row.addWidget(button)
            button.clicked.connect(self._act)
        self.buttons[-1].setProperty("look", "filled")

    @property
    def next_button(self) -> QtWidgets.QPushButton:
        """The filled one."""
        return self.buttons[-1]

    def show_foot(self, foot: Foot) -> None:
        """Show where a page stands."""
        self.strong.setText(foot.strong)
        self.words.show_text(foot.words)
        self._steps = foot.steps[-ROOM:]
        free = ROOM - len(self._steps)
        for number, button in enumerate(self.buttons):
            button.setVisible(number >= free)
            if number >= free:
                step = self._steps[number - free]
                button.setText(step.text)
                button.setToolTip(step.tip)
                button.setEnabled(step.enabled)

    @QtCore.Slot()
    def _act(self) -> None:
        for button, step in zip(reversed(self.buttons), reversed(self._steps), strict=False):
            if button is self.sender():
                step.act()
