"""What the errors of a PKCS#11 library mean for the person who holds the token."""

from collections.abc import Iterator
from contextlib import contextmanager

from pkcs11 import TokenFlag, exceptions

from xa_report.signing.key_state import KeyState

REMOVED = (
    exceptions.DeviceRemoved,
    exceptions.SessionClosed,
    exceptions.SessionHandleInvalid,
    exceptions.TokenNotPresent,
    exceptions.TokenNotRecognised,
    exceptions.ObjectHandleInvalid,
    exceptions.KeyHandleInvalid,
    exceptions.UserNotLoggedIn,
)
WRONG = (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange)


def login_state(error: exceptions.PKCS11Error, flags: TokenFlag) -> KeyState:
    """Why a log-in failed; `flags` are the token's after it."""
    if isinstance(error, exceptions.PinLocked) or flags & TokenFlag.USER_PIN_LOCKED:
        return KeyState.LOCKED
    if isinstance(error, WRONG):
        last = flags & TokenFlag.USER_PIN_FINAL_TRY
        return KeyState.LAST_TRY if last else KeyState.WRONG_PIN
    if isinstance(error, exceptions.PinExpired | exceptions.UserPinNotInitialized):
        return KeyState.PIN_NOT_SET
    return use_state(error)


def use_state(error: exceptions.PKCS11Error) -> KeyState:
    """Why a token that was logged in to could not be used."""
    return KeyState.REMOVED if isinstance(error, REMOVED) else KeyState.DEVICE_FAILED


@contextmanager
def told(name: str) -> Iterator[None]:
    """Turn a library's error in the middle of work into a KeyUnavailableError."""
    try:
        yield
    except exceptions.PKCS11Error as error:
        state = use_state(error)
        what = type(error).__name__ if state is KeyState.DEVICE_FAILED else name
        raise state.error(what) from error
