"""Reading a signature's XML: one fixed shape, so that nothing can be wrapped into it."""

from dataclasses import dataclass

from xa_report.signing.workbook.manifest import Reference, read_reference
from xa_report.signing.workbook.markup import Node, canonical, parse
from xa_report.signing.workbook.properties import Properties, read_properties
from xa_report.signing.workbook.shape import algorithm, decoded, ds, only, refuse
from xa_report.signing.workbook.signed_objects import SignedObject, pair, sort_objects
from xa_report.signing.workbook.vocabulary import C14N, ECDSA_SHA256, RSA_SHA256

_HEAD = ("SignedInfo", "SignatureValue", "KeyInfo")
_METHODS = ("CanonicalizationMethod", "SignatureMethod")


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
    """Read a signature; RefusedError for any shape but the usual one."""
    root = parse(data, place)
    if root.tag != ds("Signature"):
        refuse(root)
    _require_single_ids(root)
    tags = [*map(ds, _HEAD), *[ds("Object")] * (len(root) - len(_HEAD))]
    info, value, key_info, *objects = only(root, *tags)
    (x509_data,) = only(key_info, ds("X509Data"))
    (certificate,) = only(x509_data, ds("X509Certificate"))
    method, references = _read_info(info)
    package, qualifying, others = sort_objects(root, objects)
    properties, signed_properties = read_properties(qualifying)
    signed = pair((package, *others, signed_properties), references)
    manifest = tuple(read_reference(node) for node in package[0])
    return Signature(
        canonical(info), method, decoded(value), decoded(certificate), signed, manifest, properties
    )


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
    form, method, *nodes = only(info, *map(ds, _METHODS), *[ds("Reference")] * size)
    algorithm(form, C14N)
    references = [read_reference(node) for node in nodes]
    if any(one.ids is not None for one in references) or len(form) or len(method):
        refuse(info)
    return algorithm(method, RSA_SHA256, ECDSA_SHA256), references
