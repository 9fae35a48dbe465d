"""Group `xa-report keys`: keys, certificates and the authority of a province."""

import click

from xa_report.cli.lazy_group import LazyCommand, LazyGroup

COMMANDS = {
    "request": LazyCommand(
        "xa_report.cli.shared.certificates",
        "request",
        "Tạo khóa tại máy của đơn vị và tệp yêu cầu cấp chứng thư gửi về tỉnh.",
    ),
    "receive": LazyCommand(
        "xa_report.cli.shared.certificates",
        "receive",
        "Ghép chứng thư tỉnh đã cấp với khóa tại máy thành tệp khóa .p12 để ký.",
    ),
    "ca": LazyCommand(
        "xa_report.cli.shared.certificates",
        "ca",
        "Lập nơi cấp chứng thư của tỉnh trong một thư mục.",
    ),
    "issue": LazyCommand(
        "xa_report.cli.shared.certificates",
        "issue",
        "Cấp chứng thư theo tệp yêu cầu, sau khi đối chiếu dấu vân tay qua điện thoại.",
    ),
    "revoke": LazyCommand(
        "xa_report.cli.shared.certificates",
        "revoke",
        "Thu hồi chứng thư và ký lại danh sách thu hồi; không chứng thư: chỉ gia hạn.",
    ),
    "show": LazyCommand(
        "xa_report.cli.shared.certificates",
        "show",
        "Xem chứng thư, tệp yêu cầu, hoặc các chứng thư trên thiết bị ký (--token).",
    ),
}


@click.group(cls=LazyGroup, table=COMMANDS, help="Khóa và chứng thư: yêu cầu, cấp, thu hồi, xem.")
def keys() -> None:
    """Hold the commands about keys."""
