"""A first look at what a package calls itself; nothing of it is proved."""

import re
from pathlib import Path

from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey
from xa_report.errors import PackageFaultError
from xa_report.package.names import MANIFEST
from xa_report.package.zip_reader import content_chunks, read_directory

LARGEST = 1024 * 1024
"""Bytes of a list of files that is looked at."""
_NAME = re.compile(rb'"name":"cchc-([0-9a-z]{1,20})-([0-9a-z-]{4,7})-l[0-9]{1,9}"', re.ASCII)


def claimed(path: Path) -> CaseKey | None:
    """The unit and period that a package says it is of; None when it does not say so plainly."""
    try:
        if not path.is_file():  # a pipe would keep its reader waiting for ever
            return None
        with path.open("rb") as stream:
            if stream.read(2) != b"PK":
                return None
            entries = read_directory(stream, path.name)
            lists = [one for one in entries if one.name == MANIFEST and one.size <= LARGEST]
            contents = [b"".join(content_chunks(stream, one)) for one in lists]
        names = {found for content in contents for found in _NAME.findall(content)}
        ((unit, period),) = names
        return CaseKey(unit.decode(), Period.parse(period.decode()))
    except (PackageFaultError, OSError, ValueError):
        return None
