"""Catalogue of the faults for which a package is refused; a code never changes."""

from xa_report.domain.catalogue import CatalogueCode
from xa_report.domain.text import escape_control_chars
from xa_report.errors import PackageFaultError

COPY_REMEDY = "Hãy chép lại gói từ máy của đơn vị gửi rồi mở lại."
EXPORT_REMEDY = "Hãy đề nghị đơn vị gửi xuất lại gói bằng phần mềm, không nén lại bằng tay."
SENDER_REMEDY = "Không mở gói này; hãy báo đơn vị gửi và đề nghị gửi gói khác."
UPDATE_REMEDY = "Hãy cập nhật phần mềm lên bản mới rồi mở lại."


class PackageCode(CatalogueCode):
    """Package faults: code, sentence, remedy. Structure, names, content, manifest, PDF, JSON."""

    NOT_ZIP = ("P001", "“{name}” không phải là gói báo cáo (.zip).", "Hãy chọn đúng tệp gói.")
    EMPTY = ("P002", "“{name}” rỗng (0 byte).", COPY_REMEDY)
    TRUNCATED = ("P003", "“{name}” bị cụt: thiếu phần cuối của gói.", COPY_REMEDY)
    APPENDED = ("P004", "Sau phần cuối của gói còn {bytes} byte lạ.", EXPORT_REMEDY)
    COMMENT = ("P005", "Gói có kèm lời chú thích lạ.", EXPORT_REMEDY)
    PREPENDED = ("P006", "Trước phần đầu của gói có {bytes} byte lạ.", EXPORT_REMEDY)
    SPLIT = ("P007", "Gói bị chia thành nhiều phần.", EXPORT_REMEDY)
    ZIP64 = ("P008", "Gói dùng kiểu nén ZIP64, quy cách không cho phép.", EXPORT_REMEDY)
    TOO_LARGE = ("P009", "Gói lớn hơn 4 GiB.", "Hãy giảm dung lượng tài liệu kiểm chứng.")
    TOO_MANY = ("P010", "Gói có {count} tệp, nhiều hơn {most}.", "Hãy gộp bớt tài liệu.")
    NO_ENTRIES = ("P011", "Gói không có tệp nào.", EXPORT_REMEDY)
    DIRECTORY = ("P012", "Mục lục của gói bị hỏng: {why}.", COPY_REMEDY)
    ENCRYPTED = ("P013", "“{name}” bị đặt mật khẩu.", EXPORT_REMEDY)
    DESCRIPTOR = ("P014", "“{name}” không ghi kích thước ở đầu tệp.", EXPORT_REMEDY)
    FLAGS = ("P015", "“{name}” dùng tùy chọn nén không được phép.", EXPORT_REMEDY)
    METHOD = ("P016", "“{name}” nén theo kiểu không được phép.", EXPORT_REMEDY)
    EXTRA = ("P017", "“{name}” có phần mở rộng lạ trong mục lục.", EXPORT_REMEDY)
    ENTRY_COMMENT = ("P018", "“{name}” có kèm lời chú thích lạ.", EXPORT_REMEDY)
    HEADERS_DIFFER = ("P019", "“{name}” ghi khác nhau ở mục lục và ở đầu tệp.", SENDER_REMEDY)
    OVERLAP = ("P020", "“{name}” chồng lên tệp khác trong gói.", SENDER_REMEDY)
    GAP = ("P021", "Trước “{name}” có {bytes} byte không thuộc tệp nào.", SENDER_REMEDY)
    SPECIAL = ("P022", "“{name}” là liên kết hoặc tệp đặc biệt.", SENDER_REMEDY)
    FOLDER = ("P023", "“{name}” là thư mục; gói chỉ được có tệp.", EXPORT_REMEDY)
    ENTRY_TOO_LARGE = ("P024", "“{name}” lớn hơn 2 GiB.", "Hãy giảm dung lượng tệp này.")
    RATIO = ("P025", "“{name}” nén quá {most} lần, có dấu hiệu phá hoại.", SENDER_REMEDY)
    NO_HEADER = ("P026", "Không thấy phần đầu của “{name}” ở nơi mục lục chỉ.", COPY_REMEDY)
    OUT_OF_BOUNDS = ("P027", "“{name}” vượt ra ngoài phần dữ liệu của gói.", SENDER_REMEDY)
    VERSION = ("P028", "“{name}” cần phần mềm giải nén đời khác.", EXPORT_REMEDY)

    NAME_EMPTY = ("P101", "Gói có tệp không tên.", SENDER_REMEDY)
    NAME_NOT_ASCII = ("P102", "Tên “{name}” có ký tự ngoài bảng ASCII.", EXPORT_REMEDY)
    NAME_CHARACTER = ("P103", "Tên “{name}” có ký tự bị cấm.", SENDER_REMEDY)
    NAME_BACKSLASH = ("P104", "Tên “{name}” có dấu gạch chéo ngược.", SENDER_REMEDY)
    NAME_ABSOLUTE = ("P105", "Tên “{name}” là đường dẫn tuyệt đối.", SENDER_REMEDY)
    NAME_PARENT = ("P106", "Tên “{name}” trỏ ra ngoài gói hoặc có đoạn trống.", SENDER_REMEDY)
    NAME_RESERVED = ("P107", "Tên “{name}” là tên dành riêng của Windows.", SENDER_REMEDY)
    NAME_TRAILING = ("P108", "Tên “{name}” có dấu chấm hoặc dấu cách ở cuối.", SENDER_REMEDY)
    NAME_TWICE = ("P109", "Gói có hai tệp cùng tên “{name}”.", SENDER_REMEDY)
    NAME_COLLISION = ("P110", "“{name}” và “{other}” sẽ trùng tên trên Windows.", SENDER_REMEDY)
    NAME_TOO_LONG = ("P111", "Tên “{name}” quá dài.", EXPORT_REMEDY)
    NAME_UNKNOWN = ("P112", "“{name}” không phải là tệp mà gói được có.", EXPORT_REMEDY)
    PART_MISSING = ("P113", "Gói thiếu tệp “{name}”.", EXPORT_REMEDY)

    SIZE_LIES = ("P201", "“{name}” không dài đúng như đã ghi.", SENDER_REMEDY)
    CRC = ("P202", "“{name}” bị hỏng: sai mã kiểm tra.", COPY_REMEDY)
    DEFLATE = ("P203", "“{name}” không giải nén được.", COPY_REMEDY)
    DEFLATE_TAIL = ("P204", "Sau phần nén của “{name}” còn byte lạ.", SENDER_REMEDY)

    UNLISTED = ("P301", "“{name}” không có trong bản kê.", SENDER_REMEDY)
    LISTED_ABSENT = ("P302", "Bản kê có “{name}” nhưng gói không có tệp này.", EXPORT_REMEDY)
    LISTED_SIZE = ("P303", "“{name}” không dài như bản kê ghi.", SENDER_REMEDY)
    LISTED_HASH = ("P304", "Nội dung “{name}” khác với bản kê.", SENDER_REMEDY)
    EVIDENCE_NAME = ("P305", "Tên “{name}” khác mã băm của chính tệp đó.", SENDER_REMEDY)
    LISTED_TWICE = ("P306", "Bản kê ghi “{name}” hai lần.", SENDER_REMEDY)
    LISTS_ITSELF = ("P307", "Bản kê không được ghi “{name}”.", EXPORT_REMEDY)
    IDENTITY = ("P308", "Bản kê mang tên “{name}”, hồ sơ lại là “{other}”.", SENDER_REMEDY)

    NOT_PDF = ("P401", "“{name}” không phải là PDF đọc được.", COPY_REMEDY)
    PDF_ENCRYPTED = ("P402", "“{name}” bị đặt mật khẩu.", "Hãy xuất lại PDF không mật khẩu.")
    NOT_ATTACHED = ("P403", "PDF không mang theo “{name}”.", "Hãy dùng đúng PDF phần mềm xuất ra.")
    ATTACHED_TWICE = ("P404", "PDF mang theo hai tệp cùng tên “{name}”.", SENDER_REMEDY)
    ATTACHED_FOREIGN = ("P405", "PDF mang theo tệp lạ “{name}”.", SENDER_REMEDY)
    NO_RELATION = (
        "P406",
        "“{name}” trong PDF không được khai báo là dữ liệu kèm theo.",
        SENDER_REMEDY,
    )
    ATTACHED_TOO_LARGE = ("P407", "“{name}” trong PDF lớn hơn {most} MiB.", SENDER_REMEDY)
    ATTACHED_FILTER = ("P408", "“{name}” trong PDF nén theo kiểu không được phép.", SENDER_REMEDY)
    ATTACHED_SIZE = ("P409", "“{name}” trong PDF không dài đúng như đã ghi.", SENDER_REMEDY)
    ATTACHED_NAMES = ("P410", "“{name}” trong PDF mang nhiều tên khác nhau.", SENDER_REMEDY)
    PDF_OTHER_RECORD = ("P411", "Số liệu trong PDF khác với report.json của gói.", SENDER_REMEDY)
    PDF_OTHER_MANIFEST = ("P412", "Bản kê trong PDF khác với bản kê của gói.", SENDER_REMEDY)
    PDF_TOO_LARGE = ("P413", "“{name}” lớn hơn {most} MiB.", "Hãy dùng PDF phần mềm xuất ra.")
    PDF_BOMB = ("P414", "“{name}” nén bất thường, có dấu hiệu phá hoại.", SENDER_REMEDY)
    PAGE_ATTACHMENT = ("P415", "Trang {page} của PDF có tệp đính kèm lạ.", SENDER_REMEDY)

    NOT_UTF8 = ("P501", "“{name}” không phải UTF-8 hoặc có dấu BOM.", EXPORT_REMEDY)
    NOT_JSON = ("P502", "“{name}” không phải JSON đúng cú pháp.", EXPORT_REMEDY)
    KEY_TWICE = ("P503", "“{name}” có khóa “{key}” hai lần.", SENDER_REMEDY)
    TOO_DEEP = ("P504", "“{name}” lồng quá {most} tầng.", SENDER_REMEDY)
    JSON_TOO_LARGE = ("P505", "“{name}” quá lớn.", SENDER_REMEDY)
    NUMBER = ("P506", "“{name}” có số lẻ hoặc số quá lớn viết trực tiếp: {number}.", EXPORT_REMEDY)
    HALF_CHARACTER = ("P507", "“{name}” có ký tự hỏng.", EXPORT_REMEDY)
    SHAPE = ("P508", "“{name}” không đúng quy cách ở {place}.", EXPORT_REMEDY)
    UNKNOWN_FIELD = ("P509", "“{name}” có mục không có trong quy cách.", EXPORT_REMEDY)
    NOT_CANONICAL = ("P510", "“{name}” không ở dạng chuẩn.", EXPORT_REMEDY)
    DOCUMENT_TYPE = ("P511", "“{name}” là loại tài liệu khác: {type}.", "Hãy chọn đúng tệp.")
    NEWER = ("P512", "“{name}” theo quy cách {version}, mới hơn phần mềm này.", UPDATE_REMEDY)
    VALUE = ("P513", "“{name}” có giá trị không dùng được: {why}.", EXPORT_REMEDY)
    EVIDENCE_ABSENT = ("P514", "Hồ sơ dẫn tài liệu {sha256}… nhưng gói không có.", EXPORT_REMEDY)
    EVIDENCE_UNCITED = (
        "P515",
        "Gói có “{name}” nhưng hồ sơ không dẫn tài liệu này.",
        EXPORT_REMEDY,
    )
    EVIDENCE_ENDING = (
        "P516",
        "Hồ sơ ghi tài liệu “{name}”, nhưng trong gói tệp này là “{other}”, khác đuôi tệp.",
        SENDER_REMEDY,
    )
    EVIDENCE_TWICE = (
        "P517",
        "Một tài liệu nằm trong gói dưới hai tên: “{name}” và “{other}”.",
        SENDER_REMEDY,
    )
    EVIDENCE_MEDIATYPE = (
        "P518",
        "Hồ sơ ghi “{name}” là loại {own}, bản kê ghi loại {listed}.",
        SENDER_REMEDY,
    )


def package_fault(code: PackageCode, **texts: object) -> PackageFaultError:
    """Build the error of a code; `texts` fill its sentence, cut to 80 characters and printable."""
    shown = {key: printable_name(str(text)) for key, text in texts.items()}
    return PackageFaultError(code.number, f"{code.format(**shown)} {code.remedy}")


def printable_name(text: str, most: int = 80) -> str:
    """Return at most `most` characters of an untrusted text, its control characters escaped."""
    shown = escape_control_chars(text)
    return shown if len(shown) <= most else shown[:most] + "…"
