"""Keys on PKCS#11 tokens: listing, certificates, log-in with a PIN, signing."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from pkcs11 import (
    Attribute,
    Mechanism,
    ObjectClass,
    Session,
    SignMixin,
    Token,
    TokenFlag,
    exceptions,
)
from pkcs11.exceptions import PKCS11Error, UserAlreadyLoggedIn
from pkcs11.util.ec import encode_ecdsa_signature
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from xa_report.signing.authority.certificate_info import CertificateInfo, describe_certificate
from xa_report.signing.signing_key import (
    SIGNATURE_DIGEST,
    KeyState,
    SigningKey,
    to_asn1_certificate,
)

# Drivers answer with any of these when the token is pulled out between two calls.
REMOVED_ERRORS = (
    exceptions.DeviceRemoved,
    exceptions.SessionClosed,
    exceptions.SessionHandleInvalid,
    exceptions.TokenNotPresent,
    exceptions.TokenNotRecognised,
    exceptions.ObjectHandleInvalid,
    exceptions.KeyHandleInvalid,
    exceptions.UserNotLoggedIn,
)
WRONG_PIN_ERRORS = (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange)
MAX_ECDSA_SIZE = 72
"""Bytes of the longest P-256 signature as DER."""

CertificateChain = tuple[x509.Certificate, ...]


def login_state(error: exceptions.PKCS11Error, flags: TokenFlag) -> KeyState:
    """Return the state of a key whose log-in failed; `flags` are the token's after it."""
    # Some drivers report a wrong PIN even when it was the last: the flags tell of the lock.
    if isinstance(error, exceptions.PinLocked) or flags & TokenFlag.USER_PIN_LOCKED:
        return KeyState.LOCKED
    if isinstance(error, WRONG_PIN_ERRORS):
        last = flags & TokenFlag.USER_PIN_FINAL_TRY
        return KeyState.LAST_TRY if last else KeyState.WRONG_PIN
    if isinstance(error, exceptions.PinExpired | exceptions.UserPinNotInitialized):
        return KeyState.PIN_NOT_SET
    return use_state(error)


def use_state(error: exceptions.PKCS11Error) -> KeyState:
    """Return the state of a key that failed after the log-in."""
    return KeyState.REMOVED if isinstance(error, REMOVED_ERRORS) else KeyState.DEVICE_FAILED


@contextmanager
def translate_pkcs11_errors(name: str) -> Iterator[None]:
    """Raise an error of PKCS#11 in the block as KeyUnavailableError; `name` is token or library."""
    try:
        yield
    except exceptions.PKCS11Error as error:
        state = use_state(error)
        detail = type(error).__name__ if state is KeyState.DEVICE_FAILED else name
        raise state.unavailable_error(detail) from error


class TokenSigner(Signer):
    """Signer that asks the token once a signature and raises its errors as KeyUnavailableError."""

    def __init__(
        self, key: SignMixin, name: str, certificate: x509.Certificate, chain: CertificateChain
    ) -> None:
        store = SimpleCertificateStore()
        store.register_multiple([to_asn1_certificate(one) for one in chain])
        super().__init__(
            signing_cert=to_asn1_certificate(certificate), cert_registry=store, embed_roots=False
        )
        self._key = key
        self._name = name
        self._public = certificate.public_key()

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Sign; a dry run returns zeros of the signature's length without asking the token."""
        if digest_algorithm != SIGNATURE_DIGEST:
            raise ValueError(digest_algorithm)
        if dry_run:
            return bytes(self._length())
        with translate_pkcs11_errors(self._name):
            if isinstance(self._public, rsa.RSAPublicKey):
                return bytes(self._key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
            # Hashed here: few tokens have the mechanism that hashes for ECDSA.
            raw = self._key.sign(sha256(data).digest(), mechanism=Mechanism.ECDSA)
            return bytes(encode_ecdsa_signature(raw))

    def _length(self) -> int:
        if isinstance(self._public, rsa.RSAPublicKey):
            return self._public.key_size // 8
        return MAX_ECDSA_SIZE


@dataclass(frozen=True, slots=True)
class TokenCertificate:
    """Certificate on a token; its identifier also finds the key that belongs to it."""

    label: str
    identifier: bytes
    certificate: x509.Certificate


def list_tokens(library: Path) -> list[Token]:
    """Return the initialized tokens that are plugged in; raise KeyUnavailableError without any."""
    if not library.is_file():
        raise KeyState.NO_DRIVER.unavailable_error(str(library))
    try:
        slots = pkcs11.lib(str(library)).get_slots(token_present=True)
    except (PKCS11Error, RuntimeError) as error:
        raise KeyState.NO_DRIVER.unavailable_error(library.name) from error
    with translate_pkcs11_errors(library.name):
        present = [slot.get_token() for slot in slots]
    ready = [token for token in present if token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED]
    if not ready:
        raise KeyState.NO_TOKEN.unavailable_error(library.name)
    return ready


def list_certificates(token: Token) -> list[TokenCertificate]:
    """Return the certificates on a token, which can be read without a PIN."""
    with translate_pkcs11_errors(token.label), token.open() as session:
        return list(_session_certificates(session))


def _session_certificates(session: Session) -> Iterator[TokenCertificate]:
    for stored in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        try:
            certificate = x509.load_der_x509_certificate(stored[Attribute.VALUE])
        except ValueError:
            continue  # a certificate of another kind must not hide those that can sign
        label, identifier = stored[Attribute.LABEL], stored[Attribute.ID]
        yield TokenCertificate(str(label), bytes(identifier), certificate)


def find_certificate(
    library: Path, label: str
) -> tuple[Token, TokenCertificate, list[x509.Certificate]]:
    """Return the token with a certificate of that label, the certificate, and all others there.

    Of several with one label the one that is valid longest: renewed certificates keep their label.
    Raise KeyUnavailableError when no token has one.
    """
    present = list_tokens(library)
    for token in present:
        certificates = list_certificates(token)
        own = [one for one in certificates if one.label == label]
        if own:
            best = max(
                own, key=lambda token_certificate: token_certificate.certificate.not_valid_after_utc
            )
            return token, best, [one.certificate for one in certificates if one is not best]
    bare = any(_has_key(token, label) for token in present)
    raise (KeyState.KEY_WITHOUT_CERTIFICATE if bare else KeyState.NO_CERTIFICATE).unavailable_error(
        label
    )


def _has_key(token: Token, label: str) -> bool:
    """Return whether a token has a public key of that label; private ones show only after a PIN."""
    wanted = {Attribute.CLASS: ObjectClass.PUBLIC_KEY, Attribute.LABEL: label}
    with translate_pkcs11_errors(token.label), token.open() as session:
        return any(True for _ in session.get_objects(wanted))


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """Token and its certificates by label."""

    label: str
    maker: str
    serial: str
    locked: bool
    last_try: bool
    """True when one more wrong PIN locks the token."""
    certificates: tuple[tuple[str, CertificateInfo], ...]


def describe_tokens(library: Path) -> tuple[TokenInfo, ...]:
    """Describe all tokens; raise KeyUnavailableError when there is no driver or no token."""
    return tuple(
        TokenInfo(
            token.label,
            token.manufacturer_id,
            token.serial.decode("ascii", "replace").strip("\0 "),
            bool(token.flags & TokenFlag.USER_PIN_LOCKED),
            bool(token.flags & TokenFlag.USER_PIN_FINAL_TRY),
            tuple(
                (token_certificate.label, describe_certificate(token_certificate.certificate))
                for token_certificate in list_certificates(token)
            ),
        )
        for token in list_tokens(library)
    )


def open_token_key(library: Path, label: str, pin: str) -> SigningKey:
    """Log in to the one token that holds the certificate; raise KeyUnavailableError with its state.

    Close the key when done: a token that is logged in to does not check the next PIN.
    """
    token, own, others = find_certificate(library, label)
    try:
        session = _log_in(token, pin)
    except UserAlreadyLoggedIn:
        # Left open by an earlier key. Only a new start makes the token check this PIN at all.
        pkcs11.lib(str(library)).reinitialize()
        token, own, others = find_certificate(library, label)
        session = _log_in(token, pin)
    with translate_pkcs11_errors(token.label):
        private = _private_key(session, own)
    if private is None:
        _log_out(session)
        raise KeyState.NO_KEY.unavailable_error(label)
    chain = tuple(others)
    signer = TokenSigner(private, token.label, own.certificate, chain)
    return SigningKey(signer, own.certificate, chain, partial(_log_out, session))


def _log_in(token: Token, pin: str) -> Session:
    if token.flags & TokenFlag.USER_PIN_LOCKED:
        raise KeyState.LOCKED.unavailable_error(token.label)
    if not token.flags & TokenFlag.USER_PIN_INITIALIZED:
        raise KeyState.PIN_NOT_SET.unavailable_error(token.label)
    try:
        return token.open(user_pin=pin)
    except UserAlreadyLoggedIn:
        raise
    except PKCS11Error as error:
        raise login_state(error, _flags_after(token)).unavailable_error(token.label) from error


def _log_out(session: Session) -> None:
    with suppress(PKCS11Error):  # the token may be gone, and with it the session
        session.close()


def _flags_after(token: Token) -> TokenFlag:
    """Return the token's flags as they are now; none when it does not answer any more."""
    try:
        return token.slot.get_token().flags
    except PKCS11Error:
        return TokenFlag(0)


def _private_key(session: Session, token_certificate: TokenCertificate) -> SignMixin | None:
    wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: token_certificate.identifier}
    keys = [one for one in session.get_objects(wanted) if isinstance(one, SignMixin)]
    return keys[0] if keys else None
