"""Commands of `xa-report keys`: certificates for units, and the small authority of a province."""

import os
from pathlib import Path
from typing import Any

import click

from xa_report.cli.key_papers import paper_json, paper_lines, token_json, token_lines
from xa_report.cli.screen import any_path, existing, json_option, print_json, say, sentences
from xa_report.errors import UsageError
from xa_report.workflow.shared import certificates, definitions

PIN_VARIABLE = "XA_REPORT_PIN"
KIND = click.option(
    "--kind", type=click.Choice(certificates.KEY_KINDS), default="rsa-2048", help="Loại khóa."
)
FOLDER = click.argument("folder", metavar="THƯ_MỤC", type=any_path())


@click.command(help="Tạo khóa tại máy của đơn vị và tệp yêu cầu cấp chứng thư gửi về tỉnh.")
@FOLDER
@click.option("--unit", "code", required=True, metavar="MÃ", help="Mã xã 5 chữ số, hoặc mã tỉnh.")
@click.option(
    "--role", type=click.Choice(certificates.ROLE_NAMES), required=True, help="Chủ tịch, con dấu."
)
@click.option(
    "--name", default="", help="Họ tên người ký; con dấu: tên cơ quan nếu không phải UBND."
)
@click.option("--units", type=existing(dir_okay=False), help="Danh mục đơn vị của tỉnh (CSV).")
@KIND
@sentences
def request(folder: Path, code: str, role: str, kind: str, **who: Any) -> None:
    """Make a key and a request; `who` holds `name` and `units`."""
    if role == "chairman" and not who["name"]:
        raise UsageError("Thiếu họ tên chủ tịch; hãy thêm --name “Họ và tên”.")
    unit = definitions.load_unit_list(who["units"]).unit(code)
    asked = certificates.CertificateRequester(unit, role, who["name"], kind)
    path, paper = certificates.request_certificate(asked, new_password(), folder)
    say(
        f"Đã tạo {path}; gửi tệp này về tỉnh. Khóa bí mật ở lại {folder}, đã mã hóa.",
        *paper_lines(paper),
        "Khi tỉnh gọi điện, hãy đọc dấu vân tay trên để đối chiếu.",
    )


@click.command(help="Ghép chứng thư tỉnh đã cấp với khóa tại máy thành tệp khóa .p12 để ký.")
@click.argument("certificate", metavar="CHỨNG_THƯ", type=existing(dir_okay=False))
@click.option("--key", required=True, type=existing(dir_okay=False), help="Khóa đã tạo.")
@click.option(
    "--root", required=True, type=existing(dir_okay=False), help="Chứng thư gốc (ca.pem)."
)
@click.option("-o", "target", required=True, type=any_path(), help="Tệp .p12 sẽ ghi.")
@sentences
def receive(certificate: Path, key: Path, root: Path, target: Path) -> None:
    """Make the key file that signs."""
    paper = certificates.join_certificate_with_key((certificate, root), key, password(), target)
    say(f"Đã ghi tệp khóa {target}, cùng mật khẩu với khóa.", *paper_lines(paper))


@click.command(help="Lập nơi cấp chứng thư của tỉnh trong một thư mục.")
@FOLDER
@click.option("--name", required=True, help="Tên nơi cấp, ví dụ “Sở Nội vụ tỉnh …”.")
@KIND
@sentences
def ca(folder: Path, name: str, kind: str) -> None:
    """Begin the small authority."""
    paper = certificates.create_authority(folder, name, kind, new_password())
    say(
        f"Đã lập nơi cấp chứng thư tại {folder}. Gửi thư mục {folder / 'trust'} cho nơi kiểm tra; "
        "giữ kín phần còn lại.",
        *paper_lines(paper),
    )


@click.command(help="Cấp chứng thư theo tệp yêu cầu, sau khi đối chiếu dấu vân tay qua điện thoại.")
@FOLDER
@click.argument("request", metavar="YÊU_CẦU", type=existing(dir_okay=False))
@click.option("--fingerprint", required=True, help="Dấu vân tay đơn vị đọc qua điện thoại.")
@sentences
def issue(folder: Path, request: Path, fingerprint: str) -> None:
    """Grant a request."""
    path, paper = certificates.grant_certificate(folder, request, fingerprint, password())
    say(f"Đã cấp {path}; gửi tệp này và ca.pem cho đơn vị.", *paper_lines(paper))


@click.command(help="Thu hồi chứng thư và ký lại danh sách thu hồi; không chứng thư: chỉ gia hạn.")
@FOLDER
@click.argument("certificate", metavar="CHỨNG_THƯ", required=False, type=existing(dir_okay=False))
@sentences
def revoke(folder: Path, certificate: Path | None) -> None:
    """Revoke a certificate, or only sign the list anew."""
    listed = folder / "trust" / "ca.crl"
    if certificate is None:
        certificates.renew_revocation_list(folder, password())
        say(f"Đã gia hạn danh sách thu hồi {listed}; hãy gửi cho nơi kiểm tra.")
    else:
        paper = certificates.revoke_granted_certificate(folder, certificate, password())
        say(f"Đã thu hồi; gửi ngay {listed} cho nơi kiểm tra.", *paper_lines(paper))


@click.command(help="Xem chứng thư, tệp yêu cầu, hoặc các chứng thư trên thiết bị ký (--token).")
@click.argument("file", metavar="TỆP", required=False, type=existing(dir_okay=False))
@click.option("--token", metavar="THƯ_VIỆN", type=any_path(), help="Thư viện PKCS#11.")
@json_option
@sentences
def show(file: Path | None, token: Path | None, as_json: bool) -> None:
    """Show a paper or what is on the tokens."""
    if (file is None) == (token is None):
        raise UsageError("Hãy ghi một tệp, hoặc --token cùng thư viện của thiết bị ký.")
    if file is not None:
        paper = certificates.describe_certificate_file(file)
        print_json(paper_json(paper)) if as_json else say(*paper_lines(paper))
    elif token is not None:
        tokens = certificates.read_tokens(token)
        print_json([token_json(one) for one in tokens]) if as_json else say(*token_lines(tokens))


def password() -> str:
    """The password of an existing key: from the variable, else asked for."""
    return os.environ.get(PIN_VARIABLE) or str(click.prompt("Mật khẩu", hide_input=True, err=True))


def new_password() -> str:
    """A password for a new key: from the variable, else asked for twice."""
    given = os.environ.get(PIN_VARIABLE)
    return given or str(
        click.prompt("Đặt mật khẩu", hide_input=True, confirmation_prompt="Nhập lại", err=True)
    )
