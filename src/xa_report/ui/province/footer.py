"""The foot of the province's window: where we stand, and the next step as the one filled button."""

from PySide6 import QtCore, QtWidgets

from xa_report.ui.province.page import FooterAction, FooterContent
from xa_report.ui.shared.widgets.labels import ElidedLabel, create_label

MAX_BUTTONS = 3
"""The most buttons of a foot."""


class ProvinceFooter(QtWidgets.QFrame):
    """A name or number in bold, words, and buttons that stay where they are."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footer")
        self.title_label = create_label("", "foot")
        self.text_label = ElidedLabel("muted")
        self.text_label.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred
        )
        self.buttons = [QtWidgets.QPushButton() for _ in range(MAX_BUTTONS)]
        self._steps: tuple[FooterAction, ...] = ()
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(10)
        row.addWidget(self.title_label)
        row.addWidget(self.text_label, 1)
        for button in self.buttons:
            row.addWidget(button)
            button.clicked.connect(self._act)
        self.buttons[-1].setProperty("look", "filled")

    @property
    def next_button(self) -> QtWidgets.QPushButton:
        """The filled one."""
        return self.buttons[-1]

    def show_content(self, content: FooterContent) -> None:
        """Show where a page stands."""
        self.title_label.setText(content.title)
        self.text_label.show_text(content.text)
        self._steps = content.actions[-MAX_BUTTONS:]
        free = MAX_BUTTONS - len(self._steps)
        for number, button in enumerate(self.buttons):
            button.setVisible(number >= free)
            if number >= free:
                step = self._steps[number - free]
                button.setText(step.text)
                button.setToolTip(step.tooltip)
                button.setEnabled(step.enabled)

    @QtCore.Slot()
    def _act(self) -> None:
        for button, step in zip(reversed(self.buttons), reversed(self._steps), strict=False):
            if button is self.sender():
                step.callback()
