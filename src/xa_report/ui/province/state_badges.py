"""Badges of case states and intake outcomes."""

from xa_report.domain.province.appraisal import CASE_STATE_LABELS, CaseState
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.ui.shared.badges import Badge

NOT_SENT_BADGE = Badge("empty", "chưa nộp", "quiet")
OVERDUE_BADGE = Badge("missing", "chưa nộp, quá hạn", "missing")
# Icon and colour role of each.
_CASE_LOOKS = {
    CaseState.RECEIVED: ("empty", "quiet"),
    CaseState.APPRAISING: ("province", "accent"),
    CaseState.EXPLAINING: ("below", "below"),
    CaseState.RETURNED: ("below", "below"),
    CaseState.SECOND: ("province", "accent"),
    CaseState.CLOSED: ("met", "met"),
}
_OUTCOME_LOOKS = {
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


def case_state_badge(state: CaseState | None, *, overdue: bool = False) -> Badge:
    """Return the badge of a case; None is a commune that has submitted nothing."""
    if state is None:
        return OVERDUE_BADGE if overdue else NOT_SENT_BADGE
    icon, role = _CASE_LOOKS[state]
    label = CASE_STATE_LABELS[state]
    return Badge(icon, f"{label[:1].lower()}{label[1:]}", role)


def intake_outcome_badge(outcome: str, label: str, *, quarantined: bool) -> Badge:
    """Return the badge of an intake outcome, by its key."""
    icon, role = _OUTCOME_LOOKS.get(
        outcome, ("missing", "missing") if quarantined else ("empty", "quiet")
    )
    # Somebody has to look at a quarantined file: it never has a calm colour.
    if quarantined and role in ("met", "quiet"):
        icon, role = "below", "below"
    return Badge(icon, label, role)
