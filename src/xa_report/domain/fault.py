"""Faults of definition files, and the catalogue of their permanent codes."""

from dataclasses import dataclass

from xa_report.domain.catalogue import CatalogueCode


class FaultCode(CatalogueCode):
    """Fault codes: sentence, remedy. A number never changes once released."""

    NOT_TOML = ("D001", "tệp không đọc được: {why}", "sửa cú pháp TOML ở dòng đó")
    NOT_UTF8 = ("D002", "tệp không phải UTF-8", "lưu lại tệp với bảng mã UTF-8")
    NOT_NFC = ("D003", "chữ “{text}” chưa ở dạng Unicode dựng sẵn", "chuyển sang Unicode dựng sẵn")
    FILE_MISSING = ("D004", "không tìm thấy tệp “{name}”", "kiểm tra đường dẫn trong uses")
    NOT_DEFINITION = (
        "D005",
        "tệp không có bảng [form] hay [plan]",
        "thêm [form] hoặc [plan] ở đầu tệp",
    )
    UNKNOWN_KEY = ("D006", "khóa “{key}” không có trong quy cách{hint}", "sửa hoặc xóa khóa này")
    KEY_MISSING = ("D007", "thiếu khóa “{key}”", "thêm khóa này")
    WRONG_TYPE = ("D008", "khóa “{key}” không đúng kiểu: {why}", "ghi lại giá trị cho đúng kiểu")
    BAD_ID = ("D009", "mã “{id}” chỉ được gồm a-z, 0-9 và _", "đổi mã")
    BAD_CODE = ("D010", "mã tiêu chí “{code}” phải là các số cách nhau dấu chấm", "đổi mã")
    DUPLICATE = ("D011", "“{id}” bị khai báo hai lần{where}", "đổi tên hoặc bỏ một khai báo")
    UNKNOWN_REFERENCE = (
        "D012",
        "“{ref}” không phải số liệu hay chỉ số nào{hint}",
        "khai báo hoặc sửa mã",
    )
    CYCLE = ("D013", "các chỉ số tham chiếu vòng: {path}", "bỏ một tham chiếu trong vòng")
    NO_PARENT = ("D014", "không có lĩnh vực hay tiêu chí cha “{parent}”", "khai báo mục cha")
    MAXIMA_DIFFER = (
        "D015",
        "điểm tối đa {have} khác tổng các mục con {sum}",
        "sửa điểm cho khớp tổng",
    )
    TOTAL_DIFFERS = (
        "D016",
        "tổng điểm các lĩnh vực là {sum}, khác total = {have}",
        "sửa điểm hoặc total",
    )
    RULE_AND_CHILDREN = (
        "D017",
        "tiêu chí có tiêu chí con nên không được có rule",
        "bỏ rule hoặc bỏ tiêu chí con",
    )
    NO_RULE = ("D018", "tiêu chí không có tiêu chí con nên phải có rule", "thêm rule")
    UNKNOWN_RULE = ("D019", "kiểu chấm “{kind}” không có{hint}", "sửa rule.kind")
    CANNOT_REACH = (
        "D020",
        "cao nhất chỉ đạt {best} điểm, không tới điểm tối đa {max}",
        "sửa rule hoặc max",
    )
    EXCEEDS_MAX = ("D021", "có mức {best} điểm, vượt điểm tối đa {max}", "sửa rule hoặc max")
    BANDS_ORDER = (
        "D022",
        "các mức phải xếp một chiều, không trùng nhau (đang là {bands})",
        "xếp lại các mức",
    )
    BANDS_DIRECTION = (
        "D023",
        "các mức xếp {order} nhưng chỉ số “{ref}” ghi better = “{better}”",
        "xếp lại các mức hoặc sửa better",
    )
    POINTS_ORDER = (
        "D024",
        "mức tốt hơn lại được ít điểm hơn ({points})",
        "xếp lại điểm của các mức",
    )
    WRONG_KIND = (
        "D025",
        "“{ref}” là {have}, ở đây cần {want}",
        "dùng số liệu đúng loại",
    )
    UNKNOWN_OPTION = ("D026", "“{option}” không phải lựa chọn của “{ref}”", "sửa mã lựa chọn")
    NO_OPTIONS = ("D027", "số liệu chọn hoặc đánh dấu phải có options", "thêm options")
    WEIGHTS = ("D028", "tổng trọng số là {sum}, phải bằng 1", "sửa các weight")
    NO_CASE = ("D029", "lựa chọn “{option}” chưa có quy tắc", "thêm vào cases")
    NEGATIVE = ("D030", "“{key}” là {value}, không được âm", "ghi số không âm")
    BAD_DAY = ("D031", "ngày “{day}” không đúng dạng tháng-ngày (ví dụ 01-31)", "sửa ngày")
    BAD_OPERATOR = ("D032", "dấu so sánh “{op}” không có", "dùng >= <= > < = !=")
    RATING_ORDER = (
        "D033",
        "mức xếp loại “{name}” không thấp hơn mức đứng trước",
        "xếp các mức từ cao xuống thấp",
    )
    RATING_HOLE = (
        "D034",
        "mức xếp loại thấp nhất bắt đầu từ {from_}, để hở phía dưới",
        "đặt from = 0",
    )
    UNKNOWN_BAND = ("D035", "không có mức xếp loại “{name}”", "sửa tên mức")
    ONE_OF = ("D036", "phải có đúng một trong: {keys}", "giữ lại một khóa")
    RANGE = ("D037", "minimum {low} lớn hơn maximum {high}", "sửa hai giới hạn")
    TEST_FAILED = (
        "D038",
        "ví dụ “{name}”: {what} là {have}, phải là {want}",
        "sửa quy tắc hoặc sửa ví dụ",
    )
    TEST_ANSWER = ("D039", "ví dụ “{name}”: {why}", "sửa câu trả lời trong ví dụ")
    BAD_PERIOD = ("D040", "kỳ “{period}” không hợp với biểu mẫu ({kind})", "sửa period")
    BAD_YEARS = ("D041", "years {years} không hợp lệ", "ghi [năm đầu, năm cuối], trong kế hoạch")
    TARGET_VALUE = ("D042", "chỉ tiêu “{op}” cần {want}", "sửa value")
    AGGREGATE = ("D043", "chỉ tiêu cấp tỉnh: {why}", "sửa aggregate hoặc indicator")
    SAME_VERSION = (
        "D044",
        "{id} bản {version} đã có với nội dung khác ({other})",
        "đổi version",
    )
    ITEMS_DIFFER = (
        "D045",
        "“{id}” được khai báo khác nhau ở {first} và {second}",
        "dùng chung một khai báo",
    )
    WINDOW = ("D046", "thời hạn “{name}” có ngày đầu sau ngày cuối", "sửa hai ngày")
    EMPTY = ("D047", "“{key}” không được để trống", "ghi nội dung")
    SURVEY_ITEM = (
        "D048",
        '“{ref}” của rule survey phải có filled_by = "province"',
        "sửa số liệu",
    )
    STEP_COUNT = ("D049", "mức {count} nhiều hơn {options} lựa chọn", "sửa steps")
    RATIO_SAME = ("D050", "tử số và mẫu số của “{id}” là một", "sửa ratio")
    COLUMNS = ("D051", "cột “{column}” có kiểu “{kind}” không dùng được", "sửa columns")
    DECIMALS = (
        "D052",
        "{max} có nhiều chữ số lẻ hơn decimals = {decimals}",
        "sửa max hoặc decimals",
    )
    NOT_POSITIVE = ("D053", "“{key}” là {value}, phải lớn hơn 0", "ghi số lớn hơn 0")
    # D054 is left out: a number that was used once is not given to another fault.
    DEEP = ("D055", "“{key}” lồng quá {limit} tầng", "viết lại cho phẳng hơn")
    NOTHING = ("D056", "không có tệp .toml nào trong “{name}”", "kiểm tra đường dẫn")
    NUMBER = (
        "D057",
        "số {value} không dùng được{where}",
        "ghi số hữu hạn, không quá 15 chữ số phần nguyên và 10 chữ số lẻ",
    )


@dataclass(frozen=True, slots=True)
class UnplacedFault:
    """A fault whose file is not known yet."""

    code: FaultCode
    texts: dict[str, str]
    key: str = ""
    """The key within the entry, `rule.bands`."""


def unplaced_fault(code: FaultCode, where: str = "", /, **texts: object) -> UnplacedFault:
    """Build a fault; `where` is the key within the entry, `texts` fill its sentence."""
    return UnplacedFault(code, {name: str(value) for name, value in texts.items()}, where)


@dataclass(frozen=True, slots=True)
class DefinitionFault:
    """A fault of a definition file: where it stands, sentence and remedy."""

    code: str
    file: str
    place: str
    """As a person finds it: `dòng 120, [[criterion]] 3.2, rule.bands`."""
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.code} {self.message}; hãy {self.remedy}."


def locate_fault(fault: UnplacedFault, file: str, location: str) -> DefinitionFault:
    """Build the fault of a file; without location and key it is of the whole file."""
    where = ", ".join(part for part in (location, fault.key) if part) or "cả tệp"
    message = fault.code.format(**fault.texts)
    return DefinitionFault(fault.code.number, file, where, message, fault.code.remedy)
