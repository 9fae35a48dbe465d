"""Hash of a manifest in the forms that people pass on: check code, check words, QR text."""

import re
from dataclasses import dataclass
from hashlib import sha256

from xa_report.domain.period import Period

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32, 5 bits a letter: no I, L, O, U."""
CODE_GROUPS, CODE_GROUP_LENGTH = 3, 4
CHECK_WORDS = (
    "bầu", "bí", "bò", "bưởi", "cá", "cam", "cau", "chanh", "chè", "chim", "chuối", "cò",
    "cua", "cúc", "dê", "dừa", "thị", "ếch", "gà", "gạo", "gấu", "gừng", "hành", "heo",
    "hoa", "hồng", "hổ", "khế", "khoai", "kiến", "lúa", "mai", "măng", "me", "mèo", "mít",
    "mía", "mây", "na", "ngô", "ngựa", "nhãn", "nho", "núi", "ong", "ổi", "quế", "quýt",
    "rùa", "rừng", "sao", "sen", "sông", "sắn", "thỏ", "tôm", "táo", "tre", "trâu", "trăng",
    "vải", "voi", "vịt", "xoài",
)  # fmt: skip
"""64 words of one syllable that people tell apart by ear; their order never changes."""
CHECK_WORD_COUNT = 3
# Upper case and digits alone: a QR code holds such texts in 5.5 bits a character instead of 8.
# The lengths are bounded, because the text comes from whatever was scanned.
_QR_PATTERN = re.compile(
    r"XA1/([0-9A-Z]{1,12})/(20[0-9]{2}(?:-[0-9A-Z]{2})?)/L([1-9][0-9]{0,2})/([0-9A-F]{64})"
)


@dataclass(frozen=True, slots=True)
class PaperLink:
    """Content of the QR code on paper: the submission and the hash of its manifest."""

    unit_code: str
    period: Period
    sequence: int
    manifest_sha256: str
    """64 hexadecimal digits in lower case."""


def manifest_hash(manifest: bytes) -> str:
    """Return the SHA-256 of a manifest's bytes as 64 lower-case hexadecimal digits."""
    return sha256(manifest).hexdigest()


def check_code(digest: str) -> str:
    """Return the first 60 bits of a hexadecimal hash, in three groups: `7K3M-9QXD-2HFA`."""
    number = int(digest, 16) >> (256 - 5 * CODE_GROUPS * CODE_GROUP_LENGTH)
    letters = [
        CODE_ALPHABET[number >> 5 * position & 31]
        for position in reversed(range(CODE_GROUPS * CODE_GROUP_LENGTH))
    ]
    return "-".join(
        "".join(letters[at : at + CODE_GROUP_LENGTH])
        for at in range(0, CODE_GROUPS * CODE_GROUP_LENGTH, CODE_GROUP_LENGTH)
    )


def check_words(digest: str) -> str:
    """Return the last 18 bits of a hexadecimal hash as three words: `bưởi trâu sen`."""
    # The other end of the hash than the code's: whoever hears both has compared 78 bits.
    number = int(digest, 16)
    return " ".join(
        CHECK_WORDS[number >> 6 * position & 63] for position in reversed(range(CHECK_WORD_COUNT))
    )


def code_matches(typed: str, digest: str) -> bool:
    """Return whether a typed code is that of a hash.

    Case, spaces, dashes and dots do not count; O counts as 0, I and L as 1.
    """
    plain = re.sub(r"[\s\-–.]", "", typed).upper().translate(str.maketrans("OIL", "011"))
    return plain == check_code(digest).replace("-", "")


def qr_text(link: PaperLink) -> str:
    """Return the text of the QR code, in capitals and digits, which makes the code small."""
    return f"XA1/{link.unit_code}/{link.period}/L{link.sequence}/{link.manifest_sha256}".upper()


def read_qr(text: str) -> PaperLink:
    """Parse a scanned text; raise ValueError with a Vietnamese sentence when it is not ours."""
    match = _QR_PATTERN.fullmatch(text.strip())
    if match is None:
        raise ValueError("Mã QR này không phải của báo cáo CCHC. Hãy quét mã trên trang báo cáo.")
    unit, period, sequence, digest = match.groups()
    return PaperLink(unit, Period.parse(period), int(sequence), digest.lower())
