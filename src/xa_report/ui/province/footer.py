"""The footer of the province's window: title, text, and the actions of the page as buttons."""

from PySide6 import QtCore, QtWidgets

from xa_report.ui.province.page import FooterAction, FooterContent
from xa_report.ui.shared.widgets.labels import ElidedLabel, create_label

MAX_BUTTONS = 3
"""More actions than buttons lose their first ones."""


class ProvinceFooter(QtWidgets.QFrame):
    """Title, text and buttons; the last, filled one is the next step."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footer")
        self.title_label = create_label("", "foot")
        self.text_label = ElidedLabel("muted")
        self.text_label.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred
        )
        # The same buttons for every page: the next step stays where it is.
        self.buttons = [QtWidgets.QPushButton() for _ in range(MAX_BUTTONS)]
        self._actions: tuple[FooterAction, ...] = ()
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(10)
        row.addWidget(self.title_label)
        row.addWidget(self.text_label, 1)
        for button in self.buttons:
            row.addWidget(button)
            button.clicked.connect(self._run_action)
        self.buttons[-1].setProperty("look", "filled")

    @property
    def next_button(self) -> QtWidgets.QPushButton:
        """The filled button, that of the next step."""
        return self.buttons[-1]

    def show_content(self, content: FooterContent) -> None:
        """Show what a page has for the footer."""
        self.title_label.setText(content.title)
        self.text_label.show_text(content.text)
        self._actions = content.actions[-MAX_BUTTONS:]
        free = MAX_BUTTONS - len(self._actions)
        for number, button in enumerate(self.buttons):
            button.setVisible(number >= free)
            if number >= free:
                action = self._actions[number - free]
                button.setText(action.text)
                button.setToolTip(action.tooltip)
                button.setEnabled(action.enabled)

    @QtCore.Slot()
    def _run_action(self) -> None:
        for button, action in zip(reversed(self.buttons), reversed(self._actions), strict=False):
            if button is self.sender():
                action.callback()
