"""The texts of certificates' names: prepared for comparing once, not at every comparison."""

from functools import lru_cache

from asn1crypto.x509 import NameTypeAndValue

_prepare = NameTypeAndValue._ldap_string_prep  # noqa: SLF001 - it looks at the text alone


@lru_cache(maxsize=512)
def prepared(text: str) -> str:
    """A text as RFC 4518 compares it; raise ValueError for characters that no name may have."""
    found: str = _prepare(None, text)
    return found


def remember() -> None:
    """Let asn1crypto remember what it prepared; a signature compares the same few names often."""
    NameTypeAndValue._ldap_string_prep = lambda _, text: prepared(text)  # noqa: SLF001
