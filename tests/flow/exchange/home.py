"""What a commune's file should hold, told once more and plainly: no code of the program in it."""

from dataclasses import dataclass, field
from pathlib import Path

from tests.province.appraisal.model import OPENS

Field = tuple[str, str]
"""`figure`, `told` or `proof`, and the item or criterion that it belongs to."""
Values = dict[Field, object]
FIELD_NAMES = {"answer": "figure", "explanation": "told", "evidence": "proof"}
"""How the file calls them."""
EDITABLE = {"draft", "returned"}
OUT = {"exported", "received", "accepted"}
COMES_TO = {
    "received": "received", "appraised": "received", "returned": "returned", "accepted": "accepted"
}  # fmt: skip
"""State of a report at home by kind of the receipt."""


def opened_by(codes: tuple[str, ...]) -> set[Field]:
    """The fields that returning criteria lets a commune change."""
    found: set[Field] = set()
    for code in codes:
        criteria, figures = OPENS[code]
        found |= {(kind, one) for one in criteria for kind in ("told", "proof")}
        found |= {("figure", one) for one in figures}
    return found


@dataclass(frozen=True)
class Sent:
    """A package that left a commune."""

    unit: str
    sequence: int
    manifest: str
    values: Values
    path: Path
    sha256: str


@dataclass(frozen=True)
class Given:
    """A receipt that left the province."""

    unit: str
    number: int
    kind: str
    sequence: int
    manifest: str
    codes: tuple[str, ...]
    path: Path
    sha256: str


@dataclass
class Home:
    """One commune's file and one period."""

    unit: str
    values: Values = field(default_factory=dict)
    state: str = "draft"
    sequence: int = 1
    changes: int = 0
    """How many single changes its history tells, undoing included."""
    done: list[tuple[Field, object, object]] = field(default_factory=list)
    undone: list[tuple[Field, object, object]] = field(default_factory=list)
    signed: dict[int, dict[str, str]] = field(default_factory=dict)
    """Hashes of what was signed, by submission and name."""
    receipts: list[Given] = field(default_factory=list)

    @property
    def opened(self) -> set[Field] | None:
        """What may be changed; None when everything may."""
        if not self.receipts or self.receipts[-1].kind != "returned":
            return None
        return opened_by(self.receipts[-1].codes)

    @property
    def complete(self) -> bool:
        return all(("figure", one) in self.values for one in ("tre", "sai", "sang_kien"))

    def change(self, key: Field, value: object) -> bool:
        """Put a value, None for nothing; tell whether that may be done now."""
        if self.state not in EDITABLE:
            return False
        before = self.values.get(key)
        if before == value:
            return True
        if not self._put(key, value):
            return False
        self.done.append((key, before, value))
        self.undone.clear()
        return True

    def undo(self) -> bool:
        return self._turn(self.done, self.undone, 1)

    def redo(self) -> bool:
        return self._turn(self.undone, self.done, 2)

    def _turn(
        self,
        source: list[tuple[Field, object, object]],
        target: list[tuple[Field, object, object]],
        to: int,
    ) -> bool:
        if self.state not in EDITABLE:
            return False
        if source:
            if not self._put(source[-1][0], source[-1][to]):
                return False
            target.append(source.pop())
        return True

    def _put(self, key: Field, value: object) -> bool:
        if self.opened is not None and key not in self.opened:
            return False
        self.values.pop(key, None)
        if value is not None:
            self.values[key] = value
        self.changes += 1
        return True

    def reopen(self) -> None:
        to = "draft" if self.opened is None else "returned"
        self.sequence += self.state in OUT
        self.state = to

    def receive(self, one: Given) -> bool | None:
        """Take a receipt; True: it counts now, None: it counted before, False: it never may."""
        if one.sha256 in {known.sha256 for known in self.receipts}:
            return None
        if one.unit != self.unit or any(one.number <= known.number for known in self.receipts):
            return False
        if self.state == one.kind == "returned":
            last = self.receipts[-1]
            if last.sequence != one.sequence or set(last.codes) - set(one.codes):
                return False
        elif one.sequence != self.sequence or self.state not in OUT:
            return False
        if self.signed.get(one.sequence, {}).get("datapackage.json") != one.manifest:
            return False
        self.sequence += one.kind == "returned" and self.state in OUT
        self.state = COMES_TO[one.kind]
        self.receipts.append(one)
        return True
