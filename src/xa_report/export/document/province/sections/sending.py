"""Section I: who has sent, who was late, who has not."""

from collections.abc import Iterator

from xa_report.domain.province.appraisal import CaseState
from xa_report.domain.text import show_date
from xa_report.export.document.province.naming import names, share
from xa_report.export.document.province.source import ProvinceSource
from xa_report.export.document.sections.section import Line, Section


def sending(source: ProvinceSource) -> Section:
    """Counts, then the names."""
    return Section("Tình hình gửi báo cáo", tuple(_lines(source)))


def _lines(source: ProvinceSource) -> Iterator[Line]:
    all_of = source.all_of
    sent, absent = len(all_of.standings), len(all_of.not_sent)
    late = [one.unit for one in all_of.standings if one.late]
    whole = sent + absent
    limit = f" {show_date(all_of.deadline)}" if all_of.deadline else ""
    told = f"Có {sent}/{whole} đơn vị đã gửi báo cáo{share(sent, whole)}"
    told += f", trong đó {len(late)} đơn vị gửi sau thời hạn{limit}." if late else "."
    yield Line(told)
    if late:
        yield Line(f"{names(late)}.", f"Gửi muộn ({len(late)} đơn vị):")
    if absent:
        yield Line(f"{names(all_of.not_sent)}.", f"Chưa gửi ({absent} đơn vị):")
    yield from _open(source)


def _open(source: ProvinceSource) -> Iterator[Line]:
    left = sum(one.state is not CaseState.CLOSED for one in source.all_of.standings)
    if left:
        yield Line(
            f"Còn {left} đơn vị chưa chốt điểm thẩm định; điểm và thứ hạng trong báo cáo này là "
            "tạm tính."
        )
    elif source.all_of.standings:
        yield Line("Điểm của tất cả các đơn vị đã gửi báo cáo đã được thẩm định và chốt.")
