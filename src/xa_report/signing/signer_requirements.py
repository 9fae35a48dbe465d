"""Requirements on a signer's certificate before its key is used: unit, role, dates, usage."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from xa_report.domain.dates import in_vietnam, show_date
from xa_report.signing.certificate_fitness import fitness_violations
from xa_report.signing.identity import SignerRole, read_holder
from xa_report.signing.signing_key import KeyState


@dataclass(frozen=True, slots=True)
class RequiredSigner:
    """Signer that is required, as the office set it up."""

    unit: str
    role: SignerRole
    name: str = ""
    """Name of the person; empty when any holder of the role will do."""


def requirement_violations(
    certificate: x509.Certificate, moment: datetime, required: RequiredSigner | None = None
) -> tuple[str, ...]:
    """Return sentences why a certificate may not sign; none when it may.

    Without `required` only dates and usage count. A certificate that names no unit or role passes.
    """
    general = [*_date_violations(certificate, moment), *_usage_violations(certificate)]
    return (*general, *(_identity_violations(certificate, required) if required else ()))


def is_in_date(certificate: x509.Certificate, moment: datetime) -> bool:
    """Return whether a certificate is valid at a moment, both ends inclusive."""
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc


def validity_text(certificate: x509.Certificate) -> str:
    """Return the validity in words: `hiệu lực 01/02/2026 – 31/01/2028`."""
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return f"hiệu lực {show_date(in_vietnam(start).date())} – {show_date(in_vietnam(end).date())}"


def _date_violations(certificate: x509.Certificate, moment: datetime) -> Iterator[str]:
    if not is_in_date(certificate, moment):
        yield KeyState.EXPIRED.sentence(validity_text(certificate))


def _usage_violations(certificate: x509.Certificate) -> Iterator[str]:
    for phrase in fitness_violations(certificate):
        yield (f"Chứng thư {phrase}; hãy dùng chứng thư ký văn bản hoặc đề nghị đơn vị cấp lại.")


def _identity_violations(certificate: x509.Certificate, required: RequiredSigner) -> Iterator[str]:
    holder = read_holder(certificate)
    if holder.unit not in {"", required.unit}:
        yield (
            f"Chứng thư được cấp cho đơn vị {holder.unit}, không phải đơn vị {required.unit}; hãy "
            "chọn chứng thư của đơn vị mình."
        )
    if holder.role not in {None, required.role}:
        yield (
            f"Chứng thư được cấp cho vai trò khác, không phải {required.role.label}; hãy chọn đúng "
            "chứng thư hoặc đúng lượt ký."
        )
    if required.name and holder.name.casefold() != required.name.casefold():
        yield (
            f"Chứng thư được cấp cho “{holder.name}”, không phải “{required.name}”; hãy chọn chứng "
            "thư của người ký đã khai báo hoặc sửa khai báo người ký."
        )
