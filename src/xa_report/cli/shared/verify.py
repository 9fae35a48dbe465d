"""Options of command `verify`; its body is `verification`."""

from pathlib import Path

import click

from xa_report.cli.options import existing_path, json_option
from xa_report.cli.output import handle_errors


@click.command(
    help="Kiểm tra gói, báo cáo PDF, bảng tính hoặc ranking.json đã nhận; không dùng mạng."
)
@click.argument("files", nargs=-1, required=True, type=existing_path(dir_okay=False))
@click.option("--trust", type=existing_path(file_okay=False), help="Thư mục chứng thư gốc và CRL.")
@click.option(
    "--packages",
    type=existing_path(file_okay=False),
    help="Thư mục có các gói, để tính lại ranking.json.",
)
@click.option(
    "--definitions",
    type=existing_path(),
    help="PDF ban hành, tệp .toml hoặc thư mục: biểu mẫu, kế hoạch riêng của tỉnh.",
)
@click.option("--code", metavar="MÃ", help="Mã kiểm tra hoặc mã QR trên bản giấy, để so với tệp.")
@json_option
@handle_errors
def verify(
    files: tuple[Path, ...],
    trust: Path | None,
    packages: Path | None,
    code: str | None,
    *,
    definitions: Path | None,
    as_json: bool,
) -> int:
    """Verify every file; return 1 unless all are valid."""
    # Loaded here: who asks for the options of this command need not wait for pyHanko.
    from xa_report.cli.shared.verification import all_valid, print_verified, verify_files

    verified = verify_files(
        files, trust=trust, packages=packages, code=code, definitions=definitions
    )
    print_verified(verified, as_json=as_json)
    return 0 if all_valid(verified) else 1
