"""Short fingerprints of public keys, to be compared over the telephone."""

from base64 import b32encode
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

GROUPS, LETTERS = 4, 4


def fingerprint(key: PublicKeyTypes) -> str:
    """Four groups of four letters and digits 2-7, the same for a request and its certificate."""
    public = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    text = b32encode(sha256(public).digest()).decode()[: GROUPS * LETTERS]
    return "-".join(text[i : i + LETTERS] for i in range(0, len(text), LETTERS))


def same(heard: str, right: str) -> bool:
    """Whether what was heard is the fingerprint, however it was written down."""
    return "".join(filter(str.isalnum, heard)).upper() == right.replace("-", "")
