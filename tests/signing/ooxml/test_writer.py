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
    changed,
    clock,
    codes,
    entries,
    found,
    plain,
    signed,
)
from tests.factories.workbook_keys import (
    MAKERS,
    authority,
    below_authority,
    issued,
    signer,
    stranger,
)
from xa_report.errors import UsageError
from xa_report.signing.ooxml.verifier import verify_workbook
from xa_report.signing.ooxml.writer import sign_workbook
from xa_report.signing.ooxml.zip import MAX_ENTRY_COUNT

KINDS = ("RSA-2048", "RSA-3072", "P-256")


@pytest.mark.parametrize("kind", KINDS)
def test_signed_workbook_is_valid(kind):
    facts = verify_workbook(signed(3, signer(kind)))
    assert facts.is_valid
    assert facts.problems == ()
    assert facts.signer == signer(kind).der
    assert facts.claimed_time == NOON


@pytest.mark.parametrize("seed", range(6))
def test_every_report_can_be_signed(seed):
    assert verify_workbook(signed(seed)).is_valid


def test_certificates_are_sent_along():
    facts = verify_workbook(signed(3, below_authority()))
    assert facts.is_valid
    assert facts.chain == (authority().certificate.public_bytes(Encoding.DER),)


def test_unsigned_workbook_is_told_apart():
    facts = verify_workbook(plain())
    assert facts.readable
    assert not facts.signed
    assert codes(facts) == {"not-signed"}


def test_rsa_gives_the_same_bytes():
    assert sign_workbook(plain(), signer(), clock) == signed()


def test_ecdsa_differs_in_the_value_alone():
    first, second = (entries(sign_workbook(plain(), signer("P-256"), clock)) for _ in range(2))
    one, other = (
        re.sub(rb"(<SignatureValue[^>]*>)[^<]*", rb"\1", book.pop(SIGNATURE))
        for book in (first, second)
    )
    assert first == second
    assert one == other


def test_time_is_utc_whatever_the_clock_says():
    late = datetime(2026, 11, 6, 1, 2, 3, 456, timezone(timedelta(hours=7)))
    facts = verify_workbook(sign_workbook(plain(), signer(), lambda: late))
    assert facts.claimed_time == late.replace(microsecond=0)
    assert facts.claimed_time.utcoffset() == timedelta(0)


def test_content_is_untouched():
    before, after = entries(plain()), entries(signed())
    assert {name for name in before if after[name] != before[name]} == {ROOT_RELS, TYPES}
    assert {name.partition("/")[0] for name in after.keys() - before.keys()} == {"_xmlsignatures"}
    assert load_workbook(io.BytesIO(signed())).sheetnames == (
        load_workbook(io.BytesIO(plain())).sheetnames
    )


def test_signed_by_another_is_valid_but_names_the_other():
    facts = verify_workbook(signed(3, stranger()))
    assert facts.is_valid
    assert facts.signer == stranger().der


def test_second_signing_is_refused():
    with pytest.raises(UsageError, match="đã có chữ ký"):
        sign_workbook(signed(), signer(), clock)


def test_rest_of_a_signature_is_not_signed_again():
    left = changed(plain(), {"_xmlsignatures/x.xml": b"<a/>"})
    with pytest.raises(UsageError, match="đã có chữ ký"):
        sign_workbook(left, signer(), clock)


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", plain()[:-1]])
def test_no_workbook_is_not_signed(data):
    with pytest.raises(UsageError, match="không phải là bảng tính"):
        sign_workbook(data, signer(), clock)


def test_key_of_another_certificate_is_refused():
    other = replace(signer(), private=stranger().private)
    with pytest.raises(UsageError, match="không khớp với chứng thư"):
        sign_workbook(plain(), other, clock)


@pytest.mark.parametrize("kind", ["RSA-1024", "P-384"])
def test_other_keys_are_refused(kind):
    with pytest.raises(UsageError, match="P-256"):
        sign_workbook(plain(), issued("Khóa lạ", MAKERS[kind]()), clock)


def test_what_could_not_be_verified_is_not_signed():
    """The signature's own three parts make it one too many."""
    full = changed(
        plain(), {f"xl/{n}.xml": b"" for n in range(MAX_ENTRY_COUNT - len(entries(plain())))}
    )
    with pytest.raises(UsageError, match="lớn bất thường"):
        sign_workbook(full, signer(), clock)


def test_broken_token_answer_is_refused():
    class Broken:
        certificate, chain = signer("P-256").certificate, ()

        def sign_data(self, data: bytes) -> bytes:
            return b"not DER"

    with pytest.raises(UsageError, match="Giá trị chữ ký"):
        sign_workbook(plain(), Broken(), clock)


def test_signature_of_another_workbook_does_not_fit():
    moved = changed(signed(3), {SIGNATURE: entries(signed(4))[SIGNATURE]})
    assert "changed-part" in found(moved)
