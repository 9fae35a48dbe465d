"""The person who signs: the key at hand, the image to be shown, and the time."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xa_report.workflow.exporting import Clock, now

if TYPE_CHECKING:
    from xa_report.signing.signing_key import SigningKey


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs: the key that is at hand, the image to be shown, and the time."""

    key: "SigningKey"
    image: bytes | None = None
    """A transparent PNG of the handwritten signature or of the seal."""
    clock: Clock = now
