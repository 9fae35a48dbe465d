"""XML of signatures: namespaces, strict parsing, canonical form, fixed shapes, element makers."""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Any, NoReturn, TypeAlias

from lxml import etree
from lxml.builder import ElementMaker

from xa_report.signing.ooxml.faults import WorkbookFault, WorkbookRefusedError

XmlNode: TypeAlias = Any
"""Element of lxml, which ships no types."""

MAX_XML_SIZE = 512 * 1024
"""Bytes: a tree takes many times as much memory as its text."""
_MAX_TAG_LENGTH = 16 * 1024
"""Bytes: libxml2's time grows with the square of the attributes of an element."""
_MAX_PREFIXES = 4
"""Prefixes in a document; canonical XML looks at every prefix for every element."""

_PREFIX_PATTERN = re.compile(rb"xmlns:([^\s=]*)")
_XML_NAMESPACE = "{http://www.w3.org/XML/1998/namespace}"


def parse_xml(data: bytes, location: str) -> XmlNode:
    """Return the root; raise WorkbookRefusedError for DTDs, entities, comments, instructions."""
    if len(data) > MAX_XML_SIZE:
        raise WorkbookRefusedError(WorkbookFault.TOO_LARGE, location)
    if b"<!DOCTYPE" in data or _is_costly(data):
        raise WorkbookRefusedError(WorkbookFault.BAD_XML, location)
    # The encoding is set, so that no declared one can hide a DTD from the line above.
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise WorkbookRefusedError(WorkbookFault.BAD_XML, location) from error
    if root.getroottree().docinfo.doctype or not all(
        _is_plain_node(node) for node in _all_nodes(root)
    ):
        raise WorkbookRefusedError(WorkbookFault.BAD_XML, location)
    return root


def canonical_xml(node: XmlNode) -> bytes:
    """Return the canonical form (C14N 1.0, no comments) of an element with inherited prefixes."""
    # lxml writes bogus xmlns="" when a part of a tree is made canonical: it gets its own tree.
    try:
        alone = etree.fromstring(etree.tostring(node, with_tail=False))
        return bytes(etree.tostring(alone, method="c14n", with_comments=False))
    except etree.LxmlError as error:  # a relative namespace has no canonical form
        raise WorkbookRefusedError(WorkbookFault.BAD_XML, etree.QName(node).localname) from error


def _is_costly(data: bytes) -> bool:
    longest = max(map(len, data.split(b"<")))
    return longest > _MAX_TAG_LENGTH or len(set(_PREFIX_PATTERN.findall(data))) > _MAX_PREFIXES


def _all_nodes(root: XmlNode) -> Iterator[XmlNode]:
    yield from root.itersiblings(preceding=True)
    yield from root.iter()
    yield from root.itersiblings()


def _is_plain_node(node: XmlNode) -> bool:
    # Canonical parts inherit xml:space and the like (C14N 1.0, 2.4); `canonical_xml` does not.
    return isinstance(node.tag, str) and not any(
        name.startswith(_XML_NAMESPACE) for name in node.attrib
    )


DS_NS = "http://www.w3.org/2000/09/xmldsig#"
XADES_NS = "http://uri.etsi.org/01903/v1.3.2#"
MDSSI_NS = "http://schemas.openxmlformats.org/package/2006/digital-signature"
OFFICE_NS = "http://schemas.microsoft.com/office/2006/digsig"
CONTENT_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIPS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"

C14N_METHOD = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
RELATIONSHIP_TRANSFORM = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform"
SHA256_METHOD = "http://www.w3.org/2001/04/xmlenc#sha256"
RSA_SHA256_METHOD = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
ECDSA_SHA256_METHOD = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"

OBJECT_TYPE = f"{DS_NS}Object"
SIGNED_PROPERTIES_TYPE = "http://uri.etsi.org/01903#SignedProperties"

ORIGIN_RELATIONSHIP = f"{RELATIONSHIPS_NS}/digital-signature/origin"
SIGNATURE_RELATIONSHIP = f"{RELATIONSHIPS_NS}/digital-signature/signature"

RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
ORIGIN_TYPE = "application/vnd.openxmlformats-package.digital-signature-origin"
SIGNATURE_TYPE = "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"

CONTENT_TYPES_PART = "[Content_Types].xml"
ROOT_RELS_PART = "/_rels/.rels"
SIGNATURE_FOLDER = "/_xmlsignatures/"
ORIGIN_PART = f"{SIGNATURE_FOLDER}origin.sigs"
ORIGIN_RELS_PART = f"{SIGNATURE_FOLDER}_rels/origin.sigs.rels"
SIGNATURE_PART = f"{SIGNATURE_FOLDER}sig1.xml"


def ds_tag(name: str) -> str:
    """Return the qualified tag of an element of XML signatures."""
    return f"{{{DS_NS}}}{name}"


def xades_tag(name: str) -> str:
    """Return the qualified tag of a XAdES element."""
    return f"{{{XADES_NS}}}{name}"


def refuse_node(node: XmlNode) -> NoReturn:
    """Raise WorkbookRefusedError for an element that departs from the fixed shape."""
    raise WorkbookRefusedError(WorkbookFault.BAD_SIGNATURE, str(node.tag).rpartition("}")[2])


def exact_children(node: XmlNode, *tags: str) -> list[XmlNode]:
    """Return the children; raise WorkbookRefusedError unless their tags are exactly these."""
    children = list(node)
    if [child.tag for child in children] != list(tags):
        refuse_node(node)
    return children


def read_base64(node: XmlNode) -> bytes:
    """Return the decoded base64 of an element; raise WorkbookRefusedError for anything else."""
    exact_children(node)
    try:
        return b64decode("".join((node.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        refuse_node(node)


def read_algorithm(node: XmlNode, *allowed: str) -> str:
    """Return the algorithm that an element names; raise WorkbookRefusedError for others."""
    named = str(node.get("Algorithm"))
    if named not in allowed:
        raise WorkbookRefusedError(WorkbookFault.ALGORITHM, named)
    return named


def read_digest(method: XmlNode, value: XmlNode) -> bytes:
    """Return the SHA-256 digest of a reference; raise WorkbookRefusedError for other methods."""
    exact_children(method)
    read_algorithm(method, SHA256_METHOD)
    return read_base64(value)


DS_MAKER = ElementMaker(namespace=DS_NS, nsmap={None: DS_NS})
MDSSI_MAKER = ElementMaker(namespace=MDSSI_NS, nsmap={"mdssi": MDSSI_NS})
OFFICE_MAKER = ElementMaker(namespace=OFFICE_NS, nsmap={None: OFFICE_NS})
XADES_MAKER = ElementMaker(namespace=XADES_NS, nsmap={None: DS_NS, "xd": XADES_NS})

PACKAGE_ID, OFFICE_ID, PROPERTIES_ID = "idPackageObject", "idOfficeObject", "idSignedProperties"
SIGNATURE_ID = "idPackageSignature"


def base64_text(data: bytes) -> str:
    """Return bytes as base64 on one line."""
    return b64encode(data).decode("ascii")


def reference_element(uri: str, digest: bytes, *transforms: XmlNode, **more: str) -> XmlNode:
    """Build a reference to a signed part or object; `more` are further attributes."""
    chain = [DS_MAKER.Transforms(*transforms)] if transforms else []
    method = DS_MAKER.DigestMethod(Algorithm=SHA256_METHOD)
    return DS_MAKER.Reference(
        *chain, method, DS_MAKER.DigestValue(base64_text(digest)), URI=uri, **more
    )
