"""The XAdES properties of a signature: when it was made, with which certificate."""

from dataclasses import dataclass
from datetime import UTC, datetime

from xa_report.signing.workbook.markup import Node
from xa_report.signing.workbook.shape import decoded, ds, only, read_digest, refuse, xd


@dataclass(frozen=True, slots=True)
class Properties:
    """What the signer said besides signing."""

    claimed_time: datetime
    """In UTC."""
    certificate_digest: bytes
    """SHA-256 of the signer's certificate."""
    chain: tuple[bytes, ...]
    """Certificates sent along, unsigned, DER."""


def read_properties(qualifying: Node) -> tuple[Properties, Node]:
    """Read them; also return the element that must be signed."""
    names = ["SignedProperties", "UnsignedProperties"][: max(1, len(qualifying))]
    signed, *unsigned = only(qualifying, *map(xd, names))
    about = _child(signed, "SignedSignatureProperties")
    digest = _child(_child(_child(about, "SigningCertificate"), "Cert"), "CertDigest")
    method, value = only(digest, ds("DigestMethod"), ds("DigestValue"))
    chain = tuple(one for node in unsigned for one in _chain(node))
    time = _time(_child(about, "SigningTime"))
    return Properties(time, read_digest(method, value), chain), signed


def _child(node: Node, name: str) -> Node:
    found = node.findall(xd(name))
    if len(found) != 1:
        refuse(node)
    return found[0]


def _chain(unsigned: Node) -> tuple[bytes, ...]:
    (about,) = only(unsigned, xd("UnsignedSignatureProperties"))
    (values,) = only(about, xd("CertificateValues"))
    return tuple(
        decoded(n) for n in only(values, *[xd("EncapsulatedX509Certificate")] * len(values))
    )


def _time(node: Node) -> datetime:
    try:
        moment = datetime.fromisoformat((node.text or "").strip())
        if moment.tzinfo is None:
            refuse(node)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        refuse(node)
