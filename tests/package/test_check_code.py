"""The check code is the manifest's hash in a shape that people pass on without mistakes."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xa_report.domain.period import Period
from xa_report.package.check_code import (
    CHECK_WORDS,
    CODE_ALPHABET,
    PaperLink,
    check_code,
    check_words,
    code_matches,
    manifest_hash,
    qr_text,
    read_qr,
)

hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)


def test_known_codes_never_change():
    digest = manifest_hash(b"{}")
    assert digest == sha256(b"{}").hexdigest()
    assert check_code(digest) == "8G9P-Z8TN-PDKR"
    assert check_words(digest) == "quýt vịt chuối"


@given(hashes)
def test_a_code_is_short_and_typed_back_however_people_write(digest):
    code = check_code(digest)
    assert len(code) == 14
    assert set(code) <= {*CODE_ALPHABET, "-"}
    spoken = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert code_matches(spoken, digest)
    assert not code_matches(code[:-1], digest)
    assert not code_matches(code, f"{int(digest, 16) ^ 1 << 255:064x}")


@given(hashes)
def test_the_words_are_three_of_the_list(digest):
    assert set(check_words(digest).split()) <= set(CHECK_WORDS)
    assert len(check_words(digest).split()) == 3
    assert check_words(f"{int(digest, 16) ^ 1:064x}") != check_words(digest)


def test_the_list_holds_64_different_words():
    assert len(set(CHECK_WORDS)) == 64


@given(hashes, st.sampled_from(["2026", "2026-Q1", "2026-H1", "2026-9M"]), st.integers(1, 999))
def test_a_scanned_code_reads_back(digest, period, sequence):
    link = PaperLink("25001", Period.parse(period), sequence, digest)
    text = qr_text(link)
    assert read_qr(f" {text}\n") == link
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")  # the small QR mode


@pytest.mark.parametrize("text", ["", "XA1/1/2026/L0/" + "0" * 64, "XA1/1/2026-Q9/L1/" + "0" * 64])
def test_another_code_is_a_sentence(text):
    with pytest.raises(ValueError, match=r"Mã QR|Kỳ báo cáo"):
        read_qr(text)
