"""Certificates, requests and tokens as lines for people and as JSON."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xa_report.signing.authority.certificate_info import CertificateInfo
    from xa_report.signing.pkcs11 import TokenInfo


def paper_lines(paper: "CertificateInfo") -> list[str]:
    """A certificate or request in lines."""
    holder = paper.holder
    unit = f", đơn vị {holder.unit}, {holder.role.label}" if holder.role else ""
    lines = [f"  Người giữ: {holder.words}{unit}"]
    if paper.start and paper.end:
        span = f"{paper.start:%d/%m/%Y} – {paper.end:%d/%m/%Y}"
        lines.append(f"  Hiệu lực: {span}, cấp bởi {paper.issuer}")
    return [*lines, f"  Dấu vân tay: {paper.fingerprint}"]


def paper_json(paper: "CertificateInfo") -> dict[str, object]:
    """A certificate or request as JSON."""
    return {
        "name": paper.holder.name,
        "agency": paper.holder.agency,
        "unit": paper.holder.unit,
        "role": paper.holder.role,
        "valid_from": paper.start,
        "valid_to": paper.end,
        "issuer": paper.issuer,
        "serial": paper.serial,
        "fingerprint": paper.fingerprint,
    }


def token_lines(tokens: Iterable["TokenInfo"]) -> Iterator[str]:
    """Tokens with the certificates on them, in lines."""
    for token in tokens:
        yield f"{token.label} · {token.maker} · số {token.serial}{_warning(token)}"
        for label, paper in token.certificates:
            yield f"  “{label}”"
            yield from (f"  {line}" for line in paper_lines(paper))


def _warning(token: "TokenInfo") -> str:
    if token.locked:
        return " · ĐÃ KHÓA, liên hệ nơi cấp thiết bị"
    return " · chỉ còn một lần nhập mã PIN" if token.last_try else ""


def token_json(token: "TokenInfo") -> dict[str, object]:
    """A token as JSON."""
    return {
        "token": token.label,
        "maker": token.maker,
        "serial": token.serial,
        "locked": token.locked,
        "last_try": token.last_try,
        "certificates": [{"label": label} | paper_json(one) for label, one in token.certificates],
    }
