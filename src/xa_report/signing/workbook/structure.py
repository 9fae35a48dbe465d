"""Reading a signature's XML: one fixed shape, so that nothing can be wrapped into it."""

from collections.abc import Sequence
from dataclasses import dataclass

from xa_report.signing.workbook.faults import Fault, RefusedError
from xa_report.signing.workbook.manifest import (
    Reference,
    algorithm,
    decoded,
    only,
    read_reference,
    refuse,
)
from xa_report.signing.workbook.markup import Node, canonical, parse
from xa_report.signing.workbook.properties import Properties, read_properties
from xa_report.signing.workbook.vocabulary import C14N, DS, ECDSA_SHA256, RSA_SHA256, XADES

_HEAD = ("SignedInfo", "SignatureValue", "KeyInfo")
_METHODS = ("CanonicalizationMethod", "SignatureMethod")


@dataclass(frozen=True, slots=True)
class SignedObject:
    """A part of the signature that is signed itself."""

    id: str
    stated: bytes
    """The digest that the signer signed."""
    content: bytes
    """What stands there now, canonical."""


@dataclass(frozen=True, slots=True)
class Signature:
    """All that a signature's XML says."""

    info: bytes
    """The canonical bytes that the value is made over."""
    method: str
    value: bytes
    certificate: bytes
    objects: tuple[SignedObject, ...]
    manifest: tuple[Reference, ...]
    properties: Properties


def read_signature(data: bytes, place: str) -> Signature:
    """Read a signature; RefusedError for any other shape than ours, Excel's and LibreOffice's."""
    root = parse(data, place)
    if root.tag != _ds("Signature"):
        refuse(root)
    _require_single_ids(root)
    info, value, key_info, *objects = only(
        root, *map(_ds, _HEAD), *[_ds("Object")] * (len(root) - 3)
    )
    (x509_data,) = only(key_info, _ds("X509Data"))
    (certificate,) = only(x509_data, _ds("X509Certificate"))
    method, references = _read_info(info)
    package, qualifying, others = _sorted(root, objects)
    properties, signed_properties = read_properties(qualifying)
    signed = _signed((package, *others, signed_properties), references)
    manifest = tuple(read_reference(node) for node in package[0])
    return Signature(
        canonical(info), method, decoded(value), decoded(certificate), signed, manifest, properties
    )


def _ds(name: str) -> str:
    return f"{{{DS}}}{name}"


def _require_single_ids(root: Node) -> None:
    seen = set()
    for node in root.iter():
        for name, value in node.attrib.items():
            if name.rpartition("}")[2].casefold() != "id":
                continue
            if name != "Id" or value in seen:
                refuse(node)
            seen.add(value)


def _read_info(info: Node) -> tuple[str, list[Reference]]:
    size = len(info) - len(_METHODS)
    form, method, *nodes = only(info, *map(_ds, _METHODS), *[_ds("Reference")] * size)
    algorithm(form, C14N)
    references = [read_reference(node) for node in nodes]
    if any(one.ids is not None for one in references) or len(form) or len(method):
        refuse(info)
    return algorithm(method, RSA_SHA256, ECDSA_SHA256), references


def _sorted(root: Node, objects: Sequence[Node]) -> tuple[Node, Node, list[Node]]:
    """Tell the objects apart: the list of parts, the XAdES properties, all others."""
    lists = [one for one in objects if one.find(_ds("Manifest")) is not None]
    qualified = [one for one in objects if one.find(f"{{{XADES}}}QualifyingProperties") is not None]
    others = [one for one in objects if one not in lists and one not in qualified]
    if len(lists) != 1 or len(qualified) != 1 or lists == qualified:
        refuse(root)
    names = ["Manifest", "SignatureProperties"][: len(lists[0])]
    only(lists[0], *map(_ds, names))
    (qualifying,) = only(qualified[0], f"{{{XADES}}}QualifyingProperties")
    return lists[0], qualifying, others


def _signed(nodes: Sequence[Node], references: Sequence[Reference]) -> tuple[SignedObject, ...]:
    """Pair what is signed with its reference: each has exactly one."""
    stated = {one.uri: one.digest for one in references}
    ids = [str(node.get("Id")) for node in nodes]
    if len(stated) != len(references) or set(stated) != {f"#{one}" for one in ids}:
        raise RefusedError(Fault.BAD_SIGNATURE, "SignedInfo")
    return tuple(
        SignedObject(one, stated[f"#{one}"], canonical(node))
        for one, node in zip(ids, nodes, strict=True)
    )
