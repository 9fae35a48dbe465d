"""Group `xa-report province`."""

import click

from xa_report.cli.lazy_group import LazyCommand, LazyGroup

COMMANDS = {
    "init": LazyCommand(
        "xa_report.cli.province.register",
        "init",
        "Tạo sổ của tỉnh: tệp SQLite, hoặc trong cơ sở dữ liệu PostgreSQL trống.",
    ),
    "units": LazyCommand(
        "xa_report.cli.province.unit_list",
        "units",
        "Nạp danh mục đơn vị của tỉnh (.csv, .xlsx), thay danh mục đang dùng.",
    ),
    "forms": LazyCommand(
        "xa_report.cli.province.register",
        "forms",
        "Nạp bộ tiêu chí và kế hoạch: tệp .toml, mã có sẵn, hoặc PDF đã ban hành.",
    ),
    "trust": LazyCommand(
        "xa_report.cli.province.trust",
        "trust",
        "Chứng thư gốc, danh sách thu hồi, và ai ký cho đơn vị nào.",
    ),
    "import": LazyCommand(
        "xa_report.cli.province.import_files",
        "import_submissions",
        "Nhập gói và PDF của các xã: xem trước, đồng ý rồi mới nhập.",
    ),
    "prove": LazyCommand(
        "xa_report.cli.province.prove",
        "prove",
        "Vẽ lại PDF, bảng tính của các bản nộp từ số liệu gửi kèm rồi so; chỉ bản chưa so, trừ "
        "khi ghi --unit.",
    ),
    "list": LazyCommand(
        "xa_report.cli.province.case_list",
        "list_period",
        "Xã nào đã nộp, ở bước nào, xã nào chưa; hoặc những tệp giữ riêng.",
    ),
    "held": LazyCommand(
        "xa_report.cli.province.quarantine",
        "held",
        "Xử lý tệp giữ riêng số N: nhận vào, khép lại, in phiếu trả, chép tệp gốc.",
    ),
    "appraise": LazyCommand(
        "xa_report.cli.province.workbooks",
        "appraise",
        "Thẩm định bằng bảng tính: --template ghi bảng ra, ghi tệp thì nhận lại.",
    ),
    "points": LazyCommand(
        "xa_report.cli.province.cases",
        "points",
        "Cho điểm một tiêu chí; ghi “-” để bỏ điểm đã cho.",
    ),
    "figure": LazyCommand(
        "xa_report.cli.province.cases",
        "figure",
        "Sửa một số liệu; ghi “-” để trả về số liệu của xã.",
    ),
    "return": LazyCommand(
        "xa_report.cli.province.cases",
        "return_to_commune",
        "Trả lại tiêu chí để xã bổ sung: --criterion '3.2=T01:thiếu quyết định', ghi nhiều lần.",
    ),
    "explain": LazyCommand(
        "xa_report.cli.province.cases",
        "explain",
        "Ghi giải trình xã gửi bằng giấy: --criterion '3.2=nội dung', ghi nhiều lần.",
    ),
    "close-round": LazyCommand(
        "xa_report.cli.province.cases",
        "close_round_one",
        "Kết thúc thẩm định lần 1: xã được giải trình.",
    ),
    "close": LazyCommand(
        "xa_report.cli.province.cases",
        "close",
        "Chốt điểm: từ đó không sửa được nữa, trừ khi mở lại.",
    ),
    "reopen": LazyCommand(
        "xa_report.cli.province.cases", "reopen", "Mở lại một hồ sơ đã chốt; cần --why."
    ),
    "show": LazyCommand(
        "xa_report.cli.province.show",
        "show",
        "Xem một hồ sơ: điểm tự chấm, lần 1, nay; lý do, giải trình, tài liệu.",
    ),
    "survey": LazyCommand(
        "xa_report.cli.province.workbooks",
        "survey",
        "Kết quả điều tra xã hội học: --template ghi bảng ra, ghi tệp thì nhận vào.",
    ),
    "value": LazyCommand(
        "xa_report.cli.province.workbooks",
        "value",
        "Số liệu của chính tỉnh, để đối chiếu chỉ tiêu kế hoạch cấp tỉnh.",
    ),
    "rank": LazyCommand(
        "xa_report.cli.province.consolidation",
        "show_ranking",
        "Xếp hạng một kỳ; với -o thì ghi ranking.json để tính lại được.",
    ),
    "consolidate": LazyCommand(
        "xa_report.cli.province.consolidation",
        "consolidate",
        "Báo cáo tổng hợp của tỉnh: PDF, bảng tính, dữ liệu mở, ranking.json.",
    ),
    "workbook": LazyCommand(
        "xa_report.cli.province.consolidation",
        "workbook",
        "Điền bảng tính mẫu của tỉnh (LRIS…) bằng số liệu của mọi xã.",
    ),
    "count-survey": LazyCommand(
        "xa_report.cli.province.consolidation",
        "set_survey_counting",
        "Điểm điều tra xã hội học: tính (include), bỏ và quy đổi (exclude), chờ (pending).",
    ),
    "receipts": LazyCommand(
        "xa_report.cli.province.receipts",
        "receipts",
        "Lập phiếu cho từng xã: đã nhận gì, điểm thẩm định, mở lại tiêu chí nào.",
    ),
}


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    help="Sổ của tỉnh, từ tiếp nhận đến tổng hợp. DB là tệp hoặc địa chỉ PostgreSQL.",
)
def province() -> None:
    """Hold the commands of a province."""
