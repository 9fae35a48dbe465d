"""Tables of figures: every item and every indicator of every commune, in long form."""

from collections.abc import Iterator
from datetime import date

from xa_report.assess.assessment import requested_items
from xa_report.assess.figures import answer_to_number
from xa_report.domain.indicator import Figure, Indicator
from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind
from xa_report.domain.item_values import format_value
from xa_report.domain.province.consolidation import CommuneResult, Consolidation
from xa_report.export.data.table import Cells, Field, FieldType, Link, Table, plain
from xa_report.export.data.unit_tables import NUMBER, PERIOD, TO_UNIT, UNIT
from xa_report.export.workbook.order import by_use

VALUE, NOT_ARISEN, NOT_REPORTED = "value", "not_arisen", "not_reported"
STATE = Field(
    "trang_thai", "Trạng thái", required=True, allowed=(VALUE, NOT_ARISEN, NOT_REPORTED),
    description="value: có giá trị; not_arisen: không phát sinh; not_reported: chưa báo cáo.",
)  # fmt: skip
SENT = "Như xã gửi; đơn vị tính xem từ điển."
ITEM_FIELDS = (
    UNIT, PERIOD,
    Field("loai", "Loại", required=True, allowed=("so_lieu",)),
    Field("ma_so_lieu", "Mã số liệu", required=True),
    STATE,
    Field("gia_tri_so", "Giá trị bằng số", NUMBER, f"{SENT} Có là 1, không là 0; danh mục, bảng "
          "kê là số mục."),
    Field("gia_tri_chu", "Giá trị bằng chữ", description="Ngày (ISO 8601), lựa chọn, văn bản, "
          "bảng kê; trống khi giá trị là số."),
    Field("gia_tri_tham_dinh", "Giá trị sau thẩm định", NUMBER),
    Field("ly_do", "Lý do không phát sinh"),
    Field("nguon", "Nguồn số liệu của xã"),
    Field("ngay_lay", "Ngày lấy số liệu", FieldType.DATE),
    Field("ghi_chu", "Ghi chú của xã"),
)  # fmt: skip
INDICATOR_FIELDS = (
    UNIT, PERIOD,
    Field("loai", "Loại", required=True, allowed=("chi_so",)),
    Field("ma_chi_so", "Mã chỉ số", required=True),
    STATE,
    Field("gia_tri", "Giá trị sau thẩm định", NUMBER, "Phân số vô hạn được làm tròn 9 chữ số."),
    Field("tu_so", "Tử số", NUMBER),
    Field("mau_so", "Mẫu số", NUMBER),
    Field("gia_tri_tu_cham", "Giá trị theo số liệu xã gửi", NUMBER),
)  # fmt: skip


def item_table(all_of: Consolidation) -> Table:
    """`so-lieu`: the answers as they were sent."""
    items, _ = figures_asked(all_of)
    rows = tuple(
        (one.unit.code, str(all_of.period), "so_lieu", item.id, *_answer(one, item))
        for one in all_of.standings
        for item in items.values()
    )
    to_item = Link(("loai", "ma_so_lieu"), "tu-dien", ("loai", "ma"))
    key = ("ma_don_vi", "ma_so_lieu")
    return Table("so-lieu", "Số liệu báo cáo", ITEM_FIELDS, key, rows, (TO_UNIT, to_item))


def figures_asked(all_of: Consolidation) -> tuple[dict[str, Item], dict[str, Indicator]]:
    """Items and indicators of form and plans in the order of use."""
    items, indicators = requested_items(all_of.form, all_of.plans, all_of.period.year)
    return by_use(all_of.form, items, indicators)


def _answer(one: CommuneResult, item: Item) -> Cells:
    answer = one.report.answers.get(item.id, Answer())
    appraised = one.appraised.figures.get(item.id, Figure())
    value = answer.value if answer.arisen else None
    external = value if isinstance(value, ExternalScore) else None
    return (
        state_of(answer), plain(answer_to_number(answer)) if answer.arisen else None,
        _text(answer, item) or None, plain(appraised.value), answer.not_arisen or None,
        (external.source if external else "") or item.source or None,
        (external.as_of if external else None) or answer.as_of, answer.note or None,
    )  # fmt: skip


def state_of(known: Answer | Figure) -> str:
    """Which of the three states an answer or figure is in."""
    if known.not_arisen is not None:
        return NOT_ARISEN
    return NOT_REPORTED if known.value is None else VALUE


_IN_WORDS = {ItemKind.CHOICE, ItemKind.CHECKLIST, ItemKind.TEXT, ItemKind.TABLE}


def _text(answer: Answer, item: Item) -> str:
    if not answer.arisen or answer.value is None:
        return ""
    if isinstance(answer.value, date):
        return answer.value.isoformat()
    return format_value(answer.value, item) if item.kind in _IN_WORDS else ""


def indicator_table(all_of: Consolidation) -> Table:
    """`chi-so`: what follows from the answers."""
    _, asked_for = figures_asked(all_of)
    refs = tuple(asked_for)
    rows = tuple(row for one in all_of.standings for row in _indicators(one, refs, all_of))
    to_indicator = Link(("loai", "ma_chi_so"), "tu-dien", ("loai", "ma"))
    key = ("ma_don_vi", "ma_chi_so")
    return Table("chi-so", "Chỉ số", INDICATOR_FIELDS, key, rows, (TO_UNIT, to_indicator))


def _indicators(
    one: CommuneResult, refs: tuple[str, ...], all_of: Consolidation
) -> Iterator[Cells]:
    for ref in refs:
        figure = one.appraised.figures.get(ref, Figure())
        top, bottom = figure.parts or (None, None)
        yield (
            one.unit.code, str(all_of.period), "chi_so", ref, state_of(figure),
            plain(figure.value), plain(top), plain(bottom),
            plain(one.sent.figures.get(ref, Figure()).value),
        )  # fmt: skip
