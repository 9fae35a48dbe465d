"""Patch of asn1crypto **for the whole process, applied when this module is imported**.

`NameTypeAndValue._ldap_string_prep` is replaced by a version that caches its results: verifying a
signature compares the same few names often, and the original prepares them letter by letter.
"""

from functools import lru_cache

from asn1crypto.x509 import NameTypeAndValue

_original_preparation = NameTypeAndValue._ldap_string_prep  # noqa: SLF001 - reads only its argument, never `self`


# Bounded: the names come from files of strangers. A file has some ten.
@lru_cache(maxsize=512)
def prepare_name(text: str) -> str:
    """Return a text as RFC 4518 compares it; raise ValueError for characters it prohibits."""
    prepared: str = _original_preparation(None, text)
    return prepared


def patch_name_preparation() -> None:
    """Replace the method of asn1crypto; harmless when repeated."""
    NameTypeAndValue._ldap_string_prep = lambda _, text: prepare_name(text)  # noqa: SLF001


patch_name_preparation()
