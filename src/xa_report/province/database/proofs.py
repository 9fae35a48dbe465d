"""Proofs of submissions: whether documents that were drawn again equal those that came."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from xa_report import __version__
from xa_report.domain.canonical_json import dump_normalized, loads
from xa_report.domain.period import Period
from xa_report.province.database.database import RegisterDatabase
from xa_report.province.database.tables import CASES, PROOFS, SUBMISSIONS
from xa_report.verification.report_proof import ProofKind, ReportProof


def save_proof(
    database: RegisterDatabase, connection: Connection, submission: int, proof: ReportProof
) -> None:
    """Save the proof of a submission in place of an earlier one, and log it."""
    forget_proof(connection, submission)
    connection.execute(
        PROOFS.insert().values(
            submission=submission,
            kind=str(proof.kind),
            layout=proof.layout,
            differences=dump_normalized(list(proof.differences)),
            program=__version__,
            changed=database.now(),
            who=database.who,
        )
    )
    payload = {"submission": submission, "proof": str(proof.kind), "holds": proof.holds}
    database.log(connection, "proven", payload)


def forget_proof(connection: Connection, submission: int) -> None:
    """Delete the proof of a submission, whose file is another one now."""
    connection.execute(PROOFS.delete().where(PROOFS.c.submission == submission))


def load_proof(connection: Connection, submission: int) -> ReportProof | None:
    """Return the proof of a submission; None when there is none yet."""
    return load_proofs(connection, [submission]).get(submission)


def load_proofs(connection: Connection, numbers: Iterable[int]) -> Mapping[int, ReportProof]:
    """Return the proofs of submissions, by the number of each that has one."""
    rows = connection.execute(select(PROOFS).where(PROOFS.c.submission.in_(list(numbers))))
    return {
        row.submission: ReportProof(ProofKind(row.kind), row.layout, tuple(loads(row.differences)))
        for row in rows
    }


def unproven_submissions(connection: Connection, period: Period | None = None) -> tuple[int, ...]:
    """Return the submissions that count in a case and have no proof, in the order of arrival.

    One that could not be compared, for want of a definition or of a newer program, has none.
    """
    done = select(PROOFS.c.submission).where(PROOFS.c.kind != str(ProofKind.IMPOSSIBLE))
    wanted = select(SUBMISSIONS.c.id).where(
        SUBMISSIONS.c.id.in_(select(CASES.c.submission)), SUBMISSIONS.c.id.not_in(done)
    )
    if period is not None:
        wanted = wanted.where(SUBMISSIONS.c.period == str(period))
    return tuple(connection.execute(wanted.order_by(SUBMISSIONS.c.id)).scalars())
