"""Process-wide patch of asn1crypto: name texts are prepared for comparison once and cached."""

from functools import lru_cache

from asn1crypto.x509 import NameTypeAndValue

_original_preparation = NameTypeAndValue._ldap_string_prep  # noqa: SLF001 - it looks at the text alone


@lru_cache(maxsize=512)
def prepare_name(text: str) -> str:
    """A text as RFC 4518 compares it; raise ValueError for characters that no name may have."""
    found: str = _original_preparation(None, text)
    return found


def patch_name_preparation() -> None:
    """Let asn1crypto remember what it prepared; a signature compares the same few names often."""
    NameTypeAndValue._ldap_string_prep = lambda _, text: prepare_name(text)  # noqa: SLF001
