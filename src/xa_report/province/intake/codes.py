"""Why a sound package is kept apart all the same; a code never changes."""

from xa_report.domain.catalogue import CatalogueCode


class IntakeCode(CatalogueCode):
    """Codes of intake: number, sentence."""

    FOREIGN_UNIT = ("N01", "{note}")
    BY_NAME = ("N02", "{note} Cần một người đồng ý trước khi nhận.")
    UNKNOWN_FORM = ("N03", "Xã dùng bộ tiêu chí {form}… mà sổ chưa có.")
    UNKNOWN_PLAN = ("N04", "Xã đối chiếu với kế hoạch {plan}… mà sổ chưa có.")
    FORK = (
        "N05",
        "Đã có bản L{sequence} khác nội dung (bản kê {known}…, gói này {own}…). Không bản nào bị "
        "ghi đè.",
    )
    CLOSED = ("N06", "Hồ sơ kỳ này đã chốt điểm; bản L{sequence} chưa được nhận.")
    NOT_RETURNED = (
        "N07",
        "Đang thẩm định bản trước và chưa trả lại để sửa; bản L{sequence} chưa được nhận.",
    )
    MOVED = ("N08", "Bản bổ sung đã đổi cả phần không được mở lại: {what}")
    INCONCLUSIVE = ("N09", "Chữ ký chưa kết luận được: {why}")
    UNREADABLE = ("N10", "Không đọc được tệp: {why}")
    UNSIGNED = ("N11", "Báo cáo chưa có chữ ký số của chủ tịch và con dấu.")
    INVALID = ("N12", "Chữ ký không hợp lệ: {why}")
    CHANGED = ("N13", "{why}")
    WRONG_PERIOD = ("N14", "Bộ tiêu chí này không dùng cho kỳ {period}.")
    OTHER_RECEIPT = (
        "N16",
        "Bản bổ sung dẫn một phiếu trả lại mà sổ của tỉnh không có cho hồ sơ này ({receipt}…). "
        "Cần một người đồng ý trước khi nhận, như khi sổ được lập lại từ các gói.",
    )
    CRASHED = ("N15", "Phần mềm không kiểm tra xong tệp này ({why}).")
