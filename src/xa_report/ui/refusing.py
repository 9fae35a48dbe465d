"""A box that says why something could not be done."""

from PySide6 import QtCore, QtWidgets


def show_refusal(parent: QtWidgets.QWidget, sentence: str) -> None:
    """Say why something could not be done, and let the work go on."""
    box = QtWidgets.QMessageBox(parent)
    box.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QtWidgets.QMessageBox.Icon.Warning)
    box.setWindowTitle("Chưa thực hiện được")
    box.setText(sentence)
    box.addButton("Đóng", QtWidgets.QMessageBox.ButtonRole.AcceptRole)
    box.open()
