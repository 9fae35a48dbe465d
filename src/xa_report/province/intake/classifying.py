"""What a file is to the register: the outcome, its code and its reason, in a fixed order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from xa_report.domain.province.appraisal import CaseKey, CaseState
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.text import escape_control_chars
from xa_report.domain.unit import Unit
from xa_report.province.intake.codes import IntakeCode
from xa_report.province.intake.corrections import against_correction, never_given
from xa_report.province.intake.examining import Examined
from xa_report.province.register import cases, submissions
from xa_report.province.register.cases import Case
from xa_report.province.register.definitions import Known
from xa_report.province.register.matching import Match, match
from xa_report.province.register.submissions import Submission
from xa_report.province.register.units import UnitEntry
from xa_report.signing.reasons import Verdict, VerificationReason
from xa_report.verification.content import Kind, Received

TAMPERED = {
    "P301", "P302", "P303", "P304", "P305", "P306", "P308", "P411", "P412",
}  # fmt: skip
"""Package faults that only a change after packing leaves behind."""
CHANGED = {
    VerificationReason.NOT_INTACT,
    VerificationReason.CHANGED_AFTER,
    VerificationReason.NOT_COVERED,
    VerificationReason.DAMAGED,
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What somebody has agreed to for this file, knowing why it was kept apart."""

    by_name: bool = False
    """That the report is of the unit to which only its name, or only its code, points."""
    inconclusive: bool = False
    """That it is taken in although its signatures could not be proven either way."""
    other_receipt: bool = False
    """That it is taken in although this register never gave the receipt that it answers."""
    why: str = ""

    @property
    def anything(self) -> bool:
        """Whether there is something to give a reason for."""
        return self.by_name or self.inconclusive or self.other_receipt


NOTHING = Allowed()


@dataclass(frozen=True, slots=True)
class Classified:
    """The outcome for one file."""

    examined: Examined
    arrival: IntakeOutcome
    unit: Unit | None = None
    """As the province's list has it."""
    code: str = ""
    reason: str = ""
    note: str = ""
    """What is worth knowing although it is taken in."""
    completes: int = 0
    """Number of the submission that came as a PDF alone and is whole now."""

    @property
    def held(self) -> bool:
        """Whether it is kept apart, for the reason that the code names."""
        return bool(self.code)

    @property
    def taken(self) -> bool:
        """Whether the register takes it in as the report that counts."""
        return self.arrival.taken and not self.held


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the register knows while it classifies."""

    connection: Connection
    entries: Sequence[UnitEntry]
    known: Known


def classify(found: Examined, shelf: Shelf, allowed: Allowed = NOTHING) -> Classified:
    """Say what a file is; the first thing that stands against it decides."""
    seen = submissions.by_file(shelf.connection, found.sha256) if found.sha256 else None
    if seen is not None:
        return Classified(found, IntakeOutcome.SAME, note=f"Đã nhận ngày {seen.received:%d/%m/%Y}.")
    received = found.received
    if received is None:
        arrival = IntakeOutcome.CHANGED if found.code in TAMPERED else IntakeOutcome.REFUSED
        return Classified(found, arrival, code=found.code, reason=found.reason)
    matched = match(shelf.entries, received.about.unit)
    refusals = (
        *_signatures(received, allowed),
        *_foreign(matched, allowed),
        *_definitions(received, shelf.known),
    )
    for arrival, code, reason in refusals:
        return Classified(found, arrival, matched.unit, code, reason)
    if matched.unit is None:
        raise LookupError(found.path)
    one = _in_order(found, received, shelf, unit=matched.unit, note=matched.note)
    return one if allowed.other_receipt or not one.taken else _answering(one, received, shelf)


def _answering(one: Classified, received: Received, shelf: Shelf) -> Classified:
    """Hold what would be taken in when it answers a receipt that nobody here knows."""
    about, unit = received.about, one.unit.code if one.unit else ""
    if not never_given(shelf.connection, CaseKey(unit, about.period), about.answers_receipt):
        return one
    words = {"receipt": about.answers_receipt[:12]}
    arrival, code, reason = _refusal(one.arrival, IntakeCode.OTHER_RECEIPT, **words)
    return Classified(one.examined, arrival, one.unit, code, reason)


class Refusal(NamedTuple):
    """Why a file is not simply taken in: the outcome, the reason's number and its sentence."""

    arrival: IntakeOutcome
    code: str
    reason: str


def _refusal(arrival: IntakeOutcome, code: IntakeCode, **words: object) -> Refusal:
    return Refusal(arrival, code.number, escape_control_chars(code.sentence.format(**words)))


def _signatures(received: Received, allowed: Allowed) -> Iterator[Refusal]:
    judged = received.judged
    why = " ".join(judged.sentences)
    reasons = set(judged.verification.all_reasons)
    if judged.broken or reasons & CHANGED:
        yield _refusal(IntakeOutcome.CHANGED, IntakeCode.CHANGED, why=why)
    elif judged.verdict is Verdict.UNSIGNED:
        yield _refusal(IntakeOutcome.REFUSED, IntakeCode.UNSIGNED)
    elif judged.verdict is Verdict.INVALID:
        yield _refusal(IntakeOutcome.REFUSED, IntakeCode.INVALID, why=why)
    elif judged.verdict is not Verdict.VALID and not allowed.inconclusive:
        yield _refusal(IntakeOutcome.REFUSED, IntakeCode.INCONCLUSIVE, why=why)


def _foreign(found: Match, allowed: Allowed) -> Iterator[Refusal]:
    if found.unit is None:
        yield _refusal(IntakeOutcome.FOREIGN_UNIT, IntakeCode.FOREIGN_UNIT, note=found.note)
    elif found.doubtful and not allowed.by_name:
        yield _refusal(IntakeOutcome.FOREIGN_UNIT, IntakeCode.BY_NAME, note=found.note)


def _definitions(received: Received, known: Known) -> Iterator[Refusal]:
    report = received.about
    form = known.forms.get(report.form_sha256)
    if form is None:
        words = {"form": report.form_sha256[:12]}
        yield _refusal(IntakeOutcome.UNKNOWN_DEFINITION, IntakeCode.UNKNOWN_FORM, **words)
    elif form.period is not report.period.kind:
        words = {"period": report.period.label}
        yield _refusal(IntakeOutcome.UNKNOWN_DEFINITION, IntakeCode.WRONG_PERIOD, **words)
    for plan in report.plan_sha256:
        if plan not in known.plans:
            words = {"plan": plan[:12]}
            yield _refusal(IntakeOutcome.UNKNOWN_DEFINITION, IntakeCode.UNKNOWN_PLAN, **words)


def _in_order(
    found: Examined, received: Received, shelf: Shelf, *, unit: Unit, note: str
) -> Classified:
    """Hold it against what has come before for the same unit and period."""
    report = received.about
    before = submissions.of(shelf.connection, CaseKey(unit.code, report.period))
    twin = next((s for s in before if s.manifest_sha256 == received.manifest_sha256), None)
    if twin is not None:
        whole = twin.kind is Kind.PDF and received.kind is Kind.PACKAGE
        note = "Bổ sung tài liệu kiểm chứng cho bản PDF đã nhận." if whole else note
        return Classified(
            found, IntakeOutcome.SAME, unit, note=note, completes=twin.id if whole else 0
        )
    if not before:
        return Classified(found, IntakeOutcome.NEW, unit, note=note)
    rival = next((s for s in before if s.sequence == report.sequence), None)
    if rival is not None:
        return Classified(found, *_fork(rival, received, unit))
    if report.sequence < max(s.sequence for s in before):
        return Classified(found, IntakeOutcome.OLDER, unit, note=note)
    return _newer(found, received, shelf, unit=unit, note=note)


def _fork(
    rival: Submission, received: Received, unit: Unit
) -> tuple[IntakeOutcome, Unit, str, str]:
    words = {
        "sequence": rival.sequence,
        "known": rival.manifest_sha256[:8],
        "own": received.manifest_sha256[:8],
    }
    arrival, code, reason = _refusal(IntakeOutcome.FORK, IntakeCode.FORK, **words)
    return arrival, unit, code, reason


def _newer(
    found: Examined, received: Received, shelf: Shelf, *, unit: Unit, note: str
) -> Classified:
    """A later number: taken before anybody began, or as the answer to a return."""
    report = received.about
    case = cases.find(shelf.connection, CaseKey(unit.code, report.period))
    state = case.state if case else CaseState.RECEIVED
    words = {"sequence": report.sequence}
    if state is CaseState.CLOSED:
        _, code, reason = _refusal(IntakeOutcome.NEWER, IntakeCode.CLOSED, **words)
    elif state not in (CaseState.RECEIVED, CaseState.RETURNED):
        _, code, reason = _refusal(IntakeOutcome.NEWER, IntakeCode.NOT_RETURNED, **words)
    else:
        refusal = next(_against_correction(received, case, shelf), None)
        if refusal is None:
            return Classified(found, IntakeOutcome.NEWER, unit, note=note)
        _, code, reason = refusal
    return Classified(found, IntakeOutcome.NEWER, unit, code, reason)


def _against_correction(received: Received, case: Case | None, shelf: Shelf) -> Iterator[Refusal]:
    if case is not None:
        found = against_correction(shelf.connection, shelf.known, case, received.record)
        yield from (_refusal(IntakeOutcome.NEWER, code, **words) for code, words in found)
