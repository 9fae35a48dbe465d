"""Finding the one signature of a workbook, by its relationships, and what hides beside them."""

from xa_report.signing.workbook.faults import Fault, RefusedError
from xa_report.signing.workbook.parts import Package
from xa_report.signing.workbook.relationships import Relationship
from xa_report.signing.workbook.vocabulary import (
    ORIGIN,
    ORIGIN_RELS,
    ORIGIN_TYPE,
    ROOT_RELS,
    SIGNATURE_FOLDER,
    SIGNATURE_TYPE,
    TO_ORIGIN,
    TO_SIGNATURE,
)


def find_signature(package: Package) -> str | None:
    """Return the signature's part, None if there is no trace of one; refuse all in between."""
    origins = origin_links(package)
    traces = [part for part in package.parts if _is_trace(package, part)]
    if not origins and not traces:
        return None
    signatures = [part for part in traces if package.types[part] == SIGNATURE_TYPE]
    if len(origins) > 1 or len(signatures) > 1:
        raise RefusedError(Fault.SECOND_SIGNATURE, ", ".join(signatures) or ROOT_RELS)
    links = package.relationships.get(ORIGIN_RELS, ())
    if not (origins and signatures and _leads(origins[0], ROOT_RELS, ORIGIN) and len(links) == 1):
        raise RefusedError(Fault.HIDDEN_SIGNATURE, (traces or [ROOT_RELS])[0])
    if links[0].type != TO_SIGNATURE or not _leads(links[0], ORIGIN_RELS, signatures[0]):
        raise RefusedError(Fault.HIDDEN_SIGNATURE, ORIGIN_RELS)
    if package.types.get(ORIGIN) != ORIGIN_TYPE or package.parts[ORIGIN]:
        raise RefusedError(Fault.HIDDEN_SIGNATURE, ORIGIN)
    return signatures[0]


def origin_links(package: Package) -> list[Relationship]:
    """Return the package's relationships that lead to signatures."""
    return [one for one in package.relationships[ROOT_RELS] if one.type == TO_ORIGIN]


def _is_trace(package: Package, part: str) -> bool:
    typed = package.types[part] in (ORIGIN_TYPE, SIGNATURE_TYPE)
    return typed or part.casefold().startswith(SIGNATURE_FOLDER)


def _leads(link: Relationship, holder: str, part: str) -> bool:
    return link.mode == "Internal" and link.resolved(holder) == part
