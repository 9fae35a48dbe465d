"""The catalogue of everything for which a package is refused; a code never changes."""

from xa_report.domain.catalogue import CatalogueCode
from xa_report.domain.text import escape_control_chars
from xa_report.errors import PackageFaultError

COPY = "Hãy chép lại gói từ máy của đơn vị gửi rồi mở lại."
AGAIN = "Hãy đề nghị đơn vị gửi xuất lại gói bằng phần mềm, không nén lại bằng tay."
SENDER = "Không mở gói này; hãy báo đơn vị gửi và đề nghị gửi gói khác."
UPDATE = "Hãy cập nhật phần mềm lên bản mới rồi mở lại."


class PackageCode(CatalogueCode):
    """Package faults: code, sentence, remedy. Structure, names, content, manifest, PDF, JSON."""

    NOT_ZIP = ("P001", "“{name}” không phải là gói báo cáo (.zip).", "Hãy chọn đúng tệp gói.")
    EMPTY = ("P002", "“{name}” rỗng (0 byte).", COPY)
    TRUNCATED = ("P003", "“{name}” bị cụt: thiếu phần cuối của gói.", COPY)
    APPENDED = ("P004", "Sau phần cuối của gói còn {bytes} byte lạ.", AGAIN)
    COMMENT = ("P005", "Gói có kèm lời chú thích lạ.", AGAIN)
    PREPENDED = ("P006", "Trước phần đầu của gói có {bytes} byte lạ.", AGAIN)
    SPLIT = ("P007", "Gói bị chia thành nhiều phần.", AGAIN)
    ZIP64 = ("P008", "Gói dùng kiểu nén ZIP64, quy cách không cho phép.", AGAIN)
    TOO_LARGE = ("P009", "Gói lớn hơn 4 GiB.", "Hãy giảm dung lượng tài liệu kiểm chứng.")
    TOO_MANY = ("P010", "Gói có {count} tệp, nhiều hơn {most}.", "Hãy gộp bớt tài liệu.")
    NO_ENTRIES = ("P011", "Gói không có tệp nào.", AGAIN)
    DIRECTORY = ("P012", "Mục lục của gói bị hỏng: {why}.", COPY)
    ENCRYPTED = ("P013", "“{name}” bị đặt mật khẩu.", AGAIN)
    DESCRIPTOR = ("P014", "“{name}” không ghi kích thước ở đầu tệp.", AGAIN)
    FLAGS = ("P015", "“{name}” dùng tùy chọn nén không được phép.", AGAIN)
    METHOD = ("P016", "“{name}” nén theo kiểu không được phép.", AGAIN)
    EXTRA = ("P017", "“{name}” có phần mở rộng lạ trong mục lục.", AGAIN)
    ENTRY_COMMENT = ("P018", "“{name}” có kèm lời chú thích lạ.", AGAIN)
    HEADERS_DIFFER = ("P019", "“{name}” ghi khác nhau ở mục lục và ở đầu tệp.", SENDER)
    OVERLAP = ("P020", "“{name}” chồng lên tệp khác trong gói.", SENDER)
    GAP = ("P021", "Trước “{name}” có {bytes} byte không thuộc tệp nào.", SENDER)
    SPECIAL = ("P022", "“{name}” là liên kết hoặc tệp đặc biệt.", SENDER)
    FOLDER = ("P023", "“{name}” là thư mục; gói chỉ được có tệp.", AGAIN)
    ENTRY_TOO_LARGE = ("P024", "“{name}” lớn hơn 2 GiB.", "Hãy giảm dung lượng tệp này.")
    RATIO = ("P025", "“{name}” nén quá {most} lần, có dấu hiệu phá hoại.", SENDER)
    NO_HEADER = ("P026", "Không thấy phần đầu của “{name}” ở nơi mục lục chỉ.", COPY)
    OUT_OF_BOUNDS = ("P027", "“{name}” vượt ra ngoài phần dữ liệu của gói.", SENDER)
    VERSION = ("P028", "“{name}” cần phần mềm giải nén đời khác.", AGAIN)

    NAME_EMPTY = ("P101", "Gói có tệp không tên.", SENDER)
    NAME_NOT_ASCII = ("P102", "Tên “{name}” có ký tự ngoài bảng ASCII.", AGAIN)
    NAME_CHARACTER = ("P103", "Tên “{name}” có ký tự bị cấm.", SENDER)
    NAME_BACKSLASH = ("P104", "Tên “{name}” có dấu gạch chéo ngược.", SENDER)
    NAME_ABSOLUTE = ("P105", "Tên “{name}” là đường dẫn tuyệt đối.", SENDER)
    NAME_PARENT = ("P106", "Tên “{name}” trỏ ra ngoài gói hoặc có đoạn trống.", SENDER)
    NAME_RESERVED = ("P107", "Tên “{name}” là tên dành riêng của Windows.", SENDER)
    NAME_TRAILING = ("P108", "Tên “{name}” có dấu chấm hoặc dấu cách ở cuối.", SENDER)
    NAME_TWICE = ("P109", "Gói có hai tệp cùng tên “{name}”.", SENDER)
    NAME_COLLISION = ("P110", "“{name}” và “{other}” sẽ trùng tên trên Windows.", SENDER)
    NAME_TOO_LONG = ("P111", "Tên “{name}” quá dài.", AGAIN)
    NAME_UNKNOWN = ("P112", "“{name}” không phải là tệp mà gói được có.", AGAIN)
    PART_MISSING = ("P113", "Gói thiếu tệp “{name}”.", AGAIN)

    SIZE_LIES = ("P201", "“{name}” không dài đúng như đã ghi.", SENDER)
    CRC = ("P202", "“{name}” bị hỏng: sai mã kiểm tra.", COPY)
    DEFLATE = ("P203", "“{name}” không giải nén được.", COPY)
    DEFLATE_TAIL = ("P204", "Sau phần nén của “{name}” còn byte lạ.", SENDER)

    UNLISTED = ("P301", "“{name}” không có trong bản kê.", SENDER)
    LISTED_ABSENT = ("P302", "Bản kê có “{name}” nhưng gói không có tệp này.", AGAIN)
    LISTED_SIZE = ("P303", "“{name}” không dài như bản kê ghi.", SENDER)
    LISTED_HASH = ("P304", "Nội dung “{name}” khác với bản kê.", SENDER)
    EVIDENCE_NAME = ("P305", "Tên “{name}” khác mã băm của chính tệp đó.", SENDER)
    LISTED_TWICE = ("P306", "Bản kê ghi “{name}” hai lần.", SENDER)
    LISTS_ITSELF = ("P307", "Bản kê không được ghi “{name}”.", AGAIN)
    IDENTITY = ("P308", "Bản kê mang tên “{name}”, hồ sơ lại là “{other}”.", SENDER)

    NOT_PDF = ("P401", "“{name}” không phải là PDF đọc được.", COPY)
    PDF_ENCRYPTED = ("P402", "“{name}” bị đặt mật khẩu.", "Hãy xuất lại PDF không mật khẩu.")
    NOT_ATTACHED = ("P403", "PDF không mang theo “{name}”.", "Hãy dùng đúng PDF phần mềm xuất ra.")
    ATTACHED_TWICE = ("P404", "PDF mang theo hai tệp cùng tên “{name}”.", SENDER)
    ATTACHED_FOREIGN = ("P405", "PDF mang theo tệp lạ “{name}”.", SENDER)
    NO_RELATION = ("P406", "“{name}” trong PDF không được khai báo là dữ liệu kèm theo.", SENDER)
    ATTACHED_TOO_LARGE = ("P407", "“{name}” trong PDF lớn hơn {most} MiB.", SENDER)
    ATTACHED_FILTER = ("P408", "“{name}” trong PDF nén theo kiểu không được phép.", SENDER)
    ATTACHED_SIZE = ("P409", "“{name}” trong PDF không dài đúng như đã ghi.", SENDER)
    ATTACHED_NAMES = ("P410", "“{name}” trong PDF mang nhiều tên khác nhau.", SENDER)
    PDF_OTHER_RECORD = ("P411", "Số liệu trong PDF khác với report.json của gói.", SENDER)
    PDF_OTHER_MANIFEST = ("P412", "Bản kê trong PDF khác với bản kê của gói.", SENDER)
    PDF_TOO_LARGE = ("P413", "“{name}” lớn hơn {most} MiB.", "Hãy dùng PDF phần mềm xuất ra.")
    PDF_BOMB = ("P414", "“{name}” nén bất thường, có dấu hiệu phá hoại.", SENDER)
    PAGE_ATTACHMENT = ("P415", "Trang {page} của PDF có tệp đính kèm lạ.", SENDER)

    NOT_UTF8 = ("P501", "“{name}” không phải UTF-8 hoặc có dấu BOM.", AGAIN)
    NOT_JSON = ("P502", "“{name}” không phải JSON đúng cú pháp.", AGAIN)
    KEY_TWICE = ("P503", "“{name}” có khóa “{key}” hai lần.", SENDER)
    TOO_DEEP = ("P504", "“{name}” lồng quá {most} tầng.", SENDER)
    JSON_TOO_LARGE = ("P505", "“{name}” quá lớn.", SENDER)
    NUMBER = ("P506", "“{name}” có số lẻ hoặc số quá lớn viết trực tiếp: {number}.", AGAIN)
    HALF_CHARACTER = ("P507", "“{name}” có ký tự hỏng.", AGAIN)
    SHAPE = ("P508", "“{name}” không đúng quy cách ở {place}.", AGAIN)
    UNKNOWN_FIELD = ("P509", "“{name}” có mục không có trong quy cách.", AGAIN)
    NOT_CANONICAL = ("P510", "“{name}” không ở dạng chuẩn.", AGAIN)
    DOCUMENT_TYPE = ("P511", "“{name}” là loại tài liệu khác: {type}.", "Hãy chọn đúng tệp.")
    NEWER = ("P512", "“{name}” theo quy cách {version}, mới hơn phần mềm này.", UPDATE)
    VALUE = ("P513", "“{name}” có giá trị không dùng được: {why}.", AGAIN)
    EVIDENCE_ABSENT = ("P514", "Hồ sơ dẫn tài liệu {sha256}… nhưng gói không có.", AGAIN)
    EVIDENCE_UNCITED = ("P515", "Gói có “{name}” nhưng hồ sơ không dẫn tài liệu này.", AGAIN)


def fault(code: PackageCode, **texts: object) -> PackageFaultError:
    """Make the error of a code with the words of its sentence; names are cut and made visible."""
    shown = {key: printable(str(text)) for key, text in texts.items()}
    return PackageFaultError(code.number, f"{code.format(**shown)} {code.remedy}")


def printable(text: str, most: int = 80) -> str:
    """Write a text of a stranger so that it can neither hide nor move anything on the screen."""
    shown = escape_control_chars(text)
    return shown if len(shown) <= most else shown[:most] + "…"
