"""Lists what is on the tokens that are plugged in, without a PIN."""

from dataclasses import dataclass
from pathlib import Path

from pkcs11 import TokenFlag

from xa_report.signing.authority.papers import Paper, paper_of
from xa_report.signing.token.finding import certificates, tokens


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """A token and its certificates by label."""

    label: str
    maker: str
    serial: str
    locked: bool
    last_try: bool
    """One more wrong PIN locks it."""
    certificates: tuple[tuple[str, Paper], ...]


def listed(library: Path) -> tuple[TokenFacts, ...]:
    """All tokens; raise KeyUnavailableError when there is no driver or no token."""
    return tuple(
        TokenFacts(
            token.label,
            token.manufacturer_id,
            token.serial.decode("ascii", "replace").strip("\0 "),
            bool(token.flags & TokenFlag.USER_PIN_LOCKED),
            bool(token.flags & TokenFlag.USER_PIN_FINAL_TRY),
            tuple((one.label, paper_of(one.certificate)) for one in certificates(token)),
        )
        for token in tokens(library)
    )
