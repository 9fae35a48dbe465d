"""Writer of a workbook's signature over every part and relationship."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from xa_report.errors import UsageError
from xa_report.signing.ooxml.algorithms import (
    is_valid_signature,
    read_public_key,
    sha256_digest,
    signature_method,
    xml_signature_value,
)
from xa_report.signing.ooxml.faults import WorkbookRefusedError
from xa_report.signing.ooxml.opc import (
    OpcPackage,
    OpcRelationship,
    OpcRelationships,
    add_signature_types,
    read_opc_package,
    relationships_bytes,
    transformed_relationships,
)
from xa_report.signing.ooxml.verifier import verify_workbook
from xa_report.signing.ooxml.xml import (
    C14N_METHOD,
    CONTENT_TYPES_PART,
    DS_MAKER,
    DS_NS,
    MDSSI_MAKER,
    OBJECT_TYPE,
    OFFICE_ID,
    OFFICE_MAKER,
    ORIGIN_PART,
    ORIGIN_RELATIONSHIP,
    ORIGIN_RELS_PART,
    PACKAGE_ID,
    PROPERTIES_ID,
    RELATIONSHIP_TRANSFORM,
    ROOT_RELS_PART,
    SHA256_METHOD,
    SIGNATURE_FOLDER,
    SIGNATURE_ID,
    SIGNATURE_PART,
    SIGNATURE_RELATIONSHIP,
    SIGNED_PROPERTIES_TYPE,
    XADES_MAKER,
    XADES_NS,
    XmlNode,
    base64_text,
    canonical_xml,
    reference_element,
)

# Details that Excel expects of every signature; they claim nothing about this machine.
_OFFICE_VERSION = "16.0"
_NO_PROVIDER = "{00000000-0000-0000-0000-000000000000}"
# The span that the seven bits of a year in MS-DOS dates can express.
_OLDEST_ZIP_TIME, _NEWEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)
_SIGNATURE_START = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Signature xmlns="{DS_NS}" Id="{SIGNATURE_ID}">""".encode()
_QUALIFYING_START = (
    f'<Object><xd:QualifyingProperties xmlns:xd="{XADES_NS}" Target="#{SIGNATURE_ID}">'.encode()
)
_QUALIFYING_END = b"</xd:QualifyingProperties></Object>"


def build_package_object(package: OpcPackage, moment: datetime) -> bytes:
    """Build the canonical object that lists every part and every relationship with its digest."""
    time = MDSSI_MAKER.SignatureTime(
        MDSSI_MAKER.Format("YYYY-MM-DDThh:mm:ssTZD"),
        MDSSI_MAKER.Value(f"{moment:%Y-%m-%dT%H:%M:%SZ}"),
    )
    signed = DS_MAKER.SignatureProperties(
        DS_MAKER.SignatureProperty(time, Id="idSignatureTime", Target=f"#{SIGNATURE_ID}")
    )
    return canonical_xml(
        DS_MAKER.Object(DS_MAKER.Manifest(*_part_references(package)), signed, Id=PACKAGE_ID)
    )


def _part_references(package: OpcPackage) -> Iterator[XmlNode]:
    for part in sorted(package.parts):
        relationships = package.relationships.get(part)
        if relationships is None:
            yield reference_element(package.reference_uri(part), sha256_digest(package.parts[part]))
            continue
        # Through the transform, which names ids: the way to the signature can be added afterwards.
        ids = sorted(relationship.id for relationship in relationships)
        selection = DS_MAKER.Transform(
            *(MDSSI_MAKER.RelationshipReference(SourceId=ref) for ref in ids),
            Algorithm=RELATIONSHIP_TRANSFORM,
        )
        digest = sha256_digest(transformed_relationships(relationships, ids))
        yield reference_element(
            package.reference_uri(part),
            digest,
            selection,
            DS_MAKER.Transform(Algorithm=C14N_METHOD),
        )


def build_office_object() -> bytes:
    """Build the canonical details that Excel requires, of a signature without a visible line."""
    details = OFFICE_MAKER.SignatureInfoV1(
        OFFICE_MAKER.SetupID(), OFFICE_MAKER.SignatureText(), OFFICE_MAKER.SignatureImage(),
        OFFICE_MAKER.SignatureComments(),
        OFFICE_MAKER.WindowsVersion("10.0"), OFFICE_MAKER.OfficeVersion(_OFFICE_VERSION),
        OFFICE_MAKER.ApplicationVersion(_OFFICE_VERSION), OFFICE_MAKER.Monitors("1"),
        OFFICE_MAKER.HorizontalResolution("1366"), OFFICE_MAKER.VerticalResolution("768"),
        OFFICE_MAKER.ColorDepth("32"),
        OFFICE_MAKER.SignatureProviderId(_NO_PROVIDER), OFFICE_MAKER.SignatureProviderUrl(),
        OFFICE_MAKER.SignatureProviderDetails("9"), OFFICE_MAKER.SignatureType("1"),
    )  # fmt: skip
    property_ = DS_MAKER.SignatureProperty(
        details, Id="idOfficeV1Details", Target=f"#{SIGNATURE_ID}"
    )
    return canonical_xml(DS_MAKER.Object(DS_MAKER.SignatureProperties(property_), Id=OFFICE_ID))


def build_signed_properties(certificate: x509.Certificate, moment: datetime) -> bytes:
    """Build the canonical XAdES properties: time of signing and digest of the certificate."""
    known = DS_MAKER.DigestValue(base64_text(certificate.fingerprint(hashes.SHA256())))
    digest = XADES_MAKER.CertDigest(DS_MAKER.DigestMethod(Algorithm=SHA256_METHOD), known)
    issuer = XADES_MAKER.IssuerSerial(
        DS_MAKER.X509IssuerName(certificate.issuer.rfc4514_string()),
        DS_MAKER.X509SerialNumber(str(certificate.serial_number)),
    )
    signature = XADES_MAKER.SignedSignatureProperties(
        XADES_MAKER.SigningTime(f"{moment:%Y-%m-%dT%H:%M:%SZ}"),
        XADES_MAKER.SigningCertificate(XADES_MAKER.Cert(digest, issuer)),
        XADES_MAKER.SignaturePolicyIdentifier(XADES_MAKER.SignaturePolicyImplied()),
    )
    return canonical_xml(XADES_MAKER.SignedProperties(signature, Id=PROPERTIES_ID))


class WorkbookKey(Protocol):
    """Private key with its certificates, from a file or on a token."""

    @property
    def certificate(self) -> x509.Certificate:
        """Signer's own certificate."""

    @property
    def chain(self) -> Sequence[x509.Certificate]:
        """Certificates of the authorities above, as far as they are known."""

    def sign_data(self, data: bytes) -> bytes:
        """Hash with SHA-256 and sign: RSA as PKCS#1 v1.5, ECDSA as the DER of r and s."""


def build_signature_xml(package: OpcPackage, key: WorkbookKey, moment: datetime) -> bytes:
    """Build the signature over a package; raise UsageError for a key of another certificate."""
    public = read_public_key(key.certificate)
    package_object, office_object = build_package_object(package, moment), build_office_object()
    properties = build_signed_properties(key.certificate, moment)
    info = _signed_info_element(
        signature_method(public),
        package_object=package_object,
        office_object=office_object,
        properties=properties,
    )
    value = xml_signature_value(public, key.sign_data(info))
    if not is_valid_signature(public, value, info):
        raise UsageError(
            "Không ký được bảng tính: khóa ký không khớp với chứng thư số đi kèm. "
            "Hãy chọn lại chứng thư số đúng với khóa."
        )
    # Canonical bytes stand in the file as they are: what was hashed is what is read.
    return b"".join(
        (
            _SIGNATURE_START,
            info,
            _signature_value(value),
            _key_info_element(key.certificate),
            package_object,
            office_object,
            _qualifying_object(properties, key.chain),
            b"</Signature>",
        )
    )


def _signed_info_element(
    method: str, *, package_object: bytes, office_object: bytes, properties: bytes
) -> bytes:
    package, office = sha256_digest(package_object), sha256_digest(office_object)
    transform = DS_MAKER.Transform(Algorithm=C14N_METHOD)
    return canonical_xml(
        DS_MAKER.SignedInfo(
            DS_MAKER.CanonicalizationMethod(Algorithm=C14N_METHOD),
            DS_MAKER.SignatureMethod(Algorithm=method),
            reference_element(f"#{PACKAGE_ID}", package, Type=OBJECT_TYPE),
            reference_element(f"#{OFFICE_ID}", office, Type=OBJECT_TYPE),
            reference_element(
                f"#{PROPERTIES_ID}",
                sha256_digest(properties),
                transform,
                Type=SIGNED_PROPERTIES_TYPE,
            ),
        )
    )


def _signature_value(value: bytes) -> bytes:
    return canonical_xml(DS_MAKER.SignatureValue(base64_text(value)))


def _key_info_element(signer: x509.Certificate) -> bytes:
    return canonical_xml(
        DS_MAKER.KeyInfo(DS_MAKER.X509Data(DS_MAKER.X509Certificate(_der_base64(signer))))
    )


def _qualifying_object(properties: bytes, chain: Sequence[x509.Certificate]) -> bytes:
    return b"".join((_QUALIFYING_START, properties, _certificate_values(chain), _QUALIFYING_END))


def _certificate_values(chain: Sequence[x509.Certificate]) -> bytes:
    if not chain:
        return b""
    values = XADES_MAKER.CertificateValues(
        *(XADES_MAKER.EncapsulatedX509Certificate(_der_base64(one)) for one in chain)
    )
    return canonical_xml(
        XADES_MAKER.UnsignedProperties(XADES_MAKER.UnsignedSignatureProperties(values))
    )


def _der_base64(certificate: x509.Certificate) -> str:
    return base64_text(certificate.public_bytes(Encoding.DER))


def sign_workbook(data: bytes, key: WorkbookKey, clock: Callable[[], datetime]) -> bytes:
    """Return the workbook with the key's signature at the clock's time, in whole seconds.

    Raise UsageError when it is signed already, is no plain workbook, or our own verifier would
    refuse the result.
    """
    moment = clock().astimezone(UTC).replace(microsecond=0)
    try:
        package = read_opc_package(data)
        _require_unsigned(package)
        signature = build_signature_xml(package, key, moment)
    except WorkbookRefusedError as refusal:
        raise UsageError(f"Không ký được bảng tính. {refusal}") from refusal
    signed = _pack_signed(data, package, signature, moment)
    # Verified at once: nobody shall carry away a workbook that will be refused.
    for problem in verify_workbook(signed).problems:
        raise UsageError(f"Không ký được bảng tính. {problem}")
    return signed


def _require_unsigned(package: OpcPackage) -> None:
    linked = any(one.type == ORIGIN_RELATIONSHIP for one in package.relationships[ROOT_RELS_PART])
    if linked or any(part.casefold().startswith(SIGNATURE_FOLDER) for part in package.parts):
        raise UsageError(
            "Không ký được bảng tính: tệp đã có chữ ký. Hãy xuất lại bảng tính từ báo cáo rồi ký."
        )


def _pack_signed(data: bytes, package: OpcPackage, signature: bytes, moment: datetime) -> bytes:
    """Return the file of the signed workbook, every entry under one time stamp."""
    stamp = min(max(moment.timetuple()[:6], _OLDEST_ZIP_TIME), _NEWEST_ZIP_TIME)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as archive:
        types = add_signature_types(source.read(CONTENT_TYPES_PART))
        parts = (
            {f"/{CONTENT_TYPES_PART}": types} | package.parts | _signature_parts(package, signature)
        )
        for part, content in parts.items():
            entry = zipfile.ZipInfo(part[1:], stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the machine that signs does not show in the file
            archive.writestr(entry, content)
    return target.getvalue()


def _signature_parts(package: OpcPackage, signature: bytes) -> dict[str, bytes]:
    links = package.relationships[ROOT_RELS_PART]
    to_origin = OpcRelationship(_free_relationship_id(links), ORIGIN_RELATIONSHIP, ORIGIN_PART[1:])
    return {
        ROOT_RELS_PART: relationships_bytes((*links, to_origin)),
        ORIGIN_PART: b"",
        ORIGIN_RELS_PART: relationships_bytes(
            (OpcRelationship("rId1", SIGNATURE_RELATIONSHIP, "sig1.xml"),)
        ),
        SIGNATURE_PART: signature,
    }


def _free_relationship_id(links: OpcRelationships) -> str:
    used = {link.id for link in links}
    return next(ref for ref in (f"rId{n}" for n in count(1)) if ref not in used)
