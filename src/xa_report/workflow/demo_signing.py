"""The demonstration's own small authority, its two signers, and the signed package."""

from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from xa_report.domain.period import Period
from xa_report.signing.authority.issuing import issue
from xa_report.signing.authority.keyfiles import KeyKind, make_key
from xa_report.signing.authority.requests import make_request, read_request
from xa_report.signing.authority.revoking import first_list
from xa_report.signing.authority.root import Authority, make_authority
from xa_report.signing.holder import Holder
from xa_report.signing.pkcs12 import load_pkcs12, pkcs12_bytes
from xa_report.signing.roles import Role
from xa_report.workflow.signing import Signing, export_package, sign
from xa_report.workflow.work import Commune

PASSWORD = "minh-hoa-2026"  # noqa: S105 - of made-up keys, printed for who tries them
CHAIRMAN = "Nguyễn Thị Hạnh"


def make_keys(folder: Path, commune: Commune, moment: datetime) -> Path:
    """Make the authority, two key files and the folder of trust; return that folder."""
    began = moment - timedelta(days=30)
    authority = make_authority(make_key(KeyKind.RSA_2048), "Sở Nội vụ (minh họa)", began)
    trust = folder / "tin-cay"
    trust.mkdir(parents=True, exist_ok=True)
    (trust / "goc.pem").write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    (trust / "thu-hoi.crl").write_bytes(first_list(authority, began).public_bytes(Encoding.DER))
    agency = commune.unit.agency
    for role, name in ((Role.CHAIRMAN, CHAIRMAN), (Role.SEAL, agency)):
        holder = Holder(name, agency, commune.unit.code, role)
        _key_file(folder / f"{role}.p12", authority, holder, began)
    return trust


def _key_file(path: Path, authority: Authority, holder: Holder, began: datetime) -> None:
    key = make_key(KeyKind.RSA_2048)
    request = read_request(make_request(key, holder))
    certificate = issue(authority, request, began)
    path.write_bytes(pkcs12_bytes(key, certificate, [authority.certificate], PASSWORD))


def sign_and_pack(commune: Commune, period: Period, folder: Path, moment: datetime) -> Path:
    """Sign as chairman and as office with the made-up keys, and pack."""
    work = commune.load(period)
    for minutes, role in enumerate((Role.CHAIRMAN, Role.SEAL)):
        key = load_pkcs12(folder / "khoa" / f"{role}.p12", PASSWORD)
        signed_at = moment - timedelta(minutes=10 - 5 * minutes)
        work = sign(commune, work, role, Signing(key, None, lambda at=signed_at: at))  # type: ignore[misc]
    return export_package(commune, work, folder / "goi")
