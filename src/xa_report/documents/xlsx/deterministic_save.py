"""Saved workbooks whose bytes depend on the input alone."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

from openpyxl import Workbook

from xa_report.documents.xlsx.cell_text import clean_cell_text
from xa_report.files import WriteTarget, write_to

MAX_TITLE_LENGTH = 250

# openpyxl writes the time of saving here, whatever the properties say.
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
# The first and the last time stamp that ZIP can write, in steps of two seconds.
_OLDEST, _NEWEST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)


def save_workbook(workbook: Workbook, target: WriteTarget, clock: datetime) -> None:
    """Write a workbook; all its time stamps are `clock`."""
    moment = clock.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    workbook.properties.creator = workbook.properties.lastModifiedBy = "xa-report"
    workbook.properties.created = moment
    workbook.properties.title = (
        clean_cell_text(workbook.properties.title or "")[:MAX_TITLE_LENGTH] or None
    )
    draft = io.BytesIO()
    workbook.save(draft)
    write_to(target, repack_workbook(draft.getvalue(), moment))


def repack_workbook(content: bytes, moment: datetime) -> bytes:
    """Repack the same parts in the same order under one time stamp."""
    with zipfile.ZipFile(io.BytesIO(content)) as draft:
        return pack_parts(
            ((name, _with_time_stamp(name, draft.read(name), moment)) for name in draft.namelist()),
            moment,
        )


def pack_parts(parts: Iterable[tuple[str, bytes]], moment: datetime) -> bytes:
    """Pack parts in their order into an archive; `moment` is the time stamp of each."""
    packed = io.BytesIO()
    stamp = min(max(moment.timetuple()[:6], _OLDEST), _NEWEST)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # zipfile would note the system that it runs on.
            entry.create_system = 0
            archive.writestr(entry, content)
    return packed.getvalue()


def _with_time_stamp(name: str, part: bytes, moment: datetime) -> bytes:
    if name != "docProps/core.xml":
        return part
    return _MODIFIED.sub(rb"\g<1>%b\g<2>" % f"{moment:%Y-%m-%dT%H:%M:%S}Z".encode(), part)
