"""The references of a signature: what is signed, after which transforms, with which digest."""

from dataclasses import dataclass

from xa_report.signing.workbook.markup import Node
from xa_report.signing.workbook.shape import algorithm, ds, only, read_digest, refuse
from xa_report.signing.workbook.vocabulary import (
    C14N,
    MDSSI,
    RELATIONSHIP_TRANSFORM,
)

_BY_ID = f"{{{MDSSI}}}RelationshipReference"


@dataclass(frozen=True, slots=True)
class Reference:
    """One signed thing."""

    uri: str
    digest: bytes
    ids: frozenset[str] | None = None
    """Of a relationships part: the relationships that are signed."""


def read_reference(node: Node) -> Reference:
    """Read a reference: to bytes, to XML in canonical form, or to chosen relationships."""
    if node.tag != ds("Reference"):
        refuse(node)
    *transforms, method, value = only(node, *_tags(node))
    chain = list(transforms[0]) if transforms else []
    if any(step.tag != ds("Transform") for step in chain):
        refuse(node)
    ids = None
    if len(chain) > 1:
        chosen = chain.pop(0)
        algorithm(chosen, RELATIONSHIP_TRANSFORM)
        ids = frozenset(_id(one) for one in chosen)
    for step in chain:
        only(step)
        algorithm(step, C14N)
    if len(chain) > 1:
        refuse(node)
    return Reference(str(node.get("URI")), read_digest(method, value), ids)


def _tags(node: Node) -> list[str]:
    names = ["DigestMethod", "DigestValue"]
    transformed = len(node) > len(names)
    return [ds(name) for name in (["Transforms"] if transformed else []) + names]


def _id(node: Node) -> str:
    if node.tag != _BY_ID or node.get("SourceId") is None:
        refuse(node)
    return str(node.get("SourceId"))
