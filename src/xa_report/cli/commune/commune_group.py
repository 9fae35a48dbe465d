"""Group `xa-report commune`."""

import click

from xa_report.cli.lazy_group import LazyCommand, LazyGroup

COMMANDS = {
    "init": LazyCommand(
        "xa_report.cli.commune.init", "init", "Tạo tệp số liệu cho một xã, phường."
    ),
    "template": LazyCommand(
        "xa_report.cli.commune.answers",
        "template",
        "Ghi bảng tính trống (hoặc đã có số liệu) để đồng nghiệp điền.",
    ),
    "fill": LazyCommand(
        "xa_report.cli.commune.answers", "fill", "Nhập số liệu từ tệp .toml hoặc bảng tính đã điền."
    ),
    "attach": LazyCommand(
        "xa_report.cli.commune.report", "attach", "Đính kèm tài liệu kiểm chứng cho một tiêu chí."
    ),
    "rename-evidence": LazyCommand(
        "xa_report.cli.commune.report",
        "rename_evidence",
        "Đổi tên tài liệu kiểm chứng đã đính kèm.",
    ),
    "letterhead": LazyCommand(
        "xa_report.cli.commune.report",
        "letterhead",
        "Thể thức của báo cáo: số, ngày, địa danh, người ký, nơi nhận.",
    ),
    "check": LazyCommand(
        "xa_report.cli.commune.report",
        "check",
        "Chấm điểm, đối chiếu kế hoạch và liệt kê những gì cần sửa.",
    ),
    "sign": LazyCommand(
        "xa_report.cli.commune.sign", "sign", "Ký báo cáo: chủ tịch ký trước, con dấu đóng sau."
    ),
    "export": LazyCommand(
        "xa_report.cli.commune.export",
        "export",
        "Đóng gói báo cáo đã ký; hoặc xuất PDF và Excel chưa ký (--unsigned).",
    ),
    "adopt": LazyCommand(
        "xa_report.cli.commune.sign",
        "adopt",
        "Nhận lại báo cáo PDF đã ký bằng công cụ bên ngoài, rồi đóng gói.",
    ),
    "reopen": LazyCommand(
        "xa_report.cli.commune.report",
        "reopen",
        "Mở lại báo cáo đã ký để sửa; các chữ ký cũ không còn giá trị.",
    ),
    "receive": LazyCommand(
        "xa_report.cli.commune.receive",
        "receive",
        "Nhận phiếu của tỉnh: đã nhận, kết quả thẩm định, trả lại hoặc công nhận.",
    ),
    "workbook": LazyCommand(
        "xa_report.cli.commune.workbook",
        "workbook",
        "Điền số liệu vào bảng tính mẫu của xã hoặc của tỉnh ({{tên}} trong ô).",
    ),
    "history": LazyCommand(
        "xa_report.cli.commune.history", "history", "Lịch sử thay đổi: ai, khi nào, từ gì thành gì."
    ),
    "backup": LazyCommand(
        "xa_report.cli.commune.history",
        "backup",
        "Sao lưu: bản sao được mở ra và kiểm tra trước khi đặt tên.",
    ),
    "restore": LazyCommand(
        "xa_report.cli.commune.history",
        "restore",
        "Khôi phục từ bản sao lưu; tệp đang dùng được giữ lại.",
    ),
    "verify-log": LazyCommand(
        "xa_report.cli.commune.history",
        "verify_event_chain",
        "Kiểm tra chuỗi nhật ký và tệp đính kèm.",
    ),
}


@click.group(cls=LazyGroup, table=COMMANDS, help="Tệp số liệu của xã, phường.")
def commune() -> None:
    """Hold the commands of a commune."""
