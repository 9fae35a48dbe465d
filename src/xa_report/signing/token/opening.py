"""Opens the key of a certificate on a token with a PIN that is tried once and never again."""

from contextlib import suppress
from functools import partial
from pathlib import Path

import pkcs11
from pkcs11 import Attribute, ObjectClass, Session, SignMixin, Token, TokenFlag
from pkcs11.exceptions import PKCS11Error, UserAlreadyLoggedIn

from xa_report.signing.key import Key
from xa_report.signing.key_state import KeyState
from xa_report.signing.token.failures import login_state, told
from xa_report.signing.token.finding import TokenCertificate, holding
from xa_report.signing.token.signer import TokenSigner


def open_token(library: Path, label: str, pin: str) -> Key:
    """Log in to the one token that holds the certificate; raise KeyUnavailableError with its state.

    Close the key when done: a token that is logged in to does not check the next PIN.
    """
    token, found, others = holding(library, label)
    try:
        session = _log_in(token, pin)
    except UserAlreadyLoggedIn:
        # Left open by an earlier key. Only a new start makes the token check this PIN at all.
        pkcs11.lib(str(library)).reinitialize()
        token, found, others = holding(library, label)
        session = _log_in(token, pin)
    with told(token.label):
        private = _private(session, found)
    if private is None:
        _log_out(session)
        raise KeyState.NO_KEY.error(label)
    chain = tuple(others)
    signer = TokenSigner(private, token.label, found.certificate, chain)
    return Key(signer, found.certificate, chain, partial(_log_out, session))


def _log_in(token: Token, pin: str) -> Session:
    if token.flags & TokenFlag.USER_PIN_LOCKED:
        raise KeyState.LOCKED.error(token.label)
    if not token.flags & TokenFlag.USER_PIN_INITIALIZED:
        raise KeyState.PIN_NOT_SET.error(token.label)
    try:
        return token.open(user_pin=pin)
    except UserAlreadyLoggedIn:
        raise
    except PKCS11Error as error:
        raise login_state(error, _flags_after(token)).error(token.label) from error


def _log_out(session: Session) -> None:
    with suppress(PKCS11Error):  # the token may be gone, and with it the session
        session.close()


def _flags_after(token: Token) -> TokenFlag:
    """The flags as the token shows them now; none when it does not answer any more."""
    try:
        return token.slot.get_token().flags
    except PKCS11Error:
        return TokenFlag(0)


def _private(session: Session, found: TokenCertificate) -> SignMixin | None:
    wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: found.identifier}
    keys = [one for one in session.get_objects(wanted) if isinstance(one, SignMixin)]
    return keys[0] if keys else None
