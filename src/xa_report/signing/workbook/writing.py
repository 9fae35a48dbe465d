"""Signing a workbook: every part and every relationship, with one signature."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

from xa_report.errors import UsageError
from xa_report.signing.workbook.composing import compose
from xa_report.signing.workbook.content_types import with_signature
from xa_report.signing.workbook.faults import RefusedError
from xa_report.signing.workbook.key import WorkbookKey
from xa_report.signing.workbook.parts import Package, read_package
from xa_report.signing.workbook.relationships import Relationship, Relationships, written
from xa_report.signing.workbook.verifying import verify_workbook
from xa_report.signing.workbook.vocabulary import (
    CONTENT_TYPES,
    ORIGIN,
    ORIGIN_RELS,
    ROOT_RELS,
    SIGNATURE,
    SIGNATURE_FOLDER,
    TO_ORIGIN,
    TO_SIGNATURE,
)

_OLDEST, _NEWEST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)


def sign_workbook(data: bytes, key: WorkbookKey, clock: Callable[[], datetime]) -> bytes:
    """Return the workbook with the key's signature; one that is signed already is refused."""
    moment = clock().astimezone(UTC).replace(microsecond=0)
    try:
        package = read_package(data)
        _require_unsigned(package)
        signature = compose(package, key, moment)
    except RefusedError as refusal:
        raise UsageError(f"Không ký được bảng tính. {refusal}") from refusal
    signed = _packed(data, package, signature, moment)
    # Limits of the verifier are limits of the signer: nobody shall take home what nobody takes.
    for problem in verify_workbook(signed).problems:
        raise UsageError(f"Không ký được bảng tính. {problem}")
    return signed


def _require_unsigned(package: Package) -> None:
    linked = any(one.type == TO_ORIGIN for one in package.relationships[ROOT_RELS])
    if linked or any(part.casefold().startswith(SIGNATURE_FOLDER) for part in package.parts):
        raise UsageError(
            "Không ký được bảng tính: tệp đã có chữ ký. Hãy xuất lại bảng tính từ báo cáo rồi ký."
        )


def _packed(data: bytes, package: Package, signature: bytes, moment: datetime) -> bytes:
    """Return the workbook's file, every entry under one time stamp."""
    stamp = min(max(moment.timetuple()[:6], _OLDEST), _NEWEST)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as archive:
        types = with_signature(source.read(CONTENT_TYPES))
        parts = {f"/{CONTENT_TYPES}": types} | package.parts | _added(package, signature)
        for part, content in parts.items():
            entry = zipfile.ZipInfo(part[1:], stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content)
    return target.getvalue()


def _added(package: Package, signature: bytes) -> dict[str, bytes]:
    links = package.relationships[ROOT_RELS]
    to_origin = Relationship(_free(links), TO_ORIGIN, ORIGIN[1:])
    return {
        ROOT_RELS: written((*links, to_origin)),
        ORIGIN: b"",
        ORIGIN_RELS: written((Relationship("rId1", TO_SIGNATURE, "sig1.xml"),)),
        SIGNATURE: signature,
    }


def _free(links: Relationships) -> str:
    taken = {one.id for one in links}
    return next(ref for ref in (f"rId{n}" for n in count(1)) if ref not in taken)
