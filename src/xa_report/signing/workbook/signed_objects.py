"""The objects inside a signature that it signs, each paired with its one reference."""

from collections.abc import Sequence
from dataclasses import dataclass

from xa_report.signing.workbook.faults import Fault, RefusedError
from xa_report.signing.workbook.manifest import Reference
from xa_report.signing.workbook.markup import Node, canonical
from xa_report.signing.workbook.shape import ds, only, refuse, xd


@dataclass(frozen=True, slots=True)
class SignedObject:
    """A part of the signature that is signed itself."""

    id: str
    stated: bytes
    """The digest that the signer signed."""
    content: bytes
    """What stands there now, canonical."""


def sort_objects(root: Node, objects: Sequence[Node]) -> tuple[Node, Node, list[Node]]:
    """Tell the objects apart: the list of parts, the XAdES properties, all others."""
    lists = [one for one in objects if one.find(ds("Manifest")) is not None]
    qualified = [one for one in objects if one.find(xd("QualifyingProperties")) is not None]
    others = [one for one in objects if one not in lists and one not in qualified]
    if len(lists) != 1 or len(qualified) != 1 or lists == qualified:
        refuse(root)
    names = ["Manifest", "SignatureProperties"][: len(lists[0])]
    only(lists[0], *map(ds, names))
    (qualifying,) = only(qualified[0], xd("QualifyingProperties"))
    if qualifying.get("Target") != f"#{root.get('Id')}":
        refuse(qualifying)
    return lists[0], qualifying, others


def pair(nodes: Sequence[Node], references: Sequence[Reference]) -> tuple[SignedObject, ...]:
    """Pair what is signed with its reference: each has exactly one."""
    stated = {one.uri: one.digest for one in references}
    ids = [str(node.get("Id")) for node in nodes]
    if len(stated) != len(references) or set(stated) != {f"#{one}" for one in ids}:
        raise RefusedError(Fault.BAD_SIGNATURE, "SignedInfo")
    return tuple(
        SignedObject(one, stated[f"#{one}"], canonical(node))
        for one, node in zip(ids, nodes, strict=True)
    )
