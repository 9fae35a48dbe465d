"""What is to be returned, as it is being put together: criteria, and the reason of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason
from xa_report.domain.province.appraisal_rows import CriterionRow
from xa_report.domain.receipt import ReopenedCriterion


@dataclass(frozen=True, slots=True)
class ReasonDraft:
    """A reason as far as it is given."""

    code: DifferenceCode | None = None
    text: str = ""


NO_REASON = ReasonDraft()


class ReturnDraft:
    """Criteria with a reason each, or one reason for all that are chosen."""

    def __init__(self, lines: Iterable[CriterionRow], selected: str) -> None:
        self.lines = tuple(line for line in lines if line.leaf)
        below = f"{selected}."
        self.chosen = {one.code for one in self.lines if f"{one.code}.".startswith(below)}
        self._own: dict[str, ReasonDraft] = {
            one.code: ReasonDraft(one.why.code, one.why.text) for one in self.lines if one.why
        }
        self._shared: ReasonDraft | None = None

    @property
    def shared(self) -> bool:
        """Whether one reason holds for all."""
        return self._shared is not None

    def reason(self, code: str) -> ReasonDraft:
        """The reason of a criterion as far as it is given."""
        return self._shared or self._own.get(code, NO_REASON)

    def put(self, code: str, reason: ReasonDraft) -> None:
        """Give the reason of a criterion, or of all."""
        if self._shared is not None:
            self._shared = reason
        else:
            self._own[code] = reason

    def share(self, reason: ReasonDraft) -> None:
        """Let one reason hold for all; those given before come back when it ends."""
        self._shared = reason

    def part(self) -> None:
        """Let each criterion have its own again; who had none keeps what was shared."""
        for code in self.chosen:
            if self._shared and self._own.get(code, NO_REASON) == NO_REASON:
                self._own[code] = self._shared
        self._shared = None

    def lacking(self) -> str:
        """The first chosen criterion without a code of a reason; empty when there is none."""
        chosen = (one.code for one in self.lines if one.code in self.chosen)
        return next((code for code in chosen if self.reason(code).code is None), "")

    def reopened(self) -> tuple[ReopenedCriterion, ...]:
        """What is chosen, in the order of the form; only when nothing lacks a reason."""
        return tuple(
            ReopenedCriterion(one.code, DifferenceReason(reason.code, reason.text.strip()))
            for one in self.lines
            if one.code in self.chosen and (reason := self.reason(one.code)).code is not None
        )
