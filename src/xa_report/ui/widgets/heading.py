"""What the heads of both windows have alike: the tabs of the pages and the choice of a period."""

from PySide6 import QtCore, QtWidgets


def page_tabs() -> QtWidgets.QTabBar:
    """The tabs, without pages of their own; no title is ever cut."""
    tabs = QtWidgets.QTabBar()
    tabs.setAccessibleName("Các trang")
    tabs.setDrawBase(False)
    tabs.setExpanding(False)
    tabs.setElideMode(QtCore.Qt.TextElideMode.ElideNone)
    return tabs


def period_box() -> QtWidgets.QComboBox:
    """The periods to choose from."""
    box = QtWidgets.QComboBox()
    box.setAccessibleName("Kỳ báo cáo")
    box.setToolTip("Kỳ báo cáo (Ctrl+K)")
    return box
