"""The states of cases and the outcomes of files as they are shown: icon, word and colour."""

from xa_report.domain.province.appraisal import CASE_STATE_LABELS, CaseState
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.ui.marks import Mark

NOT_SENT = Mark("empty", "chưa nộp", "quiet")
OVERDUE = Mark("missing", "chưa nộp, quá hạn", "missing")
_CASES = {
    CaseState.RECEIVED: ("empty", "quiet"),
    CaseState.APPRAISING: ("province", "accent"),
    CaseState.EXPLAINING: ("below", "below"),
    CaseState.RETURNED: ("below", "below"),
    CaseState.SECOND: ("province", "accent"),
    CaseState.CLOSED: ("met", "met"),
}
_OUTCOMES = {
    IntakeOutcome.NEW.key: ("met", "met"),
    IntakeOutcome.NEWER.key: ("met", "met"),
    IntakeOutcome.SAME.key: ("empty", "quiet"),
    IntakeOutcome.OLDER.key: ("empty", "quiet"),
    IntakeOutcome.FORK.key: ("below", "below"),
    IntakeOutcome.FOREIGN_UNIT.key: ("below", "below"),
    IntakeOutcome.UNKNOWN_DEFINITION.key: ("below", "below"),
    IntakeOutcome.CHANGED.key: ("missing", "missing"),
    IntakeOutcome.REFUSED.key: ("missing", "missing"),
}


def case_mark(state: CaseState | None, *, overdue: bool = False) -> Mark:
    """How far the province is with a commune."""
    if state is None:
        return OVERDUE if overdue else NOT_SENT
    icon, role = _CASES[state]
    label = CASE_STATE_LABELS[state]
    return Mark(icon, f"{label[:1].lower()}{label[1:]}", role)


def outcome_mark(outcome: str, label: str, *, held: bool) -> Mark:
    """What a file is to the register; what is kept apart is never calm."""
    icon, role = _OUTCOMES.get(outcome, ("missing", "missing") if held else ("empty", "quiet"))
    if held and role in ("met", "quiet"):
        icon, role = "below", "below"
    return Mark(icon, label, role)
