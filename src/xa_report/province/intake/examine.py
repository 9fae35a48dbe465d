"""Examination of one received file in a worker process, and the codes of intake."""

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from xa_report.assess.assessment import score_only
from xa_report.assess.province.ranking import build_candidate
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


LARGEST_SINGLE_PDF = 64 * 2**20
"""Bytes of a PDF that is read whole; the carrier has a smaller limit and says so."""


@dataclass(frozen=True, slots=True)
class ExaminedFile:
    """One file and all that can be said of it without the register."""

    path: Path
    sha256: str = ""
    size: int = 0
    received: ReceivedReport | None = None
    code: str = ""
    """Of the fault for which it could not be received."""
    reason: str = ""
    recomputed: tuple[RecomputedRow, ...] = ()
    summary: CaseSummary | None = None
    """What the report comes to by itself; None when its definitions are not known."""
    is_unrelated: bool = False
    """It only lay in the same folder and is no report at all."""

    @property
    def name(self) -> str:
        """How the file is called; a stranger may have called it anything that is no text at all."""
        return printable_file_name(self.path.name)


def examine_file(path: Path, context: ExaminationContext) -> ExaminedFile:
    """Say what a file is; never raise for what a stranger wrote into it."""
    try:
        size = path.stat().st_size
        received, record = _receive_file(path, context)
    except PackageFaultError as error:
        return refused_file(path, error.code, str(error))
    except (EnvironmentFailedError, OSError) as error:
        return _unreadable_file(path, error)
    found = ExaminedFile(path, received.sha256, size, received)
    report = record.report
    if not context.known_definitions.has_all(report.form_sha256, report.plan_sha256):
        return found
    form, plans = context.known_definitions.form_and_plans(report.form_sha256, report.plan_sha256)
    own = score_only(report, form, plans)
    contestant = build_candidate(
        report.unit, received.manifest_sha256, (own, own), form, closed=False
    )
    tally = summarize_assessments(contestant, report.period, own)
    return replace(found, recomputed=_point_differences(record.outcome, own), summary=tally)


def refused_file(path: Path, code: str, reason: str) -> ExaminedFile:
    """A file that cannot be received, with its hash where it can be read and is not too large."""
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
        while piece := file.read(2**20):
            digest.update(piece)
    return digest.hexdigest()


def _receive_file(path: Path, context: ExaminationContext) -> tuple[ReceivedReport, ReportRecord]:
    if not path.is_file():  # a pipe would keep its reader waiting for ever
        raise EnvironmentFailedError("không phải là tệp thường, hoặc tệp không còn ở đó")
    with path.open("rb") as file:
        head = file.read(5)
        if head.startswith(b"%PDF-"):
            data = head + file.read(LARGEST_SINGLE_PDF)
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
    """Where assessing the data gives something else than what was sent, by criterion."""
    return _point_differences(sent_outcome, score_only(report, form, plans, previous))


def _point_differences(
    sent_outcome: ScoreSummary, assessed: Assessment
) -> tuple[RecomputedRow, ...]:
    own = summarize_scores(assessed)
    codes = sorted(sent_outcome.points.keys() | own.points.keys())
    pairs = [(code, sent_outcome.points.get(code), own.points.get(code)) for code in codes]
    found = [
        RecomputedRow(code, _points_text(a), _points_text(b)) for code, a, b in pairs if a != b
    ]
    for name in ("total", "applicable", "bonus", "penalty", "result", "percent", "rating"):
        a, b = getattr(sent_outcome, name), getattr(own, name)
        if a != b:
            found.append(RecomputedRow(name, str(a), str(b)))
    return tuple(found)


def _points_text(points: CriterionPoints | None) -> str:
    if points is None:
        return "-"
    return f"{points.points}/{points.applicable} ({points.state})"
