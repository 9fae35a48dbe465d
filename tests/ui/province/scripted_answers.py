"""An official who answers what the window asks."""

from xa_report.ui.province.dialogs.reason_dialog import Confirmation, ReasonInput


class ScriptedReason:
    """Answers every question the same way and remembers what was asked."""

    def __init__(self, note: ReasonInput | None) -> None:
        self.note = note
        self.asked: list[Confirmation] = []

    def __call__(self, _: object, question: Confirmation) -> ReasonInput | None:
        self.asked.append(question)
        return self.note
