"""Attacks on a signed workbook, each with what must be said of it.

Every attack keeps the file well-formed for a lenient reader. `intact` says that nothing signed has
changed, `complete` that nothing unsigned was put beside it; one of them must fall.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest

from tests.factories.signed_workbooks import (
    BOOK_RELS,
    ORIGIN,
    ORIGIN_RELS,
    ROOT_RELS,
    SHEET,
    SIGNATURE,
    TYPES,
    change_entries,
    fault_codes,
    replace_in_entry,
    signed_workbook,
    verify_codes,
    zip_entries,
)
from tests.factories.workbook_keys import issue_key, signer_key, stranger_key
from xa_report.signing.ooxml.verifier import verify_workbook

REL = b'<Relationship Id="rId99" Type="urn:x" Target="/xl/extra.xml"/></Relationships>'
SIGNATURE_REL = b"http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/"
DTD = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = b"<!DOCTYPE x [" + b"".join(
    b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 20 if n else b"ha" * 20) for n in range(12)
) + b"]>"  # fmt: skip
CANONICAL = b'<Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"></Transform>'
BY_RELATIONSHIP = (
    b'<Transform Algorithm="http://schemas.openxmlformats.org/package/2006/RelationshipTransform">'
    b"</Transform>"
)
OFFICE_REFERENCE = (
    b'<Reference URI="#idOfficeObject"><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc'
    b'#sha256"></DigestMethod><DigestValue>AAAA</DigestValue></Reference>'
)
SHA1 = b"http://www.w3.org/2000/09/xmldsig#"

Change = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Attack:
    """What is done to a signed workbook, and which faults must be found."""

    name: str
    change: Change
    faults: set[str]
    intact: bool = False
    complete: bool = False


def swap(name: str, old: bytes, new: bytes) -> Change:
    return lambda data: replace_in_entry(data, name, old, new)


def put(changes: Mapping[str, bytes | None]) -> Change:
    return lambda data: change_entries(data, changes)


def both(first: Change, then: Change) -> Change:
    return lambda data: then(first(data))


def cell(data: bytes) -> bytes:
    """One more character in the first text or number of the first sheet."""
    content = zip_entries(data)[SHEET]
    new, count = re.subn(rb"<(t|v)>([^<]*)</", rb"<\1>\g<2>1</", content, count=1)
    assert count == 1
    return change_entries(data, {SHEET: new})


def certificate(der: bytes) -> Change:
    old, new = b64encode(signer_key().der), b64encode(der)
    return swap(SIGNATURE, old, new)


def within(tag: bytes, new: bytes) -> Change:
    """Put something before the end of the first element of a name."""
    return swap(SIGNATURE, b"</" + tag + b">", new + b"</" + tag + b">")


def package_object(data: bytes) -> bytes:
    return first(rb'<Object [^>]*Id="idPackageObject".*?</Object>', zip_entries(data)[SIGNATURE])


def first(pattern: bytes, content: bytes) -> bytes:
    match = re.search(pattern, content)
    assert match
    return match[0]


def wrapped(data: bytes) -> bytes:
    """The signed list moves into an object of its own, a forged one takes its place."""
    old = package_object(data)
    forged = re.sub(rb"<DigestValue>[^<]*<", b"<DigestValue>AAAA<", old, count=1)
    return replace_in_entry(data, SIGNATURE, old, forged + b"<Object>" + old + b"</Object>")


def wrapped_under_new_id(data: bytes) -> bytes:
    """The forged list is the first one, the signed one is still referred to."""
    old = package_object(data)
    forged = old.replace(b"idPackageObject", b"idForged").replace(b"idSignatureTime", b"idT")
    return replace_in_entry(data, SIGNATURE, old, forged + old)


def unreferenced(data: bytes) -> bytes:
    """Take the list of parts out of what the value is made over."""
    pattern = rb'<Reference [^>]*URI="#idPackageObject".*?</Reference>'
    new, count = re.subn(pattern, b"", zip_entries(data)[SIGNATURE], count=1)
    assert count == 1
    return change_entries(data, {SIGNATURE: new})


def second(linked: bool) -> Change:
    """A second, well-made signature part beside the first."""

    def change(data: bytes) -> bytes:
        content = zip_entries(data)
        override = first(rb'<Override [^>]*"/_xmlsignatures/sig1.xml"[^>]*/>', content[TYPES])
        more = override + override.replace(b"sig1", b"sig2")
        changes: dict[str, bytes | None] = {
            "_xmlsignatures/sig2.xml": zip_entries(signed_workbook(3, stranger_key()))[SIGNATURE],
            TYPES: content[TYPES].replace(override, more),
        }
        if linked:
            rel = b'<Relationship Id="rId2" Target="sig2.xml" Type="%ssignature"/>' % SIGNATURE_REL
            end = b"</Relationships>"
            changes[ORIGIN_RELS] = content[ORIGIN_RELS].replace(end, rel + end)
        return change_entries(data, changes)

    return change


def stripped(*, link: bool) -> Change:
    """Take the signature out; its relationship too, or that alone."""

    def change(data: bytes) -> bytes:
        content = zip_entries(data)
        rels = re.sub(rb'<Relationship [^>]*digital-signature/origin"/>', b"", content[ROOT_RELS])
        assert rels != content[ROOT_RELS]
        gone: dict[str, bytes | None] = dict.fromkeys((SIGNATURE, ORIGIN, ORIGIN_RELS))
        return change_entries(data, {ROOT_RELS: rels} if link else {ROOT_RELS: rels, **gone})

    return change


def doctype(name: str, dtd: bytes) -> Change:
    def change(data: bytes) -> bytes:
        content = zip_entries(data)[name]
        at = content.index(b"?>") + 2
        return change_entries(data, {name: content[:at] + dtd + content[at:]})

    return change


def utf16(data: bytes) -> bytes:
    content = zip_entries(data)[SIGNATURE].decode()
    at = content.index("?>") + 2
    text = content[:at].replace("UTF-8", "UTF-16") + DTD.decode() + content[at:]
    return change_entries(data, {SIGNATURE: text.encode("utf-16")})


EXTRA: dict[str, bytes | None] = {"xl/extra.xml": b"<a/>"}
END = b"</Relationships>"

ATTACKS = (
    # The content.
    Attack("changed cell", cell, {"changed-part"}, complete=True),
    Attack("changed title", swap("docProps/core.xml", b"</dc:title>", b"!</dc:title>"),
           {"changed-part"}, complete=True),
    Attack("removed part", put({"docProps/app.xml": None}), {"missing-part"}, complete=True),
    Attack("added part", put(EXTRA), {"unsigned-part"}, intact=True),
    Attack("added part that is used", both(put(EXTRA), swap(BOOK_RELS, END, REL)),
           {"unsigned-part", "unsigned-relationship"}, intact=True),
    Attack("added relationship", swap(ROOT_RELS, END, REL), {"unsigned-relationship"}, intact=True),
    Attack("added relationships part", put({"xl/worksheets/_rels/sheet1.xml.rels":
           b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'}),
           {"unsigned-part"}, intact=True),
    Attack("sheets swapped", swap(BOOK_RELS, b"sheet1.xml", b"sheet2.xml"),
           {"changed-relationships"}, complete=True),
    Attack("relationship moved outside", swap(BOOK_RELS, b'Id="rId1"',
           b'Id="rId1" TargetMode="External"'), {"changed-relationships"}, complete=True),
    Attack("relationship renamed", swap(BOOK_RELS, b'Id="rId1"', b'Id="rId77"'),
           {"missing-relationship", "unsigned-relationship"}),
    Attack("another content type", swap(TYPES, b"spreadsheetml.sheet.main", b"x"),
           {"changed-part"}, complete=True),
    # The certificate.
    Attack("foreign certificate", certificate(stranger_key().der),
           {"other-certificate", "wrong-value"}),
    Attack("other certificate of the same key",
           certificate(issue_key("Người khác", signer_key().private).der), {"other-certificate"}),
    Attack("no certificate", certificate(b"no certificate"), {"bad-certificate"}),
    Attack("certificate in two pieces", certificate(signer_key().der + b"x"), {"bad-certificate"}),
    # The signature's XML.
    Attack("other time", swap(SIGNATURE, b"<xd:SigningTime>2026", b"<xd:SigningTime>2025"),
           {"changed-object"}),
    Attack("no time", swap(SIGNATURE, b"<xd:SigningTime>2026", b"<xd:SigningTime>"),
           {"bad-signature"}),
    Attack("other value", swap(SIGNATURE, b"</SignatureValue>", b"AAAA</SignatureValue>"),
           {"bad-signature"}),
    Attack("empty value", lambda data: change_entries(data, {
           SIGNATURE: re.sub(rb"(<SignatureValue[^>]*>)[^<]*", rb"\1",
           zip_entries(data)[SIGNATURE])}),
           {"wrong-value"}),
    Attack("wrapped", wrapped, {"bad-signature"}),
    Attack("wrapped under a new id", wrapped_under_new_id, {"bad-signature"}),
    Attack("list no longer signed", unreferenced, {"bad-signature"}),
    Attack("unsigned object", swap(SIGNATURE, b"</Signature>", b"<Object/></Signature>"),
           {"bad-signature"}),
    Attack("signature in an object", within(b"Manifest", b"<Signature/>"), {"bad-signature"}),
    Attack("properties of another signature", swap(SIGNATURE, b'Properties xmlns:xd="http://uri.'
           b'etsi.org/01903/v1.3.2#" Target="#idPackageSignature"', b'Properties xmlns:xd="http://'
           b'uri.etsi.org/01903/v1.3.2#" Target="#other"'), {"bad-signature"}),
    Attack("id twice", swap(SIGNATURE, b"<KeyInfo ", b'<KeyInfo Id="idOfficeObject" '),
           {"bad-signature"}),
    Attack("id in another case", swap(SIGNATURE, b"<KeyInfo ", b'<KeyInfo ID="x" '),
           {"bad-signature"}),
    Attack("reference twice", lambda data: replace_in_entry(data, SIGNATURE, b"</Manifest>",
           first(rb"<Manifest><Reference.*?</Reference>", zip_entries(data)[SIGNATURE])[10:]
           + b"</Manifest>"), {"bad-signature", "changed-object"}),
    Attack("inherited white space", swap(SIGNATURE, b"<Signature ",
           b'<Signature xml:space="preserve" '), {"bad-xml"}),
    Attack("RSA with SHA-1", swap(SIGNATURE, b"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
           SHA1 + b"rsa-sha1"), {"algorithm"}),
    Attack("ECDSA for an RSA key", swap(SIGNATURE, b"#rsa-sha256", b"#ecdsa-sha256"),
           {"wrong-value"}),
    Attack("digest with SHA-1", swap(SIGNATURE, b"http://www.w3.org/2001/04/xmlenc#sha256",
           SHA1 + b"sha1"), {"algorithm"}),
    Attack("XPath", swap(SIGNATURE, b"http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
           b"http://www.w3.org/TR/1999/REC-xpath-19991116"), {"algorithm"}),
    Attack("signed outside", swap(SIGNATURE, b'URI="#idOfficeObject"', b'URI="http://x/"'),
           {"bad-signature"}),
    Attack("another root", lambda data: change_entries(data, {
           SIGNATURE: zip_entries(data)[SIGNATURE].replace(b"<Signature ", b"<Sign ")
           .replace(b"</Signature>", b"</Sign>")}), {"bad-signature"}),
    Attack("second time", swap(SIGNATURE, b"<xd:SigningTime>", b"<xd:SigningTime>2020-01-01"
           b"T00:00:00Z</xd:SigningTime><xd:SigningTime>"), {"bad-signature"}),
    Attack("object signed twice", swap(SIGNATURE, b"</SignedInfo>", OFFICE_REFERENCE
           + b"</SignedInfo>"), {"bad-signature"}),
    Attack("relationships signed in the signature", swap(SIGNATURE, b"<Transforms>",
           b"<Transforms>" + BY_RELATIONSHIP), {"bad-signature"}),
    Attack("relationships as bytes", lambda data: change_entries(data, {SIGNATURE: re.sub(
           rb"<Transforms><Transform [^>]*Relationship.*?</Transforms>", b"",
           zip_entries(data)[SIGNATURE], count=1)}), {"bad-signature", "changed-object"}),
    Attack("three transforms", swap(SIGNATURE, b"RelationshipReference></Transform>",
           b"RelationshipReference></Transform>" + CANONICAL), {"bad-signature"}),
    Attack("content of a transform", swap(SIGNATURE, CANONICAL, CANONICAL.replace(
           b"></", b"><x/></")), {"bad-signature"}),
    Attack("content of a digest's method", within(b"DigestMethod", b"<x/>"), {"bad-signature"}),
    Attack("something else in the list", within(b"Manifest", OFFICE_REFERENCE.replace(
           b"Reference", b"Other")), {"bad-signature"}),
    # Signatures beside the signature.
    Attack("second signature", second(linked=True), {"second-signature"}),
    Attack("second signature, not linked", second(linked=False), {"second-signature"}),
    Attack("second origin", swap(ROOT_RELS, END,
           b'<Relationship Id="z" Target="a" Type="%sorigin"/>' % SIGNATURE_REL + END),
           {"second-signature"}),
    Attack("signature no longer linked", stripped(link=True), {"hidden-signature"}),
    Attack("signature part removed", put({SIGNATURE: None}), {"hidden-signature"}),
    Attack("signature elsewhere", swap(ORIGIN_RELS, b"sig1.xml", b"../xl/workbook.xml"),
           {"hidden-signature"}),
    Attack("signature out of the net", swap(ORIGIN_RELS, b'TargetMode="Internal"',
           b'TargetMode="External"'), {"hidden-signature"}),
    Attack("signature by another relationship", swap(ORIGIN_RELS, b"/signature\"", b"/x\""),
           {"hidden-signature"}),
    Attack("origin of another type", swap(TYPES, b"digital-signature-origin", b"x"),
           {"hidden-signature"}),
    Attack("something in the origin", put({ORIGIN: b"x"}), {"hidden-signature"}),
    Attack("something beside the origin", put({"_xmlsignatures/more.xml": b"<a/>"}),
           {"unsigned-part"}, intact=True),
    # Comments, instructions, entities.
    Attack("comment in a digest", swap(SIGNATURE, b"</DigestValue>", b"<!-- -->AA</DigestValue>"),
           {"bad-xml"}),
    Attack("comment in the certificate", swap(SIGNATURE, b"</X509Certificate>",
           b"<!-- --></X509Certificate>"), {"bad-xml"}),
    Attack("comment around", swap(SIGNATURE, b"<Signature ", b"<!-- --><Signature "), {"bad-xml"}),
    Attack("relative namespace", swap(SIGNATURE, b"<SetupID", b'<SetupID xmlns:x="y"'),
           {"bad-xml"}),
    Attack("instruction", swap(SIGNATURE, b"<SignatureValue", b"<?x y?><SignatureValue"),
           {"bad-xml"}),
    Attack("comment in relationships", swap(BOOK_RELS, END, b"<!-- -->" + END), {"bad-xml"}),
    Attack("comment in types", swap(TYPES, b"</Types>", b"<!-- --></Types>"), {"bad-xml"}),
    *(Attack(f"{what} in {name}", doctype(name, dtd), {"bad-xml"})
      for what, dtd in (("outer entity", DTD), ("entity bomb", LAUGHS),
                        ("outer DTD", b'<!DOCTYPE x SYSTEM "http://x/y.dtd">'))
      for name in (SIGNATURE, ROOT_RELS, TYPES)),
    Attack("entity behind an encoding", utf16, {"bad-xml"}),
)  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack_is_found(attack):
    facts = verify_workbook(attack.change(signed_workbook()))
    assert fault_codes(facts) == attack.faults, [str(one) for one in facts.problems]
    assert (facts.intact, facts.complete) == (attack.intact, attack.complete)
    assert not facts.is_valid
    assert verify_codes(attack.change(signed_workbook())) == attack.faults


def test_taken_out_entirely_is_unsigned():
    facts = verify_workbook(stripped(link=False)(signed_workbook()))
    assert (facts.readable, facts.signed) == (True, False)
    assert fault_codes(facts) == {"not-signed"}


def test_chain_certificates_are_nobodys_word():
    """They stand outside what is signed: others may take their place, and only build a path."""
    more = b64encode(stranger_key().der)
    data = replace_in_entry(
        signed_workbook(),
        SIGNATURE,
        b"</xd:SignedProperties>",
        b"</xd:SignedProperties><xd:UnsignedProperties><xd:UnsignedSignatureProperties>"
        b"<xd:CertificateValues><xd:EncapsulatedX509Certificate>%s</xd:EncapsulatedX509Certificate>"
        b"</xd:CertificateValues></xd:UnsignedSignatureProperties></xd:UnsignedProperties>" % more,
    )
    facts = verify_workbook(data)
    assert facts.is_valid
    assert facts.signer == signer_key().der
    assert facts.chain == (stranger_key().der,)
