"""Saving workbooks so that the same input gives the same bytes."""

import io
import re
import zipfile
from datetime import UTC, datetime

from openpyxl import Workbook

from xa_report.export.workbook.text import clean
from xa_report.files import WriteTarget, write_to

LONGEST_TITLE = 250

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_OLDEST, _NEWEST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)


def save(book: Workbook, target: WriteTarget, clock: datetime) -> None:
    """Write a workbook whose every time stamp is the clock's."""
    moment = clock.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.creator = book.properties.lastModifiedBy = "xa-report"
    book.properties.created = moment
    book.properties.title = clean(book.properties.title or "")[:LONGEST_TITLE] or None
    draft = io.BytesIO()
    book.save(draft)
    write_to(target, repack(draft.getvalue(), moment))


def repack(content: bytes, moment: datetime) -> bytes:
    """The same parts in the same order under one time stamp."""
    packed = io.BytesIO()
    stamp = min(max(moment.timetuple()[:6], _OLDEST), _NEWEST)
    with (
        zipfile.ZipFile(io.BytesIO(content)) as draft,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as final,
    ):
        for name in draft.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            final.writestr(entry, _stamped(name, draft.read(name), moment))
    return packed.getvalue()


def _stamped(name: str, part: bytes, moment: datetime) -> bytes:
    if name != "docProps/core.xml":
        return part
    return _MODIFIED.sub(rb"\g<1>%b\g<2>" % f"{moment:%Y-%m-%dT%H:%M:%S}Z".encode(), part)
