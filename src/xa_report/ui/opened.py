"""What can be typed now: the state decides, and what the province opened of a returned report."""

from xa_report.ui.desk import Desk


def may_answer(desk: Desk, item: str) -> bool:
    """Whether an item can be answered."""
    return desk.editable and desk.work.may_answer(item)


def may_change(desk: Desk, code: str) -> bool:
    """Whether points, explanation and evidence of a criterion can be changed."""
    return desk.editable and desk.work.may_change(code)
