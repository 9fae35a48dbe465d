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
    """Yield a problem for each part and relationship that was changed, removed or added.

    `signature` names the signature's part; its own parts cannot be signed by it.
    """
    listed = {ORIGIN_PART, ORIGIN_RELS_PART, signature}
    for reference in manifest:
        part = reference.uri.partition("?")[0]
        if part in listed:
            yield WorkbookProblem(WorkbookFault.BAD_SIGNATURE, reference.uri)
        else:
            yield from _check_part(package, part, reference)
        listed.add(part)
    for part in package.parts:
        if part not in listed:
            yield WorkbookProblem(WorkbookFault.UNSIGNED_PART, part)


def _check_part(
    package: OpcPackage, part: str, reference: SignedReference
) -> Iterator[WorkbookProblem]:
    if part not in package.parts:
        yield WorkbookProblem(WorkbookFault.MISSING_PART, part)
    elif reference.uri != package.reference_uri(part):  # the type in the URI is signed, too
        yield WorkbookProblem(WorkbookFault.CHANGED_PART, reference.uri)
    elif (part in package.relationships) != (reference.ids is not None):
        yield WorkbookProblem(WorkbookFault.BAD_SIGNATURE, reference.uri)
    elif reference.ids is not None:
        yield from _check_relationships(package, part, reference.ids, reference.digest)
    elif sha256_digest(package.parts[part]) != reference.digest:
        yield WorkbookProblem(WorkbookFault.CHANGED_PART, part)


def _check_relationships(
    package: OpcPackage, part: str, ids: frozenset[str], digest: bytes
) -> Iterator[WorkbookProblem]:
    relationships = package.relationships[part]
    present = {one.id for one in relationships}
    # The way to the signature is added after signing, so no signature can cover it.
    own = {one.id for one in origin_links(package)} if part == ROOT_RELS_PART else set()
    for ref in sorted(ids - present):
        yield WorkbookProblem(WorkbookFault.MISSING_RELATIONSHIP, f"{ref} ({part})")
    if ids <= present and sha256_digest(transformed_relationships(relationships, ids)) != digest:
        yield WorkbookProblem(WorkbookFault.CHANGED_RELATIONSHIPS, part)
    for ref in sorted(present - ids - own):
        yield WorkbookProblem(WorkbookFault.UNSIGNED_RELATIONSHIP, f"{ref} ({part})")


@dataclass(frozen=True, slots=True)
class WorkbookFacts:
    """Facts about the file alone; trust in the signer is decided in `signer_trust`."""

    readable: bool
    """True when the file is a well-formed workbook package."""
    signed: bool = False
    """True when there is a signature, or a trace of one."""
    intact: bool = False
    """True when the one signature fits its certificate and nothing that it covers has changed."""
    complete: bool = False
    """True when the signature covers every part and every relationship."""
    signer: bytes | None = None
    """Certificate that the signature names, DER; proves nothing unless `intact`."""
    chain: tuple[bytes, ...] = ()
    """Certificates sent along to build a path with, DER; they are not signed."""
    claimed_time: datetime | None = None
    """Time of signing as the signer claims it, in UTC."""
    problems: tuple[WorkbookProblem, ...] = ()
    """Problems in the order of the checks; `str` gives a Vietnamese sentence."""

    @property
    def is_valid(self) -> bool:
        """True when the signature is intact and covers the whole workbook."""
        return self.readable and self.signed and self.intact and self.complete


def verify_workbook(data: bytes) -> WorkbookFacts:
    """Verify a workbook; a broken one gives facts, never an error."""
    try:
        package = read_opc_package(data)
    except WorkbookRefusedError as refusal:
        return WorkbookFacts(readable=False, problems=(refusal.problem,))
    try:
        part = find_signature(package)
        if part is None:
            return WorkbookFacts(
                readable=True, problems=(WorkbookProblem(WorkbookFault.NOT_SIGNED),)
            )
        return _verify_signed(package, read_workbook_signature(package.parts[part], part), part)
    except WorkbookRefusedError as refusal:
        return WorkbookFacts(readable=True, signed=True, problems=(refusal.problem,))


def _verify_signed(
    package: OpcPackage, signature: WorkbookSignature, location: str
) -> WorkbookFacts:
    own = tuple(_check_signature(signature))
    coverage = tuple(check_coverage(package, signature.manifest, location))
    changed = [*own, *(one for one in coverage if one.fault not in UNCOVERED_FAULTS)]
    return WorkbookFacts(
        readable=True,
        signed=True,
        intact=not changed,
        complete=not own and not any(one.fault in UNCOVERED_FAULTS for one in coverage),
        signer=signature.certificate,
        chain=signature.properties.chain,
        claimed_time=signature.properties.claimed_time,
        problems=own + coverage,
    )


def _check_signature(signature: WorkbookSignature) -> Iterator[WorkbookProblem]:
    # The certificate is only named in KeyInfo, which is not signed; its digest is.
    if sha256_digest(signature.certificate) != signature.properties.certificate_digest:
        yield WorkbookProblem(WorkbookFault.OTHER_CERTIFICATE, "SigningCertificate")
    key = read_public_key(parse_certificate(signature.certificate))
    fits = signature.method == signature_method(key)
    if not fits or not is_valid_signature(key, signature.value, signature.info):
        yield WorkbookProblem(WorkbookFault.WRONG_VALUE, "SignatureValue")
    for signed in signature.objects:
        if sha256_digest(signed.content) != signed.stated:
            yield WorkbookProblem(WorkbookFault.CHANGED_OBJECT, signed.id)
