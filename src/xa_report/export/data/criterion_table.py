"""The table of points: every area, criterion, bonus and penalty of every commune."""

from collections.abc import Iterator

from xa_report.domain.assessment import CriterionResult, ScoreState
from xa_report.domain.form import Part
from xa_report.domain.province.consolidation import CommuneResult, Consolidation
from xa_report.export.data.table import Cells, Field, FieldType, Link, Table
from xa_report.export.data.unit_tables import INTEGER, NUMBER, PERIOD, TO_UNIT, UNIT

PARTS = {Part.TOTAL: "tieu_chi", Part.BONUS: "thuong", Part.PENALTY: "tru"}
AREA = "linh_vuc"
TO_CRITERION = Link(("loai", "ma_tieu_chi"), "tu-dien", ("loai", "ma"))
FIELDS = (
    UNIT, PERIOD,
    Field("loai", "Loại", description="Lĩnh vực, tiêu chí, điểm thưởng hoặc điểm trừ.",
          required=True, allowed=(AREA, *PARTS.values())),
    Field("ma_tieu_chi", "Mã lĩnh vực, tiêu chí", required=True),
    Field("co_cach_cham", "Được chấm trực tiếp", FieldType.BOOLEAN,
          "false khi điểm là tổng của các tiêu chí con."),
    Field("diem_toi_da", "Điểm tối đa", NUMBER, unit="điểm"),
    Field("diem_ap_dung", "Điểm tối đa áp dụng sau thẩm định", NUMBER, unit="điểm"),
    Field("diem_tu_cham", "Điểm tự chấm", NUMBER, unit="điểm"),
    Field("diem_tham_dinh", "Điểm thẩm định", NUMBER, unit="điểm"),
    Field("tinh_trang", "Tình trạng sau thẩm định", allowed=tuple(ScoreState)),
    Field("hang", "Thứ hạng trong lĩnh vực, tiêu chí", INTEGER),
    Field("ma_ly_do", "Mã lý do chênh lệch", description="T01–T08, T99; xem từ điển của tỉnh."),
    Field("ly_do", "Lý do chênh lệch"),
    Field("giai_trinh", "Giải trình của xã"),
)  # fmt: skip


def criterion_table(all_of: Consolidation) -> Table:
    """`tieu-chi`, in long form."""
    rows = tuple(row for one in all_of.standings for row in _rows(one, all_of))
    key = ("ma_don_vi", "loai", "ma_tieu_chi")
    title = "Điểm từng lĩnh vực, tiêu chí"
    return Table("tieu-chi", title, FIELDS, key, rows, (TO_UNIT, TO_CRITERION))


def _rows(one: CommuneResult, all_of: Consolidation) -> Iterator[Cells]:
    done, sent = one.appraised, {}
    for result in (*one.sent.areas, *one.sent.criteria, *one.sent.bonuses, *one.sent.penalties):
        sent[result.code] = result
    why = {difference.code: difference.why for difference in one.differences}
    areas = {area.code for area in done.areas}
    for result in (*done.areas, *done.criteria, *done.bonuses, *done.penalties):
        reason = why.get(result.code)
        yield (
            one.unit.code, str(all_of.period), kind_of(result, areas), result.code, result.leaf,
            result.max, result.applicable, sent[result.code].points, result.points, result.state,
            all_of.ranking.by_part.get(result.code, {}).get(one.unit.code),
            reason.code.number if reason else None, (reason.text or None) if reason else None,
            one.report.explanations.get(result.code) or None,
        )  # fmt: skip


def kind_of(result: CriterionResult, areas: set[str]) -> str:
    """What a result is called in the column `loai`."""
    return AREA if result.code in areas else PARTS[result.part]
