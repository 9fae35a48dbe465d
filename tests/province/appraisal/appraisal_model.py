"""What appraisal should come to, told once more and plainly: no code of the program in it."""

from dataclasses import dataclass, field
from decimal import Decimal

D = Decimal
OPENS = {
    "1": ({"1.1", "1.2", "1.2.1", "1.2.2"}, {"tre", "sai"}),
    "1.1": ({"1.1"}, {"tre"}),
    "1.2": ({"1.2", "1.2.1", "1.2.2"}, {"tre", "sai"}),
    "1.2.2": ({"1.2.2"}, {"sai"}),
    "2.1": ({"2.1"}, {"hai_long"}),
    "T1": ({"T1"}, {"sang_kien"}),
}
"""Codes that may be returned: which criteria and figures they open."""
MOST = {"1.1": D(5), "1.2.1": D(2), "1.2.2": D(1), "2.1": D(10), "2.2": D(4), "T1": D(2)}
ROUND = {"received": "first", "appraising": "first"}
"""Every other state is of the second round."""
ALLOWED = {
    "received": {"appraise": "appraising", "close_round": "explaining", "return": "returned",
                 "close": "closed"},
    "appraising": {"appraise": "appraising", "close_round": "explaining", "return": "returned",
                   "close": "closed"},
    "explaining": {"appraise": "second", "explain": "second", "return": "returned",
                   "close": "closed"},
    "returned": {"appraise": "returned", "explain": "returned", "close": "closed"},
    "second": {"appraise": "second", "explain": "second", "return": "returned",
               "close": "closed"},
    "closed": {"reopen": "second"},
}  # fmt: skip


@dataclass
class SetEntry:
    """What an appraiser said last in a round."""

    value: int | Decimal | None
    reason: str
    submission: int


@dataclass
class ModelReturn:
    codes: tuple[str, ...]
    answered: int | None = None


@dataclass
class AppraisalModel:
    """One commune in one period."""

    state: str = ""
    """Empty while nothing has come."""
    submission: int = 0
    sent: dict[int, dict[str, int]] = field(default_factory=dict)
    """Figures of every submission that was taken in, by its number."""
    sequences: dict[int, int] = field(default_factory=dict)
    """Number of the submission by L1, L2 …"""
    puts: dict[tuple[str, str], SetEntry] = field(default_factory=dict)
    """By round and figure or criterion."""
    versions: dict[str, int] = field(default_factory=dict)
    provided: dict[str, int | Decimal] = field(default_factory=dict)
    explanations: dict[str, str] = field(default_factory=dict)
    returns: list[ModelReturn] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, int]:
        return self.sent[self.submission]

    def current_entry(self, ref: str) -> SetEntry | None:
        """The later round beats the earlier; what a return reopened and L2 answered is gone."""
        for turn in ("second", "first"):
            entry = self.puts.get((turn, ref))
            if entry is not None and not self._gone(ref, entry):
                return entry
        return None

    def _gone(self, ref: str, entry: SetEntry) -> bool:
        for returned in self.returns:
            opened: set[str] = set().union(*(OPENS[c][0] | OPENS[c][1] for c in returned.codes))
            if (
                returned.answered is not None
                and entry.submission < returned.answered
                and ref in opened
            ):
                return True
        return False

    def points(self) -> dict[str, Decimal]:
        """What every criterion comes to."""

        def figure(ref: str) -> Decimal | None:
            entry = self.current_entry(ref)
            if entry is not None and entry.value is not None:
                return D(entry.value)
            known = self.provided.get(ref, self.figures.get(ref))
            return None if known is None else D(known)

        late, wrong, ideas = (figure(ref) or D(0) for ref in ("tre", "sai", "sang_kien"))
        liked = figure("hai_long")
        own_points = {
            "1.1": D(5) - late / 2,
            "1.2.1": D(2) - late / 4 - wrong,
            "1.2.2": D(1) - wrong / 4,
            "2.1": D(0) if liked is None else liked / 10,
            "2.2": D(self.provided.get("2.2", 0)),
            "T1": D(2) - ideas,
        }
        for code in own_points:
            entry = self.current_entry(code)
            if entry is not None and entry.value is not None:
                own_points[code] = D(entry.value)
        return {code: max(D(0), min(MOST[code], points)) for code, points in own_points.items()}
