"""Finds tokens and what is on them, without a PIN."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pkcs11
from cryptography import x509
from pkcs11 import Attribute, ObjectClass, Session, Token
from pkcs11.exceptions import PKCS11Error

from xa_report.signing.key_state import KeyState
from xa_report.signing.token.failures import told


@dataclass(frozen=True, slots=True)
class TokenCertificate:
    """A certificate on a token; its identifier also finds the key that belongs to it."""

    label: str
    identifier: bytes
    certificate: x509.Certificate


def tokens(library: Path) -> list[Token]:
    """The tokens that are plugged in; raise KeyUnavailableError when there is none."""
    if not library.is_file():
        raise KeyState.NO_DRIVER.error(str(library))
    try:
        slots = pkcs11.lib(str(library)).get_slots(token_present=True)
    except (PKCS11Error, RuntimeError) as error:
        raise KeyState.NO_DRIVER.error(library.name) from error
    with told(library.name):
        found = [slot.get_token() for slot in slots]
    ready = [token for token in found if token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED]
    if not ready:
        raise KeyState.NO_TOKEN.error(library.name)
    return ready


def certificates(token: Token) -> list[TokenCertificate]:
    """What everybody may read on a token."""
    with told(token.label), token.open() as session:
        return list(_certificates(session))


def _certificates(session: Session) -> Iterator[TokenCertificate]:
    for found in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        try:
            certificate = x509.load_der_x509_certificate(found[Attribute.VALUE])
        except ValueError:
            continue  # not one that could sign
        label, identifier = found[Attribute.LABEL], found[Attribute.ID]
        yield TokenCertificate(str(label), bytes(identifier), certificate)


def holding(library: Path, label: str) -> tuple[Token, TokenCertificate, list[x509.Certificate]]:
    """The token with the certificate of that label, the certificate, and all others there.

    Of several with one label the one that holds longest: renewed certificates keep their label.
    """
    present = tokens(library)
    for token in present:
        found = certificates(token)
        own = [one for one in found if one.label == label]
        if own:
            best = max(own, key=lambda one: one.certificate.not_valid_after_utc)
            return token, best, [one.certificate for one in found if one is not best]
    bare = any(_has_key(token, label) for token in present)
    raise (KeyState.KEY_WITHOUT_CERTIFICATE if bare else KeyState.NO_CERTIFICATE).error(label)


def _has_key(token: Token, label: str) -> bool:
    """Whether the public half of a key with that label is there; the private one needs a PIN."""
    wanted = {Attribute.CLASS: ObjectClass.PUBLIC_KEY, Attribute.LABEL: label}
    with told(token.label), token.open() as session:
        return any(True for _ in session.get_objects(wanted))
