"""Examines many files on all cores, and takes them in one by one."""

import gc
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xa_report.province.desk import Desk, Gauge
from xa_report.province.intake.codes import IntakeCode
from xa_report.province.intake.examining import Examined, examine, refused
from xa_report.province.intake.patience import limited
from xa_report.province.register.definitions import Known
from xa_report.signing.trust import TrustObject, build_trust_store

FEW = 3
"""So many files are examined here; more are worth starting processes for."""
SELDOM = (200_000, 20, 50)
"""When a worker looks for garbage: an examined file leaves little, and looking takes a tenth."""


@dataclass(frozen=True, slots=True)
class WorkerSetup:
    """What a worker process judges files by; it is sent once, when the process begins."""

    papers: tuple[TrustObject, ...]
    signers: dict[str, tuple[str, str]]
    """Unit code and role by the certificate's SHA-256."""
    known: Known
    moment: datetime


def examined(desk: Desk, paths: Sequence[Path], moment: datetime) -> Iterator[Examined]:
    """Examine files in the order in which they are done; each is named exactly once."""
    gauge = desk.gauge(moment)
    if len(paths) <= FEW:
        yield from (_safely(path, gauge) for path in paths)
        return
    setup = WorkerSetup(*desk.trust_rows(), gauge.known, moment)
    done: set[Path] = set()
    try:
        for found in _together(paths, setup):
            done.add(found.path)
            yield found
    except BrokenProcessPool:
        # A file took its process with it: the rest is examined each in a process of its own.
        yield from (_alone(path, setup) for path in paths if path not in done)


def _together(paths: Sequence[Path], setup: WorkerSetup) -> Iterator[Examined]:
    pool = _pool(setup)
    try:
        waiting: set[Future[Examined]] = {pool.submit(_examine, path) for path in paths}
        for future in as_completed(waiting):
            waiting.discard(future)  # what was handed on is not kept here
            found = future.result()
            del future
            yield found
    finally:
        # Who stops looking does not want to wait for all the rest.
        pool.shutdown(cancel_futures=True)


_gauges: list[Gauge] = []
"""Of a worker process: what it judges by, set once when it begins."""


def _pool(setup: WorkerSetup, most: int | None = None) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(most or os.cpu_count(), context, _begin, (setup,))


def _alone(path: Path, setup: WorkerSetup) -> Examined:
    try:
        with _pool(setup, 1) as pool:
            return pool.submit(_examine, path).result()
    except BrokenProcessPool as error:
        return _crashed(path, error)


def _begin(setup: WorkerSetup) -> None:
    trust = build_trust_store(setup.papers, setup.signers)
    _gauges[:] = [Gauge(trust, setup.known, setup.moment)]
    gc.freeze()
    gc.set_threshold(*SELDOM)


def _examine(path: Path) -> Examined:
    with limited(path):
        return _safely(path, _gauges[0])


def _safely(path: Path, gauge: Gauge) -> Examined:
    try:
        return examine(path, gauge)
    except Exception as error:  # noqa: BLE001 - one file may not stop the others
        return _crashed(path, error)


def _crashed(path: Path, error: Exception) -> Examined:
    code = IntakeCode.CRASHED
    return refused(path, code.number, code.format(why=type(error).__name__))
