"""Examination of many files in processes with a time limit, released in order of import."""

import faulthandler
import gc
import multiprocessing
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xa_report.domain.province.appraisal import CaseKey
from xa_report.domain.unit import Unit
from xa_report.package.consistency import peek_identity
from xa_report.province.database.definitions import KnownDefinitions
from xa_report.province.database.units import UnitEntries, match_unit
from xa_report.province.intake.examine import ExaminedFile, IntakeCode, examine_file, refused_file
from xa_report.province.intake.import_file import import_order
from xa_report.province.register import ExaminationContext, Register
from xa_report.signing.trust import SignerAssignment, TrustObject, build_trust_store
from xa_report.verification.content import SubmissionHeader

ClaimedCases = Mapping[Path, CaseKey | None]
"""The case that each file claims to be of; None when only its examination can tell."""
SECONDS_FOR_ONE_FILE = 120.0
"""Time limit for any file; a report takes a twentieth of a second."""
SLOWEST_BYTES_PER_SECOND = 2**20
"""Speed of reading by which the limit is extended: sticks and network drives are slow."""
FEW_FILES = 3
"""Up to so many files are examined in this process; starting others takes longer."""
GC_THRESHOLDS = (200_000, 20, 50)
"""Garbage collection of a worker: rare, because files leave little and it took a tenth of all."""


def claimed_cases(register: Register, paths: Iterable[Path]) -> ClaimedCases:
    """Return the claimed case of each file, read without any check.

    A false claim does no harm: the examination finds it, and such a file is not imported.
    """
    entries = register.unit_entries()
    return {
        path: _case_of_unit(entries, claim) if (claim := peek_identity(path)) else None
        for path in paths
    }


def examination_order(cases_by_path: ClaimedCases) -> tuple[Path, ...]:
    """Return the files in the order of their examination, first those that claim nothing.

    As long as one of these is not examined, it may belong before any other file.
    """
    return tuple(sorted(cases_by_path, key=lambda path: cases_by_path[path] is not None))


def release_in_order(
    register: Register, cases_by_path: ClaimedCases, examined_files: Iterable[ExaminedFile]
) -> Iterator[ExaminedFile]:
    """Yield each examined file as soon as no other one can belong before it.

    Files of one case must be imported in the order of their sequence numbers; those of different
    cases are independent of each other.
    """
    left = Counter(cases_by_path.values())
    waiting: defaultdict[CaseKey | None, list[ExaminedFile]] = defaultdict(list)
    for examined_file in examined_files:
        case = cases_by_path[examined_file.path]
        left[case] -= 1
        waiting[case].append(examined_file)
        if left[None]:
            continue
        if case is None:
            yield from _settled_files(register, waiting)
        ready = [case] if case else [key for key in waiting if not left[key]]
        for key in ready:
            if not left[key]:
                group = waiting.pop(key)
                yield from import_order(register, group) if len(group) > 1 else group


def _settled_files(
    register: Register, waiting_files: defaultdict[CaseKey | None, list[ExaminedFile]]
) -> Iterator[ExaminedFile]:
    """Add files without a claim to the others of their case; yield those that are of no case."""
    entries = register.unit_entries()
    for examined_file in waiting_files.pop(None):
        report = examined_file.received.header if examined_file.received else None
        case = _case_of(entries, report) if report else None
        if case is None:
            yield examined_file
        else:
            waiting_files[case].append(examined_file)


def _case_of_unit(entries: UnitEntries, claim: CaseKey) -> CaseKey | None:
    """Return the case of a claim by the code of its unit alone, the present one for a former."""
    if all(entry.unit.code != claim.unit for entry in entries):
        return None
    unit = match_unit(entries, Unit(claim.unit, "", "")).unit
    return CaseKey(unit.code, claim.period) if unit else None


def _case_of(entries: UnitEntries, report: SubmissionHeader) -> CaseKey | None:
    """Return the case of a report, by the code of its unit, else by its name."""
    unit = match_unit(entries, report.unit).unit
    return CaseKey(unit.code, report.period) if unit else None


@contextmanager
def kill_when_too_slow(path: Path, seconds: float = SECONDS_FOR_ONE_FILE) -> Iterator[None]:
    """End this process when the work on a file takes too long; a large one may take longer."""
    with suppress(OSError):
        seconds += path.stat().st_size / SLOWEST_BYTES_PER_SECOND
    with kill_after(seconds):
        yield


@contextmanager
def kill_after(seconds: float) -> Iterator[None]:
    """End this process when the work within takes longer.

    `faulthandler` does it from a thread of its own in C, so a library that never returns to Python
    cannot prevent it (https://docs.python.org/3/library/faulthandler.html).
    """
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


@dataclass(frozen=True, slots=True)
class WorkerSetup:
    """Context of examination in a form that can be pickled; sent once, when a process starts."""

    trust_objects: tuple[TrustObject, ...]
    signers: dict[str, SignerAssignment]
    """Unit code and role by the certificate's SHA-256."""
    known: KnownDefinitions
    moment: datetime
    unit_entries: UnitEntries


def examine_all(
    register: Register, paths: Sequence[Path], moment: datetime
) -> Iterator[ExaminedFile]:
    """Examine files; yield each exactly once, in the order in which they are finished."""
    context = register.examination_context(moment)
    if len(paths) <= FEW_FILES:
        yield from (_examine_safely(path, context) for path in paths)
        return
    trust_objects, signers = register.trust_rows()
    setup = WorkerSetup(
        trust_objects, signers, context.known_definitions, moment, context.unit_entries
    )
    done: set[Path] = set()
    try:
        for examined_file in _examine_in_pool(paths, setup):
            done.add(examined_file.path)
            yield examined_file
    except BrokenProcessPool:
        # A file ended its process, and with it the pool. The pool does not tell which file it was,
        # so the rest is examined each in a process of its own.
        yield from (_examine_in_own_process(path, setup) for path in paths if path not in done)


def _examine_in_pool(paths: Sequence[Path], setup: WorkerSetup) -> Iterator[ExaminedFile]:
    pool = _worker_pool(setup)
    try:
        waiting: set[Future[ExaminedFile]] = {
            pool.submit(_examine_in_worker, path) for path in paths
        }
        for future in as_completed(waiting):
            # No reference stays here: thousands of examined files would fill the memory.
            waiting.discard(future)
            examined_file = future.result()
            del future
            yield examined_file
    finally:
        # A caller that stops early must not wait until all other files are examined.
        pool.shutdown(cancel_futures=True)


_contexts: list[ExaminationContext] = []
"""The context of a worker process, set once when it starts."""


def _worker_pool(setup: WorkerSetup, max_workers: int | None = None) -> ProcessPoolExecutor:
    # Not "fork": a copy of a process with a window, threads and open databases is not safe.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max_workers or os.cpu_count(), context, _initialize_worker, (setup,))


def _examine_in_own_process(path: Path, setup: WorkerSetup) -> ExaminedFile:
    try:
        with _worker_pool(setup, 1) as pool:
            return pool.submit(_examine_in_worker, path).result()
    except BrokenProcessPool as error:
        return _crashed_file(path, error)


def _initialize_worker(setup: WorkerSetup) -> None:
    trust = build_trust_store(setup.trust_objects, setup.signers)
    _contexts[:] = [ExaminationContext(trust, setup.known, setup.moment, setup.unit_entries)]
    # Definitions and trust stay for ever: the collector need not look through them each time.
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)


def _examine_in_worker(path: Path) -> ExaminedFile:
    with kill_when_too_slow(path):
        return _examine_safely(path, _contexts[0])


def _examine_safely(path: Path, context: ExaminationContext) -> ExaminedFile:
    try:
        return examine_file(path, context)
    except Exception as error:  # noqa: BLE001 - one file may not stop the others
        return _crashed_file(path, error)


def _crashed_file(path: Path, error: Exception) -> ExaminedFile:
    code = IntakeCode.CRASHED
    return refused_file(path, code.number, code.format(why=type(error).__name__))
