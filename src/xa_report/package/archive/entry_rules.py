"""What a header of the directory may say: plain files, stored or deflated, and no more."""

import stat

from xa_report.package.archive.layout import (
    DEFLATED,
    FULL16,
    FULL32,
    LARGEST_ENTRY,
    MOST_RATIO,
    STORED,
    CentralHeader,
)
from xa_report.package.faults import PackageCode, fault

ENCRYPTED, DESCRIPTOR, STRONG, MASKED = 1 << 0, 1 << 3, 1 << 6, 1 << 13
HARMLESS = 1 << 1 | 1 << 2 | 1 << 11
"""How hard it was compressed, and that the name is UTF-8, which ASCII is."""
UNIX, MACOS = 3, 19
DOS_FOLDER, DOS_VOLUME = 0x10, 0x08
NEWEST_VERSION = 20


def require_allowed(header: CentralHeader, name: str) -> None:
    """Raise PackageFaultError for the first thing that the profile does not allow."""
    for wrong, code in (
        (header.flags & (ENCRYPTED | STRONG | MASKED), PackageCode.ENCRYPTED),
        (header.flags & DESCRIPTOR, PackageCode.DESCRIPTOR),
        (header.flags & ~HARMLESS, PackageCode.FLAGS),
        (header.method not in (STORED, DEFLATED), PackageCode.METHOD),
        (_zip64(header), PackageCode.ZIP64),
        (header.version > NEWEST_VERSION, PackageCode.VERSION),
        (header.extra_length, PackageCode.EXTRA),
        (header.comment_length, PackageCode.ENTRY_COMMENT),
        (header.disk, PackageCode.SPLIT),
        (_folder(header, name), PackageCode.FOLDER),
        (_special(header), PackageCode.SPECIAL),
    ):
        if wrong:
            raise fault(code, name=name)
    _require_sizes(header, name)


def _zip64(header: CentralHeader) -> bool:
    return FULL32 in (header.size, header.packed, header.offset) or header.disk == FULL16


def _require_sizes(header: CentralHeader, name: str) -> None:
    if header.size > LARGEST_ENTRY:
        raise fault(PackageCode.ENTRY_TOO_LARGE, name=name)
    if header.size > MOST_RATIO * header.packed:
        raise fault(PackageCode.RATIO, name=name, most=MOST_RATIO)
    if header.method == STORED and header.size != header.packed:
        raise fault(PackageCode.SIZE_LIES, name=name)


def _folder(header: CentralHeader, name: str) -> bool:
    return name.endswith("/") or bool(header.external & DOS_FOLDER)


def _special(header: CentralHeader) -> bool:
    """Links and devices; the mode counts whichever system is said to have written it."""
    mode = header.external >> 16
    kind = stat.S_IFMT(mode)
    return bool(header.external & DOS_VOLUME) or kind not in (0, stat.S_IFREG)
