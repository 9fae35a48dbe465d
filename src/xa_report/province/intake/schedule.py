"""Examination of many files on all cores with a time limit, released in order of import."""

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
from xa_report.signing.trust import TrustObject, build_trust_store
from xa_report.verification.content import SubmissionHeader

ClaimedCases = Mapping[Path, CaseKey | None]
"""Of which case each file says it is; None when only examining can tell."""


def claimed_cases(register: Register, paths: Iterable[Path]) -> ClaimedCases:
    """Look at what files say they are. What is examined and taken in has said the truth here."""
    entries = register.unit_entries()
    return {
        path: _case_of_unit(entries, said) if (said := peek_identity(path)) else None
        for path in paths
    }


def examination_order(cases_by_path: ClaimedCases) -> tuple[Path, ...]:
    """The order in which files are to be examined: those first of which nothing is known."""
    return tuple(sorted(cases_by_path, key=lambda path: cases_by_path[path] is not None))


def release_in_order(
    register: Register, cases_by_path: ClaimedCases, examined_files: Iterable[ExaminedFile]
) -> Iterator[ExaminedFile]:
    """Yield each file as soon as no other one can belong before it."""
    left = Counter(cases_by_path.values())
    waiting: defaultdict[CaseKey | None, list[ExaminedFile]] = defaultdict(list)
    for one in examined_files:
        case = cases_by_path[one.path]
        left[case] -= 1
        waiting[case].append(one)
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
    """Put what is known by now to the others of its case; what is of none can be taken at once."""
    entries = register.unit_entries()
    for one in waiting_files.pop(None):
        report = one.received.header if one.received else None
        case = _case_of(entries, report) if report else None
        if case is None:
            yield one
        else:
            waiting_files[case].append(one)


def _case_of_unit(entries: UnitEntries, said: CaseKey) -> CaseKey | None:
    """The case of a unit that its code alone tells, whatever the unit is called."""
    if all(entry.unit.code != said.unit for entry in entries):
        return None
    unit = match_unit(entries, Unit(said.unit, "", "")).unit
    return CaseKey(unit.code, said.period) if unit else None


def _case_of(entries: UnitEntries, report: SubmissionHeader) -> CaseKey | None:
    """The case of a report, by the code of its unit, else by its name."""
    unit = match_unit(entries, report.unit).unit
    return CaseKey(unit.code, report.period) if unit else None


SECONDS_FOR_ONE_FILE = 120.0
"""For any file; a report takes a twentieth of a second."""
SLOWEST_BYTES_PER_SECOND = 2**20
"""Bytes a second that are waited for besides: sticks and network drives are slow."""


@contextmanager
def kill_when_too_slow(path: Path, seconds: float = SECONDS_FOR_ONE_FILE) -> Iterator[None]:
    """End this process when the work on a file takes too long; even a library cannot prevent it."""
    with suppress(OSError):
        seconds += path.stat().st_size / SLOWEST_BYTES_PER_SECOND
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


FEW_FILES = 3
"""So many files are examined here; more are worth starting processes for."""
GC_THRESHOLDS = (200_000, 20, 50)
"""When a worker looks for garbage: an examined file leaves little, and looking takes a tenth."""


@dataclass(frozen=True, slots=True)
class WorkerSetup:
    """What a worker process judges files by; it is sent once, when the process begins."""

    papers: tuple[TrustObject, ...]
    signers: dict[str, tuple[str, str]]
    """Unit code and role by the certificate's SHA-256."""
    known: KnownDefinitions
    moment: datetime


def examine_all(
    register: Register, paths: Sequence[Path], moment: datetime
) -> Iterator[ExaminedFile]:
    """Examine files in the order in which they are done; each is named exactly once."""
    gauge = register.examination_context(moment)
    if len(paths) <= FEW_FILES:
        yield from (_examine_safely(path, gauge) for path in paths)
        return
    setup = WorkerSetup(*register.trust_rows(), gauge.known_definitions, moment)
    done: set[Path] = set()
    try:
        for found in _examine_in_pool(paths, setup):
            done.add(found.path)
            yield found
    except BrokenProcessPool:
        # A file took its process with it: the rest is examined each in a process of its own.
        yield from (_examine_in_own_process(path, setup) for path in paths if path not in done)


def _examine_in_pool(paths: Sequence[Path], setup: WorkerSetup) -> Iterator[ExaminedFile]:
    pool = _worker_pool(setup)
    try:
        waiting: set[Future[ExaminedFile]] = {
            pool.submit(_examine_in_worker, path) for path in paths
        }
        for future in as_completed(waiting):
            waiting.discard(future)  # what was handed on is not kept here
            found = future.result()
            del future
            yield found
    finally:
        # Who stops looking does not want to wait for all the rest.
        pool.shutdown(cancel_futures=True)


_contexts: list[ExaminationContext] = []
"""Of a worker process: what it judges by, set once when it begins."""


def _worker_pool(setup: WorkerSetup, most: int | None = None) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(most or os.cpu_count(), context, _initialize_worker, (setup,))


def _examine_in_own_process(path: Path, setup: WorkerSetup) -> ExaminedFile:
    try:
        with _worker_pool(setup, 1) as pool:
            return pool.submit(_examine_in_worker, path).result()
    except BrokenProcessPool as error:
        return _crashed_file(path, error)


def _initialize_worker(setup: WorkerSetup) -> None:
    trust = build_trust_store(setup.papers, setup.signers)
    _contexts[:] = [ExaminationContext(trust, setup.known, setup.moment)]
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
