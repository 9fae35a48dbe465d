"""Scoring rules of every kind made up from chance; the best case of each is exactly its maximum."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_UP, Decimal
from random import Random
from typing import Any

Toml = dict[str, Any]

QUANTUM = Decimal("0.25")
RATIOS = ("ty_le", "ty_le_gop", "ty_le_tien", "gia_tri")
NUMBERS = (*RATIOS, "tong", "hieu", "tang", "tang_tong", "so_goc", "dem_xa_1", "dem_xa_5",
           "thap_phan", "phan_tram", "tien")  # fmt: skip
LIMITS: tuple[Decimal | int, ...] = (100, 98, 95, Decimal("62.5"), 50, Decimal("33.3"), 20, 1)


def split_points(random: Random, whole: Decimal, parts: int, decimals: int) -> list[Decimal]:
    """Parts that add up to the whole, with no more than `decimals` decimals."""
    unit = Decimal(1).scaleb(-decimals)
    steps = int(whole / unit)
    cuts = sorted(random.randint(0, steps) for _ in range(parts - 1))
    edges = [0, *cuts, steps]
    return [(b - a) * unit for a, b in itertools.pairwise(edges)]


def share_of_maximum(most: Decimal, factor: str) -> Decimal:
    """A part of some points, with at most four decimals."""
    return (most * Decimal(factor)).quantize(Decimal("0.0001"), ROUND_UP)


@dataclass(slots=True)
class RuleMaker:
    """Writes rules as tables; `kinds` goes round so that a few criteria have them all."""

    random: Random
    _waiting: list[str] = field(default_factory=list)

    def rule(self, most: Decimal, depth: int) -> Toml:
        """A rule with a best case of `most`; composites go `depth` levels deep."""
        makers = {**self._simple(), **(self._composite(depth) if depth else {})}
        if not self._waiting:
            self._waiting = list(self._simple()) + list(self._composite(1)) * 2
            self.random.shuffle(self._waiting)
        kind = self._waiting.pop()
        if kind not in makers or depth < 2:
            kind = self.random.choice(list(makers))
        return {"kind": kind, **makers[kind](most)}

    def _simple(self) -> dict[str, Callable[[Decimal], Toml]]:
        return {
            "yes_no": lambda most: {"of": self._one("co_1", "co_2", "co_3")},
            "choice": lambda most: {
                "of": "chon",
                "points": {"a": most, "b": self._less(most), "d": 0},
            },
            "checklist": self._checklist,
            "bands": self._bands,
            "linear": self._linear,
            "deadline": self._deadline,
            "deduction": self._deduction,
            "per_unit": lambda most: {
                "of": self._one("dem_xa_3", "bang", "danh_muc", "hieu"),
                "points": self._one(QUANTUM, Decimal("0.125"), Decimal("0.005"), Decimal("0.1")),
            },
            "compare": self._compare,
            "rank": self._rank,
            "external": lambda most: {
                "of": self._one("diem_ngoai", "phan_tram"),
                "out_of": self._one(80, 100, Decimal("62.5")),
            },
            "survey": self._survey,
            "manual": lambda most: {"step": QUANTUM},
        }

    def _composite(self, depth: int) -> dict[str, Callable[[Decimal], Toml]]:
        inner = depth - 1
        return {
            "sum": lambda most: {"parts": [self._part(p, inner) for p in self._shares(most)]},
            "min": lambda most: {"parts": [self.rule(most, inner) for _ in range(2)]},
            "max_of": lambda most: {
                "parts": [self.rule(most, inner), self._part(self._less(most), inner)]
            },
            "weighted": lambda most: {
                "parts": [
                    {"weight": weight, "rule": self.rule(most, inner)}
                    for weight in self._one(
                        (Decimal("0.5"),) * 2, (Decimal("0.7"), Decimal("0.3")),
                        (Decimal("0.25"), Decimal("0.25"), Decimal("0.5")),
                    )
                ]
            },
            "branch": lambda most: {
                "of": "chon",
                "cases": {option: self.rule(most, inner) for option in "abcd"},
            },
        }  # fmt: skip

    def _one(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    def _less(self, most: Decimal) -> Decimal:
        """Fewer points, sometimes with a digit more than is shown: half-up must decide."""
        return share_of_maximum(most, self._one("0.5", "0.25", "0.625", "0.333"))

    def _shares(self, most: Decimal) -> list[Decimal]:
        return split_points(self.random, most, self.random.randint(2, 3), 4)

    def _part(self, most: Decimal, depth: int) -> Toml:
        return {**self.rule(most, depth), "max": most}

    def _checklist(self, most: Decimal) -> Toml:
        if self.random.random() < 0.5:
            return {"of": "danh_muc", "each": share_of_maximum(most, "0.5")}
        return {"of": "danh_muc", "steps": [[1, self._less(most)], [3, most]]}

    def _bands(self, most: Decimal) -> Toml:
        limits = sorted(self.random.sample(LIMITS, 3), reverse=True)
        points = [most, share_of_maximum(most, "0.625"), share_of_maximum(most, "0.125")]
        if self.random.random() < 0.3:
            return {
                "of": "ty_le_thap",
                "bands": [list(r) for r in zip(limits[::-1], points, strict=True)],
            }
        of = self._one(*NUMBERS, "diem_ngoai")
        return {"of": of, "bands": [list(row) for row in zip(limits, points, strict=True)]}

    def _linear(self, most: Decimal) -> Toml:
        rule: Toml = {"of": self._one(*NUMBERS)}
        if self.random.random() < 0.4:
            rule["full_from"] = self._one(80, Decimal("62.5"), 100)
        if self.random.random() < 0.5:
            rule["target"] = self._one("plan", "plan", 60, 100)
        if self.random.random() < 0.4:
            rule["zero_below"] = self._one(20, Decimal("33.3"), 50)
        return rule

    def _deadline(self, most: Decimal) -> Toml:
        steps: list[list[Any]] = [
            [{"day": "01-15"}, most],
            [{"day": "01-31"}, share_of_maximum(most, "0.5")],
        ]
        if self.random.random() < 0.5:
            steps = [
                [14, most],
                [30, share_of_maximum(most, "0.5")],
                [60, share_of_maximum(most, "0.25")],
            ]
        return {
            "of": self._one("ngay", "ngay_hai"),
            "steps": steps,
            "from_start": self._one(True, False),
        }

    def _deduction(self, most: Decimal) -> Toml:
        each = {"dem_xa_3": QUANTUM, "dem_xa_6": Decimal("0.005"), "hieu": Decimal("0.1")}
        some = dict(self.random.sample(list(each.items()), 2))
        return {
            "each": some,
            **({"floor": share_of_maximum(most, "0.25")} if self.random.random() < 0.3 else {}),
        }

    def _compare(self, most: Decimal) -> Toml:
        sides = [self._one(*NUMBERS), self._one(*NUMBERS, 95, 50, Decimal("0.5"))]
        if self.random.random() < 0.3:
            sides.reverse()
        return {
            "left": sides[0],
            "op": self._one(">=", "<=", ">", "<", "=", "!="),
            "right": sides[1],
        }

    def _rank(self, most: Decimal) -> Toml:
        if self.random.random() < 0.5:
            return {"of": "hang", "at_most": 5}
        return {
            "of": "hang",
            "steps": [
                [3, most],
                [7, share_of_maximum(most, "0.5")],
                [9, share_of_maximum(most, "0.125")],
            ],
        }

    def _survey(self, most: Decimal) -> Toml:
        rule: Toml = self._one({}, {"of": "khao_sat"}, {"of": "khao_sat", "out_of": 80})
        return rule
