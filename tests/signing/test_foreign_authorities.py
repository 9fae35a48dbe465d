"""Signatures and authorities that are not ours: longer chains, outside tools, other padding."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from asn1crypto import keys as asn1_keys
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.factories.pki import CHAIRMAN, NOW, SEAL, UNIT, YEAR, Pki
from tests.factories.signed_pdfs import pdf_with_data, sign_outside, signed_pdf
from xa_report.signing.authority.certificates import (
    RootAuthority,
    build_first_crl,
    build_key_usage,
    build_next_crl,
    certificate_builder,
    subject_name,
)
from xa_report.signing.identity import CertificateHolder, SignerRole
from xa_report.signing.pkcs12 import MemorySigner
from xa_report.signing.reasons import Verdict, VerificationReason
from xa_report.signing.signing_key import SigningKey, to_asn1_certificate
from xa_report.signing.status import ExpectedSignatures
from xa_report.signing.trust import TrustStore
from xa_report.signing.verification import verify_pdf

HOUR = timedelta(hours=1)
START, END = NOW - 2 * YEAR, NOW + 2 * YEAR


def authority(name: str, private, issuer: RootAuthority | None = None) -> RootAuthority:
    """A root, or an authority below one."""
    subject = subject_name(CertificateHolder(name, name))
    builder = certificate_builder(
        subject,
        private.public_key(),
        issuer.certificate.subject if issuer else subject,
        start=START,
        end=END,
    ).add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    builder = builder.add_extension(build_key_usage("key_cert_sign", "crl_sign"), critical=True)
    return RootAuthority(builder.sign(issuer.key if issuer else private, SHA256()), private)


@pytest.fixture(scope="module")
def chain(pki):
    """A national root and an authority below it, which certifies the signers."""
    first, second = list(pki.kinds.values())[:2]
    root = authority("Root CA quốc gia", first)
    return root, authority("CA chuyên dùng", second, root)


@pytest.fixture(scope="module")
def below(pki, chain):
    """The made world with the lower authority in the place of the root."""
    return replace(pki, authority=chain[1])


def with_chain(key: SigningKey, *above: x509.Certificate) -> SigningKey:
    assert isinstance(key.signer, MemorySigner)
    private = key.signer._key  # noqa: SLF001 - the same key with its chain beside it
    return SigningKey(MemorySigner(private, key.certificate, above), key.certificate, above)


def lists(*authorities):
    return tuple(build_first_crl(one, NOW - HOUR) for one in authorities)


def verdict(data, trust):
    verification = verify_pdf(data, trust, ExpectedSignatures(UNIT), NOW)
    return verification.verdict, verification.all_reasons


def test_the_way_to_the_root_is_found_in_the_folder_or_in_the_file(below, chain):
    root, lower = chain
    plain = signed_pdf(below.key(CHAIRMAN), below.key(SEAL))
    carrying = signed_pdf(
        with_chain(below.key(CHAIRMAN), lower.certificate),
        with_chain(below.key(SEAL), lower.certificate),
    )
    alone = TrustStore((root.certificate,), (), lists(root, lower))
    both = replace(alone, intermediates=(lower.certificate,))
    assert verdict(plain, both) == (Verdict.VALID, ())
    assert verdict(carrying, alone) == (Verdict.VALID, ())
    assert verdict(plain, alone) == (Verdict.INVALID, (VerificationReason.FOREIGN,))


def test_every_authority_of_the_chain_must_have_its_list(below, chain):
    root, lower = chain
    data = signed_pdf(below.key(CHAIRMAN), below.key(SEAL))
    for known in ((), lists(root), lists(lower)):
        trust = TrustStore((root.certificate,), (lower.certificate,), known)
        assert verdict(data, trust) == (
            Verdict.INCONCLUSIVE,
            (VerificationReason.REVOCATION_UNKNOWN,),
        )


def test_a_revoked_authority_takes_its_signers_with_it(below, chain):
    root, lower = chain
    data = signed_pdf(below.key(CHAIRMAN), below.key(SEAL))
    serials = [lower.certificate.serial_number]
    revoked = build_next_crl(root, build_first_crl(root, NOW - HOUR), serials, NOW - HOUR)
    trust = TrustStore((root.certificate,), (lower.certificate,), (revoked, *lists(lower)))
    assert verdict(data, trust) == (Verdict.INVALID, (VerificationReason.REVOKED,))


def outside_signed(
    pki: Pki, data: bytes, name: str, holder: CertificateHolder, *, pss: bool
) -> bytes:
    """Sign as a tool outside does: its own field, Adobe's format, its own idea of padding."""
    private, key = pki.private[holder.role or SignerRole.CHAIRMAN], pki.key(holder)
    plain = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        to_asn1_certificate(key.certificate),
        asn1_keys.PrivateKeyInfo.load(plain),
        SimpleCertificateStore(),
        prefer_pss=pss,
    )
    return sign_outside(data, name, signer)


@pytest.mark.parametrize("pss", [False, True])
def test_a_report_that_was_signed_outside_is_valid_where_that_is_expected(pss, pki):
    data = outside_signed(pki, pdf_with_data(), "Signature1", CHAIRMAN, pss=pss)
    data = outside_signed(pki, data, "Signature2", SEAL, pss=pss)
    verification = verify_pdf(data, pki.trust(), ExpectedSignatures(UNIT), NOW)
    assert (verification.verdict, verification.all_reasons) == (Verdict.VALID, ())
    strict = ExpectedSignatures(UNIT, own_fields=True)
    assert VerificationReason.UNEXPECTED in verify_pdf(data, pki.trust(), strict, NOW).reasons


@pytest.mark.parametrize("names", [("ConDau", "ChuTich"), ("Signature1", "ChuTich")])
def test_our_names_stand_for_their_roles_alone(names, pki):
    data = pdf_with_data()
    for name, holder in zip(names, (CHAIRMAN, SEAL), strict=True):
        data = outside_signed(pki, with_field(data, name), name, holder, pss=False)
    verification = verify_pdf(data, pki.trust(), ExpectedSignatures(UNIT), NOW)
    assert (verification.verdict, verification.reasons) == (
        Verdict.INVALID,
        (VerificationReason.UNEXPECTED,),
    )


def with_field(data: bytes, name: str) -> bytes:
    """The tool outside makes its own field, but not one of ours."""
    if name.startswith("Signature"):
        return data
    writer, out = IncrementalPdfFileWriter(BytesIO(data)), BytesIO()
    append_signature_field(writer, SigFieldSpec(name, on_page=-1, box=(10, 10, 90, 50)))
    writer.write(out)
    return out.getvalue()


@settings(max_examples=60)
@given(data=st.data())
def test_no_mangled_file_is_valid_and_none_is_a_traceback(data, pki, valid_pdf):
    at = data.draw(st.integers(0, len(valid_pdf) - 1))
    length = data.draw(st.integers(0, 40))
    inserted = data.draw(st.binary(max_size=40))
    mangled = valid_pdf[:at] + inserted + valid_pdf[at + length :]
    verification = verify_pdf(mangled, pki.trust(), ExpectedSignatures(UNIT), NOW)
    # Hex digits of a signature may be written in either case; nothing else may differ.
    assert verification.verdict is not Verdict.VALID or mangled.upper() == valid_pdf.upper()
