"""Making elements of a signature, and how they write bytes and references."""

from base64 import b64encode

from lxml.builder import ElementMaker

from xa_report.signing.workbook.markup import Node
from xa_report.signing.workbook.vocabulary import DS, MDSSI, OFFICE, SHA256, XADES

D = ElementMaker(namespace=DS, nsmap={None: DS})
M = ElementMaker(namespace=MDSSI, nsmap={"mdssi": MDSSI})
O = ElementMaker(namespace=OFFICE, nsmap={None: OFFICE})  # noqa: E741 - beside D, M and X
X = ElementMaker(namespace=XADES, nsmap={None: DS, "xd": XADES})

PACKAGE_ID, OFFICE_ID, PROPERTIES_ID = "idPackageObject", "idOfficeObject", "idSignedProperties"
SIGNATURE_ID = "idPackageSignature"


def text(data: bytes) -> str:
    """Return bytes as XML signatures write them."""
    return b64encode(data).decode("ascii")


def reference(uri: str, digest: bytes, *transforms: Node, **more: str) -> Node:
    """Return a reference to something that is signed."""
    chain = [D.Transforms(*transforms)] if transforms else []
    method = D.DigestMethod(Algorithm=SHA256)
    return D.Reference(*chain, method, D.DigestValue(text(digest)), URI=uri, **more)
