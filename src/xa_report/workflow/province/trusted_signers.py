"""Trusted roots, revocation lists and enrolled signers of the register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from xa_report.domain.unit import Unit
from xa_report.errors import EnvironmentFailedError, UsageError
from xa_report.province.database.trust import (
    EnrolledSigner,
    delete_trusted,
    enroll_signer,
    load_signers,
    load_trust_objects,
    save_trust_objects,
)
from xa_report.province.register import Register
from xa_report.province.signer_enrollment import (
    SignerCandidate,
    candidate_from_file,
    candidates_from_package,
)
from xa_report.signing.trust import (
    TrustObject,
    TrustStore,
    list_trust_objects,
    read_trust_files,
    read_trust_folder,
)


@dataclass(frozen=True, slots=True)
class TrustImportSummary:
    """Counts of an import of trust."""

    found: int
    """Number of certificates and revocation lists in the files."""
    added: int
    enrolled: int
    """Number of new signers that the folder assigns to units."""


def add_trust(register: Register, paths: Sequence[Path]) -> TrustImportSummary:
    """Trust the roots and lists of folders and files, and the signers that they assign."""
    stores = [_read_trust_store(path) for path in paths]
    whole = TrustStore(
        tuple(one for store in stores for one in store.roots),
        tuple(one for store in stores for one in store.intermediates),
        tuple(one for store in stores for one in store.crls),
        {digest: who for store in stores for digest, who in store.signers.items()},
    )
    objects = list_trust_objects(whole)
    if not objects and not whole.signers:
        raise UsageError(
            "Không thấy chứng thư (.pem, .crt, .cer, .der) hay danh sách thu hồi (.crl) nào. Hãy "
            "kiểm tra thư mục tin cậy."
        )
    # Before anything is saved: one unknown unit refuses the whole folder.
    signers = list(_assigned_signers(register, whole, objects))
    added = save_trust_objects(register.database, objects)
    enrolled = sum(enroll_signer(register.database, signer) for signer in signers)
    return TrustImportSummary(len(objects), added, enrolled)


def _read_trust_store(path: Path) -> TrustStore:
    try:
        return read_trust_folder(path) if path.is_dir() else read_trust_files([path])
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được “{path}”: {error.strerror}. Hãy kiểm tra đường dẫn."
        ) from error


def _assigned_signers(
    register: Register, store: TrustStore, trust_objects: Sequence[TrustObject]
) -> Iterator[EnrolledSigner]:
    """Yield the signers that a folder assigns; raise UsageError for a unit of no list."""
    known = {trust_object.sha256: trust_object for trust_object in trust_objects}
    for digest, (code, role) in store.signers.items():
        trust_object = known.get(digest)
        # signers.csv may list certificates that did not come along: their hash is all there is.
        name, der = (trust_object.name, trust_object.der) if trust_object else (digest[:12], b"")
        unit = find_listed_unit(register, code)
        yield EnrolledSigner(digest, unit.code, role, name, der, "signers.csv")


def find_listed_unit(register: Register, code: str) -> Unit:
    """Return a unit of the province's list; raise UsageError when it has none of this code."""
    for entry in register.unit_entries():
        if entry.unit.code == code:
            return entry.unit
    raise UsageError(
        f"Danh mục của {register.province.name} không có đơn vị mã “{code}”. Hãy tra lại mã, hoặc "
        "nạp danh mục mới bằng “province units”."
    )


def candidate_from_certificate(
    register: Register, certificate: Path, code: str, role: str
) -> SignerCandidate:
    """Read a certificate that would sign for a unit; nothing is enrolled yet."""
    return candidate_from_file(certificate, find_listed_unit(register, code), role)


def candidates_in_package(
    register: Register, package: Path, moment: datetime | None = None
) -> tuple[SignerCandidate, ...]:
    """Return the signers of a package whose certificates name no unit; nothing is enrolled yet."""
    return candidates_from_package(
        package, register.unit_entries(), register.examination_context(moment or datetime.now(UTC))
    )


def enrol_signer(register: Register, candidate: SignerCandidate) -> bool:
    """Enrol a compared certificate for its unit; return False when it was enrolled before."""
    return enroll_signer(register.database, candidate.signer)


def remove_trust(register: Register, sha256: str) -> str:
    """Remove a certificate or list from trust; return the name of its holder."""
    return delete_trusted(register.database, sha256)


def list_trust(register: Register) -> tuple[tuple[TrustObject, ...], tuple[EnrolledSigner, ...]]:
    """Return trusted certificates and lists without their bytes, and enrolled signers."""
    with register.database.read() as connection:
        trust_objects, signers = load_trust_objects(connection), load_signers(connection)
    return tuple(replace(one, der=b"") for one in trust_objects), signers
