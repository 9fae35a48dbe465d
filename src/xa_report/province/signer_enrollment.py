"""Certificates that may be enrolled as signers of a unit."""

from collections.abc import Iterator
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
    """A certificate, and for whom it would sign."""

    signer: EnrolledSigner
    paper: CertificateInfo
    unit: Unit


def candidate_from_file(path: Path, unit: Unit, role: str) -> SignerCandidate:
    """The certificate of a file for a unit; raise UsageError when it names its own unit."""
    found = _candidate_from_der(read_certificate_der(path), unit, role, path.name)
    own = found.paper.holder
    if own.unit:
        raise UsageError(
            f"Chứng thư của {own.description} đã ghi sẵn đơn vị {own.unit}, không ghi cho đơn vị khác "
            "được và cũng không cần ghi thêm."
        )
    return found


def candidates_from_package(
    path: Path, entries: UnitEntries, context: ExaminationContext
) -> tuple[SignerCandidate, ...]:
    """The signers of a package whose certificates name no unit, for the unit that it is from.

    Raise SigningError when its signatures are broken: then it proves nothing about anybody.
    """
    received = examine_file(path, context).received
    if received is None:
        raise SigningError(
            f"Không đọc được báo cáo trong {path.name}. Hãy xem lý do: “xa-report verify {path}”."
        )
    judged = received.content_verification
    signatures = judged.verification.signatures
    whole = all(one.intact and not one.changed_after for one in signatures)
    if judged.violations or not signatures or not whole:
        raise SigningError(
            f"Chữ ký trong {path.name} không còn nguyên hoặc chưa có, nên không ghi người ký theo "
            "gói này được. Hãy đề nghị xã gửi lại gói gốc."
        )
    matched = match_unit(entries, received.header.unit)
    if matched.unit is None or matched.doubtful:
        raise UsageError(f"Chưa rõ gói này của đơn vị nào. {matched.note}")
    pairs = [(one.certificate, one.role) for one in signatures if one.role is not None]
    return tuple(_candidates_without_unit(pairs, matched.unit, path.name))


def _candidates_without_unit(
    pairs: list[tuple[bytes, SignerRole]], unit: Unit, origin: str
) -> Iterator[SignerCandidate]:
    for der, role in pairs:
        found = _candidate_from_der(der, unit, role, origin)
        if not found.paper.holder.unit:
            yield found


def _candidate_from_der(der: bytes, unit: Unit, role: str, origin: str) -> SignerCandidate:
    paper = describe_der_certificate(der)
    digest = sha256(der).hexdigest()
    return SignerCandidate(
        EnrolledSigner(digest, unit.code, SignerRole(role), paper.holder.description, der, origin),
        paper,
        unit,
    )
