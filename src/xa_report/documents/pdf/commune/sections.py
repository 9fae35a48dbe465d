"""The sections of the body: overall result, areas, figures; and the order of all sections."""

from collections.abc import Iterator
from fractions import Fraction

from xa_report.documents.pdf.commune.content import (
    AnswerCounts,
    ReportContent,
    area_item_ids,
    count_answers,
    warnings_with_reason,
)
from xa_report.documents.pdf.commune.sections_plan import (
    plan_section,
    requests_section,
    shortcomings_section,
)
from xa_report.documents.pdf.phrases import (
    criterion_with_title,
    joined_codes,
    points_of_maximum,
    reason_sentence,
    to_sentence,
)
from xa_report.documents.pdf.report_parts import ReportSection, SectionParagraph
from xa_report.domain.assessment import CriterionResult, ScoreState
from xa_report.domain.finding import Severity
from xa_report.domain.numbers import show_number, show_percent

MAX_NAMED_FIGURES = 20
"""Limit of missing figures named in the body; the annex lists all of them."""


def overall_section(content: ReportContent) -> ReportSection:
    """Build the section of the overall result, in five sentences or fewer."""
    return ReportSection(
        "Kết quả chung",
        (
            *_points_paragraphs(content),
            *_rating_paragraphs(content),
            SectionParagraph(verdict_sentence(content)),
        ),
    )


def _points_paragraphs(content: ReportContent) -> Iterator[SectionParagraph]:
    done = content.assessment
    total, applicable = show_number(done.total), show_number(done.applicable)
    text = f"Tổng điểm tự chấm là {total} điểm trên {applicable} điểm tối đa áp dụng"
    if done.applicable != content.form.total:
        whole = show_number(content.form.total)
        text += f" (bộ tiêu chí có {whole} điểm; phần không áp dụng trong kỳ được trừ ra)"
    yield SectionParagraph(f"{text}.")
    if done.bonus or done.penalty:
        yield SectionParagraph(
            f"Điểm thưởng {show_number(done.bonus)} điểm, điểm trừ {show_number(done.penalty)} "
            f"điểm; kết quả sau thưởng, trừ là {show_number(done.result)} điểm."
        )
    answered, own = done.answered_counts
    yield SectionParagraph(f"Số tiêu chí xã tự chấm đã có kết quả: {answered}/{own}.")


def _rating_paragraphs(content: ReportContent) -> Iterator[SectionParagraph]:
    done = content.assessment
    if done.percent_shown is None:
        yield SectionParagraph("Chưa tính được tỷ lệ vì chưa có điểm tối đa áp dụng.")
        return
    reached = f"Kết quả bằng {show_percent(done.percent_shown)} điểm tối đa áp dụng"
    word = "không xếp loại" if done.rating.void else done.rating.name
    rated = f"; xếp loại tự đánh giá: {word}" if word else ""
    yield SectionParagraph(f"{reached}{rated}. {to_sentence(done.rating.reason)}".strip())


def verdict_sentence(content: ReportContent) -> str:
    """Return whether the report may be submitted, and what still prevents it."""
    findings = content.assessment.findings
    head = f"Kết quả kiểm tra số liệu: {content.assessment.conclusion}"
    if content.assessment.is_submittable:
        answered = sum(f.severity is Severity.WARNING for f in findings)
        tail = f"; {answered} cảnh báo đã có lý do kèm theo" if answered else ""
        return f"{head} (không còn lỗi{tail})."
    warnings = sum(f.severity is Severity.WARNING and f.is_open for f in findings)
    left = [
        f"{count} {word}"
        for count, word in (
            (content.assessment.error_count, "lỗi"),
            (warnings, "cảnh báo chưa có lý do"),
        )
        if count
    ]
    return f"{head} (còn {' và '.join(left)}). Báo cáo này là bản để kiểm tra, chưa để gửi."


def areas_section(content: ReportContent) -> ReportSection:
    """Build the section of areas: one paragraph an area."""
    lines = [
        SectionParagraph(
            " ".join(_area_sentences(area, _area_leaves(content, area))),
            f"{area.code}. {area.title}.",
        )
        for area in content.assessment.areas
    ]
    return ReportSection("Kết quả theo lĩnh vực", tuple(lines))


def _area_leaves(content: ReportContent, area: CriterionResult) -> list[CriterionResult]:
    # With the dot: area 1 must not take the criteria of area 10.
    head = f"{area.code}."
    return [c for c in content.assessment.criteria if c.leaf and c.code.startswith(head)]


def _area_sentences(area: CriterionResult, leaves: list[CriterionResult]) -> Iterator[str]:
    if area.state is ScoreState.PROVINCE:
        yield f"Do tỉnh chấm ({len(leaves)} tiêu chí), chưa có kết quả."
        return
    percent = area.percent
    share = "" if percent is None else f", bằng {show_percent(percent)}"
    yield f"Đạt {points_of_maximum(area)}{share}."
    yield from _extremes_sentences(
        [c for c in leaves if c.state is ScoreState.SCORED and c.applicable]
    )
    for state, word in (
        # Most urgent first: what the commune can still change.
        (ScoreState.BLOCKED, "Không được tính điểm"),
        (ScoreState.MISSING, "Chưa có số liệu"),
        (ScoreState.NOT_ARISEN, "Không phát sinh"),
        (ScoreState.PROVINCE, "Tỉnh chấm"),
    ):
        results = [c for c in leaves if c.state is state]
        if results:
            yield f"{word}: {len(results)} tiêu chí ({joined_codes(results)})."


def _extremes_sentences(leaves: list[CriterionResult]) -> Iterator[str]:
    if not leaves:
        return
    full = [c for c in leaves if c.points == c.applicable]
    if len(full) == len(leaves):
        every = f"Tất cả {len(full)} tiêu chí đã chấm đều" if len(full) > 1 else "Tiêu chí đã chấm"
        yield f"{every} đạt điểm tối đa."
        return
    # Among equal shares the criterion with the larger maximum is named.
    best = max(leaves, key=lambda c: (_percent_or_zero(c), c.applicable))
    weakest = min(leaves, key=lambda c: (_percent_or_zero(c), -c.applicable))
    yield f"Đạt điểm tối đa: {len(full)}/{len(leaves)} tiêu chí đã chấm."
    if best is not weakest and best.points:
        yield f"Cao nhất là tiêu chí {criterion_with_title(best)} ({points_of_maximum(best)})."
    yield (
        f"Thấp nhất là tiêu chí {criterion_with_title(weakest)} ({points_of_maximum(weakest)}): "
        f"{_lowercase_first(reason_sentence(weakest))}"
    )


def _percent_or_zero(result: CriterionResult) -> Fraction:
    return result.percent or Fraction(0)


def _lowercase_first(text: str) -> str:
    """Return a sentence for the place after a colon; words in capitals stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def figures_overall_section(content: ReportContent) -> ReportSection:
    """Build the overall section of a form without scoring: counts of answers."""
    counts = _counts_sentence(count_answers(content))
    summary = f"Biểu mẫu chỉ thu thập số liệu, không chấm điểm. {counts}"
    return ReportSection(
        "Kết quả chung", (SectionParagraph(summary), SectionParagraph(verdict_sentence(content)))
    )


def figures_by_area_section(content: ReportContent) -> ReportSection:
    """Build the section of counts of answers: one paragraph an area."""
    lines = [
        SectionParagraph(
            _counts_sentence(count_answers(content, area_item_ids(content, area))),
            f"{area.code}. {area.title}.",
        )
        for area in content.form.areas
    ]
    return ReportSection("Số liệu theo lĩnh vực", tuple(lines))


def missing_figures_section(content: ReportContent) -> ReportSection:
    """Build the section that names the figures that are not there yet."""
    missing = count_answers(content).missing
    lines = []
    if missing:
        names = "; ".join(item.label for item in missing[:MAX_NAMED_FIGURES])
        more = (
            f"; và {len(missing) - MAX_NAMED_FIGURES} số liệu khác"
            if len(missing) > MAX_NAMED_FIGURES
            else ""
        )
        lines.append(SectionParagraph(f"{names}{more}.", f"Còn {len(missing)} số liệu chưa có:"))
    reasons = len(warnings_with_reason(content))
    if reasons:
        lines.append(
            SectionParagraph(f"Có {reasons} cảnh báo về số liệu đã được nêu lý do tại Phụ lục VI.")
        )
    none = SectionParagraph("Không có số liệu còn thiếu.")
    return ReportSection("Tồn tại, hạn chế và nguyên nhân", tuple(lines) or (none,))


def _counts_sentence(count: AnswerCounts) -> str:
    parts = [f"Đã nhập {count.answered}/{count.expected} số liệu"]
    if count.not_arisen:
        parts.append(f"{count.not_arisen} số liệu không phát sinh")
    if count.missing:
        parts.append(f"{len(count.missing)} số liệu bắt buộc còn thiếu")
    return f"{'; '.join(parts)}."


SCORED_SECTIONS = (
    overall_section,
    areas_section,
    plan_section,
    shortcomings_section,
    requests_section,
)
COLLECTED_SECTIONS = (
    figures_overall_section,
    figures_by_area_section,
    plan_section,
    missing_figures_section,
    requests_section,
)


def opening_sentence(content: ReportContent) -> str:
    """Return the first sentence: the form and period that the report answers to."""
    form = content.form
    issued = f", ban hành theo {form.decision}" if form.decision else ""
    return (
        f"Thực hiện biểu mẫu “{form.title}” (phiên bản {form.version}{issued}), "
        f"{content.agency} báo cáo {content.subject} {content.report.period.label} như sau:"
    )


def report_sections(content: ReportContent) -> tuple[ReportSection, ...]:
    """Return the sections of the body in the order of their numerals."""
    return tuple(
        part(content) for part in (SCORED_SECTIONS if content.is_scored else COLLECTED_SECTIONS)
    )


def closing_sentence(content: ReportContent) -> str:
    """Return the last sentence."""
    period = content.report.period.label
    return f"Trên đây là báo cáo {content.subject} {period} của {content.agency}./."
