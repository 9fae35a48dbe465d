"""Result of a verification: separate facts about each signature, and one verdict over them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from xa_report.signing.identity import BOTH_ROLES, CertificateHolder, SignerRole
from xa_report.signing.reasons import Verdict, VerificationReason, worst_verdict
from xa_report.signing.revocation import RevocationStatus


class ChainStatus(StrEnum):
    """Status of the path from a signer's certificate to a root."""

    TRUSTED = "trusted"
    FOREIGN = "foreign"
    """Leads to no trusted root."""
    EXPIRED = "expired"
    """It, or one above it, is not valid at the time in question."""
    UNFIT = "unfit"
    """Leads to a root, but by a path or for a use that is not allowed."""
    REVOKED = "revoked"
    """Leads to a root that has revoked it."""
    UNKNOWN = "unknown"
    """No roots are known."""


@dataclass(frozen=True, slots=True)
class ExpectedSignatures:
    """Signatures that a file must have, in this order."""

    unit: str
    """Code of the unit; empty when any unit will do, as for a file of the province."""
    roles: tuple[SignerRole, ...] = BOTH_ROLES
    own_fields: bool = False
    """True when only our field names are accepted; other tools give their own."""


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """Separate facts about one signature; the verdict follows from its reasons alone."""

    name: str
    """Name of the signature field."""
    role: SignerRole | None
    """Role by name and order; None for a signature that the file should not have."""
    signer: CertificateHolder
    certificate: bytes = field(repr=False)
    """Signer's certificate as DER."""
    intact: bool
    """The signed bytes are unchanged and the signature is the certificate's."""
    covers_whole_file: bool
    """True when nothing follows what was signed; matters for the last signature."""
    changed_after: bool
    """True when something other than the next signature was added later."""
    chain: ChainStatus
    revocation: RevocationStatus
    claimed: datetime | None
    """Time of signing as the signer claims it; nobody else attests it."""
    expired_since: bool
    """True when the certificate was valid at the claimed time, but is no longer."""
    reasons: tuple[VerificationReason, ...]
    """Reasons against the signature; empty when there are none."""

    @property
    def verdict(self) -> Verdict:
        """Heaviest verdict of its reasons."""
        return worst_verdict(self.reasons)


@dataclass(frozen=True, slots=True)
class Verification:
    """Result for a signed file: its signatures, missing roles, and reasons."""

    signatures: tuple[SignatureFacts, ...]
    missing: tuple[SignerRole, ...]
    """Roles whose signatures are still to come."""
    reasons: tuple[VerificationReason, ...]
    """Reasons against the file as a whole."""

    @property
    def verdict(self) -> Verdict:
        """Heaviest verdict over the file and its signatures."""
        return worst_verdict(self.all_reasons)

    @property
    def explanation(self) -> str:
        """All reasons with what to do, in one line."""
        return " ".join(reason.text for reason in self.all_reasons)

    @property
    def all_reasons(self) -> tuple[VerificationReason, ...]:
        """Reasons against the file, then against its signatures, each once."""
        reasons = [*self.reasons, *(r for one in self.signatures for r in one.reasons)]
        return tuple(dict.fromkeys(reasons))

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in words, each with its code and what to do."""
        return tuple(reason.coded_text for reason in self.all_reasons)
