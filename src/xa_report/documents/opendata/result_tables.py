"""Tables of communes, results, points and targets."""

from collections.abc import Iterator

from xa_report.documents.opendata.data_table import (
    INTEGER,
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
from xa_report.domain.assessment import CriterionResult, ScoreState, TargetState
from xa_report.domain.form import Part
from xa_report.domain.province.appraisal import CASE_STATE_LABELS
from xa_report.domain.province.consolidation import CommuneResult, Consolidation, PreviousResult
from xa_report.domain.province.ranking import RankedCommune

UNIT_FIELDS = (
    UNIT_FIELD, PERIOD_FIELD,
    TableField("ten_don_vi", "Tên đơn vị", required=True),
    TableField("loai_don_vi", "Loại đơn vị", description="xã, phường hoặc đặc khu."),
    TableField("ma_tinh", "Mã tỉnh"),
    TableField("ten_tinh", "Tên tỉnh"),
    TableField("da_nop", "Đã nộp báo cáo", FieldType.BOOLEAN, required=True),
    TableField("nop_muon", "Nộp sau thời hạn", FieldType.BOOLEAN),
    TableField("ngay_nhan", "Thời điểm tỉnh nhận", FieldType.DATETIME),
    TableField("tinh_trang", "Tình trạng thẩm định", allowed=tuple(CASE_STATE_LABELS.values())),
    TableField("lan_nop", "Lần nộp", INTEGER),
    TableField("ma_bam_goi", "SHA-256 của gói báo cáo"),
    TableField("ma_bam_ban_ke", "SHA-256 của bản kê trong gói"),
    TableField("bo_tieu_chi", "Bộ tiêu chí đã báo cáo",
               description="Điểm và thứ hạng của mỗi bộ tiêu chí nằm trong bộ dữ liệu riêng."),
)  # fmt: skip
RESULT_FIELDS = (
    UNIT_FIELD, PERIOD_FIELD,
    TableField("hang", "Thứ hạng", INTEGER, "Trống khi không xếp hạng; đồng hạng có cùng số."),
    TableField("dong_hang", "Đồng hạng với đơn vị khác", FieldType.BOOLEAN),
    TableField("diem_tu_cham", "Kết quả tự chấm", NUMBER, unit="điểm"),
    TableField("diem_linh_vuc", "Tổng điểm các lĩnh vực sau thẩm định", NUMBER, unit="điểm"),
    TableField("diem_thuong", "Điểm thưởng sau thẩm định", NUMBER, unit="điểm"),
    TableField("diem_tru", "Điểm trừ sau thẩm định", NUMBER, unit="điểm"),
    TableField("ket_qua", "Kết quả sau thẩm định", NUMBER, unit="điểm"),
    TableField("diem_ap_dung", "Điểm tối đa áp dụng", NUMBER, unit="điểm"),
    TableField("ty_le", "Kết quả so với điểm tối đa áp dụng", NUMBER, unit="%"),
    TableField("xep_loai", "Xếp loại"),
    TableField("ty_le_ky_truoc", "Tỷ lệ của kỳ trước", NUMBER, unit="%"),
    TableField("hang_ky_truoc", "Thứ hạng của kỳ trước", INTEGER),
)  # fmt: skip


def unit_table(consolidation: Consolidation) -> DataTable:
    """Build `don-vi`: every commune by code, also those that have not sent."""
    # By code alone: who sends late does not move the rows of the others.
    rows = sorted(
        (*_sent_rows(consolidation), *_absent_rows(consolidation)), key=lambda row: str(row[0])
    )
    title = "Đơn vị và tình trạng nộp báo cáo"
    return DataTable("don-vi", title, UNIT_FIELDS, ("ma_don_vi",), tuple(rows))


def _sent_rows(consolidation: Consolidation) -> Iterator[TableCells]:
    form, others = consolidation.form, consolidation.other_forms
    groups = ((form, consolidation.results), *((each.form, each.results) for each in others))
    for form, result in ((form, result) for form, results in groups for result in results):
        unit = result.unit
        yield (
            unit.code, str(consolidation.period), unit.name, unit.kind, consolidation.province.code,
            consolidation.province.name, True, result.late, result.received,
            CASE_STATE_LABELS[result.state],
            result.report.sequence, result.package_sha256, result.manifest_sha256, form.title,
        )  # fmt: skip


def _absent_rows(consolidation: Consolidation) -> Iterator[TableCells]:
    for unit in consolidation.not_sent:
        known = (unit.code, str(consolidation.period), unit.name, unit.kind)
        yield (
            *known,
            consolidation.province.code,
            consolidation.province.name,
            False,
            # Late, received, state, sequence, the two hashes, form: facts of a report.
            *(None,) * 7,
        )


def result_table(consolidation: Consolidation) -> DataTable:
    """Build `ket-qua`: the whole result of every commune that has sent."""
    ranked = {one.candidate.unit.code: one for one in consolidation.ranking.ranked}
    rows = tuple(
        _result_row(result, consolidation, ranked.get(result.unit.code))
        for result in consolidation.results
    )
    fields, key = RESULT_FIELDS, ("ma_don_vi",)
    return DataTable("ket-qua", "Kết quả và thứ hạng", fields, key, rows, (UNIT_LINK,))


def _result_row(
    commune_result: CommuneResult,
    consolidation: Consolidation,
    ranked: RankedCommune | None,
) -> TableCells:
    done = commune_result.appraised
    before = consolidation.previous_results.get(commune_result.unit.code)
    return (
        commune_result.unit.code, str(consolidation.period),
        ranked.rank if ranked else None, ranked.tied if ranked else None,
        commune_result.sent.result, done.total, done.bonus, done.penalty, done.result,
        done.applicable, as_decimal(done.percent), done.rating.name or None,
        *_previous_cells(before),
    )  # fmt: skip


def _previous_cells(before: PreviousResult | None) -> TableCells:
    return (None, None) if before is None else (as_decimal(before.percent), before.rank)


PART_KINDS = {Part.TOTAL: "tieu_chi", Part.BONUS: "thuong", Part.PENALTY: "tru"}
AREA_KIND = "linh_vuc"
TO_CRITERION = TableLink(("loai", "ma_tieu_chi"), "tu-dien", ("loai", "ma"))
CRITERION_FIELDS = (
    UNIT_FIELD, PERIOD_FIELD,
    TableField("loai", "Loại", description="Lĩnh vực, tiêu chí, điểm thưởng hoặc điểm trừ.",
               required=True, allowed=(AREA_KIND, *PART_KINDS.values())),
    TableField("ma_tieu_chi", "Mã lĩnh vực, tiêu chí", required=True),
    TableField("co_cach_cham", "Được chấm trực tiếp", FieldType.BOOLEAN,
               "false khi điểm là tổng của các tiêu chí con."),
    TableField("diem_toi_da", "Điểm tối đa", NUMBER, unit="điểm"),
    TableField("diem_ap_dung", "Điểm tối đa áp dụng sau thẩm định", NUMBER, unit="điểm"),
    TableField("diem_tu_cham", "Điểm tự chấm", NUMBER, unit="điểm"),
    TableField("diem_tham_dinh", "Điểm thẩm định", NUMBER, unit="điểm"),
    TableField("tinh_trang", "Tình trạng sau thẩm định", allowed=tuple(ScoreState)),
    TableField("hang", "Thứ hạng trong lĩnh vực, tiêu chí", INTEGER),
    TableField("ma_ly_do", "Mã lý do chênh lệch",
               description="T01–T08, T99; xem từ điển của tỉnh."),
    TableField("ly_do", "Lý do chênh lệch"),
    TableField("giai_trinh", "Giải trình của xã"),
)  # fmt: skip


def criterion_table(consolidation: Consolidation) -> DataTable:
    """Build `tieu-chi` in long form: one row for each commune and criterion."""
    rows = tuple(
        row for commune in consolidation.results for row in _criterion_rows(commune, consolidation)
    )
    key = ("ma_don_vi", "loai", "ma_tieu_chi")
    title = "Điểm từng lĩnh vực, tiêu chí"
    return DataTable("tieu-chi", title, CRITERION_FIELDS, key, rows, (UNIT_LINK, TO_CRITERION))


def _criterion_rows(
    commune_result: CommuneResult, consolidation: Consolidation
) -> Iterator[TableCells]:
    # Both assessments are of one form, so that every code of one is in the other.
    done, sent = commune_result.appraised, {}
    for result in (
        *commune_result.sent.areas,
        *commune_result.sent.criteria,
        *commune_result.sent.bonuses,
        *commune_result.sent.penalties,
    ):
        sent[result.code] = result
    reasons = {difference.code: difference.why for difference in commune_result.differences}
    areas = {area.code for area in done.areas}
    for result in (*done.areas, *done.criteria, *done.bonuses, *done.penalties):
        reason = reasons.get(result.code)
        yield (
            commune_result.unit.code, str(consolidation.period),
            result_kind(result, areas), result.code, result.leaf,
            result.max, result.applicable, sent[result.code].points, result.points, result.state,
            consolidation.ranking.by_part.get(result.code, {}).get(commune_result.unit.code),
            reason.code.number if reason else None, (reason.text or None) if reason else None,
            commune_result.report.explanations.get(result.code) or None,
        )  # fmt: skip


def result_kind(result: CriterionResult, areas: set[str]) -> str:
    """Return the kind of a result as the column `loai` has it."""
    return AREA_KIND if result.code in areas else PART_KINDS[result.part]


TARGET_FIELDS = (
    PERIOD_FIELD,
    TableField("ma_ke_hoach", "Mã kế hoạch", required=True),
    TableField("ma_chi_tieu", "Mã chỉ tiêu", required=True),
    TableField("ma_don_vi", "Mã đơn vị", required=True,
               description="Mã tỉnh: kết quả toàn tỉnh; mã xã: xã kéo giảm kết quả."),
    TableField("ke_hoach", "Kế hoạch"),
    TableField("ten_chi_tieu", "Chỉ tiêu"),
    TableField("cap", "Cấp thực hiện", allowed=("commune", "province")),
    TableField("muc_giao", "Mức giao"),
    TableField("chua_den_han", "Mốc của các năm sau", FieldType.BOOLEAN),
    TableField("gia_tri", "Giá trị thực hiện", NUMBER),
    TableField("danh_gia", "Đánh giá toàn tỉnh", allowed=tuple(TargetState)),
    TableField("chenh_lech", "Còn thiếu, theo đơn vị của chỉ tiêu", NUMBER,
               "Của xã: kết quả toàn tỉnh tăng thêm nếu xã đạt mức giao."),
    TableField("can_them", "Số cần thêm (âm là cần bớt)", INTEGER),
    TableField("cach_dat", "Cách đạt chỉ tiêu"),
    TableField("so_xa_co_so_lieu", "Số xã có số liệu", INTEGER),
    TableField("nguyen_van", "Nguyên văn kế hoạch"),
)  # fmt: skip


def target_table(consolidation: Consolidation) -> DataTable:
    """Build `chi-tieu`: a row for the province, then one for each commune that pulls it down."""
    key = ("ma_ke_hoach", "ma_chi_tieu", "ma_don_vi")
    to_unit: tuple[TableLink, ...] = ()  # the province itself is no row of `don-vi`
    return DataTable(
        "chi-tieu",
        "Chỉ tiêu kế hoạch",
        TARGET_FIELDS,
        key,
        tuple(_target_rows(consolidation)),
        to_unit,
    )


def _target_rows(consolidation: Consolidation) -> Iterator[TableCells]:
    period = str(consolidation.period)
    for result in consolidation.targets:
        plan, target = result.plan, result.target
        named = (plan.title, result.label, str(target.level), result.target_text)
        yield (
            period, plan.id, target.id, consolidation.province.code, *named, result.ahead,
            as_decimal(result.figure.value), result.state, as_decimal(result.gap),
            result.units, result.action_text or None, result.counted_communes,
            target.wording or None,
        )  # fmt: skip
        for laggard in result.laggards:
            yield (
                period, plan.id, target.id, laggard.unit.code, *named, result.ahead,
                as_decimal(laggard.figure.value), None, as_decimal(laggard.loss),
                laggard.units, laggard.action_text or None, None, None,
            )  # fmt: skip
