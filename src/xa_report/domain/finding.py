"""Findings of an assessment, and the catalogue of their permanent codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from xa_report.domain.catalogue import CatalogueCode


class Severity(StrEnum):
    """An error blocks submission, a warning needs a written reason, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class FindingCode(CatalogueCode):
    """Finding codes: severity, sentence, remedy. A number never changes once released."""

    # C0: single answers and typed points, C1: checks between items, C2: criteria, C3: plan targets.
    NOT_REPORTED = (
        "C001",
        Severity.ERROR,
        "{label}: chưa có số liệu.",
        "Nhập số liệu, hoặc chọn “Không phát sinh” và ghi lý do.",
    )
    BELOW_MINIMUM = (
        "C002",
        Severity.ERROR,
        "{label}: {value} nhỏ hơn mức thấp nhất {limit}.",
        "Kiểm tra lại số liệu đã nhập.",
    )
    ABOVE_MAXIMUM = (
        "C003",
        Severity.ERROR,
        "{label}: {value} lớn hơn mức cao nhất {limit}.",
        "Kiểm tra lại số liệu đã nhập.",
    )
    NOT_ARISEN_FORBIDDEN = (
        "C004",
        Severity.ERROR,
        "{code} {title}: không được ghi “không phát sinh” ({why}).",
        "Nhập số liệu thật của kỳ báo cáo.",
    )
    NOT_WHOLE = (
        "C005",
        Severity.ERROR,
        "{label}: {value} không phải số đếm (số nguyên, không âm).",
        "Nhập số nguyên từ 0 trở lên.",
    )
    UNKNOWN_OPTION = (
        "C006",
        Severity.ERROR,
        "{label}: lựa chọn “{value}” không có trong biểu mẫu.",
        "Chọn lại trong danh sách.",
    )
    NO_REASON = (
        "C007",
        Severity.ERROR,
        "{label}: ghi “không phát sinh” nhưng chưa có lý do.",
        "Ghi lý do không phát sinh.",
    )
    NO_SOURCE_DATE = (
        "C008",
        Severity.WARNING,
        "{label}: chưa ghi ngày lấy số liệu từ nguồn bên ngoài.",
        "Ghi ngày lấy số liệu, hoặc nêu lý do.",
    )
    MANUAL_MISSING = (
        "C009",
        Severity.ERROR,
        "{code} {title}: chưa có điểm tự chấm.",
        "Nhập điểm tự chấm và giải trình.",
    )
    MANUAL_STEP = (
        "C010",
        Severity.ERROR,
        "{code} {title}: điểm tự chấm {value} không hợp lệ ({limit}).",
        "Nhập lại điểm theo đúng bước chấm và không quá điểm tối đa.",
    )
    INVALID_ANSWER = (
        "C011",
        Severity.ERROR,
        "{label}: {why}.",
        "Nhập lại số liệu này.",
    )
    SUM_DIFFERS = (
        "C101",
        Severity.ERROR,
        "{left} cộng lại bằng {a}, nhưng {right} là {b} (lệch {gap}).",
        "Sửa số thành phần hoặc số tổng cho khớp.",
    )
    EXCEEDS = (
        "C102",
        Severity.ERROR,
        "{left} ({a}) lớn hơn {right} ({b}).",
        "Kiểm tra lại hai số liệu này.",
    )
    DATE_ORDER = (
        "C103",
        Severity.ERROR,
        "{left} ({a}) sau {right} ({b}).",
        "Kiểm tra lại hai ngày này.",
    )
    OUTSIDE_PERIOD = (
        "C104",
        Severity.ERROR,
        "{left}: ngày {a} nằm ngoài kỳ báo cáo ({b}).",
        "Nhập ngày trong kỳ báo cáo.",
    )
    CARRY_OVER = (
        "C105",
        Severity.ERROR,
        "{right} là {b}, nhưng {left} của kỳ trước là {a}.",
        "Số chuyển sang phải bằng số cuối kỳ trước; sửa lại hoặc báo kỳ trước.",
    )
    IMPLAUSIBLE = (
        "C106",
        Severity.WARNING,
        "{left} thay đổi {gap} so với kỳ trước ({b} → {a}).",
        "Kiểm tra số liệu; nếu đúng, ghi lý do.",
    )
    NOT_TOGETHER = (
        "C107",
        Severity.ERROR,
        "{left} có số liệu nhưng {right} thì chưa.",
        "Nhập đủ cả hai, hoặc bỏ trống cả hai.",
    )
    ACCUMULATION = (
        "C108",
        Severity.WARNING,
        "{left} của {period} ({a}) nhỏ hơn {b} của {earlier}.",
        "Số lũy kế không thể giảm; kiểm tra lại các kỳ, hoặc ghi lý do.",
    )
    ABOVE_WHOLE = (
        "C109",
        Severity.WARNING,
        "{label}: {value}, tử số {a} lớn hơn mẫu số {b}.",
        "Kiểm tra lại hai số liệu này; nếu đúng, ghi lý do.",
    )
    EVIDENCE_MISSING = (
        "C201",
        Severity.ERROR,
        "{code} {title}: thiếu tài liệu kiểm chứng ({have}/{need}), chưa được tính điểm.",
        "Đính kèm tài liệu, hoặc ghi giải trình nếu biểu mẫu cho phép.",
    )
    EVIDENCE_EXPLAINED = (
        "C202",
        Severity.NOTE,
        "{code} {title}: thiếu tài liệu kiểm chứng, đã có giải trình.",
        "Bổ sung tài liệu nếu có.",
    )
    EXPLANATION_MISSING = (
        "C203",
        Severity.WARNING,
        "{code} {title}: {points} điểm, dưới {limit}, cần giải trình.",
        "Ghi giải trình cho tiêu chí này.",
    )
    PRECONDITION = (
        "C204",
        Severity.NOTE,
        "{code} {title}: không tính điểm vì {why}.",
        "Xem lại điều kiện của tiêu chí.",
    )
    MANUAL_EXPLANATION = (
        "C205",
        Severity.ERROR,
        "{code} {title}: điểm tự chấm cần có giải trình.",
        "Ghi căn cứ của điểm tự chấm.",
    )
    UNPRINTABLE = (
        "C206",
        Severity.ERROR,
        "{label}: văn bản in không có ký tự {characters}.",
        "Xóa hoặc thay ký tự này bằng chữ.",
    )
    UNPRINTABLE_NAME = (
        "C207",
        Severity.ERROR,
        "{code} {title}: tên tài liệu “{name}” có ký tự mà văn bản in không có: {characters}.",
        "Đổi tên tài liệu này, bằng nút “Đổi tên…” hoặc lệnh commune rename-evidence.",
    )
    LETTERHEAD_TOO_LONG = (
        "C208",
        Severity.ERROR,
        "Thể thức văn bản: {parts} dài quá một trang giấy nên không in được.",
        "Rút gọn phần này trong thể thức văn bản.",
    )
    TARGET_MISSED = (
        "C301",
        Severity.NOTE,
        "Chưa đạt kế hoạch: {label} {value}, chỉ tiêu {target}. {close}",
        "Xem phần đối chiếu kế hoạch.",
    )
    TARGETS_DISAGREE = (
        "C302",
        Severity.NOTE,
        "{label}: hai kế hoạch giao khác nhau ({targets}).",
        "Áp dụng mức chặt hơn: {strict}.",
    )
    TARGET_UNKNOWN = (
        "C303",
        Severity.NOTE,
        "{label}: chưa đủ số liệu để đối chiếu kế hoạch.",
        "Nhập số liệu nếu có.",
    )
    PLAN_TARGET_ABSENT = (
        "C304",
        Severity.NOTE,
        "{code} {title}: không kế hoạch nào giao chỉ tiêu; tính theo mức {limit}.",
        "Chọn kế hoạch có chỉ tiêu này nếu có.",
    )

    def __init__(self, number: str, severity: Severity, sentence: str, remedy: str) -> None:
        super().__init__(number, sentence, remedy)
        self.severity = severity


@dataclass(frozen=True, slots=True)
class FindingLocation:
    """The item, criterion, check or target that a finding is about."""

    kind: str
    """`item`, `criterion`, `check` or `target`."""
    id: str
    items: tuple[str, ...] = ()
    """Items to look at."""
    criterion: str = ""
    """Criterion to open, where there is one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a check of the answers."""

    code: str
    severity: Severity
    place: FindingLocation
    message: str
    remedy: str
    numbers: Mapping[str, str]
    """The shown numbers by name."""
    reason: str = ""
    """The user's reason in answer to a warning."""
    causes: tuple[str, ...] = ()
    """Item ids whose own finding is the root of this one."""

    @property
    def key(self) -> str:
        """Code and id of the location, `C001@births`; reasons are stored under it."""
        return f"{self.code}@{self.place.id}"

    @property
    def is_open(self) -> bool:
        """True for an error and for a warning without a reason: both prevent submission."""
        return self.severity is Severity.ERROR or (
            self.severity is Severity.WARNING and not self.reason.strip()
        )


def build_finding(
    finding_code: FindingCode,
    location: FindingLocation,
    texts: Mapping[str, str],
    *,
    severity: Severity | None = None,
    reason: str = "",
) -> Finding:
    """Build a finding; raise KeyError when `texts` lacks a word of its sentence."""
    return Finding(
        code=finding_code.number,
        severity=severity or finding_code.severity,
        place=location,
        message=finding_code.format(**texts),
        remedy=finding_code.remedy.format(**texts)
        if "{" in finding_code.remedy
        else finding_code.remedy,
        numbers=texts,
        reason=reason,
    )
