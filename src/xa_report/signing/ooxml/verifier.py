"""Verification of a workbook's signature from the file alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from xa_report.signing.ooxml.algorithms import (
    is_valid_signature,
    parse_certificate,
    read_public_key,
    sha256_digest,
    signature_method,
)
from xa_report.signing.ooxml.faults import (
    UNCOVERED_FAULTS,
    WorkbookFault,
    WorkbookProblem,
    WorkbookRefusedError,
)
from xa_report.signing.ooxml.opc import OpcPackage, read_opc_package, transformed_relationships
from xa_report.signing.ooxml.reader import (
    SignedReference,
    WorkbookSignature,
    find_signature,
    origin_links,
    read_workbook_signature,
)
from xa_report.signing.ooxml.xml import ORIGIN_PART, ORIGIN_RELS_PART, ROOT_RELS_PART


def check_coverage(
    package: OpcPackage, manifest: tuple[SignedReference, ...], signature: str
) -> Iterator[WorkbookProblem]:
    """Find what was changed, removed or added; the signature's own parts cannot be signed."""
    listed = {ORIGIN_PART, ORIGIN_RELS_PART, signature}
    for one in manifest:
        part = one.uri.partition("?")[0]
        if part in listed:
            yield WorkbookProblem(WorkbookFault.BAD_SIGNATURE, one.uri)
        else:
            yield from _check_part(package, part, one)
        listed.add(part)
    for part in package.parts:
        if part not in listed:
            yield WorkbookProblem(WorkbookFault.UNSIGNED_PART, part)


def _check_part(
    package: OpcPackage, part: str, signed_reference: SignedReference
) -> Iterator[WorkbookProblem]:
    if part not in package.parts:
        yield WorkbookProblem(WorkbookFault.MISSING_PART, part)
    elif signed_reference.uri != package.reference_uri(part):
        yield WorkbookProblem(WorkbookFault.CHANGED_PART, signed_reference.uri)
    elif (part in package.relationships) != (signed_reference.ids is not None):
        yield WorkbookProblem(WorkbookFault.BAD_SIGNATURE, signed_reference.uri)
    elif signed_reference.ids is not None:
        yield from _check_relationships(
            package, part, signed_reference.ids, signed_reference.digest
        )
    elif sha256_digest(package.parts[part]) != signed_reference.digest:
        yield WorkbookProblem(WorkbookFault.CHANGED_PART, part)


def _check_relationships(
    package: OpcPackage, part: str, ids: frozenset[str], digest: bytes
) -> Iterator[WorkbookProblem]:
    found = package.relationships[part]
    present = {one.id for one in found}
    own = {one.id for one in origin_links(package)} if part == ROOT_RELS_PART else set()
    for ref in sorted(ids - present):
        yield WorkbookProblem(WorkbookFault.MISSING_RELATIONSHIP, f"{ref} ({part})")
    if ids <= present and sha256_digest(transformed_relationships(found, ids)) != digest:
        yield WorkbookProblem(WorkbookFault.CHANGED_RELATIONSHIPS, part)
    for ref in sorted(present - ids - own):
        yield WorkbookProblem(WorkbookFault.UNSIGNED_RELATIONSHIP, f"{ref} ({part})")


@dataclass(frozen=True, slots=True)
class WorkbookFacts:
    """Facts of the file alone: whether the signer is to be trusted is decided elsewhere."""

    readable: bool
    """The file is a well-made workbook package."""
    signed: bool = False
    """There is a signature, or what is left of one."""
    intact: bool = False
    """There is one signature, it fits its certificate, and nothing it covers has changed."""
    complete: bool = False
    """The signature covers every part and every relationship."""
    signer: bytes | None = None
    """The certificate that the signature names, DER; says nothing unless `intact`."""
    chain: tuple[bytes, ...] = ()
    """Certificates sent along to build a path with, DER; nobody vouches for them."""
    claimed_time: datetime | None = None
    """When the signer says that it was signed, in UTC."""
    problems: tuple[WorkbookProblem, ...] = ()
    """Everything that was found; each reads as a Vietnamese sentence."""

    @property
    def is_valid(self) -> bool:
        """Whether the signature stands for the whole workbook as it is."""
        return self.readable and self.signed and self.intact and self.complete


def verify_workbook(data: bytes) -> WorkbookFacts:
    """Return what can be told about a workbook; a broken one is a fact, never an error."""
    try:
        package = read_opc_package(data)
    except WorkbookRefusedError as refusal:
        return WorkbookFacts(readable=False, problems=(refusal.problem,))
    try:
        place = find_signature(package)
        if place is None:
            return WorkbookFacts(
                readable=True, problems=(WorkbookProblem(WorkbookFault.NOT_SIGNED),)
            )
        return _verify_signed(package, read_workbook_signature(package.parts[place], place), place)
    except WorkbookRefusedError as refusal:
        return WorkbookFacts(readable=True, signed=True, problems=(refusal.problem,))


def _verify_signed(
    package: OpcPackage, signature: WorkbookSignature, location: str
) -> WorkbookFacts:
    own = tuple(_check_signature(signature))
    parts = tuple(check_coverage(package, signature.manifest, location))
    changed = [*own, *(one for one in parts if one.fault not in UNCOVERED_FAULTS)]
    return WorkbookFacts(
        readable=True,
        signed=True,
        intact=not changed,
        complete=not own and not any(one.fault in UNCOVERED_FAULTS for one in parts),
        signer=signature.certificate,
        chain=signature.properties.chain,
        claimed_time=signature.properties.claimed_time,
        problems=own + parts,
    )


def _check_signature(signature: WorkbookSignature) -> Iterator[WorkbookProblem]:
    if sha256_digest(signature.certificate) != signature.properties.certificate_digest:
        yield WorkbookProblem(WorkbookFault.OTHER_CERTIFICATE, "SigningCertificate")
    key = read_public_key(parse_certificate(signature.certificate))
    fits = signature.method == signature_method(key)
    if not fits or not is_valid_signature(key, signature.value, signature.info):
        yield WorkbookProblem(WorkbookFault.WRONG_VALUE, "SignatureValue")
    for one in signature.objects:
        if sha256_digest(one.content) != one.stated:
            yield WorkbookProblem(WorkbookFault.CHANGED_OBJECT, one.id)
