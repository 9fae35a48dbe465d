"""Examination of one received file without the register, and the codes of intake."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from xa_report.assess.assessment import score_only
from xa_report.assess.province.ranking import build_candidate
from xa_report.assess.record_check import (
    RecordFault,
    assess_received,
    counted_report,
    record_faults,
)
from xa_report.domain.assessment import Assessment
from xa_report.domain.catalogue import CatalogueCode
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.domain.score_summary import CriterionPoints, ScoreSummary, summarize_scores
from xa_report.domain.text import printable_file_name
from xa_report.errors import EnvironmentFailedError, PackageFaultError
from xa_report.package.reader import open_package
from xa_report.package.report_record import ReportRecord
from xa_report.package.zip_reader import MAX_ARCHIVE_SIZE
from xa_report.province.appraisal.summary import CaseSummary, summarize_assessments
from xa_report.province.database.submissions import RecomputedRow
from xa_report.province.database.units import match_unit
from xa_report.province.register import ExaminationContext
from xa_report.verification.content import ReceivedReport, receive_package, receive_pdf


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
    RECORD_FAULTS = ("N17", "Hồ sơ trong báo cáo có {count} lỗi, chưa nhận được: {faults}")
    OTHER_PLANS = (
        "N18",
        "Báo cáo không đối chiếu với kế hoạch đang áp dụng cho năm {year} theo sổ của tỉnh: "
        "{plans}. Cần một người đồng ý trước khi nhận.",
    )
    OUT_OF_SEASON = (
        "N19",
        "Kỳ {period} {why}, theo ngày nhận {day}. Cần một người đồng ý trước khi nhận.",
    )
    SEQUENCE_GAP = (
        "N20",
        "Bản L{sequence} nhảy quá xa: sổ mới có đến {known}. Cần một người đồng ý trước khi nhận.",
    )
    UNIT_FACTS = (
        "N21",
        "Báo cáo ghi khác danh mục đơn vị của tỉnh: {facts}. Nếu xã ghi đúng, hãy bổ sung vào danh "
        "mục (ngày thành lập ở cột formed), nạp bằng lệnh xa-report province units, rồi nhận lại "
        "tệp đang giữ riêng; nếu danh mục đúng, đề nghị xã lập lại tệp số liệu theo danh mục.",
    )


MAX_SINGLE_PDF_BYTES = 64 * 2**20
"""Bytes that are read of a PDF: more than the reader of attachments allows, so that it says so."""


@dataclass(frozen=True, slots=True)
class ExaminedFile:
    """One file with all that its examination found."""

    path: Path
    sha256: str = ""
    size: int = 0
    received: ReceivedReport | None = None
    code: str = ""
    """Number of the fault for which it could not be received; "" when it could."""
    reason: str = ""
    recomputed: tuple[RecomputedRow, ...] = ()
    summary: CaseSummary | None = None
    """Summary of the report by itself; None when its definitions are not known."""
    faults: tuple[RecordFault, ...] | None = None
    """All faults of the record itself; None when its definitions are not known."""
    moment: datetime | None = None
    """Moment of the examination, by which the season of the period is judged."""
    is_unrelated: bool = False
    """True for a PDF of another kind that lay in the same folder."""

    @property
    def name(self) -> str:
        """The name of the file, made printable: strangers may use bytes that are no text."""
        return printable_file_name(self.path.name)


def examine_file(path: Path, context: ExaminationContext) -> ExaminedFile:
    """Examine a file: read, verify and assess it; no content of the file raises an error."""
    try:
        size = path.stat().st_size
        received, record = _receive_file(path, context)
    except PackageFaultError as error:
        return refused_file(path, error.code, str(error))
    except (EnvironmentFailedError, OSError) as error:
        return _unreadable_file(path, error)
    examined_file = ExaminedFile(path, received.sha256, size, received, moment=context.moment)
    report = record.report
    if not context.known_definitions.has_all(report.form_sha256, report.plan_sha256):
        return examined_file
    return _judge_record(examined_file, received, record, context)


def _judge_record(
    examined_file: ExaminedFile,
    received: ReceivedReport,
    record: ReportRecord,
    context: ExaminationContext,
) -> ExaminedFile:
    """Assess a record by the register's definitions and list of units."""
    report = record.report
    form, plans = context.known_definitions.form_and_plans(report.form_sha256, report.plan_sha256)
    unit = match_unit(context.unit_entries, report.unit).unit or report.unit
    counted = counted_report(report, form, plans, unit)
    own = assess_received(counted, form, plans)
    candidate = build_candidate(
        unit, received.manifest_sha256, form, sent=own, appraised=own, closed=False
    )
    return replace(
        examined_file,
        recomputed=_point_differences(record.outcome, own),
        summary=summarize_assessments(candidate, report.period, own),
        faults=tuple(record_faults(report, form, plans, own)),
    )


def refused_file(path: Path, code: str, reason: str) -> ExaminedFile:
    """Build the result for a file that cannot be received.

    It has a hash when the file can be read and is no larger than a package may be.
    """
    try:
        size = path.stat().st_size
        digest = _hash_if_small(path) if size <= MAX_ARCHIVE_SIZE and path.is_file() else ""
    except OSError as error:
        return _unreadable_file(path, error)
    return ExaminedFile(path, digest, size, code=code, reason=reason)


def _unreadable_file(path: Path, error: Exception) -> ExaminedFile:
    code = IntakeCode.UNREADABLE
    reason = code.format(why=getattr(error, "strerror", None) or error)
    return ExaminedFile(path, code=code.number, reason=reason)


def _hash_if_small(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(2**20):
            digest.update(chunk)
    return digest.hexdigest()


def _receive_file(path: Path, context: ExaminationContext) -> tuple[ReceivedReport, ReportRecord]:
    # Opening a pipe or device would wait for ever.
    if not path.is_file():
        raise EnvironmentFailedError("không phải là tệp thường, hoặc tệp không còn ở đó")
    with path.open("rb") as file:
        head = file.read(5)
        if head.startswith(b"%PDF-"):
            data = head + file.read(MAX_SINGLE_PDF_BYTES)
            alone = receive_pdf(data, context.trust, "", context.moment)
            return alone, alone.record
    with open_package(path, evidence=False) as package:
        return receive_package(package, context.trust, context.moment), package.record


def recomputed_differences(
    report: Report,
    sent_outcome: ScoreSummary,
    form: Form,
    plans: tuple[Plan, ...],
    previous: Report | None = None,
) -> tuple[RecomputedRow, ...]:
    """Assess a report; return the criteria and totals that differ from the sent ones, by code."""
    return _point_differences(sent_outcome, score_only(report, form, plans, previous))


def _point_differences(
    sent_outcome: ScoreSummary, assessed: Assessment
) -> tuple[RecomputedRow, ...]:
    own = summarize_scores(assessed)
    codes = sorted(sent_outcome.points.keys() | own.points.keys())
    pairs = [(code, sent_outcome.points.get(code), own.points.get(code)) for code in codes]
    differences = [
        RecomputedRow(code, _points_text(a), _points_text(b)) for code, a, b in pairs if a != b
    ]
    for name in ("total", "applicable", "bonus", "penalty", "result", "percent", "rating"):
        a, b = getattr(sent_outcome, name), getattr(own, name)
        if a != b:
            differences.append(RecomputedRow(name, str(a), str(b)))
    return tuple(differences)


def _points_text(points: CriterionPoints | None) -> str:
    if points is None:
        return "-"
    return f"{points.points}/{points.applicable} ({points.state})"
