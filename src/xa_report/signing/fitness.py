"""Whether a certificate may sign for a unit and a role now, before its key is used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from xa_report.signing.holder import holder_of
from xa_report.signing.key_state import KeyState
from xa_report.signing.roles import Role


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to sign, as the office set it up."""

    unit: str
    role: Role
    name: str = ""
    """The person; empty when any holder of the role will do."""


def unfitness(
    certificate: x509.Certificate, moment: datetime, wanted: Wanted | None = None
) -> tuple[str, ...]:
    """Sentences why the certificate may not sign; a certificate that names no unit may."""
    found = [*_dates(certificate, moment), *_usage(certificate)]
    return (*found, *(_belonging(certificate, wanted) if wanted else ()))


def in_date(certificate: x509.Certificate, moment: datetime) -> bool:
    """Whether the certificate holds at a moment."""
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc


def span_words(certificate: x509.Certificate) -> str:
    """From when to when a certificate holds."""
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return f"hiệu lực {start:%d/%m/%Y} – {end:%d/%m/%Y}"


def _dates(certificate: x509.Certificate, moment: datetime) -> Iterator[str]:
    if not in_date(certificate, moment):
        yield KeyState.EXPIRED.sentence(span_words(certificate))


def _usage(certificate: x509.Certificate) -> Iterator[str]:
    try:
        uses = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not uses.content_commitment:
        yield (
            "Chứng thư không được cấp để ký văn bản (thiếu mục đích “không chối bỏ”); hãy dùng "
            "chứng thư ký số hoặc đề nghị đơn vị cấp lại."
        )


def _belonging(certificate: x509.Certificate, wanted: Wanted) -> Iterator[str]:
    holder = holder_of(certificate)
    if holder.unit not in {"", wanted.unit}:
        yield (
            f"Chứng thư được cấp cho đơn vị {holder.unit}, không phải đơn vị {wanted.unit}; hãy "
            "chọn chứng thư của đơn vị mình."
        )
    if holder.role not in {None, wanted.role}:
        yield (
            f"Chứng thư được cấp cho vai trò khác, không phải {wanted.role.label}; hãy chọn đúng "
            "chứng thư hoặc đúng lượt ký."
        )
    if wanted.name and holder.name.casefold() != wanted.name.casefold():
        yield (
            f"Chứng thư được cấp cho “{holder.name}”, không phải “{wanted.name}”; hãy chọn chứng "
            "thư của người ký đã khai báo hoặc sửa khai báo người ký."
        )
