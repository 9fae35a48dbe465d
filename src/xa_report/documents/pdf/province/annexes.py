"""The annexes of the province's report in their order; targets, absences, changes, differences."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportlab.platypus import Flowable

from xa_report.documents.fonts import FontFace
from xa_report.documents.pdf.phrases import missed_distance_text, plan_citation
from xa_report.documents.pdf.province.annexes_ranking import (
    area_ranks_annex,
    heat_map_annex,
    rank_change_text,
    ranking_annex,
)
from xa_report.documents.pdf.province.content import ProvinceReportContent, unit_in_sentence
from xa_report.documents.pdf.province.sections_plan import (
    disputed_differences,
    is_given_by_province,
)
from xa_report.documents.pdf.province.untrusted_text import untrusted_note, untrusted_table
from xa_report.documents.pdf.table import PrintedRow, TableColumn, TextAlign
from xa_report.documents.ranked_communes import ComparedCommune
from xa_report.domain.assessment import TARGET_LABELS
from xa_report.domain.dates import show_date
from xa_report.domain.province.appraisal import DifferenceCode, PointDifference
from xa_report.domain.province.province_targets import ProvinceTarget


@dataclass(frozen=True, slots=True)
class ProvinceAnnex:
    """An annex: its title and the function that builds its content.

    The second argument of `build` is the annex's name, for messages about unprintable characters.
    """

    title: str
    build: Callable[[ProvinceReportContent, str], Sequence[Flowable]]


PROVINCE_TARGET_COLUMNS = (
    TableColumn("STT", 11, TextAlign.CENTRE), TableColumn("Chỉ tiêu", 50),
    TableColumn("Kế hoạch giao", 21, TextAlign.RIGHT),
    TableColumn("Toàn tỉnh", 26, TextAlign.RIGHT), TableColumn("Chênh lệch", 24, TextAlign.RIGHT),
    TableColumn("Kết quả", 25), TableColumn("Cần thực hiện thêm", 36),
    TableColumn("Đơn vị kéo giảm nhiều nhất", 56),
)  # fmt: skip
NO_PROVINCE_TARGETS = "Không có chỉ tiêu kế hoạch nào áp dụng cho kỳ báo cáo."
MAX_NAMED_LAGGARDS = 5


def province_targets_annex(content: ProvinceReportContent, location: str) -> Sequence[Flowable]:
    """Build the table of targets by plan."""
    if not content.consolidation.targets:
        return [untrusted_note(NO_PROVINCE_TARGETS, location)]
    return [
        untrusted_table(
            PROVINCE_TARGET_COLUMNS, _target_rows(content.consolidation.targets), location
        )
    ]


def _target_rows(province_targets: Sequence[ProvinceTarget]) -> Iterator[PrintedRow]:
    number = 0
    for name in dict.fromkeys(plan_citation(target.plan) for target in province_targets):
        yield PrintedRow((name,), FontFace.BOLD, keep_with_next=True)
        for target in province_targets:
            if plan_citation(target.plan) == name:
                number += 1
                yield _target_row(number, target)


def _target_row(number: int, province_target: ProvinceTarget) -> PrintedRow:
    counted = (
        f" ({province_target.counted_communes}/{province_target.commune_count} đơn vị)"
        if province_target.counted_communes
        else ""
    )
    entered = " (tỉnh nhập)" if province_target.is_entered else ""
    return PrintedRow(
        (
            str(number),
            province_target.label,
            province_target.target_text,
            f"{province_target.value_text}{counted}{entered}",
            missed_distance_text(province_target),
            _target_state_text(province_target),
            province_target.action_text,
            _laggards_text(province_target),
        )
    )


def _target_state_text(province_target: ProvinceTarget) -> str:
    state, (first, last) = TARGET_LABELS[province_target.state], province_target.target.years
    years = f"{first}" if first == last else f"{first}–{last}"
    return f"{state}; mốc {years}, chưa đến hạn" if province_target.ahead else state


def _laggards_text(province_target: ProvinceTarget) -> str:
    lines = [
        f"{unit_in_sentence(laggard.unit)} ({laggard.value_text})"
        for laggard in province_target.laggards[:MAX_NAMED_LAGGARDS]
    ]
    more = len(province_target.laggards) - MAX_NAMED_LAGGARDS
    return "\n".join([*lines, *([f"và {more} đơn vị khác"] if more > 0 else [])])


ABSENT_COLUMNS = (
    TableColumn("STT", 14, TextAlign.CENTRE), TableColumn("Mã", 24, TextAlign.CENTRE),
    TableColumn("Đơn vị", 90),
    TableColumn("Tình trạng", 45), TableColumn("Ngày nhận", 40, TextAlign.CENTRE),
    TableColumn("Số ngày muộn", 36, TextAlign.CENTRE),
)  # fmt: skip
ALL_SENT_ON_TIME = "Tất cả các đơn vị đã gửi báo cáo đúng thời hạn."


def absent_communes_annex(content: ProvinceReportContent, location: str) -> Sequence[Flowable]:
    """Build the table of communes that have not sent, were late, or have another report."""
    cells = [*_absent_rows(content), *_late_rows(content), *_other_form_rows(content)]
    rows = [PrintedRow((str(number), *row)) for number, row in enumerate(cells, start=1)]
    return (
        [untrusted_table(ABSENT_COLUMNS, rows, location)]
        if rows
        else [untrusted_note(ALL_SENT_ON_TIME, location)]
    )


def _absent_rows(content: ProvinceReportContent) -> Iterator[tuple[str, ...]]:
    for unit in content.consolidation.not_sent:
        yield unit.code, unit.name, "Chưa gửi", "", ""


def _late_rows(content: ProvinceReportContent) -> Iterator[tuple[str, ...]]:
    limit = content.consolidation.deadline
    for result in content.consolidation.results:
        if result.late:
            day = result.received.date()
            days = str((day - limit).days) if limit else ""
            yield result.unit.code, result.unit.name, "Gửi muộn", show_date(day), days


def _other_form_rows(content: ProvinceReportContent) -> Iterator[tuple[str, ...]]:
    for result in content.consolidation.other_results:
        day = show_date(result.received.date())
        yield result.unit.code, result.unit.name, "Theo bộ tiêu chí khác", day, ""


CENTRE, RIGHT = TextAlign.CENTRE, TextAlign.RIGHT
CHANGE_COLUMNS = (
    TableColumn("Hạng", 18, CENTRE), TableColumn("Mã", 22, CENTRE), TableColumn("Đơn vị", 74),
    TableColumn("Tỷ lệ (%)", 27, RIGHT), TableColumn("Tỷ lệ kỳ trước (%)", 29, RIGHT),
    TableColumn("Tăng, giảm (điểm phần trăm)", 30, RIGHT), TableColumn("Hạng kỳ trước", 24, CENTRE),
    TableColumn("Thay đổi hạng", 25, CENTRE),
)  # fmt: skip


def changes_annex(content: ProvinceReportContent, location: str) -> Sequence[Flowable]:
    """Build the table of changes since the period before, by rank."""
    if not content.compared_count:
        return [untrusted_note(f"Không có kết quả {content.before} để so sánh.", location)]
    return [
        untrusted_table(
            CHANGE_COLUMNS, (_change_row(content, one) for one in content.communes), location
        )
    ]


def _change_row(content: ProvinceReportContent, commune: ComparedCommune) -> PrintedRow:
    before, places = commune.before, content.consolidation.form.decimals
    return PrintedRow(
        (
            str(commune.rank or "–"),
            commune.unit.code,
            commune.unit.name,
            content.points(commune.percent),
            content.points(before.percent) if before else "",
            content.signed_text(commune.percent_gained, places),
            str(before.rank or "") if before else "",
            rank_change_text(commune),
        )
    )


DIFFERENCE_COLUMNS = (
    TableColumn("Mã", 16), TableColumn("Tiêu chí", 82), TableColumn("Tự chấm", 20, TextAlign.RIGHT),
    TableColumn("Thẩm định", 22, TextAlign.RIGHT), TableColumn("Chênh lệch", 23, TextAlign.RIGHT),
    TableColumn("Lý do", 86),
)  # fmt: skip
NO_DIFFERENCES = "Không có chênh lệch giữa điểm tự chấm và điểm thẩm định."
NO_REASON = "Chưa ghi lý do"


def differences_annex(content: ProvinceReportContent, location: str) -> Sequence[Flowable]:
    """Build the table of differences between self-assessment and appraisal, by rank."""
    rows = list(_difference_rows(content))
    return (
        [untrusted_table(DIFFERENCE_COLUMNS, rows, location)]
        if rows
        else [untrusted_note(NO_DIFFERENCES, location)]
    )


def _difference_rows(content: ProvinceReportContent) -> Iterator[PrintedRow]:
    for commune in content.communes:
        disputed = disputed_differences(commune)
        by_province = [d for d in commune.result.differences if is_given_by_province(d)]
        if disputed or by_province:
            heading = f"{commune.unit.name} ({commune.unit.code}): {len(disputed)} chênh lệch"
            whole = f", cộng {_effect_sum_text(content, disputed)} điểm" if disputed else ""
            yield PrintedRow((f"{heading}{whole}",), FontFace.BOLD, keep_with_next=True)
            yield from (_difference_row(content, difference) for difference in disputed)
            if by_province:
                yield PrintedRow((_province_only_text(content, by_province),))


def _province_only_text(
    content: ProvinceReportContent, differences: Sequence[PointDifference]
) -> str:
    """Return, in one line, the points of criteria that only the province scores."""
    points_by_criterion = "; ".join(
        f"{d.code}: {_effect_sum_text(content, [d])}" for d in differences
    )
    why, total = DifferenceCode.BY_PROVINCE, _effect_sum_text(content, differences)
    return f"{why.label} ({why.number}), {total} điểm – {points_by_criterion}"


def _effect_sum_text(content: ProvinceReportContent, differences: Sequence[PointDifference]) -> str:
    apart = sum((difference.effect for difference in differences), Decimal(0))
    return content.signed_text(apart, content.consolidation.form.decimals)


def _difference_row(content: ProvinceReportContent, difference: PointDifference) -> PrintedRow:
    return PrintedRow(
        (
            difference.code,
            difference.title,
            content.points(difference.sent),
            content.points(difference.appraised),
            content.signed_text(difference.effect, content.consolidation.form.decimals),
            difference.why.description if difference.why else NO_REASON,
        )
    )


# Sections refer to annexes by numeral: a new annex goes to the end.
PROVINCE_ANNEXES = (
    ProvinceAnnex("Bảng xếp hạng các đơn vị", ranking_annex),
    ProvinceAnnex("Bản đồ nhiệt theo lĩnh vực", heat_map_annex),
    ProvinceAnnex("Thứ hạng theo lĩnh vực", area_ranks_annex),
    ProvinceAnnex("Chỉ tiêu kế hoạch trên phạm vi toàn tỉnh", province_targets_annex),
    ProvinceAnnex("Đơn vị chưa gửi, gửi muộn báo cáo", absent_communes_annex),
    ProvinceAnnex("Thay đổi so với kỳ trước", changes_annex),
    ProvinceAnnex("Chênh lệch giữa tự chấm và thẩm định", differences_annex),
)
