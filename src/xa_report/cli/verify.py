"""`xa-report verify`: what is known about received files, and one verdict for each."""

from pathlib import Path

import click

from xa_report.cli.screen import existing, json_option, sentences


@click.command(
    help="Kiểm tra gói, báo cáo PDF, bảng tính hoặc ranking.json đã nhận; không dùng mạng."
)
@click.argument("files", nargs=-1, required=True, type=existing(dir_okay=False))
@click.option("--trust", type=existing(file_okay=False), help="Thư mục chứng thư gốc và CRL.")
@click.option(
    "--packages",
    type=existing(file_okay=False),
    help="Thư mục có các gói, để tính lại ranking.json.",
)
@click.option("--code", metavar="MÃ", help="Mã kiểm tra hoặc mã QR trên bản giấy, để so với tệp.")
@json_option
@sentences
def verify(
    files: tuple[Path, ...],
    trust: Path | None,
    packages: Path | None,
    code: str | None,
    as_json: bool,
) -> int:
    """Verify every file; 1 unless all are valid."""
    # Loaded here: who asks for the options of this command need not wait for pyHanko.
    from xa_report.cli.verification import (  # noqa: PLC0415
        all_valid,
        print_verified,
        verify_files,
    )

    verified = verify_files(files, trust=trust, packages=packages, code=code)
    print_verified(verified, as_json=as_json)
    return 0 if all_valid(verified) else 1
