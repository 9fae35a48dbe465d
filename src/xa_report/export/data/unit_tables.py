"""Tables of the communes: who there is and has sent, and what each came to."""

from collections.abc import Iterator

from xa_report.domain.province.appraisal import CASE_STATE_LABELS
from xa_report.domain.province.consolidation import CommuneResult, Consolidation, PreviousResult
from xa_report.export.data.table import Cells, Field, FieldType, Link, Table, plain

UNIT = Field("ma_don_vi", "Mã đơn vị", description="Mã xã, 5 chữ số.", required=True)
PERIOD = Field("ky", "Kỳ báo cáo", description="2026, 2026-Q1, 2026-H1 hoặc 2026-9M.",
               required=True)  # fmt: skip
TO_UNIT = Link(("ma_don_vi",), "don-vi", ("ma_don_vi",))
NUMBER, INTEGER = FieldType.NUMBER, FieldType.INTEGER

UNIT_FIELDS = (
    UNIT, PERIOD,
    Field("ten_don_vi", "Tên đơn vị", required=True),
    Field("loai_don_vi", "Loại đơn vị", description="xã, phường hoặc đặc khu."),
    Field("ma_tinh", "Mã tỉnh"),
    Field("ten_tinh", "Tên tỉnh"),
    Field("da_nop", "Đã nộp báo cáo", FieldType.BOOLEAN, required=True),
    Field("nop_muon", "Nộp sau thời hạn", FieldType.BOOLEAN),
    Field("ngay_nhan", "Thời điểm tỉnh nhận", FieldType.DATETIME),
    Field("tinh_trang", "Tình trạng thẩm định", allowed=tuple(CASE_STATE_LABELS.values())),
    Field("lan_nop", "Lần nộp", INTEGER),
    Field("ma_bam_goi", "SHA-256 của gói báo cáo"),
    Field("ma_bam_ban_ke", "SHA-256 của bản kê trong gói"),
)  # fmt: skip
RESULT_FIELDS = (
    UNIT, PERIOD,
    Field("hang", "Thứ hạng", INTEGER, "Trống khi không xếp hạng; đồng hạng có cùng số."),
    Field("dong_hang", "Đồng hạng với đơn vị khác", FieldType.BOOLEAN),
    Field("diem_tu_cham", "Kết quả tự chấm", NUMBER, unit="điểm"),
    Field("diem_linh_vuc", "Tổng điểm các lĩnh vực sau thẩm định", NUMBER, unit="điểm"),
    Field("diem_thuong", "Điểm thưởng sau thẩm định", NUMBER, unit="điểm"),
    Field("diem_tru", "Điểm trừ sau thẩm định", NUMBER, unit="điểm"),
    Field("ket_qua", "Kết quả sau thẩm định", NUMBER, unit="điểm"),
    Field("diem_ap_dung", "Điểm tối đa áp dụng", NUMBER, unit="điểm"),
    Field("ty_le", "Kết quả so với điểm tối đa áp dụng", NUMBER, unit="%"),
    Field("xep_loai", "Xếp loại"),
    Field("ty_le_ky_truoc", "Tỷ lệ của kỳ trước", NUMBER, unit="%"),
    Field("hang_ky_truoc", "Thứ hạng của kỳ trước", INTEGER),
)  # fmt: skip


def unit_table(all_of: Consolidation) -> Table:
    """`don-vi`: every commune, also those that have not sent."""
    rows = sorted((*_sent(all_of), *_absent(all_of)), key=lambda row: str(row[0]))
    title = "Đơn vị và tình trạng nộp báo cáo"
    return Table("don-vi", title, UNIT_FIELDS, ("ma_don_vi",), tuple(rows))


def _sent(all_of: Consolidation) -> Iterator[Cells]:
    for one in all_of.standings:
        unit = one.unit
        yield (
            unit.code, str(all_of.period), unit.name, unit.kind, all_of.province.code,
            all_of.province.name, True, one.late, one.received, CASE_STATE_LABELS[one.state],
            one.report.sequence, one.package_sha256, one.manifest_sha256,
        )  # fmt: skip


def _absent(all_of: Consolidation) -> Iterator[Cells]:
    for unit in all_of.not_sent:
        known = (unit.code, str(all_of.period), unit.name, unit.kind)
        yield (*known, all_of.province.code, all_of.province.name, False, *(None,) * 6)


def result_table(all_of: Consolidation) -> Table:
    """`ket-qua`: the whole result of every commune that has sent."""
    places = {one.contestant.unit.code: (one.rank, one.tied) for one in all_of.ranking.placed}
    rows = tuple(
        _result(one, all_of, places.get(one.unit.code, (None, None))) for one in all_of.standings
    )
    fields, key = RESULT_FIELDS, ("ma_don_vi",)
    return Table("ket-qua", "Kết quả và thứ hạng", fields, key, rows, (TO_UNIT,))


def _result(
    one: CommuneResult, all_of: Consolidation, place: tuple[int | None, bool | None]
) -> Cells:
    done, before = one.appraised, all_of.before.get(one.unit.code)
    return (
        one.unit.code, str(all_of.period), *place, one.sent.result, done.total, done.bonus,
        done.penalty, done.result, done.applicable, plain(done.percent), done.rating.name or None,
        *_before(before),
    )  # fmt: skip


def _before(before: PreviousResult | None) -> Cells:
    return (None, None) if before is None else (plain(before.percent), before.rank)
