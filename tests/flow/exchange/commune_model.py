"""What a commune's file should hold, told once more and plainly: no code of the program in it."""

from dataclasses import dataclass, field
from pathlib import Path

from tests.province.appraisal.appraisal_model import OPENS

Field = tuple[str, str]
"""`figure`, `explanation` or `evidence`, and the item or criterion that it belongs to."""
Values = dict[Field, object]
FIELD_NAMES = {"answer": "figure", "explanation": "explanation", "evidence": "evidence"}
"""How the file calls them."""
EDITABLE = {"draft", "returned"}
OUT = {"exported", "received", "accepted"}
COMES_TO = {
    "received": "received", "appraised": "received", "returned": "returned", "accepted": "accepted"
}  # fmt: skip
"""State of a report at home by kind of the receipt."""


def fields_of_criteria(codes: tuple[str, ...]) -> set[Field]:
    """The fields that returning criteria lets a commune change."""
    fields: set[Field] = set()
    for code in codes:
        criteria, figures = OPENS[code]
        fields |= {(kind, one) for one in criteria for kind in ("explanation", "evidence")}
        fields |= {("figure", one) for one in figures}
    return fields


@dataclass(frozen=True)
class SentPackage:
    """A package that left a commune."""

    unit: str
    sequence: int
    manifest: str
    values: Values
    path: Path
    sha256: str


@dataclass(frozen=True)
class ModelReceipt:
    """A receipt that left the province."""

    unit: str
    number: int
    kind: str
    sequence: int
    manifest: str
    codes: tuple[str, ...]
    path: Path
    sha256: str


Step = list[tuple[Field, object, object]]
"""Fields that were changed at once, what they were and what they became."""


@dataclass
class CommuneModel:
    """One commune's file and one period."""

    unit: str
    values: Values = field(default_factory=dict)
    state: str = "draft"
    sequence: int = 1
    changes: int = 0
    """How many single changes its history tells, undoing included."""
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    signed: dict[int, dict[str, str]] = field(default_factory=dict)
    """Hashes of what was signed, by submission and name."""
    signed_values: dict[int, Values] = field(default_factory=dict)
    """The values that were signed, by submission."""
    receipts: list[ModelReceipt] = field(default_factory=list)

    @property
    def opened(self) -> set[Field] | None:
        """What may be changed; None when everything may."""
        if not self.receipts or self.receipts[-1].kind != "returned":
            return None
        return fields_of_criteria(self.receipts[-1].codes)

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
        return self._step([(key, before, value)])

    def _step(self, step: Step) -> bool:
        if not self._put({key: value for key, _, value in step}):
            return False
        self.done.append(step)
        self.undone.clear()
        return True

    def undo(self) -> bool:
        return self._turn(self.done, self.undone, 1)

    def redo(self) -> bool:
        return self._turn(self.undone, self.done, 2)

    def _turn(
        self,
        source: list[Step],
        target: list[Step],
        to: int,
    ) -> bool:
        if self.state not in EDITABLE:
            return False
        if source:
            if not self._put({change[0]: change[to] for change in source[-1]}):
                return False
            target.append(source.pop())
        return True

    def _put(self, values: Values) -> bool:
        if self.opened is not None and values.keys() - self.opened:
            return False
        after = {**self.values, **values}
        self.values = {key: value for key, value in after.items() if value is not None}
        self.changes += len(values)
        return True

    def reopen(self) -> None:
        if self.state in OUT:
            self.sequence = self.next
        self.state = "draft" if self.opened is None else "returned"

    @property
    def next(self) -> int:
        """The number of the next submission; none that was signed is given twice."""
        return max(self.sequence, *self.signed) + 1

    def receive(self, receipt: ModelReceipt) -> bool | None:
        """Take a receipt; True: it counts now, None: it counted before, False: it never may."""
        if receipt.sha256 in {known.sha256 for known in self.receipts}:
            return None
        if not self._is_ours(receipt) or not self._is_in_turn(receipt):
            return False
        if self._ended_by(receipt):
            self._take_back(receipt.sequence)
        elif receipt.kind == "returned" and self.state in OUT:
            self.sequence = self.next
        self.state = COMES_TO[receipt.kind]
        self.receipts.append(receipt)
        return True

    def _is_ours(self, receipt: ModelReceipt) -> bool:
        """It answers what this very file sent, and none has told anything newer."""
        newer = all(receipt.number > known.number for known in self.receipts)
        signed = self.signed.get(receipt.sequence, {}).get("datapackage.json")
        return receipt.unit == self.unit and newer and signed == receipt.manifest

    def _is_in_turn(self, receipt: ModelReceipt) -> bool:
        """What is out is answered; what is at home may be opened further, or ended."""
        if self.state == receipt.kind == "returned":
            last = self.receipts[-1]
            return last.sequence == receipt.sequence and set(last.codes) <= set(receipt.codes)
        return self._ended_by(receipt) or (receipt.sequence == self.sequence and self.state in OUT)

    def _ended_by(self, receipt: ModelReceipt) -> bool:
        """The province closes what it returned; the commune need not answer any more."""
        ends = self.state == "returned" and receipt.kind == "accepted"
        return ends and self.receipts[-1].sequence == receipt.sequence

    def _take_back(self, sequence: int) -> None:
        """The report is again what was sent."""
        now, sent = self.values, self.signed_values[sequence]
        keys = [key for key in now.keys() | sent.keys() if now.get(key) != sent.get(key)]
        if keys:
            assert self._step([(key, now.get(key), sent.get(key)) for key in keys])
        self.sequence = sequence
