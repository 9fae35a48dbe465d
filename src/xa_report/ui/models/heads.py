"""The heads of a model's columns: words, how they stand, and what they mean."""

from dataclasses import dataclass

from PySide6 import QtCore

Role = QtCore.Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one column."""

    words: str
    alignment: int
    about: str | None = None
    """What it says when one rests on it."""


class Headed:
    """Gives heads to the columns of a model; its rows have none."""

    def head(self, section: int) -> Head:
        """The head of a column."""
        raise NotImplementedError

    def headerData(
        self,
        section: int,
        orientation: QtCore.Qt.Orientation,
        role: int = Role.DisplayRole,
    ) -> object:
        if orientation is not QtCore.Qt.Orientation.Horizontal:
            return None
        head = self.head(section)
        found: dict[int, object] = {
            Role.DisplayRole: head.words,
            Role.TextAlignmentRole: head.alignment,
            Role.ToolTipRole: head.about,
        }
        return found.get(role)
