"""Proof of submissions: their documents are drawn again from the record and compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey
from xa_report.domain.unit import Unit
from xa_report.province.database import cases, proofs, submissions
from xa_report.province.intake.prove_submission import ProvenSubmission, prove_submissions
from xa_report.province.register import Register
from xa_report.verification.report_proof import ProofKind, ReportProof
from xa_report.workflow.shared.environment import ProgressCallback, no_progress

PROOF_KIND_LABELS = {
    ProofKind.REDRAWN: "văn bản khớp số liệu",
    ProofKind.TEXT: "chữ và số khớp (bố cục cũ)",
    ProofKind.IMPOSSIBLE: "chưa so được văn bản",
}
NO_PROOF_LABEL, DISPROVEN_LABEL = "chưa so văn bản", "văn bản khác số liệu"


@dataclass(frozen=True, slots=True)
class ProofResult:
    """Proof of the submission that counts in a case."""

    unit: Unit
    period: Period
    sequence: int
    proof: ReportProof


def proof_label(proof: ReportProof | None) -> str:
    """Return the state of a proof in a few words."""
    if proof is None:
        return NO_PROOF_LABEL
    refuted = proof.differences and proof.kind is not ProofKind.IMPOSSIBLE
    return DISPROVEN_LABEL if refuted else PROOF_KIND_LABELS[proof.kind]


def prove_all(
    register: Register,
    period: Period | None = None,
    units: Sequence[str] = (),
    progress: ProgressCallback = no_progress,
) -> Iterator[ProofResult]:
    """Prove every submission that counts and has no proof, of a period or of all.

    With `units`, those of these units alone, again where there is a proof already. Each proof is
    saved as soon as it is made.
    """
    with register.database.read() as connection:
        numbers = proofs.unproven_submissions(connection, period)
        if units:
            periods = [period] if period else cases.periods_with_cases(connection)
            known = [case for each in periods for case in cases.load_cases(connection, each)]
            numbers = tuple(case.submission for case in known if case.unit in units)
    with register.pooled() as steady:
        for done, proven in enumerate(prove_submissions(steady, numbers), start=1):
            result = _save(steady, proven)
            progress(f"{result.unit.name} L{result.sequence}", done, len(numbers))
            yield result


def prove_case(register: Register, key: CaseKey) -> ReportProof | None:
    """Return the proof of the submission that counts in a case, made now where there is none.

    None when nothing has come.
    """
    with register.database.read() as connection:
        case = cases.find_case(connection, key)
        known = proofs.load_proof(connection, case.submission) if case else None
    if case is None or (known is not None and known.kind is not ProofKind.IMPOSSIBLE):
        return known
    return next(
        _save(register, each).proof for each in prove_submissions(register, [case.submission])
    )


def _save(register: Register, proven: ProvenSubmission) -> ProofResult:
    with register.database.write() as connection:
        proofs.save_proof(register.database, connection, proven.submission, proven.proof)
        submission = submissions.load_submission(connection, proven.submission)
    # Also of a unit that has been merged into another one since.
    names = {entry.unit.code: entry.unit for entry in register.unit_entries()}
    unit = names.get(submission.unit, Unit(submission.unit, submission.unit, ""))
    return ProofResult(unit, submission.period, submission.sequence, proven.proof)
