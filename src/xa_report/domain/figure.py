"""A figure that was looked for: known exactly, not arisen, or not reported."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Figure:
    """What could be found out about an item or indicator as a number."""

    value: Fraction | None = None
    """Exact; percentages as people say them (65 = 65 %)."""
    not_arisen: str | None = None
    """Why there is nothing to count; None when there is."""
    missing: tuple[str, ...] = ()
    """Ids of the items that are not reported yet."""
    parts: tuple[Fraction, Fraction] | None = None
    """Numerator and denominator of a ratio."""

    @property
    def known(self) -> bool:
        """Whether there is a number."""
        return self.value is not None

    @property
    def exact(self) -> Fraction:
        """The number; only to be asked for when it is known."""
        if self.value is None:
            raise LookupError("the figure is not known")
        return self.value


def known(value: Fraction | int) -> Figure:
    """A figure that is known."""
    return Figure(value=Fraction(value))
