"""Signatures made to exhaust: refused in little time and in little memory.

Each is built so that a reader without limits needs minutes or gigabytes; a program of its own
verifies it, so that the memory is that of this one file. Limits: 5 s, 256 MiB.
"""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.factories.signed_workbooks import (
    BOOK_RELS,
    SIGNATURE,
    change_entries,
    signed_workbook,
    verify_codes,
    zip_entries,
)
from xa_report.signing.ooxml.xml import MAX_XML_SIZE
from xa_report.signing.ooxml.zip import MAX_UNPACKED_SIZE

HEAD = b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#" '
RELS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
ROOM = MAX_XML_SIZE - 20_000
MEMORY = 256 * 1024
"""KiB."""
SECONDS = 5
PROGRAM = """
import re, sys
from pathlib import Path
from xa_report.signing.ooxml.verifier import verify_workbook
assert not verify_workbook(Path(sys.argv[1]).read_bytes()).is_valid
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def in_object(content: bytes) -> bytes:
    """The signature with something in an object that it signs."""
    own = zip_entries(signed_workbook())[SIGNATURE]
    end = b"</SignatureInfoV1>"
    return own.replace(end, content[: MAX_XML_SIZE - len(own)] + end, 1)


def elements(size: int) -> bytes:
    return b"<a/>" * (size // 4)


def nested() -> bytes:
    """Few prefixes, declared again at every depth, above many elements."""
    depth = 200
    opening = b"".join(
        b"<a " + b"".join(b'xmlns:p%d="urn:%d" ' % (n, level) for n in range(4)) + b">"
        for level in range(depth)
    )
    return opening + elements(ROOM - 2 * len(opening)) + b"</a>" * depth


def prefixes() -> bytes:
    return b" ".join(b'xmlns:p%d="urn:x"' % n for n in range(900))


def attributes(size: int) -> bytes:
    return b" ".join(b'a%d=""' % n for n in range(size // 12))


def links() -> bytes:
    link = b'<Relationship Id="%d" Type="" Target=""/>'
    return RELS + b"".join(link % n for n in range(ROOM // 48)) + b"</Relationships>"


SIGNATURES = {
    "elements": in_object(elements(ROOM)),
    "depth": HEAD + b">" + b"<a>" * (ROOM // 3),
    "attributes": HEAD + attributes(ROOM) + b"/>",
    "elements with attributes": HEAD + b">" + b"".join(
        b"<a %s/>" % attributes(15_000) for _ in range(ROOM // 17_000)) + b"</Signature>",
    "prefixes": in_object(b"<a %s>%s</a>" % (prefixes(), elements(ROOM - 30_000))),
    "few prefixes": in_object(b'<a xmlns:p="urn:p">' * 250 + elements(ROOM - 10_000)
                              + b"</a>" * 250),
    "nested prefixes": in_object(nested()),
    "objects": zip_entries(signed_workbook())[SIGNATURE].replace(b"</Signature>",
        b"<Object></Object>" * (ROOM // 18) + b"</Signature>"),
    "too large": b" " * (MAX_XML_SIZE + 1),
}  # fmt: skip

BOOKS = {
    **{name: {SIGNATURE: content} for name, content in SIGNATURES.items()},
    "links": {BOOK_RELS: links()},
    "bomb": {"xl/x.xml": bytes(MAX_UNPACKED_SIZE - 2**20)},
}


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells the most memory used")
@pytest.mark.parametrize("name", BOOKS)
def test_exhausting_file_is_refused_soon(name, tmp_path: Path):
    data = change_entries(signed_workbook(), BOOKS[name])
    began = time.process_time()
    assert verify_codes(data)
    assert time.process_time() - began < SECONDS
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path)], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < MEMORY
