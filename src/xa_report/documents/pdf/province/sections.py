"""The sections about submission, overall result, previous period and areas."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from xa_report.documents.pdf.phrases import to_sentence
from xa_report.documents.pdf.province.content import (
    MAX_NAMED_COMMUNES,
    ProvinceReportContent,
    communes_with_percent_text,
    share_text,
    unit_in_sentence,
    unit_list_text,
)
from xa_report.documents.pdf.report_parts import ReportSection, SectionParagraph
from xa_report.documents.ranked_communes import (
    ComparedCommune,
    area_mean,
    communes_per_rating,
    mean_of_known,
    previous_area_mean,
    without_none,
)
from xa_report.domain.dates import VIETNAM, show_date
from xa_report.domain.form import Area
from xa_report.domain.numbers import show_percent
from xa_report.domain.province.appraisal import CaseState
from xa_report.domain.province.consolidation import Consolidation

NO_RANKED_COMMUNE = "Chưa có đơn vị nào được xếp hạng."
MAX_NAMED_AT_END = 3
"""Limit of communes named at the same best or lowest; more are only counted."""


def submission_section(content: ProvinceReportContent) -> ReportSection:
    """Build the section of submissions: counts, then names."""
    return ReportSection("Tình hình gửi báo cáo", tuple(_submission_paragraphs(content)))


def _submission_paragraphs(content: ProvinceReportContent) -> Iterator[SectionParagraph]:
    all_of = content.consolidation
    sent, absent, whole = all_of.sent_count, len(all_of.not_sent), all_of.commune_count
    late = [one.unit for one in (*all_of.results, *all_of.other_results) if one.late]
    # Another form may have another deadline.
    limit = f" {show_date(all_of.deadline)}" if all_of.deadline and not all_of.other_forms else ""
    summary = f"Có {sent}/{whole} đơn vị đã gửi báo cáo{share_text(sent, whole)}"
    summary += f", trong đó {len(late)} đơn vị gửi sau thời hạn{limit}." if late else "."
    yield SectionParagraph(summary)
    yield from _form_paragraphs(all_of)
    if late:
        yield SectionParagraph(f"{unit_list_text(late)}.", f"Gửi muộn ({len(late)} đơn vị):")
    if absent:
        yield SectionParagraph(
            f"{unit_list_text(all_of.not_sent)}.", f"Chưa gửi ({absent} đơn vị):"
        )
    yield from _open_case_paragraphs(content)


def _form_paragraphs(consolidation: Consolidation) -> Iterator[SectionParagraph]:
    """Name the form of this report, and the communes whose points another report has."""
    if not consolidation.other_forms:
        return
    yield SectionParagraph(
        f"Trong kỳ có {len(consolidation.other_forms) + 1} bộ tiêu chí. Điểm, xếp loại và thứ hạng "
        f"trong báo cáo này là của {len(consolidation.results)} đơn vị báo cáo theo "
        f"“{consolidation.form.title}”; chỉ tiêu kế hoạch tính trên mọi đơn vị có số liệu, không "
        "phân biệt bộ tiêu chí."
    )
    for other in consolidation.other_forms:
        units = unit_list_text(result.unit for result in other.results)
        yield SectionParagraph(
            f"{units}; được chấm điểm, xếp hạng tại báo cáo riêng.",
            f"Báo cáo theo “{other.form.title}” ({len(other.results)} đơn vị):",
        )


def _open_case_paragraphs(content: ProvinceReportContent) -> Iterator[SectionParagraph]:
    all_of = content.consolidation
    left = sum(one.state is not CaseState.CLOSED for one in all_of.results)
    if left:
        yield SectionParagraph(
            f"Còn {left} đơn vị chưa chốt điểm thẩm định; điểm và thứ hạng trong báo cáo này là "
            "tạm tính."
        )
    elif all_of.results and not all_of.open_matters:
        yield SectionParagraph(
            "Điểm của tất cả các đơn vị đã gửi báo cáo đã được thẩm định và chốt."
        )
    if all_of.open_matters:
        yield SectionParagraph(
            "", f"{len(all_of.open_matters)} hồ sơ còn nội dung chưa hoàn thành:"
        )
        yield from (SectionParagraph(f"- {each.text}.") for each in all_of.open_matters)
    if all_of.acceptance and all_of.open_matters:
        accepted = all_of.acceptance
        yield SectionParagraph(
            f"{accepted.who}, ngày {show_date(accepted.moment.astimezone(VIETNAM).date())}: "
            f"{to_sentence(accepted.reason)}",
            "Ý kiến cho công bố:",
        )


def province_overall_section(content: ProvinceReportContent) -> ReportSection:
    """Build the section of the overall result of all communes."""
    return ReportSection("Kết quả chung", tuple(_overall_paragraphs(content)))


def _overall_paragraphs(content: ProvinceReportContent) -> Iterator[SectionParagraph]:
    ranked = [one for one in content.communes if one.rank is not None]
    middle = mean_of_known(one.percent for one in ranked)
    if middle is None:
        yield SectionParagraph(NO_RANKED_COMMUNE)
        return
    best, last = ranked[0].percent, ranked[-1].percent
    ends = ""
    if best is not None and last is not None:
        ends = f"; cao nhất {show_percent(best)}, thấp nhất {show_percent(last)}"
    yield SectionParagraph(
        f"Kết quả bình quân của {len(ranked)} đơn vị được xếp hạng là {show_percent(middle)} điểm "
        f"tối đa áp dụng{ends}."
    )
    counts = communes_per_rating(content.consolidation, content.communes).items()
    ratings = "; ".join(
        f"{name}: {n} đơn vị{share_text(n, len(content.communes))}" for name, n in counts if n
    )
    yield SectionParagraph(f"{ratings}.", "Xếp loại:")
    yield SectionParagraph(
        f"{communes_with_percent_text(ranked[:MAX_NAMED_COMMUNES])}.", "Các đơn vị dẫn đầu:"
    )
    # With fewer communes both lists would name the same ones.
    if len(ranked) > 2 * MAX_NAMED_COMMUNES:
        yield SectionParagraph(
            f"{communes_with_percent_text(ranked[-MAX_NAMED_COMMUNES:])}.", "Các đơn vị cuối bảng:"
        )
    ties = content.consolidation.ranking.ties()
    tied = f" Có {len(ties)} nhóm đơn vị đồng hạng, nêu tại Phụ lục I." if ties else ""
    yield SectionParagraph(f"Bảng xếp hạng đầy đủ tại Phụ lục I.{tied}")


def previous_period_section(content: ProvinceReportContent) -> ReportSection:
    """Build the comparison with the period before: means, who rose and who fell."""
    return ReportSection(
        f"So sánh với {content.before}", tuple(_previous_period_paragraphs(content))
    )


def _previous_period_paragraphs(content: ProvinceReportContent) -> Iterator[SectionParagraph]:
    both = [one for one in content.communes if one.percent_gained is not None]
    now, gained = (
        mean_of_known(one.percent for one in both),
        mean_of_known(one.percent_gained for one in both),
    )
    if now is None or gained is None:
        yield SectionParagraph(f"Không có kết quả {content.before} để so sánh.")
        return
    moved = "tăng" if gained > 0 else "giảm" if gained < 0 else "thay đổi"
    yield SectionParagraph(
        f"Tính trên {len(both)} đơn vị có kết quả của cả hai kỳ: bình quân {show_percent(now)}, "
        f"{content.before} là {show_percent(now - gained)}, {moved} "
        f"{content.points(abs(gained))} điểm phần trăm."
    )
    up = sum((one.percent_gained or 0) > 0 for one in both)
    down = sum((one.percent_gained or 0) < 0 for one in both)
    counts = ((up, "tăng"), (down, "giảm"), (len(both) - up - down, "không đổi"))
    yield SectionParagraph(f"{', '.join(f'{n} đơn vị {word}' for n, word in counts if n)}.")
    # A stable sort: among equal moves the better rank stays first.
    moves = sorted(
        (commune for commune in both if commune.ranks_gained),
        key=lambda commune: -(commune.ranks_gained or 0),
    )
    climbed = [one for one in moves if (one.ranks_gained or 0) > 0][:MAX_NAMED_COMMUNES]
    fallen = [one for one in reversed(moves) if (one.ranks_gained or 0) < 0][:MAX_NAMED_COMMUNES]
    if climbed:
        yield SectionParagraph(f"{_rank_moves_text(climbed)}.", "Lên hạng nhiều nhất:")
    if fallen:
        yield SectionParagraph(f"{_rank_moves_text(fallen)}.", "Xuống hạng nhiều nhất:")


def _rank_moves_text(communes: Sequence[ComparedCommune]) -> str:
    return ", ".join(
        f"{unit_in_sentence(commune.unit)} (từ {commune.before.rank} đến {commune.rank})"
        for commune in communes
        if commune.before
    )


def province_areas_section(content: ProvinceReportContent) -> ReportSection:
    """Build the section of areas: one paragraph an area."""
    lines = [
        SectionParagraph(" ".join(_area_sentences(content, area)), f"{area.code}. {area.title}.")
        for area in content.consolidation.form.areas
    ]
    return ReportSection("Kết quả theo lĩnh vực", tuple(lines))


def _area_sentences(content: ProvinceReportContent, area: Area) -> Iterator[str]:
    middle, before = (
        area_mean(content.communes, area.code),
        previous_area_mean(content.communes, area.code),
    )
    if middle is None:
        yield "Không áp dụng hoặc chưa có kết quả."
        return
    moved = f" ({content.before}: {show_percent(before)})" if before is not None else ""
    yield f"Bình quân {show_percent(middle)}{moved}."
    communes = [one for one in content.communes if one.area_percent(area.code) is not None]
    percents = without_none(one.area_percent(area.code) for one in communes)
    best, low = max(percents), min(percents)
    if best == low:
        yield "Các đơn vị có kết quả như nhau."
        return
    for word, end in (("Cao nhất", best), ("Thấp nhất", low)):
        yield f"{word} {show_percent(end)}: {_communes_at_percent(communes, area, end)}."


def _communes_at_percent(communes: list[ComparedCommune], area: Area, percent: Fraction) -> str:
    tied = [one for one in communes if one.area_percent(area.code) == percent]
    if len(tied) > MAX_NAMED_AT_END:
        return f"{len(tied)} đơn vị"
    return ", ".join(unit_in_sentence(one.unit) for one in tied)
