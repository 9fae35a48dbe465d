"""Proof of imported submissions in processes with a time limit, by the register's definitions."""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.errors import PackageFaultError
from xa_report.files import write_scratch
from xa_report.package.reader import open_package
from xa_report.province.database import blobs, submissions
from xa_report.province.database.definitions import KnownDefinitions
from xa_report.province.intake.schedule import FEW_FILES, kill_after
from xa_report.province.register import Register
from xa_report.verification.content import SubmissionKind
from xa_report.verification.report_proof import ProofKind, ReportProof, prove_report
from xa_report.verification.sent_documents import SentDocuments, sent_package, sent_pdf

SECONDS_FOR_ONE_PROOF = 120.0
"""Time limit; drawing a report of 33 pages takes half a second."""
TASKS_PER_WORKER = 4
"""Reports whose documents are read ahead for each process, some 2 MB each."""
CRASHED_TEXT = (
    "Việc vẽ lại văn bản của báo cáo bị dừng giữa chừng, nên chưa chứng minh được. Không công nhận "
    "bản nộp này; đề nghị đơn vị xuất và ký lại."
)
DAMAGED_TEXT = "Không mở lại được tệp đã nhận: {why}"


@dataclass(frozen=True, slots=True)
class ProofTask:
    """One submission to prove; can be sent to a worker process."""

    submission: int
    sent: SentDocuments


@dataclass(frozen=True, slots=True)
class ProvenSubmission:
    """A submission with its proof."""

    submission: int
    proof: ReportProof


def load_proof_task(connection: Connection, number: int) -> ProofTask:
    """Read the documents of a submission from the register's own copy of its file.

    Raise PackageFaultError when it can no longer be opened, StoreDamagedError when its bytes are
    not intact.
    """
    submission = submissions.load_submission(connection, number)
    if submission.kind is SubmissionKind.PDF:
        return ProofTask(number, sent_pdf(blobs.read_blob(connection, submission.file_sha256)))
    with TemporaryDirectory(prefix="xa-report-") as folder:
        path = Path(folder) / "goi.zip"
        write_scratch(path, blobs.iter_blob_chunks(connection, submission.file_sha256))
        with open_package(path, Path(folder), evidence=False) as package:
            return ProofTask(number, sent_package(package))


def prove_submissions(register: Register, numbers: Sequence[int]) -> Iterator[ProvenSubmission]:
    """Prove submissions; yield each exactly once, in the order in which they are finished."""
    known = register.known_definitions()
    if len(numbers) <= FEW_FILES:
        for number in numbers:
            task = _load_safely(register, number)
            yield task if isinstance(task, ProvenSubmission) else _prove_task(task, known)
        return
    done: set[int] = set()
    try:
        for proven in _prove_in_pool(register, numbers, known):
            done.add(proven.submission)
            yield proven
    except BrokenProcessPool:
        # One report ended its process, and with it the pool; which one the pool does not tell.
        for number in (number for number in numbers if number not in done):
            yield _prove_alone(register, number, known)


def _load_safely(register: Register, number: int) -> ProofTask | ProvenSubmission:
    """Return the documents of a submission, or its proof where they can no longer be opened."""
    try:
        with register.database.read() as connection:
            return load_proof_task(connection, number)
    except PackageFaultError as error:
        differences = (DAMAGED_TEXT.format(why=error),)
        return ProvenSubmission(number, ReportProof(ProofKind.REDRAWN, "", differences))


def _prove_task(task: ProofTask, known: KnownDefinitions) -> ProvenSubmission:
    definitions: dict[str, Form | Plan] = {**known.forms, **known.plans}
    return ProvenSubmission(task.submission, prove_report(task.sent, definitions))


def _prove_in_pool(
    register: Register, numbers: Sequence[int], known: KnownDefinitions
) -> Iterator[ProvenSubmission]:
    """Prove in as many processes as there are cores; few documents are in memory at a time."""
    workers = os.cpu_count() or 1
    pool = _worker_pool(known, workers)
    try:
        for batch in _batches(numbers, TASKS_PER_WORKER * workers):
            tasks = [_load_safely(register, number) for number in batch]
            yield from (task for task in tasks if isinstance(task, ProvenSubmission))
            waiting = [
                pool.submit(_prove_in_worker, task) for task in tasks if isinstance(task, ProofTask)
            ]
            yield from (future.result() for future in as_completed(waiting))
    finally:
        # A caller that stops early must not wait for the rest.
        pool.shutdown(cancel_futures=True)


def _batches(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))


def _prove_alone(register: Register, number: int, known: KnownDefinitions) -> ProvenSubmission:
    """Prove a submission in a process of its own; one that ends it is not proven."""
    task = _load_safely(register, number)
    if isinstance(task, ProvenSubmission):
        return task
    try:
        with _worker_pool(known, 1) as pool:
            return pool.submit(_prove_in_worker, task).result()
    except BrokenProcessPool:
        return ProvenSubmission(number, ReportProof(ProofKind.REDRAWN, "", (CRASHED_TEXT,)))


_definitions: list[KnownDefinitions] = []
"""The definitions of a worker process, set once when it starts."""


def _worker_pool(known: KnownDefinitions, workers: int) -> ProcessPoolExecutor:
    # Not "fork": a copy of a process with a window, threads and open databases is not safe.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, _initialize_worker, (known,))


def _initialize_worker(known: KnownDefinitions) -> None:
    _definitions[:] = [known]


def _prove_in_worker(task: ProofTask) -> ProvenSubmission:
    with kill_after(SECONDS_FOR_ONE_PROOF):
        return _prove_task(task, _definitions[0])
