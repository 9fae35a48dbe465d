"""Plan targets of a commune and of the province: the badge of one, the count of all."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from xa_report.domain.assessment import TargetState
from xa_report.ui.shared.badges import Badge

LOOKS = {
    TargetState.MET: ("met", "met"),
    TargetState.NOT_MET: ("below", "below"),
    TargetState.UNKNOWN: ("empty", "quiet"),
    TargetState.NOT_ARISEN: ("empty", "quiet"),
}
"""Icon and colour role of each state."""


class AssessedTarget(Protocol):
    """Protocol of a target of either side: a commune's TargetResult or a ProvinceTarget."""

    @property
    def state(self) -> TargetState:
        """Met, not met, unknown or not arisen."""

    @property
    def ahead(self) -> bool:
        """True for a milestone of a later year, not yet due."""


def target_badge(
    target: AssessedTarget, *, words: Mapping[TargetState, str], milestone: str
) -> Badge:
    """Return the badge of a target; a later milestone is never a fault."""
    if target.ahead:
        return Badge("target", milestone, "quiet")
    icon, role = LOOKS[target.state]
    return Badge(icon, words[target.state], role)


def targets_summary(targets: Sequence[AssessedTarget], noun: str) -> str:
    """Return how many targets are due, met, missed and unknown, without a full stop."""
    due = [target for target in targets if not target.ahead]
    met = sum(target.state is TargetState.MET for target in due)
    missed = sum(target.state is TargetState.NOT_MET for target in due)
    later = len(targets) - len(due)
    ahead = f"; {later} mốc của các năm sau" if later else ""
    return (
        f"{len(due)} {noun} đến hạn: {met} đạt, {missed} chưa đạt, "
        f"{len(due) - met - missed} chưa đối chiếu được{ahead}"
    )
