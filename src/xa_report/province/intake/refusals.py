"""Reasons against importing a file, and those that an official may set aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.text import escape_control_chars
from xa_report.province.database.definitions import KnownDefinitions
from xa_report.province.database.units import UnitEntry
from xa_report.province.intake.examine import IntakeCode


@dataclass(frozen=True, slots=True)
class ImportOverrides:
    """Reasons for quarantine that somebody has agreed to set aside for one file."""

    by_name: bool = False
    """The unit is accepted although only its name, or only its code, matches."""
    inconclusive: bool = False
    """The signatures are accepted although they can be proven neither valid nor invalid."""
    other_receipt: bool = False
    """The correction is accepted although this register never issued the receipt it answers."""
    other_plans: bool = False
    """The report is accepted although it lacks plans that are in force by the register."""
    out_of_season: bool = False
    """The period is accepted although it has not begun, or ended long ago."""
    sequence_gap: bool = False
    """The number is accepted although it is far above all that is known."""
    why: str = ""

    @property
    def has_any(self) -> bool:
        """True when any reason is set aside, so that `why` must be given."""
        return any(self.agreed.values())

    @property
    def agreed(self) -> dict[str, bool]:
        """The reasons by name, True for those that are set aside; the log keeps them so."""
        return {
            "by_name": self.by_name,
            "inconclusive": self.inconclusive,
            "other_receipt": self.other_receipt,
            "other_plans": self.other_plans,
            "out_of_season": self.out_of_season,
            "sequence_gap": self.sequence_gap,
        }


NO_OVERRIDES = ImportOverrides()


@dataclass(frozen=True, slots=True)
class RegisterSnapshot:
    """Rows of the register within the transaction of a classification."""

    connection: Connection
    entries: Sequence[UnitEntry]
    known_definitions: KnownDefinitions
    moment: datetime
    """The moment of intake, with its zone."""


class IntakeRefusal(NamedTuple):
    """Reason against importing a file: the outcome, the code's number and its sentence."""

    arrival: IntakeOutcome
    code: str
    reason: str


def build_refusal(arrival: IntakeOutcome, code: IntakeCode, **words: object) -> IntakeRefusal:
    """Build the refusal of a code; `words` fill its sentence."""
    # Words come out of strangers' files: control characters could disguise the sentence.
    return IntakeRefusal(arrival, code.number, escape_control_chars(code.sentence.format(**words)))
