"""Certificates that may be enrolled as signers of a unit."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from xa_report.domain.unit import Unit
from xa_report.errors import SigningError, UsageError
from xa_report.province.database.trust import EnrolledSigner
from xa_report.province.database.units import UnitEntries, match_unit
from xa_report.province.intake.examine import examine_file
from xa_report.province.register import ExaminationContext
from xa_report.signing.authority.certificate_info import (
    CertificateInfo,
    describe_der_certificate,
    read_certificate_der,
)
from xa_report.signing.identity import SignerRole


@dataclass(frozen=True, slots=True)
class SignerCandidate:
    """A certificate with the unit and role for which it may be enrolled."""

    signer: EnrolledSigner
    certificate_info: CertificateInfo
    unit: Unit


def candidate_from_file(path: Path, unit: Unit, role: str) -> SignerCandidate:
    """Read a certificate from a file for a unit; raise UsageError when it names its own unit."""
    candidate = _candidate_from_der(read_certificate_der(path), unit, role, path.name)
    holder = candidate.certificate_info.holder
    if holder.unit:
        raise UsageError(
            f"Chứng thư của {holder.description} đã ghi sẵn đơn vị {holder.unit}, không ghi cho "
            "đơn vị khác được và cũng không cần ghi thêm."
        )
    return candidate


def candidates_from_package(
    path: Path, entries: UnitEntries, context: ExaminationContext
) -> tuple[SignerCandidate, ...]:
    """Return the signers of a package whose certificates name no unit, for its unit.

    Raise SigningError when the package cannot be read or its signatures are broken: then it proves
    nothing about anybody. Raise UsageError when its unit is not certain.
    """
    received = examine_file(path, context).received
    if received is None:
        raise SigningError(
            f"Không đọc được báo cáo trong {path.name}. Hãy xem lý do: “xa-report verify {path}”."
        )
    content = received.content_verification
    signatures = content.verification.signatures
    whole = all(each.intact and not each.changed_after for each in signatures)
    if content.violations or not signatures or not whole:
        raise SigningError(
            f"Chữ ký trong {path.name} không còn nguyên hoặc chưa có, nên không ghi người ký theo "
            "gói này được. Hãy đề nghị xã gửi lại gói gốc."
        )
    matched = match_unit(entries, received.header.unit)
    if matched.unit is None or matched.doubtful:
        raise UsageError(f"Chưa rõ gói này của đơn vị nào. {matched.note}")
    candidates = (
        _candidate_from_der(each.certificate, matched.unit, each.role, path.name)
        for each in signatures
        if each.role is not None
    )
    return tuple(
        candidate for candidate in candidates if not candidate.certificate_info.holder.unit
    )


def _candidate_from_der(der: bytes, unit: Unit, role: str, origin: str) -> SignerCandidate:
    certificate_info = describe_der_certificate(der)
    digest = sha256(der).hexdigest()
    return SignerCandidate(
        EnrolledSigner(
            digest, unit.code, SignerRole(role), certificate_info.holder.description, der, origin
        ),
        certificate_info,
        unit,
    )
