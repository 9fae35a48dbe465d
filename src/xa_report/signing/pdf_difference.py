"""Differences between a signed PDF and the unsigned one that its receiver drew again."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice

import pikepdf

from xa_report.signing.identity import BOTH_ROLES
from xa_report.signing.pdf_reader.object_comparison import (
    find_added_keys,
    find_object_differences,
)
from xa_report.signing.pdf_reader.revisions import SignedReader
from xa_report.signing.pdf_reader.signature_revisions import find_revision_differences

MAX_DIFFERENCES = 20
"""Phrases that are named; a file that differs everywhere has thousands."""
UNREADABLE_TEXT = "PDF không đọc lại được để so với bản vẽ lại"
_PREVIOUS_PATTERN = re.compile(rb"/Prev[ \r\n\t]+([0-9]{1,12})")
_LAST_START_PATTERN = re.compile(rb"startxref[ \r\n\t]+([0-9]{1,12})[ \r\n\t]+%%EOF[ \r\n]*")


def find_pdf_differences(sent: bytes, drawn: bytes) -> tuple[str, ...]:
    """Return a phrase for each difference, none for a report that is signed as it was drawn.

    `drawn` is the PDF with record, manifest and two prepared fields, before any signature. Each
    signature of `sent` must have appended itself and nothing else.
    """
    try:
        return tuple(islice(_differences(sent, drawn), MAX_DIFFERENCES))
    except Exception:  # noqa: BLE001 - forged bytes make the libraries raise anything at all
        return (UNREADABLE_TEXT,)


def find_added_parts(sent: bytes, drawn: bytes) -> tuple[str, ...]:
    """Return a phrase for each action, annotation or other part that the drawn PDF has not.

    For a layout of before, in which nothing can be drawn any more to compare objects with.
    """
    try:
        with _open(sent) as sent_file, _open(drawn) as drawn_file:
            return tuple(islice(find_added_keys(sent_file, drawn_file), MAX_DIFFERENCES))
    except Exception:  # noqa: BLE001 - forged bytes make the libraries raise anything at all
        return (UNREADABLE_TEXT,)


def _differences(sent: bytes, drawn: bytes) -> Iterator[str]:
    reader = SignedReader(sent)
    ends = [_end_of(signature.byte_range) for signature in reader.embedded_signatures]
    if len(ends) > len(BOTH_ROLES):
        yield f"PDF có {len(ends)} chữ ký, báo cáo chỉ có {len(BOTH_ROLES)}"
        return
    start = len(drawn) if sent.startswith(drawn) else _drawn_end(sent, ends)
    if start != len(drawn) or not sent.startswith(drawn):
        with _open(sent[:start]) as sent_file, _open(drawn) as drawn_file:
            yield from find_object_differences(sent_file, drawn_file)
    cuts = [start, *ends]
    if cuts != sorted(set(cuts)) or cuts[-1] != len(sent):
        yield "PDF có phần nằm ngoài các chữ ký"
        return
    # One revision for each signature: also an empty one, which changes no object, is none of ours.
    if reader.total_revisions != SignedReader(sent[:start]).total_revisions + len(ends):
        yield "PDF có bản sửa đổi khác ngoài các chữ ký"
    yield from _revision_differences(sent, cuts)


def _revision_differences(sent: bytes, cuts: Sequence[int]) -> Iterator[str]:
    for role, before, after in zip(BOTH_ROLES, cuts, cuts[1:], strict=False):
        for phrase in find_revision_differences(sent[:before], sent[:after], role.field):
            yield f"khi ký ({role.label}): {phrase}"


def _open(data: bytes) -> pikepdf.Pdf:
    # Without recovery: what has to be repaired is not what was drawn.
    return pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True)


def _end_of(byte_range: Sequence[int]) -> int:
    return int(byte_range[2]) + int(byte_range[3])


def _drawn_end(sent: bytes, ends: Sequence[int]) -> int:
    """Return where the file ended before its first signature; its whole length without one.

    Raise ValueError when its last cross-reference section names none before it.
    """
    if not ends:
        return len(sent)
    signed = sent[: ends[0]]
    last = list(_LAST_START_PATTERN.finditer(signed))[-1]
    named = _PREVIOUS_PATTERN.search(signed, int(last[1]), last.start())
    if named is None:
        raise ValueError("the first signature stands in the first revision")
    before = _LAST_START_PATTERN.search(signed, int(named[1]), last.start())
    if before is None:
        raise ValueError("the revision before the first signature has no end")
    return before.end()
