"""What verification found out about a workbook, as separate facts."""

from dataclasses import dataclass
from datetime import datetime

from xa_report.signing.workbook.faults import Problem


@dataclass(frozen=True, slots=True)
class WorkbookFacts:
    """Facts of the file alone: whether the signer is to be trusted is decided elsewhere."""

    readable: bool
    """The file is a well-made workbook package."""
    signed: bool = False
    """There is a signature, or what is left of one."""
    intact: bool = False
    """There is one signature, it fits its certificate, and nothing it covers has changed."""
    complete: bool = False
    """The signature covers every part and every relationship."""
    signer: bytes | None = None
    """The certificate that the signature names, DER; says nothing unless `intact`."""
    chain: tuple[bytes, ...] = ()
    """Certificates sent along to build a path with, DER; nobody vouches for them."""
    claimed_time: datetime | None = None
    """When the signer says that it was signed, in UTC."""
    problems: tuple[Problem, ...] = ()
    """Everything that was found; each reads as a Vietnamese sentence."""

    @property
    def valid(self) -> bool:
        """Whether the signature stands for the whole workbook as it is."""
        return self.readable and self.signed and self.intact and self.complete
