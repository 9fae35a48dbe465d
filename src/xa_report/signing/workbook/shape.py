"""Reading elements of a signature: each must look exactly as it does in every signature."""

import binascii
from base64 import b64decode
from typing import NoReturn

from xa_report.signing.workbook.faults import Fault, RefusedError
from xa_report.signing.workbook.markup import Node
from xa_report.signing.workbook.vocabulary import DS, SHA256, XADES


def ds(name: str) -> str:
    """Return the tag of an XML signature's element."""
    return f"{{{DS}}}{name}"


def xd(name: str) -> str:
    """Return the tag of a XAdES element."""
    return f"{{{XADES}}}{name}"


def refuse(node: Node) -> NoReturn:
    """Refuse a signature for the element that stands out of its fixed shape."""
    raise RefusedError(Fault.BAD_SIGNATURE, str(node.tag).rpartition("}")[2])


def only(node: Node, *tags: str) -> list[Node]:
    """Return the children of an element, which must be exactly these."""
    children = list(node)
    if [child.tag for child in children] != list(tags):
        refuse(node)
    return children


def decoded(node: Node) -> bytes:
    """Return the bytes that an element holds as base64."""
    only(node)
    try:
        return b64decode("".join((node.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        refuse(node)


def algorithm(node: Node, *allowed: str) -> str:
    """Return the algorithm that an element names; others than these are refused."""
    named = str(node.get("Algorithm"))
    if named not in allowed:
        raise RefusedError(Fault.ALGORITHM, named)
    return named


def read_digest(method: Node, value: Node) -> bytes:
    """Return a SHA-256 digest."""
    only(method)
    algorithm(method, SHA256)
    return decoded(value)
