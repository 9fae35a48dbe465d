"""The sections about targets of plans, appraisal and proposals."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from xa_report.assess.figures import figure_unit
from xa_report.documents.pdf.phrases import missed_distance_text, to_sentence
from xa_report.documents.pdf.province.content import (
    MAX_NAMED_COMMUNES,
    ProvinceReportContent,
    unit_in_sentence,
    unit_list_text,
)
from xa_report.documents.pdf.report_parts import ReportSection, SectionParagraph
from xa_report.documents.ranked_communes import ComparedCommune, area_mean
from xa_report.domain.assessment import TARGET_LABELS, TargetState
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.province.appraisal import DifferenceCode, PointDifference
from xa_report.domain.province.consolidation import Consolidation
from xa_report.domain.province.province_targets import ProvinceTarget, TargetLaggard

NO_REASON = "chưa ghi lý do"
GUIDANCE_THRESHOLD = 3
"""Communes with a difference, inclusive, from which on a criterion needs guidance for all."""


def province_plan_section(content: ProvinceReportContent) -> ReportSection:
    """Build the section of targets in force; later milestones are only counted."""
    return ReportSection("Thực hiện chỉ tiêu kế hoạch", tuple(_plan_paragraphs(content)))


def targets_in_force(content: ProvinceReportContent) -> list[ProvinceTarget]:
    """Return the targets that are in force."""
    return [target for target in content.consolidation.targets if not target.ahead]


def missed_targets(content: ProvinceReportContent) -> list[ProvinceTarget]:
    """Return the targets in force that are not met."""
    return [target for target in targets_in_force(content) if target.state is TargetState.NOT_MET]


def _plan_paragraphs(content: ProvinceReportContent) -> Iterator[SectionParagraph]:
    targets = targets_in_force(content)
    if not content.consolidation.targets:
        yield SectionParagraph("Không có chỉ tiêu kế hoạch nào áp dụng cho kỳ báo cáo.")
        return
    yield SectionParagraph(_target_counts_sentence(content, targets))
    if missed_targets(content):
        yield SectionParagraph("", f"{len(missed_targets(content))} chỉ tiêu chưa đạt:")
        for target in missed_targets(content):
            yield SectionParagraph(f"- {_missed_target_text(target)}")
            if target.laggards:
                yield SectionParagraph(
                    f"{_laggards_text(content, target)}.", "Kéo giảm nhiều nhất:"
                )
    met = [target for target in targets if target.state is TargetState.MET]
    if met:
        targets_met = "; ".join(f"{t.label} {t.value_text} (chỉ tiêu {t.target_text})" for t in met)
        yield SectionParagraph(f"{targets_met}.", f"{len(met)} chỉ tiêu đạt:")
    unknown = [target.label for target in targets if target.state is TargetState.UNKNOWN]
    if unknown:
        yield SectionParagraph(
            f"{'; '.join(dict.fromkeys(unknown))}.", "Chưa đủ số liệu để đối chiếu:"
        )


def _target_counts_sentence(
    content: ProvinceReportContent, targets: Sequence[ProvinceTarget]
) -> str:
    ahead = len(content.consolidation.targets) - len(targets)
    later = f" Có {ahead} chỉ tiêu là mốc của các năm sau, chưa đến hạn." if ahead else ""
    if not targets:
        return f"Chưa có chỉ tiêu nào đến hạn trong kỳ.{later}"
    counted = [(sum(t.state is state for t in targets), state) for state in TARGET_LABELS]
    counts = ", ".join(f"{n} {TARGET_LABELS[state].lower()}" for n, state in counted if n)
    return f"Có {len(targets)} chỉ tiêu đến hạn: {counts}.{later} Chi tiết tại Phụ lục IV."


def _missed_target_text(target: ProvinceTarget) -> str:
    gap = missed_distance_text(target)
    distance = f", {gap}" if gap else ""
    sentence = (
        f"{target.label}: toàn tỉnh {target.value_text}, chỉ tiêu {target.target_text}{distance}"
    )
    counted = (
        f" (tính trên {target.counted_communes}/{target.commune_count} đơn vị)"
        if target.counted_communes
        else ""
    )
    return f"{sentence}{counted}. {to_sentence(target.action_text)}".strip()


def _laggards_text(content: ProvinceReportContent, target: ProvinceTarget) -> str:
    return "; ".join(
        f"{unit_in_sentence(laggard.unit)} ("
        f"{', '.join((laggard.value_text, *_laggard_needs(content, target, laggard)))})"
        for laggard in target.laggards[:MAX_NAMED_COMMUNES]
    )


def _laggard_needs(
    content: ProvinceReportContent, target: ProvinceTarget, laggard: TargetLaggard
) -> Iterator[str]:
    """Yield what the commune lacks; the target itself names the counted items once."""
    if laggard.units is None:
        words = laggard.action_text.strip(" .")
        if words:
            yield f"{words[:1].lower()}{words[1:]}"
        return
    items = {**content.consolidation.form.items, **target.plan.items}
    unit = figure_unit(laggard.unit_item, items, {}) or "đơn vị"
    yield f"cần {'thêm' if laggard.units > 0 else 'giảm'} {show_number(abs(laggard.units))} {unit}"
    if laggard.effect_text:
        yield laggard.effect_text


def appraisal_section(content: ProvinceReportContent) -> ReportSection:
    """Build the section of differences: counts, frequent reasons and their criteria."""
    return ReportSection("Kết quả thẩm định", tuple(_appraisal_paragraphs(content)))


def all_disputed_differences(content: ProvinceReportContent) -> list[PointDifference]:
    """Return the differences other than points that only the province gives."""
    return [difference for one in content.communes for difference in disputed_differences(one)]


def disputed_differences(commune: ComparedCommune) -> list[PointDifference]:
    """Return the disputed differences of one commune."""
    return [d for d in commune.result.differences if not is_given_by_province(d)]


def is_given_by_province(difference: PointDifference) -> bool:
    """Return whether only the province gives the points, by figures of its own."""
    why = difference.why
    return why is not None and why.code is DifferenceCode.BY_PROVINCE


def most_disputed_criteria(content: ProvinceReportContent) -> list[tuple[str, str, int]]:
    """Return code, title and count of the criteria with the most differences, most first."""
    differences = all_disputed_differences(content)
    titles = {difference.code: difference.title for difference in differences}
    counted = Counter(difference.code for difference in differences)
    # Equal counts by code, so that the text does not depend on the order of rows.
    order = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(code, titles[code], count) for code, count in order[:MAX_NAMED_COMMUNES]]


def _appraisal_paragraphs(content: ProvinceReportContent) -> Iterator[SectionParagraph]:
    differences = all_disputed_differences(content)
    if not differences:
        yield SectionParagraph("Không có chênh lệch giữa điểm tự chấm và điểm thẩm định.")
        return
    units = sum(bool(disputed_differences(one)) for one in content.communes)
    lower = [d for d in differences if d.effect < 0]
    lost = -sum((d.effect for d in lower), Decimal(0))
    yield SectionParagraph(
        f"Có {len(differences)} chênh lệch tại {units}/{len(content.communes)} đơn vị, "
        f"trong đó {len(lower)} lượt giảm điểm, tổng cộng {content.points(lost)} điểm."
    )
    words = Counter(
        f"{d.why.code.label} ({d.why.code.number})" if d.why else NO_REASON for d in differences
    )
    reasons = "; ".join(f"{word}: {count} lượt" for word, count in words.most_common())
    yield SectionParagraph(f"{reasons}.", "Lý do:")
    yield SectionParagraph("", "Tiêu chí chênh lệch nhiều nhất:")
    for code, title, count in most_disputed_criteria(content):
        yield SectionParagraph(
            f"- {code} {title}: {count} đơn vị; {_main_reason_text(differences, code)}."
        )
    yield SectionParagraph("Chênh lệch của từng đơn vị tại Phụ lục VII.")


def _main_reason_text(differences: list[PointDifference], code: str) -> str:
    """Return the most frequent reason of one criterion."""
    words = Counter(
        d.why.code.label[:1].lower() + d.why.code.label[1:] if d.why else NO_REASON
        for d in differences
        if d.code == code
    )
    word, count = words.most_common(1)[0]
    return f"chủ yếu do {word}" if count > 1 else f"trong đó: {word}"


def proposals_section(content: ProvinceReportContent) -> ReportSection:
    """Build the numbered proposals, from the results to the tasks of units."""
    asked = [recipient.strip(" .-") for recipient in content.letterhead.recipient.split(";")]
    whom = ", ".join(part for part in asked if part) or "cấp trên"
    proposals = [
        SectionParagraph(f"{number}. {text}")
        for number, text in enumerate(_proposal_texts(content), start=1)
    ]
    return ReportSection(
        "Đề nghị", (SectionParagraph(f"{content.agency} đề nghị {whom}:"), *proposals)
    )


def _proposal_texts(content: ProvinceReportContent) -> Iterator[str]:
    all_of = content.consolidation
    appraised = all_of.recognizable_results
    if appraised and not all_of.ranking.is_provisional:
        yield (
            f"Công nhận kết quả và thứ hạng {all_of.period.label} của "
            f"{len(appraised)} đơn vị tại Phụ lục I{_left_out_text(all_of)}."
        )
    if all_of.not_sent:
        yield (
            f"Yêu cầu {len(all_of.not_sent)} đơn vị chưa gửi báo cáo hoàn thành ngay: "
            f"{unit_list_text(all_of.not_sent)}."
        )
    for target in missed_targets(content):
        if target.laggards:
            units = unit_list_text(laggard.unit for laggard in target.laggards[:MAX_NAMED_COMMUNES])
            yield (
                f"Giao {units} có giải pháp đối với chỉ tiêu “{target.label}” "
                f"({target.target_text})."
            )
    yield from _weakest_area_proposal(content)
    often = [
        (code, title)
        for code, title, count in most_disputed_criteria(content)
        if count >= GUIDANCE_THRESHOLD
    ]
    if often:
        names = "; ".join(f"{code} {title}" for code, title in often)
        yield f"Cho phép hướng dẫn lại cách chấm và tài liệu kiểm chứng của các tiêu chí: {names}."


def _left_out_text(consolidation: Consolidation) -> str:
    """Name the communes whose results were not appraised, and are not proposed for recognition."""
    appraised = {result.unit.code for result in consolidation.recognizable_results}
    left = [each.unit for each in consolidation.results if each.unit.code not in appraised]
    return f", chưa gồm {unit_list_text(left)} do chưa thẩm định xong" if left else ""


def _weakest_area_proposal(content: ProvinceReportContent) -> Iterator[str]:
    means = [
        (middle, area)
        for area in content.consolidation.form.areas
        for middle in [area_mean(content.communes, area.code)]
        if middle is not None
    ]
    if means:
        middle, area = min(means, key=lambda pair: pair[0])
        yield (
            f"Chỉ đạo tập trung khắc phục lĩnh vực có kết quả bình quân thấp nhất: {area.title} "
            f"({show_percent(middle)})."
        )
