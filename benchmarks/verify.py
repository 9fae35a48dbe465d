"""Judging received packages with 2 MB of evidence, in one process and in two beside each other."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from xa_report.domain.evidence import Document
from xa_report.province.intake.judging import Received
from xa_report.province.intake.worker import judge_file, prepare
from xa_report.signing.pkcs12 import load_pkcs12
from xa_report.signing.roles import BOTH, Role
from xa_report.workflow import commune as verbs
from xa_report.workflow import signing
from xa_report.workflow.demo import YEAR, build
from xa_report.workflow.demo_signing import PASSWORD
from xa_report.workflow.exporting import now
from xa_report.workflow.work import Proof

COUNT, ROUNDS, WORKERS = 24, 7, 2
"""Packages that are made; how often each is judged: 24 times 7 are the 168 of a province."""
EVIDENCE, LIMIT = 2_000_000, 40.0
"""Bytes of each evidence; packages a second, with every signature validated."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """Packages of one commune, each with another number, and the folder to trust."""

    packages: tuple[Path, ...]
    trust: Path


def make_inbox(folder: Path, count: int = COUNT) -> Inbox:
    """Sign the demonstration's report again and again, each time with the next number."""
    made = build(folder / "demo")
    keys = {r: load_pkcs12(folder / "demo" / "khoa" / f"{r}.p12", PASSWORD) for r in Role}
    proof, out = folder / "bang-chung.pdf", folder / "goi"
    proof.write_bytes(b"%PDF-1.7\n" + os.urandom(EVIDENCE))
    out.mkdir()
    packages = []
    with verbs.open_commune(made.db) as commune:
        work = verbs.load(commune, YEAR)
        verbs.attach(commune, work, Proof("9.2", proof, Document("1/BC", None, "", "Đo")))
        for _ in range(count):
            for role in BOTH:
                by = signing.Signing(keys[role], None, now)
                signing.sign(commune, verbs.load(commune, YEAR), role, by)
            packages.append(signing.export_package(commune, verbs.load(commune, YEAR), out))
            signing.reopen(commune, verbs.load(commune, YEAR))
    return Inbox(tuple(packages), made.trust)


@contextmanager
def inbox(count: int = COUNT) -> Iterator[Inbox]:
    """An inbox in a folder that goes away again."""
    folder = Path(tempfile.mkdtemp())
    try:
        yield make_inbox(folder, count)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def per_second(found: Inbox, workers: int) -> float:
    """Judge all packages, several times, after the workers have warmed up."""
    files = [*found.packages] * ROUNDS
    context, moment = get_context("spawn"), datetime.now(UTC)
    with ProcessPoolExecutor(workers, context, prepare, (found.trust, moment)) as pool:
        for one in pool.map(judge_file, found.packages):
            assert isinstance(one, Received), one
            assert one.judged.verdict == "HỢP LỆ", one.judged.sentences
        start = time.perf_counter()
        done = sum(1 for _ in pool.map(judge_file, files, chunksize=4))
        return done / (time.perf_counter() - start)


def main() -> bool:
    """Print packages a second; return whether two processes hold the limit."""
    with inbox() as found:
        size = sum(path.stat().st_size for path in found.packages) / len(found.packages)
        alone, beside = per_second(found, 1), per_second(found, WORKERS)
    print(f"{COUNT} packages of {size / 1e6:.1f} MB, two PAdES signatures and a signed workbook:")
    print(f"one process: {alone:.1f} packages/s ({1000 / alone:.1f} ms each)")
    print(f"{WORKERS} processes: {beside:.1f} packages/s, {beside / LIMIT:.2f} of {LIMIT:.0f}")
    return beside >= LIMIT


if __name__ == "__main__":
    main()
