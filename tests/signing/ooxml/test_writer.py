"""Signing and verifying our own exported workbooks.

1. A signed workbook is valid, names its signer, its time and the certificates sent along.
2. The same input gives the same bytes (RSA), or the same but for the value (ECDSA).
3. Nothing in the workbook but the package's own lists is touched.
4. What cannot be signed is one sentence.
"""

import io
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from openpyxl import load_workbook

from tests.factories.signed_workbooks import (
    NOON,
    ROOT_RELS,
    SIGNATURE,
    TYPES,
    change_entries,
    fault_codes,
    fixed_clock,
    plain_workbook,
    signed_workbook,
    verify_codes,
    zip_entries,
)
from tests.factories.workbook_keys import (
    MAKERS,
    authority_key,
    intermediate_signer_key,
    issue_key,
    signer_key,
    stranger_key,
)
from xa_report.errors import UsageError
from xa_report.signing.ooxml.verifier import verify_workbook
from xa_report.signing.ooxml.writer import sign_workbook
from xa_report.signing.ooxml.zip import MAX_ENTRY_COUNT

KINDS = ("RSA-2048", "RSA-3072", "P-256")


@pytest.mark.parametrize("kind", KINDS)
def test_signed_workbook_is_valid(kind):
    facts = verify_workbook(signed_workbook(3, signer_key(kind)))
    assert facts.is_valid
    assert facts.problems == ()
    assert facts.signer == signer_key(kind).der
    assert facts.claimed_time == NOON


@pytest.mark.parametrize("seed", range(6))
def test_every_report_can_be_signed(seed):
    assert verify_workbook(signed_workbook(seed)).is_valid


def test_certificates_are_sent_along():
    facts = verify_workbook(signed_workbook(3, intermediate_signer_key()))
    assert facts.is_valid
    assert facts.chain == (authority_key().certificate.public_bytes(Encoding.DER),)


def test_unsigned_workbook_is_told_apart():
    facts = verify_workbook(plain_workbook())
    assert facts.readable
    assert not facts.signed
    assert fault_codes(facts) == {"not-signed"}


def test_rsa_gives_the_same_bytes():
    assert sign_workbook(plain_workbook(), signer_key(), fixed_clock) == signed_workbook()


def test_ecdsa_differs_in_the_value_alone():
    first, second = (
        zip_entries(sign_workbook(plain_workbook(), signer_key("P-256"), fixed_clock))
        for _ in range(2)
    )
    signature, other = (
        re.sub(rb"(<SignatureValue[^>]*>)[^<]*", rb"\1", parts.pop(SIGNATURE))
        for parts in (first, second)
    )
    assert first == second
    assert signature == other


def test_time_is_utc_whatever_the_clock_says():
    late = datetime(2026, 11, 6, 1, 2, 3, 456, timezone(timedelta(hours=7)))
    facts = verify_workbook(sign_workbook(plain_workbook(), signer_key(), lambda: late))
    assert facts.claimed_time == late.replace(microsecond=0)
    assert facts.claimed_time.utcoffset() == timedelta(0)


def test_content_is_untouched():
    before, after = zip_entries(plain_workbook()), zip_entries(signed_workbook())
    assert {name for name in before if after[name] != before[name]} == {ROOT_RELS, TYPES}
    assert {name.partition("/")[0] for name in after.keys() - before.keys()} == {"_xmlsignatures"}
    assert load_workbook(io.BytesIO(signed_workbook())).sheetnames == (
        load_workbook(io.BytesIO(plain_workbook())).sheetnames
    )


def test_signed_by_another_is_valid_but_names_the_other():
    facts = verify_workbook(signed_workbook(3, stranger_key()))
    assert facts.is_valid
    assert facts.signer == stranger_key().der


def test_second_signing_is_refused():
    with pytest.raises(UsageError, match="đã có chữ ký"):
        sign_workbook(signed_workbook(), signer_key(), fixed_clock)


def test_rest_of_a_signature_is_not_signed_again():
    left = change_entries(plain_workbook(), {"_xmlsignatures/x.xml": b"<a/>"})
    with pytest.raises(UsageError, match="đã có chữ ký"):
        sign_workbook(left, signer_key(), fixed_clock)


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", plain_workbook()[:-1]])
def test_no_workbook_is_not_signed(data):
    with pytest.raises(UsageError, match="không phải là bảng tính"):
        sign_workbook(data, signer_key(), fixed_clock)


def test_key_of_another_certificate_is_refused():
    other = replace(signer_key(), private=stranger_key().private)
    with pytest.raises(UsageError, match="không khớp với chứng thư"):
        sign_workbook(plain_workbook(), other, fixed_clock)


@pytest.mark.parametrize("kind", ["RSA-1024", "P-384"])
def test_other_keys_are_refused(kind):
    with pytest.raises(UsageError, match="P-256"):
        sign_workbook(plain_workbook(), issue_key("Khóa lạ", MAKERS[kind]()), fixed_clock)


def test_what_could_not_be_verified_is_not_signed():
    """The signature's own three parts make it one too many."""
    full = change_entries(
        plain_workbook(),
        {f"xl/{n}.xml": b"" for n in range(MAX_ENTRY_COUNT - len(zip_entries(plain_workbook())))},
    )
    with pytest.raises(UsageError, match="lớn bất thường"):
        sign_workbook(full, signer_key(), fixed_clock)


def test_broken_token_answer_is_refused():
    class Broken:
        certificate, chain = signer_key("P-256").certificate, ()

        def sign_data(self, data: bytes) -> bytes:
            return b"not DER"

    with pytest.raises(UsageError, match="Giá trị chữ ký"):
        sign_workbook(plain_workbook(), Broken(), fixed_clock)


def test_signature_of_another_workbook_does_not_fit():
    moved = change_entries(
        signed_workbook(3), {SIGNATURE: zip_entries(signed_workbook(4))[SIGNATURE]}
    )
    assert "changed-part" in verify_codes(moved)
