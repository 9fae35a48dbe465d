"""A byte-level fuzz run over packages, PDFs, records and manifests: `python -m tests.package.fuzz`.

Mutates sound samples for a while; everything but a coded refusal or a sound reading is written to
the folder of crashes and makes the run fail.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random

from tests.factories.packages import generated_record, package_bytes, package_files
from xa_report.errors import PackageFaultError
from xa_report.package.manifest import read_manifest
from xa_report.package.package_files import MANIFEST_NAME, PDF_NAME
from xa_report.package.pdf_attachments.extraction import extract_data_files
from xa_report.package.report_json import read_report_json, report_json_bytes
from xa_report.package.zip_reader import content_chunks, read_package_directory

INTERESTING = (0, 1, 0x7F, 0x80, 0xFF)
SLOW = 5.0
"""Seconds that no input may take."""


def read_archive(content: bytes) -> None:
    stream = BytesIO(content)
    for entry in read_package_directory(stream, "goi.zip"):
        for _ in content_chunks(stream, entry):
            pass


def targets() -> dict[str, tuple[bytes, Callable[[bytes], object]]]:
    """A sound sample and its reader by name."""
    samples = {file.path: file.open().read() for file in package_files()}
    return {
        "archive": (package_bytes(), read_archive),
        "pdf": (samples[PDF_NAME], extract_data_files),
        "record": (report_json_bytes(generated_record()), read_report_json),
        "manifest": (samples[MANIFEST_NAME], read_manifest),
    }


def mutated(random: Random, sample: bytes) -> bytes:
    """A sample after one to four small accidents."""
    content = bytearray(sample)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(content) + 1)
        length = random.choice((1, 1, 2, 4, 16, 256))
        match random.randrange(6):
            case 0:
                content[at : at + 1] = bytes([random.choice(INTERESTING)])
            case 1:
                content[at : at + length] = random.randbytes(length)
            case 2:
                del content[at : at + length]
            case 3:
                start = random.randrange(len(content) + 1)
                content[at:at] = content[start : start + length]
            case 4:
                content[at : at + length] = bytes(length)
            case 5:
                content = content[:at] if random.random() < 0.1 else content
    return bytes(content)


def outcome(read: Callable[[bytes], object], content: bytes) -> str:
    """The code of a refusal, `read`, or what should not have happened."""
    start = time.monotonic()
    try:
        read(content)
        result = "read"
    except PackageFaultError as error:
        result = error.code
    except Exception as error:  # noqa: BLE001 - the very thing that is looked for
        return f"CRASH {error!r}"
    return result if time.monotonic() - start < SLOW else "CRASH slow"


def main() -> int:
    """Fuzz for a while; tell what became of the inputs; return 1 when one was not refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--crashes", type=Path, default=Path("build/fuzz"))
    options = parser.parse_args()
    random, end = Random(options.seed), time.monotonic() + options.seconds  # noqa: S311
    counts: Counter[tuple[str, str]] = Counter()
    samples = targets()
    while time.monotonic() < end:
        name = random.choice(list(samples))
        sample, read = samples[name]
        content = mutated(random, sample)
        result = outcome(read, content)
        counts[name, result] += 1
        if result.startswith("CRASH"):
            options.crashes.mkdir(parents=True, exist_ok=True)
            (options.crashes / f"{name}-{sha256(content).hexdigest()[:16]}").write_bytes(content)
    for (name, result), count in sorted(counts.items()):
        sys.stdout.write(f"{name:9} {result:30.70} {count}\n")
    sys.stdout.write(f"seed {options.seed}: {counts.total()} inputs\n")
    return int(any(said.startswith("CRASH") for _, said in counts))


if __name__ == "__main__":
    sys.exit(main())
