"""Comparing the signed list of parts and relationships with what the workbook holds."""

from collections.abc import Iterator

from xa_report.signing.workbook.algorithms import sha256
from xa_report.signing.workbook.faults import Fault, Problem
from xa_report.signing.workbook.finding import origin_links
from xa_report.signing.workbook.manifest import Reference
from xa_report.signing.workbook.parts import Package
from xa_report.signing.workbook.relationships import transformed
from xa_report.signing.workbook.vocabulary import ORIGIN, ORIGIN_RELS, ROOT_RELS


def check_coverage(
    package: Package, manifest: tuple[Reference, ...], signature: str
) -> Iterator[Problem]:
    """Find what was changed, removed or added; the signature's own parts cannot be signed."""
    listed = {ORIGIN, ORIGIN_RELS, signature}
    for one in manifest:
        part = one.uri.partition("?")[0]
        if part in listed:
            yield Problem(Fault.BAD_SIGNATURE, one.uri)
        else:
            yield from _check(package, part, one)
        listed.add(part)
    for part in package.parts:
        if part not in listed:
            yield Problem(Fault.UNSIGNED_PART, part)


def _check(package: Package, part: str, one: Reference) -> Iterator[Problem]:
    if part not in package.parts:
        yield Problem(Fault.MISSING_PART, part)
    elif one.uri != package.reference(part):
        yield Problem(Fault.CHANGED_PART, one.uri)
    elif (part in package.relationships) != (one.ids is not None):
        yield Problem(Fault.BAD_SIGNATURE, one.uri)
    elif one.ids is not None:
        yield from _check_relationships(package, part, one.ids, one.digest)
    elif sha256(package.parts[part]) != one.digest:
        yield Problem(Fault.CHANGED_PART, part)


def _check_relationships(
    package: Package, part: str, ids: frozenset[str], digest: bytes
) -> Iterator[Problem]:
    found = package.relationships[part]
    present = {one.id for one in found}
    own = {one.id for one in origin_links(package)} if part == ROOT_RELS else set()
    for ref in sorted(ids - present):
        yield Problem(Fault.MISSING_RELATIONSHIP, f"{ref} ({part})")
    if ids <= present and sha256(transformed(found, ids)) != digest:
        yield Problem(Fault.CHANGED_RELATIONSHIPS, part)
    for ref in sorted(present - ids - own):
        yield Problem(Fault.UNSIGNED_RELATIONSHIP, f"{ref} ({part})")
