"""Section I: points, percentage, rating and whether the report may be submitted."""

from collections.abc import Iterator

from xa_report.domain.finding import Severity
from xa_report.domain.numbers import show_number, show_percent
from xa_report.export.document.sections.section import Line, Section
from xa_report.export.document.source import Source
from xa_report.export.document.words import sentence


def overall(source: Source) -> Section:
    """What came out, in five sentences or fewer."""
    return Section("Kết quả chung", (*_points(source), *_rating(source), Line(verdict(source))))


def _points(source: Source) -> Iterator[Line]:
    done = source.assessment
    total, applicable = show_number(done.total), show_number(done.applicable)
    text = f"Tổng điểm tự chấm là {total} điểm trên {applicable} điểm tối đa áp dụng"
    if done.applicable != source.form.total:
        whole = show_number(source.form.total)
        text += f" (bộ tiêu chí có {whole} điểm; phần không áp dụng trong kỳ được trừ ra)"
    yield Line(f"{text}.")
    if done.bonus or done.penalty:
        yield Line(
            f"Điểm thưởng {show_number(done.bonus)} điểm, điểm trừ {show_number(done.penalty)} "
            f"điểm; kết quả sau thưởng, trừ là {show_number(done.result)} điểm."
        )
    answered, own = done.answered
    yield Line(f"Số tiêu chí xã tự chấm đã có kết quả: {answered}/{own}.")


def _rating(source: Source) -> Iterator[Line]:
    done = source.assessment
    if done.percent_shown is None:
        yield Line("Chưa tính được tỷ lệ vì chưa có điểm tối đa áp dụng.")
        return
    reached = f"Kết quả bằng {show_percent(done.percent_shown)} điểm tối đa áp dụng"
    word = "không xếp loại" if done.rating.void else done.rating.name
    rated = f"; xếp loại tự đánh giá: {word}" if word else ""
    yield Line(f"{reached}{rated}. {sentence(done.rating.reason)}".strip())


def verdict(source: Source) -> str:
    """Whether the report may be submitted, and what stands in the way."""
    found = source.assessment.findings
    head = f"Kết quả kiểm tra số liệu: {source.assessment.verdict}"
    if source.assessment.submittable:
        answered = sum(f.severity is Severity.WARNING for f in found)
        tail = f"; {answered} cảnh báo đã có lý do kèm theo" if answered else ""
        return f"{head} (không còn lỗi{tail})."
    warnings = sum(f.severity is Severity.WARNING and f.open for f in found)
    left = [
        f"{count} {word}"
        for count, word in ((source.assessment.errors, "lỗi"), (warnings, "cảnh báo chưa có lý do"))
        if count
    ]
    return f"{head} (còn {' và '.join(left)}). Báo cáo này là bản để kiểm tra, chưa để nộp."
