"""Choosing the code of a reason."""

from PySide6 import QtWidgets

from xa_report.domain.province.appraisal import DifferenceCode

CHOOSE = "Chọn mã lý do…"


class ReasonCode(QtWidgets.QComboBox):
    """T01, T02 … with their labels; the first entry is none of them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.addItem(CHOOSE, None)
        for one in DifferenceCode:
            self.addItem(f"{one.number} {one.label}", one)
        self.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Fixed
        )
        self.setMinimumContentsLength(12)

    @property
    def chosen(self) -> DifferenceCode | None:
        """The code, or none yet."""
        code = self.currentData()
        return code if isinstance(code, DifferenceCode) else None

    def choose(self, code: DifferenceCode | None) -> None:
        """Show a code, or none."""
        self.setCurrentIndex(self.findData(code) if code else 0)
