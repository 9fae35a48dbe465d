"""Cross-checks between items: what must agree, and how serious it is when it does not."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from xa_report.domain.finding import Severity
from xa_report.domain.indicator import Operand


class CheckKind(StrEnum):
    """What a cross-check compares."""

    SUM = "sum"
    AT_MOST = "at_most"
    NOT_AFTER = "not_after"
    WITHIN_PERIOD = "within_period"
    CARRIES_OVER = "carries_over"
    PLAUSIBLE = "plausible"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Check:
    """One cross-check; `operands` in the order of the definition (a sum's total comes last)."""

    id: str
    severity: Severity
    kind: CheckKind
    operands: tuple[Operand, ...]
    message: str = ""
    change_above: Decimal = Decimal(50)
    """Of a plausibility check: percent of change against the period before."""

    def references(self) -> tuple[str, ...]:
        """All ids compared."""
        return tuple(ref for operand in self.operands for ref in operand)
