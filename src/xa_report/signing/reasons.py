"""Reasons against signed files: each with its verdict, sentence and next step."""

from enum import StrEnum

from xa_report.domain.catalogue import CatalogueCode


class Verdict(StrEnum):
    """Verdict of a verification, the heaviest first."""

    INVALID = "KHÔNG HỢP LỆ"
    UNSIGNED = "CHƯA KÝ"
    INCONCLUSIVE = "CHƯA KẾT LUẬN"
    VALID = "HỢP LỆ"


_SEND_AGAIN_STEP = "Không tiếp nhận; đề nghị đơn vị gửi lại tệp gốc đã ký."
_SIGN_AGAIN_STEP = "Không tiếp nhận; đề nghị đơn vị ký lại bằng chứng thư đúng rồi gửi lại."


class VerificationReason(CatalogueCode):
    """Reasons against a signature or file: code, verdict, sentence, remedy; codes never change."""

    DAMAGED = ("S001", Verdict.INVALID, "Tệp hỏng hoặc chữ ký không đọc được.", _SEND_AGAIN_STEP)
    NOT_INTACT = ("S002", Verdict.INVALID, "Nội dung đã bị sửa sau khi ký.", _SEND_AGAIN_STEP)
    CHANGED_AFTER = (
        "S003",
        Verdict.INVALID,
        "Tệp bị thêm hoặc sửa nội dung sau chữ ký này.",
        _SEND_AGAIN_STEP,
    )
    NOT_COVERED = (
        "S004",
        Verdict.INVALID,
        "Phần cuối tệp nằm ngoài chữ ký cuối cùng.",
        _SEND_AGAIN_STEP,
    )
    UNEXPECTED = (
        "S005",
        Verdict.INVALID,
        "Tệp có chữ ký thừa, sai tên hoặc sai thứ tự (chủ tịch ký trước, con dấu đóng sau).",
        _SEND_AGAIN_STEP,
    )
    FOREIGN = (
        "S006",
        Verdict.INVALID,
        "Chứng thư không do nơi cấp được tin cậy cấp.",
        "Không tiếp nhận; nếu nơi cấp là đúng, thêm chứng thư gốc của họ vào thư mục tin cậy rồi "
        "kiểm tra lại.",
    )
    REVOKED = ("S007", Verdict.INVALID, "Chứng thư đã bị thu hồi.", _SIGN_AGAIN_STEP)
    OTHER_UNIT = ("S008", Verdict.INVALID, "Người ký không thuộc đơn vị báo cáo.", _SIGN_AGAIN_STEP)
    OTHER_ROLE = (
        "S009",
        Verdict.INVALID,
        "Chứng thư không dùng cho lượt ký này.",
        _SIGN_AGAIN_STEP,
    )
    UNFIT = (
        "S010",
        Verdict.INVALID,
        "Chứng thư không đủ điều kiện ký văn bản (mục đích, thuật toán hoặc đường dẫn cấp).",
        _SIGN_AGAIN_STEP,
    )
    EXPIRED = (
        "S011",
        Verdict.INVALID,
        "Chứng thư không còn hoặc chưa có hiệu lực vào thời điểm ký.",
        "Kiểm tra ngày giờ của máy này; nếu đúng, đề nghị đơn vị ký lại bằng chứng thư còn hiệu "
        "lực rồi gửi lại.",
    )
    UNSIGNED = ("S012", Verdict.UNSIGNED, "Tệp chưa có chữ ký nào.", "Ký tệp rồi gửi lại.")
    MISSING = (
        "S013",
        Verdict.UNSIGNED,
        "Còn thiếu chữ ký.",
        "Đề nghị đơn vị ký và đóng dấu đủ rồi gửi lại.",
    )
    NO_ROOTS = (
        "S014",
        Verdict.INCONCLUSIVE,
        "Chưa có chứng thư gốc nào để đối chiếu.",
        "Chỉ ra thư mục tin cậy có chứng thư gốc và danh sách thu hồi rồi kiểm tra lại.",
    )
    REVOCATION_UNKNOWN = (
        "S015",
        Verdict.INCONCLUSIVE,
        "Chưa biết chứng thư có bị thu hồi hay không: thiếu danh sách thu hồi hoặc danh sách đã "
        "quá hạn.",
        "Xin nơi cấp danh sách thu hồi (CRL) mới, chép vào thư mục tin cậy rồi kiểm tra lại.",
    )
    UNIT_UNKNOWN = (
        "S016",
        Verdict.INCONCLUSIVE,
        "Chứng thư không ghi đơn vị và vai trò của người ký.",
        "Đối chiếu người ký, rồi ghi chứng thư vào tệp signers.csv của thư mục tin cậy.",
    )
    TIME_DOUBTFUL = (
        "S017",
        Verdict.INCONCLUSIVE,
        "Thời điểm ký tự khai không có, ở tương lai hoặc ngoài hiệu lực của chứng thư.",
        "Hỏi lại đơn vị về ngày ký và đồng hồ của máy ký.",
    )
    EXPIRED_SINCE = (
        "S018",
        Verdict.VALID,
        "Chứng thư nay đã hết hạn; thời điểm ký là do người ký tự khai.",
        "Lưu lại ngày tiếp nhận làm bằng chứng.",
    )

    def __init__(self, number: str, verdict: Verdict, sentence: str, remedy: str) -> None:
        super().__init__(number, sentence, remedy)
        self.verdict = verdict


def worst_verdict(reasons: tuple[VerificationReason, ...]) -> Verdict:
    """Return the heaviest verdict of the reasons; VALID without any."""
    weights = list(Verdict)
    return min((reason.verdict for reason in reasons), key=weights.index, default=Verdict.VALID)
