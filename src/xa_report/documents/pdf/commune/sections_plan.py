"""The sections of the body about targets of plans, shortcomings and requests."""

from collections.abc import Iterator

from xa_report.documents.pdf.commune.content import ReportContent, warnings_with_reason
from xa_report.documents.pdf.phrases import (
    criterion_with_title,
    joined_codes,
    missed_distance_text,
    plan_citation,
    points_of_maximum,
    reason_sentence,
    to_sentence,
)
from xa_report.documents.pdf.report_parts import ReportSection, SectionParagraph
from xa_report.domain.assessment import CriterionResult, ScoreState, TargetResult, TargetState
from xa_report.domain.finding import FindingCode
from xa_report.domain.numbers import show_number

MAX_LISTED_CRITERIA = 8
"""Limit of criteria described in the body; the annex lists all of them."""
MAX_QUOTE_LENGTH = 400
"""Characters; a longer explanation stands in its annex alone."""


def plan_section(content: ReportContent) -> ReportSection:
    """Build the section of targets: counts, then those not met, met and undecided."""
    return ReportSection("Đối chiếu với kế hoạch", tuple(_plan_paragraphs(content)))


def _plan_paragraphs(content: ReportContent) -> Iterator[SectionParagraph]:
    due = [target for target in content.assessment.targets if not target.ahead]
    if not content.assessment.targets:
        yield SectionParagraph("Không có chỉ tiêu kế hoạch nào áp dụng cho kỳ báo cáo.")
        return
    yield SectionParagraph(f"Kế hoạch được đối chiếu: {'; '.join(_plan_citations(content))}.")
    yield SectionParagraph(_target_counts_sentence(content, due))
    missed = [target for target in due if target.state is TargetState.NOT_MET]
    if missed:
        yield SectionParagraph("", f"{len(missed)} chỉ tiêu chưa đạt:")
        yield from (SectionParagraph(f"- {_missed_target_sentence(target)}") for target in missed)
    met = [target for target in due if target.state is TargetState.MET]
    if met:
        yield SectionParagraph("", f"{len(met)} chỉ tiêu đạt:")
        yield SectionParagraph(f"{'; '.join(_met_target_text(target) for target in met)}.")
    unknown = [target for target in due if target.state is TargetState.UNKNOWN]
    if unknown:
        names = dict.fromkeys(target.label for target in unknown)
        yield SectionParagraph(f"{'; '.join(names)}.", "Chưa đủ số liệu để đối chiếu:")


def _plan_citations(content: ReportContent) -> list[str]:
    return list(dict.fromkeys(plan_citation(target.plan) for target in content.assessment.targets))


def _target_counts_sentence(content: ReportContent, due: list[TargetResult]) -> str:
    words = (
        (TargetState.MET, "đạt"),
        (TargetState.NOT_MET, "chưa đạt"),
        (TargetState.UNKNOWN, "chưa đủ số liệu"),
        (TargetState.NOT_ARISEN, "không phát sinh"),
    )
    counted = [(sum(target.state is state for target in due), word) for state, word in words]
    counts = ", ".join(f"{count} {word}" for count, word in counted if count)
    ahead = len(content.assessment.targets) - len(due)
    later = f" Ngoài ra có {ahead} chỉ tiêu là mốc của các năm sau, chưa đến hạn." if ahead else ""
    if not due:
        return f"Chưa có chỉ tiêu nào đến hạn trong kỳ.{later}"
    return (
        f"Có {len(due)} chỉ tiêu áp dụng trong kỳ: {counts}.{later} "
        "Đối chiếu từng chỉ tiêu tại Phụ lục III."
    )


def _missed_target_sentence(target: TargetResult) -> str:
    gap = missed_distance_text(target) if target.units is not None else ""
    distance = f", {gap}" if gap else ""
    return to_sentence(
        f"{target.label}: thực hiện {target.value_text}, chỉ tiêu {target.target_text}{distance}. "
        f"{to_sentence(target.action_text)}"
    )


def _met_target_text(target: TargetResult) -> str:
    return f"{target.label} {target.value_text} (chỉ tiêu {target.target_text})"


def shortcomings_section(content: ReportContent) -> ReportSection:
    """Build the section of lost points, missing figures and warnings with their reasons."""
    lines = (
        *_lost_points_paragraphs(content),
        *_missing_answer_paragraphs(content),
        *_warning_paragraphs(content),
    )
    none = SectionParagraph("Không có tiêu chí nào bị mất điểm; không có số liệu còn thiếu.")
    return ReportSection("Tồn tại, hạn chế và nguyên nhân", lines or (none,))


def _lost_points_paragraphs(content: ReportContent) -> Iterator[SectionParagraph]:
    short = [c for c in content.assessment.criteria if c.leaf and _has_lost_points(c)]
    # Differences are negative: most points lost come first.
    short.sort(key=lambda c: c.points - c.applicable)
    if not short:
        return
    points = show_number(sum(c.applicable - c.points for c in short))
    yield SectionParagraph(
        f"Có {len(short)} tiêu chí chưa đạt điểm tối đa, mất {points} điểm. "
        + ("Các tiêu chí mất nhiều điểm nhất:" if len(short) > MAX_LISTED_CRITERIA else "Cụ thể:")
    )
    for criterion in short[:MAX_LISTED_CRITERIA]:
        yield SectionParagraph(f"- {_lost_points_text(content, criterion)}")
    if len(short) > MAX_LISTED_CRITERIA:
        yield SectionParagraph(
            f"Còn {len(short) - MAX_LISTED_CRITERIA} tiêu chí khác được nêu tại Phụ lục II."
        )


def _has_lost_points(result: CriterionResult) -> bool:
    return (
        result.state in (ScoreState.SCORED, ScoreState.BLOCKED)
        and result.points < result.applicable
    )


def _lost_points_text(content: ReportContent, result: CriterionResult) -> str:
    sentences = (
        f"Tiêu chí {criterion_with_title(result)}: {points_of_maximum(result)}. "
        f"{reason_sentence(result)}"
    )
    explained = content.report.explanations.get(result.code, "").strip()
    if not explained:
        return sentences
    if len(explained) > MAX_QUOTE_LENGTH:
        return f"{sentences} Nguyên nhân: xem giải trình tại Phụ lục VI."
    return f"{sentences} Nguyên nhân theo giải trình của xã: “{explained.rstrip('.')}”."


def _missing_answer_paragraphs(content: ReportContent) -> Iterator[SectionParagraph]:
    leaves = [c for c in content.assessment.criteria if c.leaf and c.state is ScoreState.MISSING]
    if leaves:
        points = show_number(sum(c.applicable - c.points for c in leaves))
        yield SectionParagraph(
            f"Còn {len(leaves)} tiêu chí chưa có đủ số liệu (tối đa {points} điểm), "
            "được nêu tại Phụ lục II."
        )


def _warning_paragraphs(content: ReportContent) -> Iterator[SectionParagraph]:
    answered = len(warnings_with_reason(content))
    if answered:
        yield SectionParagraph(
            f"Có {answered} cảnh báo về số liệu đã được nêu lý do tại Phụ lục VI."
        )


def requests_section(content: ReportContent) -> ReportSection:
    """Build the section of requests: appraisal, the province's part, plans that disagree."""
    requests = [f"{number}. {text}" for number, text in enumerate(_request_texts(content), start=1)]
    return ReportSection(
        "Đề nghị", (SectionParagraph(_request_opening(content)), *map(SectionParagraph, requests))
    )


def _request_opening(content: ReportContent) -> str:
    asked = [part.strip(" .-") for part in content.report.letterhead.recipient.split(";")]
    named = ", ".join(part for part in asked if part) or "cấp trên"
    return f"{content.agency} đề nghị {named}:"


def _request_texts(content: ReportContent) -> Iterator[str]:
    if not content.is_scored:
        yield f"Tiếp nhận số liệu {content.report.period.label} của {content.agency}."
        yield from _disagreement_requests(content)
        return
    result = show_number(content.assessment.result)
    applicable = show_number(content.assessment.applicable)
    yield (
        f"Thẩm định kết quả tự đánh giá {content.report.period.label} của {content.agency} "
        f"({result}/{applicable} điểm)."
    )
    province = [c for c in content.assessment.criteria if c.leaf and c.state is ScoreState.PROVINCE]
    if province:
        points = show_number(sum(c.max for c in province))
        yield (
            f"Chấm điểm {len(province)} tiêu chí do tỉnh đánh giá, tối đa {points} điểm "
            f"({joined_codes(province)})."
        )
    yield from _disagreement_requests(content)


def _disagreement_requests(content: ReportContent) -> Iterator[str]:
    for finding in content.assessment.findings:
        if finding.code == FindingCode.TARGETS_DISAGREE.number:
            yield f"Hướng dẫn mức áp dụng thống nhất. {to_sentence(finding.message)}"
