"""Section VII: what is proposed; nothing that the data does not say."""

from collections.abc import Iterator

from xa_report.domain.numbers import show_percent
from xa_report.export.document.province.naming import MOST, names
from xa_report.export.document.province.sections.against_plan import missed
from xa_report.export.document.province.sections.appraised import frequent
from xa_report.export.document.province.source import ProvinceSource
from xa_report.export.document.sections.section import Line, Section
from xa_report.export.roll import area_mean

OFTEN = 3
"""From so many communes on, a criterion is worth guidance for all."""


def proposals(source: ProvinceSource) -> Section:
    """Numbered, from the results to who has to do what."""
    asked = [recipient.strip(" .-") for recipient in source.head.recipient.split(";")]
    whom = ", ".join(part for part in asked if part) or "cấp trên"
    told = [Line(f"{number}. {text}") for number, text in enumerate(_asked(source), start=1)]
    return Section("Đề nghị", (Line(f"{source.agency} đề nghị {whom}:"), *told))


def _asked(source: ProvinceSource) -> Iterator[str]:
    all_of = source.all_of
    if all_of.standings and not all_of.ranking.provisional:
        yield (
            f"Công nhận kết quả và thứ hạng {all_of.period.label} của {len(source.roll)} đơn vị "
            "tại Phụ lục I."
        )
    if all_of.not_sent:
        yield (
            f"Yêu cầu {len(all_of.not_sent)} đơn vị chưa gửi báo cáo hoàn thành ngay: "
            f"{names(all_of.not_sent)}."
        )
    for target in missed(source):
        if target.drags:
            units = names(drag.unit for drag in target.drags[:MOST])
            yield f"Giao {units} có giải pháp đối với chỉ tiêu “{target.label}” ({target.wanted})."
    yield from _weakest(source)
    often = [(code, title) for code, title, count in frequent(source) if count >= OFTEN]
    if often:
        told = "; ".join(f"{code} {title}" for code, title in often)
        yield f"Cho phép hướng dẫn lại cách chấm và tài liệu kiểm chứng của các tiêu chí: {told}."


def _weakest(source: ProvinceSource) -> Iterator[str]:
    means = [
        (middle, area)
        for area in source.all_of.form.areas
        for middle in [area_mean(source.roll, area.code)]
        if middle is not None
    ]
    if means:
        middle, area = min(means, key=lambda pair: pair[0])
        yield (
            f"Chỉ đạo tập trung khắc phục lĩnh vực có kết quả bình quân thấp nhất: {area.title} "
            f"({show_percent(middle)})."
        )
