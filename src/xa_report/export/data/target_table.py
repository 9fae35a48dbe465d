"""The table of the province's targets, each with the communes that pull it down."""

from collections.abc import Iterator

from xa_report.domain.assessment import TargetState
from xa_report.domain.province.consolidation import Consolidation
from xa_report.export.data.table import Cells, Field, FieldType, Link, Table, plain
from xa_report.export.data.unit_tables import INTEGER, NUMBER, PERIOD

FIELDS = (
    PERIOD,
    Field("ma_ke_hoach", "Mã kế hoạch", required=True),
    Field("ma_chi_tieu", "Mã chỉ tiêu", required=True),
    Field("ma_don_vi", "Mã đơn vị", required=True,
          description="Mã tỉnh: kết quả toàn tỉnh; mã xã: xã kéo giảm kết quả."),
    Field("ke_hoach", "Kế hoạch"),
    Field("ten_chi_tieu", "Chỉ tiêu"),
    Field("cap", "Cấp thực hiện", allowed=("commune", "province")),
    Field("muc_giao", "Mức giao"),
    Field("chua_den_han", "Mốc của các năm sau", FieldType.BOOLEAN),
    Field("gia_tri", "Giá trị thực hiện", NUMBER),
    Field("danh_gia", "Đánh giá toàn tỉnh", allowed=tuple(TargetState)),
    Field("chenh_lech", "Còn thiếu, theo đơn vị của chỉ tiêu", NUMBER,
          "Của xã: kết quả toàn tỉnh tăng thêm nếu xã đạt mức giao."),
    Field("can_them", "Số cần thêm (âm là cần bớt)", INTEGER),
    Field("cach_dat", "Cách đạt chỉ tiêu"),
    Field("so_xa_co_so_lieu", "Số xã có số liệu", INTEGER),
    Field("nguyen_van", "Nguyên văn kế hoạch"),
)  # fmt: skip


def target_table(all_of: Consolidation) -> Table:
    """`chi-tieu`: a row for the province, then one for each commune that drags."""
    key = ("ma_ke_hoach", "ma_chi_tieu", "ma_don_vi")
    to_unit: tuple[Link, ...] = ()  # the province itself is no row of `don-vi`
    return Table("chi-tieu", "Chỉ tiêu kế hoạch", FIELDS, key, tuple(_rows(all_of)), to_unit)


def _rows(all_of: Consolidation) -> Iterator[Cells]:
    for one in all_of.targets:
        plan, target = one.plan, one.target
        period, named = str(all_of.period), (plan.title, one.label, str(target.level), one.wanted)
        yield (
            period, plan.id, target.id, all_of.province.code, *named, one.ahead,
            plain(one.figure.value), one.state, plain(one.gap), one.units, one.close or None,
            one.counted, target.words or None,
        )  # fmt: skip
        for drag in one.drags:
            yield (
                period, plan.id, target.id, drag.unit.code, *named, one.ahead,
                plain(drag.own.value), None, plain(drag.pull), drag.units, drag.words or None,
                None, None,
            )  # fmt: skip
