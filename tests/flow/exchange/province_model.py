"""What the province should hold of one commune: beside the points, all that came and went."""

from dataclasses import dataclass, field
from decimal import Decimal

from tests.flow.exchange.commune_model import ModelReceipt, SentPackage, Values, fields_of_criteria
from tests.province.appraisal.appraisal_model import AppraisalModel

KINDS = {
    "received": "received", "appraising": "received", "second": "received",
    "explaining": "appraised", "returned": "returned", "closed": "accepted",
}  # fmt: skip
"""What a commune is told in each state."""
FIGURES = ("tre", "sai", "sang_kien")


def figures_of(values: Values) -> dict[str, int]:
    return {ref: int(str(values["figure", ref])) for ref in FIGURES}


def self_points(values: Values) -> dict[str, Decimal]:
    """What the commune's own figures come to."""
    return AppraisalModel(submission=1, sent={1: figures_of(values)}).points()


@dataclass
class ProvinceModel:
    """One commune in the register."""

    case: AppraisalModel = field(default_factory=AppraisalModel)
    taken: dict[int, SentPackage] = field(default_factory=dict)
    """By the number of the submission."""
    alone: set[int] = field(default_factory=set)
    """Submissions of which only the PDF has come."""
    receipts: list[ModelReceipt] = field(default_factory=list)
    touched: bool = True
    """Whether anything happened to it since the last receipt."""

    @property
    def waiting(self) -> tuple[str, ...]:
        """Criteria that were returned and are not answered yet."""
        return tuple({code for one in self.case.returns if not one.answered for code in one.codes})

    def outcome(self, package: SentPackage) -> tuple[str, str]:
        """What a package is to the register, and why it is kept apart, if it is."""
        case = self.case
        if any(known.manifest == package.manifest for known in self.taken.values()):
            return "same", ""
        if not self.taken:
            return "new", ""
        if package.sequence in case.sequences:
            return "fork", "N05"
        if package.sequence < max(case.sequences):
            return "older", ""
        if case.state == "closed":
            return "newer", "N06"
        if case.state not in ("received", "returned"):
            return "newer", "N07"
        if case.state == "returned" and self._strays(package):
            return "newer", "N08"
        return "newer", ""

    def _strays(self, package: SentPackage) -> bool:
        """Whether anything else moved than what was returned."""
        before, free = self.taken[self.case.submission].values, fields_of_criteria(self.waiting)
        keys = (before.keys() | package.values.keys()) - free
        return any(before.get(key) != package.values.get(key) for key in keys)

    def take(self, number: int, package: SentPackage, arrival: str) -> None:
        """Put a package under the number that the register gave it."""
        case = self.case
        self.taken[number] = package
        case.sent[number], case.sequences[package.sequence] = figures_of(package.values), number
        if arrival == "older":
            return
        if case.state == "returned":
            self._answer(number, package)
        case.state = "second" if case.state == "returned" else "received"
        case.submission, self.touched = number, True

    def _answer(self, number: int, package: SentPackage) -> None:
        free = fields_of_criteria(self.waiting)
        for back in self.case.returns:
            back.answered = back.answered or number
        for (kind, code), words in package.values.items():
            if kind == "explanation" and (kind, code) in free:
                self.case.explanations[code] = str(words)
