"""Verifying a workbook's signature: facts from the file alone, whatever the file is."""

from collections.abc import Iterator

from xa_report.signing.workbook.algorithms import (
    method_of,
    public_key,
    read_certificate,
    sha256,
    verifies,
)
from xa_report.signing.workbook.coverage import check_coverage
from xa_report.signing.workbook.facts import WorkbookFacts
from xa_report.signing.workbook.faults import UNCOVERED, Fault, Problem, RefusedError
from xa_report.signing.workbook.finding import find_signature
from xa_report.signing.workbook.parts import Package, read_package
from xa_report.signing.workbook.structure import Signature, read_signature


def verify_workbook(data: bytes) -> WorkbookFacts:
    """Return what can be told about a workbook; a broken one is a fact, never an error."""
    try:
        package = read_package(data)
    except RefusedError as refusal:
        return WorkbookFacts(readable=False, problems=(refusal.problem,))
    try:
        place = find_signature(package)
        if place is None:
            return WorkbookFacts(readable=True, problems=(Problem(Fault.NOT_SIGNED),))
        return _facts(package, read_signature(package.parts[place], place), place)
    except RefusedError as refusal:
        return WorkbookFacts(readable=True, signed=True, problems=(refusal.problem,))


def _facts(package: Package, signature: Signature, place: str) -> WorkbookFacts:
    own = tuple(_check_signature(signature))
    parts = tuple(check_coverage(package, signature.manifest, place))
    changed = [*own, *(one for one in parts if one.fault not in UNCOVERED)]
    return WorkbookFacts(
        readable=True,
        signed=True,
        intact=not changed,
        complete=not own and not any(one.fault in UNCOVERED for one in parts),
        signer=signature.certificate,
        chain=signature.properties.chain,
        claimed_time=signature.properties.claimed_time,
        problems=own + parts,
    )


def _check_signature(signature: Signature) -> Iterator[Problem]:
    if sha256(signature.certificate) != signature.properties.certificate_digest:
        yield Problem(Fault.OTHER_CERTIFICATE, "SigningCertificate")
    key = public_key(read_certificate(signature.certificate))
    fits = signature.method == method_of(key)
    if not fits or not verifies(key, signature.value, signature.info):
        yield Problem(Fault.WRONG_VALUE, "SignatureValue")
    for one in signature.objects:
        if sha256(one.content) != one.stated:
            yield Problem(Fault.CHANGED_OBJECT, one.id)
