"""Reader of a workbook's one signature: location, fixed XML shape, references, properties."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from xa_report.signing.ooxml.faults import WorkbookFault, WorkbookRefusedError
from xa_report.signing.ooxml.opc import OpcPackage, OpcRelationship
from xa_report.signing.ooxml.xml import (
    C14N_METHOD,
    ECDSA_SHA256_METHOD,
    MDSSI_NS,
    ORIGIN_PART,
    ORIGIN_RELATIONSHIP,
    ORIGIN_RELS_PART,
    ORIGIN_TYPE,
    RELATIONSHIP_TRANSFORM,
    ROOT_RELS_PART,
    RSA_SHA256_METHOD,
    SIGNATURE_FOLDER,
    SIGNATURE_RELATIONSHIP,
    SIGNATURE_TYPE,
    XmlNode,
    canonical_xml,
    ds_tag,
    exact_children,
    parse_xml,
    read_algorithm,
    read_base64,
    read_digest,
    refuse_node,
    xades_tag,
)

_RELATIONSHIP_REFERENCE = f"{{{MDSSI_NS}}}RelationshipReference"
_SIGNATURE_TAGS = ("SignedInfo", "SignatureValue", "KeyInfo")
_METHOD_TAGS = ("CanonicalizationMethod", "SignatureMethod")


@dataclass(frozen=True, slots=True)
class SignedReference:
    """Reference of a signature to a part or object, with the signed digest."""

    uri: str
    digest: bytes
    ids: frozenset[str] | None = None
    """Ids of the signed relationships; None for what is no relationships part."""


def read_reference(node: XmlNode) -> SignedReference:
    """Read a reference to bytes, to canonical XML, or to relationships by their ids.

    Raise WorkbookRefusedError for any other chain of transforms.
    """
    if node.tag != ds_tag("Reference"):
        refuse_node(node)
    *transforms, method, value = exact_children(node, *_child_tags(node))
    # No other transform is known here: each could select or change what the digest is made of.
    chain = list(transforms[0]) if transforms else []
    if any(step.tag != ds_tag("Transform") for step in chain):
        refuse_node(node)
    ids = None
    if len(chain) > 1:
        selection = chain.pop(0)
        read_algorithm(selection, RELATIONSHIP_TRANSFORM)
        ids = frozenset(_relationship_id(node) for node in selection)
    for step in chain:
        exact_children(step)
        read_algorithm(step, C14N_METHOD)
    if len(chain) > 1:
        refuse_node(node)
    return SignedReference(str(node.get("URI")), read_digest(method, value), ids)


def _child_tags(node: XmlNode) -> list[str]:
    names = ["DigestMethod", "DigestValue"]
    transformed = len(node) > len(names)
    return [ds_tag(name) for name in (["Transforms"] if transformed else []) + names]


def _relationship_id(node: XmlNode) -> str:
    if node.tag != _RELATIONSHIP_REFERENCE or node.get("SourceId") is None:
        refuse_node(node)
    return str(node.get("SourceId"))


@dataclass(frozen=True, slots=True)
class XadesProperties:
    """XAdES properties of a signature: claimed time and certificates."""

    claimed_time: datetime
    """In UTC."""
    certificate_digest: bytes
    """SHA-256 of the signer's certificate."""
    chain: tuple[bytes, ...]
    """Certificates sent along as DER; they are not signed."""


def read_xades_properties(qualifying: XmlNode) -> tuple[XadesProperties, XmlNode]:
    """Read the XAdES properties; also return the element that must be signed."""
    names = ["SignedProperties", "UnsignedProperties"][: max(1, len(qualifying))]
    signed, *unsigned = exact_children(qualifying, *map(xades_tag, names))
    signature = _only_child(signed, "SignedSignatureProperties")
    digest = _only_child(
        _only_child(_only_child(signature, "SigningCertificate"), "Cert"), "CertDigest"
    )
    method, value = exact_children(digest, ds_tag("DigestMethod"), ds_tag("DigestValue"))
    chain = tuple(one for node in unsigned for one in _certificate_values(node))
    time = _signing_time(_only_child(signature, "SigningTime"))
    return XadesProperties(time, read_digest(method, value), chain), signed


def _only_child(node: XmlNode, name: str) -> XmlNode:
    children = node.findall(xades_tag(name))
    if len(children) != 1:
        refuse_node(node)
    return children[0]


def _certificate_values(unsigned: XmlNode) -> tuple[bytes, ...]:
    (properties,) = exact_children(unsigned, xades_tag("UnsignedSignatureProperties"))
    (values,) = exact_children(properties, xades_tag("CertificateValues"))
    return tuple(
        read_base64(n)
        for n in exact_children(values, *[xades_tag("EncapsulatedX509Certificate")] * len(values))
    )


def _signing_time(node: XmlNode) -> datetime:
    try:
        moment = datetime.fromisoformat((node.text or "").strip())
        if moment.tzinfo is None:
            refuse_node(node)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        refuse_node(node)


@dataclass(frozen=True, slots=True)
class SignedObject:
    """Object of the signature that is signed itself, with its reference."""

    id: str
    stated: bytes
    """Digest that the signer signed."""
    content: bytes
    """Canonical bytes of the object as it is now."""


def classify_objects(
    root: XmlNode, objects: Sequence[XmlNode]
) -> tuple[XmlNode, XmlNode, list[XmlNode]]:
    """Return the object with the list of parts, the XAdES properties, and all other objects."""
    # Exactly one of each: of two a program might show the one that is not signed.
    lists = [one for one in objects if one.find(ds_tag("Manifest")) is not None]
    qualified = [one for one in objects if one.find(xades_tag("QualifyingProperties")) is not None]
    others = [one for one in objects if one not in lists and one not in qualified]
    if len(lists) != 1 or len(qualified) != 1 or lists == qualified:
        refuse_node(root)
    names = ["Manifest", "SignatureProperties"][: len(lists[0])]
    exact_children(lists[0], *map(ds_tag, names))
    (qualifying,) = exact_children(qualified[0], xades_tag("QualifyingProperties"))
    if qualifying.get("Target") != f"#{root.get('Id')}":
        refuse_node(qualifying)
    return lists[0], qualifying, others


def pair_with_references(
    nodes: Sequence[XmlNode], references: Sequence[SignedReference]
) -> tuple[SignedObject, ...]:
    """Pair objects with their references; raise WorkbookRefusedError unless each has one."""
    stated = {one.uri: one.digest for one in references}
    ids = [str(node.get("Id")) for node in nodes]
    if len(stated) != len(references) or set(stated) != {f"#{one}" for one in ids}:
        raise WorkbookRefusedError(WorkbookFault.BAD_SIGNATURE, "SignedInfo")
    return tuple(
        SignedObject(object_id, stated[f"#{object_id}"], canonical_xml(node))
        for object_id, node in zip(ids, nodes, strict=True)
    )


@dataclass(frozen=True, slots=True)
class WorkbookSignature:
    """Content of a signature's XML."""

    info: bytes
    """Canonical bytes that the signature value is made over."""
    method: str
    value: bytes
    certificate: bytes
    objects: tuple[SignedObject, ...]
    manifest: tuple[SignedReference, ...]
    properties: XadesProperties


def read_workbook_signature(data: bytes, location: str) -> WorkbookSignature:
    """Parse a signature; raise WorkbookRefusedError for any shape but the usual one."""
    root = parse_xml(data, location)
    if root.tag != ds_tag("Signature"):
        refuse_node(root)
    _require_single_ids(root)
    tags = [*map(ds_tag, _SIGNATURE_TAGS), *[ds_tag("Object")] * (len(root) - len(_SIGNATURE_TAGS))]
    info, value, key_info, *objects = exact_children(root, *tags)
    (x509_data,) = exact_children(key_info, ds_tag("X509Data"))
    (certificate,) = exact_children(x509_data, ds_tag("X509Certificate"))
    method, references = _read_info(info)
    package, qualifying, others = classify_objects(root, objects)
    properties, signed_properties = read_xades_properties(qualifying)
    signed = pair_with_references((package, *others, signed_properties), references)
    manifest = tuple(read_reference(node) for node in package[0])
    return WorkbookSignature(
        canonical_xml(info),
        method,
        read_base64(value),
        read_base64(certificate),
        signed,
        manifest,
        properties,
    )


def _require_single_ids(root: XmlNode) -> None:
    # A second element of the same id is how signatures are wrapped around forged content.
    seen = set()
    for node in root.iter():
        for name, value in node.attrib.items():
            if name.rpartition("}")[2].casefold() != "id":
                continue
            if name != "Id" or value in seen:
                refuse_node(node)
            seen.add(value)


def _read_info(info: XmlNode) -> tuple[str, list[SignedReference]]:
    size = len(info) - len(_METHOD_TAGS)
    form, method, *nodes = exact_children(
        info, *map(ds_tag, _METHOD_TAGS), *[ds_tag("Reference")] * size
    )
    read_algorithm(form, C14N_METHOD)
    references = [read_reference(node) for node in nodes]
    if any(one.ids is not None for one in references) or len(form) or len(method):
        refuse_node(info)
    return read_algorithm(method, RSA_SHA256_METHOD, ECDSA_SHA256_METHOD), references


def find_signature(package: OpcPackage) -> str | None:
    """Return the part of the one signature; None when there is no trace of any.

    Raise WorkbookRefusedError for several signatures, and for parts that are not linked.
    """
    origins = origin_links(package)
    traces = [part for part in package.parts if _is_trace(package, part)]
    if not origins and not traces:
        return None
    signatures = [part for part in traces if package.types[part] == SIGNATURE_TYPE]
    if len(origins) > 1 or len(signatures) > 1:
        raise WorkbookRefusedError(
            WorkbookFault.SECOND_SIGNATURE, ", ".join(signatures) or ROOT_RELS_PART
        )
    links = package.relationships.get(ORIGIN_RELS_PART, ())
    if not (
        origins
        and signatures
        and _leads_to(origins[0], ROOT_RELS_PART, ORIGIN_PART)
        and len(links) == 1
    ):
        raise WorkbookRefusedError(WorkbookFault.HIDDEN_SIGNATURE, (traces or [ROOT_RELS_PART])[0])
    if links[0].type != SIGNATURE_RELATIONSHIP or not _leads_to(
        links[0], ORIGIN_RELS_PART, signatures[0]
    ):
        raise WorkbookRefusedError(WorkbookFault.HIDDEN_SIGNATURE, ORIGIN_RELS_PART)
    if package.types.get(ORIGIN_PART) != ORIGIN_TYPE or package.parts[ORIGIN_PART]:
        raise WorkbookRefusedError(WorkbookFault.HIDDEN_SIGNATURE, ORIGIN_PART)
    return signatures[0]


def origin_links(package: OpcPackage) -> list[OpcRelationship]:
    """Return the package's relationships that lead to signatures."""
    return [one for one in package.relationships[ROOT_RELS_PART] if one.type == ORIGIN_RELATIONSHIP]


def _is_trace(package: OpcPackage, part: str) -> bool:
    # By type and by folder: a signature that is merely unlinked must not pass as none.
    typed = package.types[part] in (ORIGIN_TYPE, SIGNATURE_TYPE)
    return typed or part.casefold().startswith(SIGNATURE_FOLDER)


def _leads_to(link: OpcRelationship, holder: str, part: str) -> bool:
    return link.mode == "Internal" and link.resolve_from(holder) == part
