"""What verification finds: separate facts about each signature, and one verdict over them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from xa_report.signing.identity import BOTH_ROLES, CertificateHolder, SignerRole
from xa_report.signing.reasons import Verdict, VerificationReason, worst_verdict
from xa_report.signing.revocation import RevocationStatus


class ChainStatus(StrEnum):
    """Where a signer's certificate leads."""

    TRUSTED = "trusted"
    FOREIGN = "foreign"
    """To nobody who is trusted."""
    EXPIRED = "expired"
    """It, or one above it, does not hold at the time in question."""
    UNFIT = "unfit"
    """To a root, but by a way or for a use that is not allowed."""
    REVOKED = "revoked"
    """To a root that has taken it back."""
    UNKNOWN = "unknown"
    """There are no roots to ask."""


@dataclass(frozen=True, slots=True)
class ExpectedSignatures:
    """Whose signatures a file must have, in this order."""

    unit: str
    """Code of the unit; empty when any unit will do, as for a file of the province."""
    roles: tuple[SignerRole, ...] = BOTH_ROLES
    own_fields: bool = False
    """Whether only our field names will do; tools outside give their own."""


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """Separate facts about one signature, so that nobody has to guess from one flag."""

    name: str
    """Of the signature field."""
    role: SignerRole | None
    """The turn in which it was made; nothing when the file should not have it."""
    signer: CertificateHolder
    certificate: bytes = field(repr=False)
    """The signer's, as DER."""
    intact: bool
    """The signed bytes are unchanged and the signature is the certificate's."""
    covers_whole_file: bool
    """Nothing follows what was signed; to be asked of the last signature."""
    changed_after: bool
    """Something other than the next signature was added later."""
    chain: ChainStatus
    revocation: RevocationStatus
    claimed: datetime | None
    """When the signer says to have signed; nobody else attests it."""
    expired_since: bool
    """The certificate held at the claimed time, but no longer."""
    reasons: tuple[VerificationReason, ...]
    """All that stands against it."""

    @property
    def verdict(self) -> Verdict:
        """What its reasons come to."""
        return worst_verdict(self.reasons)


@dataclass(frozen=True, slots=True)
class Verification:
    """What is known about a signed file."""

    signatures: tuple[SignatureFacts, ...]
    missing: tuple[SignerRole, ...]
    """Roles whose signatures are still to come."""
    reasons: tuple[VerificationReason, ...]
    """What stands against the file as a whole."""

    @property
    def verdict(self) -> Verdict:
        """One word over all facts."""
        return worst_verdict(self.all_reasons)

    @property
    def explanation(self) -> str:
        """All reasons with what to do, in one line."""
        return " ".join(reason.text for reason in self.all_reasons)

    @property
    def all_reasons(self) -> tuple[VerificationReason, ...]:
        """Against the file and against its signatures, each once."""
        found = [*self.reasons, *(r for one in self.signatures for r in one.reasons)]
        return tuple(dict.fromkeys(found))

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in words, each with its code and what to do."""
        return tuple(reason.coded_text for reason in self.all_reasons)
