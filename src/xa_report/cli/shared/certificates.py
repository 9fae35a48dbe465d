"""Commands and output of certificates: request, authority, issue, revoke, show."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from xa_report.cli.options import any_path, existing_path, json_option
from xa_report.cli.output import echo_lines, handle_errors, print_json
from xa_report.cli.prompts import read_new_password, read_password
from xa_report.domain.dates import in_vietnam, show_date
from xa_report.errors import UsageError
from xa_report.signing.authority.certificate_info import CertificateInfo
from xa_report.signing.pkcs11 import TokenInfo
from xa_report.workflow.shared import certificates, definitions


def certificate_lines(certificate_info: CertificateInfo) -> list[str]:
    """Return a certificate or request as lines, indented by two spaces."""
    holder = certificate_info.holder
    unit = f", đơn vị {holder.unit}, {holder.role.label}" if holder.role else ""
    lines = [f"  Người giữ: {holder.description}{unit}"]
    if certificate_info.start and certificate_info.end:
        start, end = in_vietnam(certificate_info.start), in_vietnam(certificate_info.end)
        span = f"{show_date(start.date())} – {show_date(end.date())}"
        lines.append(f"  Hiệu lực: {span}, cấp bởi {certificate_info.issuer}")
    return [*lines, f"  Dấu vân tay: {certificate_info.fingerprint}"]


def certificate_json(certificate_info: CertificateInfo) -> dict[str, object]:
    """Return a certificate or request as a JSON object."""
    return {
        "name": certificate_info.holder.name,
        "agency": certificate_info.holder.agency,
        "unit": certificate_info.holder.unit,
        "role": certificate_info.holder.role,
        "valid_from": certificate_info.start,
        "valid_to": certificate_info.end,
        "issuer": certificate_info.issuer,
        "serial": certificate_info.serial,
        "fingerprint": certificate_info.fingerprint,
    }


def token_lines(tokens: Iterable[TokenInfo]) -> Iterator[str]:
    """Yield tokens with the certificates on them, as lines."""
    for token in tokens:
        yield f"{token.label} · {token.maker} · số {token.serial}{_token_warning(token)}"
        for label, certificate in token.certificates:
            yield f"  “{label}”"
            yield from (f"  {line}" for line in certificate_lines(certificate))


def _token_warning(token: TokenInfo) -> str:
    if token.locked:
        return " · ĐÃ KHÓA, liên hệ nơi cấp thiết bị"
    return " · chỉ còn một lần nhập mã PIN" if token.last_try else ""


def token_json(token: TokenInfo) -> dict[str, object]:
    """Return a token as a JSON object."""
    return {
        "token": token.label,
        "maker": token.maker,
        "serial": token.serial,
        "locked": token.locked,
        "last_try": token.last_try,
        "certificates": [
            {"label": label} | certificate_json(certificate)
            for label, certificate in token.certificates
        ],
    }


KIND = click.option(
    "--kind", type=click.Choice(certificates.KEY_KINDS), default="rsa-2048", help="Loại khóa."
)
FOLDER_ARGUMENT = click.argument("folder", metavar="THƯ_MỤC", type=any_path())


@click.command(help="Tạo khóa tại máy của đơn vị và tệp yêu cầu cấp chứng thư gửi về tỉnh.")
@FOLDER_ARGUMENT
@click.option("--unit", "code", required=True, metavar="MÃ", help="Mã xã 5 chữ số, hoặc mã tỉnh.")
@click.option(
    "--role", type=click.Choice(certificates.ROLE_NAMES), required=True, help="Chủ tịch, con dấu."
)
@click.option(
    "--name", default="", help="Họ tên người ký; con dấu: tên cơ quan nếu không phải UBND."
)
@click.option(
    "--units", type=existing_path(dir_okay=False), help="Danh mục đơn vị của tỉnh (.csv, .xlsx)."
)
@KIND
@handle_errors
def request(folder: Path, code: str, role: str, kind: str, **who: Any) -> None:
    """Create a key and a request; `who` holds `name` and `units`."""
    # A seal takes the name of the agency; a person has one of their own.
    if role == "chairman" and not who["name"]:
        raise UsageError("Thiếu họ tên chủ tịch; hãy thêm --name “Họ và tên”.")
    unit = definitions.load_unit_list(who["units"]).unit(code)
    asked = certificates.CertificateRequester(unit, role, who["name"], kind)
    path, certificate_info = certificates.request_certificate(asked, read_new_password(), folder)
    echo_lines(
        f"Đã tạo {path}; gửi tệp này về tỉnh. Khóa bí mật ở lại {folder}, đã mã hóa.",
        *certificate_lines(certificate_info),
        "Khi tỉnh gọi điện, hãy đọc dấu vân tay trên để đối chiếu.",
    )


@click.command(help="Ghép chứng thư tỉnh đã cấp với khóa tại máy thành tệp khóa .p12 để ký.")
@click.argument("certificate", metavar="CHỨNG_THƯ", type=existing_path(dir_okay=False))
@click.option("--key", required=True, type=existing_path(dir_okay=False), help="Khóa đã tạo.")
@click.option(
    "--root", required=True, type=existing_path(dir_okay=False), help="Chứng thư gốc (ca.pem)."
)
@click.option("-o", "target", required=True, type=any_path(), help="Tệp .p12 sẽ ghi.")
@handle_errors
def receive(certificate: Path, key: Path, root: Path, target: Path) -> None:
    """Join certificate and key into the key file that signs."""
    certificate_info = certificates.join_certificate_with_key(
        certificate=certificate, root=root, key=key, password=read_password(), target=target
    )
    echo_lines(
        f"Đã ghi tệp khóa {target}, cùng mật khẩu với khóa.", *certificate_lines(certificate_info)
    )


@click.command(help="Lập nơi cấp chứng thư của tỉnh trong một thư mục.")
@FOLDER_ARGUMENT
@click.option("--name", required=True, help="Tên nơi cấp, ví dụ “Sở Nội vụ tỉnh …”.")
@KIND
@handle_errors
def ca(folder: Path, name: str, kind: str) -> None:
    """Create the small authority."""
    certificate_info = certificates.create_authority(folder, name, kind, read_new_password())
    echo_lines(
        f"Đã lập nơi cấp chứng thư tại {folder}. Gửi thư mục {folder / 'trust'} cho nơi kiểm tra; "
        "giữ kín phần còn lại.",
        *certificate_lines(certificate_info),
    )


@click.command(help="Cấp chứng thư theo tệp yêu cầu, sau khi đối chiếu dấu vân tay qua điện thoại.")
@FOLDER_ARGUMENT
@click.argument("request", metavar="YÊU_CẦU", type=existing_path(dir_okay=False))
@click.option("--fingerprint", required=True, help="Dấu vân tay đơn vị đọc qua điện thoại.")
@handle_errors
def issue(folder: Path, request: Path, fingerprint: str) -> None:
    """Grant a request."""
    path, certificate_info = certificates.grant_certificate(
        folder, request, fingerprint, read_password()
    )
    echo_lines(
        f"Đã cấp {path}; gửi tệp này và ca.pem cho đơn vị.", *certificate_lines(certificate_info)
    )


@click.command(help="Thu hồi chứng thư và ký lại danh sách thu hồi; không chứng thư: chỉ gia hạn.")
@FOLDER_ARGUMENT
@click.argument(
    "certificate", metavar="CHỨNG_THƯ", required=False, type=existing_path(dir_okay=False)
)
@handle_errors
def revoke(folder: Path, certificate: Path | None) -> None:
    """Revoke a certificate, or only sign the list anew."""
    listed = folder / "trust" / "ca.crl"
    if certificate is None:
        certificates.renew_revocation_list(folder, read_password())
        echo_lines(f"Đã gia hạn danh sách thu hồi {listed}; hãy gửi cho nơi kiểm tra.")
    else:
        certificate_info = certificates.revoke_granted_certificate(
            folder, certificate, read_password()
        )
        echo_lines(
            f"Đã thu hồi; gửi ngay {listed} cho nơi kiểm tra.", *certificate_lines(certificate_info)
        )


@click.command(help="Xem chứng thư, tệp yêu cầu, hoặc các chứng thư trên thiết bị ký (--token).")
@click.argument("file", metavar="TỆP", required=False, type=existing_path(dir_okay=False))
@click.option("--token", metavar="THƯ_VIỆN", type=any_path(), help="Thư viện PKCS#11.")
@json_option
@handle_errors
def show(file: Path | None, token: Path | None, as_json: bool) -> None:
    """Print a certificate or request, or the tokens that are plugged in."""
    if (file is None) == (token is None):
        raise UsageError("Hãy ghi một tệp, hoặc --token cùng thư viện của thiết bị ký.")
    if file is not None:
        certificate_info = certificates.describe_certificate_file(file)
        print_json(certificate_json(certificate_info)) if as_json else echo_lines(
            *certificate_lines(certificate_info)
        )
    elif token is not None:
        tokens = certificates.read_tokens(token)
        print_json([token_json(one) for one in tokens]) if as_json else echo_lines(
            *token_lines(tokens)
        )
