"""The province's report in the order in which it is read."""

from collections.abc import Callable, Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from xa_report.export.document.annexes.catalogue import NUMERALS
from xa_report.export.document.letterhead import department_letterhead
from xa_report.export.document.province.annexes.catalogue import PROVINCE_ANNEXES
from xa_report.export.document.province.charts import area_chart, rating_chart
from xa_report.export.document.province.safe import note, section_of, shown
from xa_report.export.document.province.sections.against_before import against_before
from xa_report.export.document.province.sections.against_plan import against_plan
from xa_report.export.document.province.sections.appraised import appraised
from xa_report.export.document.province.sections.by_area import by_area
from xa_report.export.document.province.sections.overall import overall
from xa_report.export.document.province.sections.proposals import proposals
from xa_report.export.document.province.sections.sending import sending
from xa_report.export.document.province.source import ProvinceSource
from xa_report.export.document.sections.section import Section
from xa_report.export.document.signature import SignatureBlock, Spot
from xa_report.export.document.story import annex_front, annex_names, front, section_at

RATINGS = "Số đơn vị theo xếp loại, thanh dài theo tỷ lệ (%)"
AREAS = "Tỷ lệ điểm bình quân theo lĩnh vực (%)"
BESIDE = "; thanh mảnh màu cam là {before}"


def province_story(source: ProvinceSource, tell: Callable[[Spot], None]) -> Iterator[Flowable]:
    """Body, then annexes; `tell` learns where the signature belongs."""
    head = department_letterhead(
        shown(source.all_of.agency), source.all_of.province, source.number,
        shown(source.head.place or source.province), source.day,
    )  # fmt: skip
    yield from front(head, shown(source.abstract), shown(source.head.recipient))
    yield note(_opening(source), "Mở đầu báo cáo", "body")
    for numeral, (section, after) in zip(NUMERALS, _chapters(source), strict=True):
        yield from section_at(numeral, section_of(section))
        yield from after
    last = f"Trên đây là báo cáo kết quả cải cách hành chính cấp xã của {source.province}./."
    yield KeepTogether(
        [
            note(last, "Kết thúc báo cáo", "body"),
            Spacer(0, 4 * mm),
            SignatureBlock(source.head, tell),
        ]
    )
    attached = f"(Kèm theo Báo cáo số {source.number} {source.day} của {source.agency})"
    for name, annex in zip(annex_names(), PROVINCE_ANNEXES, strict=True):
        yield from annex_front(name, annex.title, shown(attached))
        yield from annex.content(source, name)


def _opening(source: ProvinceSource) -> str:
    form = source.all_of.form
    issued = f", ban hành theo {form.decision}" if form.decision else ""
    return (
        f"Trên cơ sở báo cáo của các đơn vị theo “{form.title}” (phiên bản {form.version}{issued}) "
        f"và kết quả thẩm định, {source.agency} báo cáo kết quả "
        f"{source.all_of.period.label} như sau:"
    )


def _chapters(source: ProvinceSource) -> Iterator[tuple[Section, list[Flowable]]]:
    yield sending(source), []
    yield overall(source), _figure(RATINGS, rating_chart(source)) if source.roll else []
    yield against_before(source), []
    beside = BESIDE.format(before=source.before) if source.compared else ""
    yield by_area(source), _figure(f"{AREAS}{beside}", area_chart(source)) if source.roll else []
    yield against_plan(source), []
    yield appraised(source), []
    yield proposals(source), []


def _figure(caption: str, chart: Flowable) -> list[Flowable]:
    return [KeepTogether([note(caption, "Biểu đồ", "caption"), chart, Spacer(0, 3 * mm)])]
