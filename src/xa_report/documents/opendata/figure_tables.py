"""Tables of figures: every item and every indicator of every commune, in long form."""

from collections.abc import Iterator
from datetime import date

from xa_report.assess.assessment import requested_items
from xa_report.assess.figures import answer_to_number
from xa_report.documents.opendata.data_table import (
    NUMBER,
    PERIOD_FIELD,
    UNIT_FIELD,
    UNIT_LINK,
    DataTable,
    FieldType,
    TableCells,
    TableField,
    TableLink,
    as_decimal,
)
from xa_report.documents.xlsx.figure_order import in_order_of_use
from xa_report.domain.indicator import Figure, Indicator
from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind
from xa_report.domain.item_values import format_value
from xa_report.domain.province.consolidation import CommuneResult, Consolidation

VALUE, NOT_ARISEN, NOT_REPORTED = "value", "not_arisen", "not_reported"
STATE_FIELD = TableField(
    "trang_thai", "Trạng thái", required=True, allowed=(VALUE, NOT_ARISEN, NOT_REPORTED),
    description="value: có giá trị; not_arisen: không phát sinh; not_reported: chưa báo cáo.",
)  # fmt: skip
AS_SENT = "Như xã gửi; đơn vị tính xem từ điển."
ITEM_FIELDS = (
    UNIT_FIELD, PERIOD_FIELD,
    TableField("loai", "Loại", required=True, allowed=("so_lieu",)),
    TableField("ma_so_lieu", "Mã số liệu", required=True),
    STATE_FIELD,
    TableField("gia_tri_so", "Giá trị bằng số", NUMBER,
               f"{AS_SENT} Có là 1, không là 0; danh mục, bảng kê là số mục."),
    TableField("gia_tri_chu", "Giá trị bằng chữ",
               description="Ngày (ISO 8601), lựa chọn, văn bản, bảng kê; trống khi giá trị là số."),
    TableField("gia_tri_tham_dinh", "Giá trị sau thẩm định", NUMBER),
    TableField("ly_do", "Lý do không phát sinh"),
    TableField("nguon", "Nguồn số liệu của xã"),
    TableField("ngay_lay", "Ngày lấy số liệu", FieldType.DATE),
    TableField("ghi_chu", "Ghi chú của xã"),
)  # fmt: skip
INDICATOR_FIELDS = (
    UNIT_FIELD, PERIOD_FIELD,
    TableField("loai", "Loại", required=True, allowed=("chi_so",)),
    TableField("ma_chi_so", "Mã chỉ số", required=True),
    STATE_FIELD,
    TableField("gia_tri", "Giá trị sau thẩm định", NUMBER,
               "Phân số vô hạn được làm tròn 9 chữ số."),
    TableField("tu_so", "Tử số", NUMBER),
    TableField("mau_so", "Mẫu số", NUMBER),
    TableField("gia_tri_tu_cham", "Giá trị theo số liệu xã gửi", NUMBER),
)  # fmt: skip
# Kinds whose answer a number does not tell.
_IN_WORDS = {ItemKind.CHOICE, ItemKind.CHECKLIST, ItemKind.TEXT, ItemKind.TABLE}


def item_table(consolidation: Consolidation) -> DataTable:
    """Build `so-lieu`: the answers as they were sent, one row an item."""
    items, _ = figures_in_order(consolidation)
    rows = tuple(
        (
            result.unit.code,
            str(consolidation.period),
            "so_lieu",
            item.id,
            *_answer_cells(result, item),
        )
        for result in consolidation.results
        for item in items.values()
    )
    to_item = TableLink(("loai", "ma_so_lieu"), "tu-dien", ("loai", "ma"))
    key = ("ma_don_vi", "ma_so_lieu")
    return DataTable("so-lieu", "Số liệu báo cáo", ITEM_FIELDS, key, rows, (UNIT_LINK, to_item))


def figures_in_order(consolidation: Consolidation) -> tuple[dict[str, Item], dict[str, Indicator]]:
    """Return the items and indicators of form and plans in the order of use."""
    items, indicators = requested_items(
        consolidation.form, consolidation.plans, consolidation.period.year
    )
    return in_order_of_use(consolidation.form, items, indicators)


def _answer_cells(commune_result: CommuneResult, item: Item) -> TableCells:
    answer = commune_result.report.answers.get(item.id, Answer())
    appraised = commune_result.appraised.figures.get(item.id, Figure())
    value = answer.value if answer.has_value else None
    external = value if isinstance(value, ExternalScore) else None
    return (
        figure_state(answer), as_decimal(answer_to_number(answer)) if answer.has_value else None,
        _value_text(answer, item) or None, as_decimal(appraised.value), answer.not_arisen or None,
        # An external score has a source and a day of its own, which come first.
        (external.source if external else "") or item.source or None,
        (external.as_of if external else None) or answer.as_of, answer.note or None,
    )  # fmt: skip


def figure_state(answer: Answer | Figure) -> str:
    """Return the state of an answer or figure: `value`, `not_arisen` or `not_reported`."""
    if answer.not_arisen is not None:
        return NOT_ARISEN
    return NOT_REPORTED if answer.value is None else VALUE


def _value_text(answer: Answer, item: Item) -> str:
    if not answer.has_value or answer.value is None:
        return ""
    if isinstance(answer.value, date):
        return answer.value.isoformat()
    return format_value(answer.value, item) if item.kind in _IN_WORDS else ""


def indicator_table(consolidation: Consolidation) -> DataTable:
    """Build `chi-so`: indicators computed from the answers, as appraised and as sent."""
    _, indicators = figures_in_order(consolidation)
    refs = tuple(indicators)
    rows = tuple(
        row
        for commune in consolidation.results
        for row in _indicator_rows(commune, refs, consolidation)
    )
    to_indicator = TableLink(("loai", "ma_chi_so"), "tu-dien", ("loai", "ma"))
    key = ("ma_don_vi", "ma_chi_so")
    return DataTable("chi-so", "Chỉ số", INDICATOR_FIELDS, key, rows, (UNIT_LINK, to_indicator))


def _indicator_rows(
    commune_result: CommuneResult, refs: tuple[str, ...], consolidation: Consolidation
) -> Iterator[TableCells]:
    for ref in refs:
        figure = commune_result.appraised.figures.get(ref, Figure())
        top, bottom = figure.parts or (None, None)
        yield (
            commune_result.unit.code, str(consolidation.period), "chi_so", ref,
            figure_state(figure), as_decimal(figure.value), as_decimal(top), as_decimal(bottom),
            as_decimal(commune_result.sent.figures.get(ref, Figure()).value),
        )  # fmt: skip
