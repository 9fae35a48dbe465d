"""The models over outline, findings and targets, without a window."""

from dataclasses import replace
from decimal import Decimal

from PySide6 import QtCore

from tests.factories.windows import QUARTER, YEAR
from xa_report.domain.finding import FindingCode, FindingLocation, Severity, build_finding
from xa_report.domain.item import Answer
from xa_report.ui.commune.findings_model import FINDING_ROLE, FindingsModel
from xa_report.ui.commune.node_status import node_statuses
from xa_report.ui.commune.outline import OutlineNodeKind, build_outline, iter_nodes
from xa_report.ui.commune.outline_model import NODE_ROLE, OutlineColumn, OutlineModel
from xa_report.ui.commune.pages import plan

ROLES = QtCore.Qt.ItemDataRole


def outline_model(context):
    work = context.session.work
    model = OutlineModel(context.theme)
    nodes = build_outline(work)
    model.set_outline(nodes, node_statuses(work, nodes))
    return model, nodes


def text(model, code, column):
    return model.data(model.index_of(code, column))


def test_the_outline_passes_the_model_tester(ui_context, qtmodeltester):
    model, _ = outline_model(ui_context)
    qtmodeltester.check(model)


def test_the_outline_holds_every_criterion_once_and_the_groups(ui_context):
    _, nodes = outline_model(ui_context)
    form = ui_context.session.work.form
    lines = list(iter_nodes(nodes))
    codes = [node.code for node in lines if node.kind is OutlineNodeKind.CRITERION]
    every = [*form.criteria, *form.bonuses, *form.penalties]
    assert sorted(codes) == sorted(c.code for c in every)
    assert [n.title for n in nodes[-2:]] == ["Điểm thưởng", "Điểm trừ"]


def test_a_form_without_criteria_ends_in_what_only_plans_ask_for(ui_context):
    ui_context.session.open_period(QUARTER)
    nodes = build_outline(ui_context.session.work)
    assert [node.kind for node in nodes] == [*[OutlineNodeKind.AREA] * 8, OutlineNodeKind.PLAN]
    assert nodes[-1].title == "Số liệu chỉ kế hoạch cần"


def test_every_item_of_the_form_can_be_typed_somewhere(ui_context):
    for period in (YEAR, QUARTER):
        ui_context.session.open_period(period)
        work = ui_context.session.work
        named = {item.id for node in iter_nodes(build_outline(work)) for item in node.items}
        assert set(work.items()) == named


def test_points_and_states_are_words(ui_context):
    model, _ = outline_model(ui_context)
    assert text(model, "1.2.2", OutlineColumn.POINTS) == "0,50 / 0,5"
    assert text(model, "1.2.2", OutlineColumn.STATE) == "đạt"
    unproven = [
        f.place.criterion for f in ui_context.session.work.assessment.findings if f.code == "C201"
    ]
    assert {text(model, code, OutlineColumn.STATE) for code in unproven} == {"thiếu tài liệu"}
    assert text(model, "1", OutlineColumn.STATE).endswith("cần sửa")
    index = model.index_of(unproven[0], OutlineColumn.STATE)
    assert not model.data(index, ROLES.DecorationRole).isNull()
    assert model.data(index, ROLES.ForegroundRole) == ui_context.theme.colour("missing")


def test_an_edit_repaints_only_its_own_lines(ui_context):
    model, nodes = outline_model(ui_context)
    repainted: list[str] = []
    model.dataChanged.connect(lambda left, _: repainted.append(left.data(NODE_ROLE).code))
    ui_context.session.set_answer("bc_cchc_chat_luong", Answer("chinh_sua"))
    model.set_statuses(node_statuses(ui_context.session.work, nodes))
    assert sorted(repainted) == ["1", "1.2", "1.2.2"]
    assert text(model, "1.2.2", OutlineColumn.POINTS) == "0,25 / 0,5"


def test_a_missing_answer_is_told_in_every_line_above(ui_context):
    model, nodes = outline_model(ui_context)
    ui_context.session.set_answer("bc_cchc_chat_luong", None)
    model.set_statuses(node_statuses(ui_context.session.work, nodes))
    assert text(model, "1.2.2", OutlineColumn.STATE) == "chưa nhập"
    assert text(model, "1.2.2", OutlineColumn.POINTS) == "— / 0,5"


def of_item(number: int) -> FindingLocation:
    return FindingLocation("item", f"a{number}", (f"a{number}",))


def test_consequences_are_folded_below_their_root(theme, qtmodeltester):
    root = build_finding(FindingCode.NOT_REPORTED, of_item(1), {"label": "Số hồ sơ"})
    where = FindingLocation("criterion", "1.1", ("a1",), "1.1")
    below = build_finding(FindingCode.MANUAL_MISSING, where, {"code": "1", "title": "t"})
    from_root = replace(below, causes=("a1",))
    other = build_finding(FindingCode.NO_SOURCE_DATE, of_item(2), {"label": "Điểm"})
    model = FindingsModel(theme)
    assert model.set_findings((root, from_root, other))
    qtmodeltester.check(model)
    assert model.rowCount() == 2
    assert model.rowCount(model.index(0, 0)) == 1
    assert model.index_of(from_root.key).parent().data(FINDING_ROLE) is root
    words = [model.data(model.index(row, 0)) for row in (0, 1)]
    assert words == ["Lỗi · kéo theo 1", "Cảnh báo"]


def test_an_error_never_hides_below_a_warning(theme):
    root = build_finding(FindingCode.NO_SOURCE_DATE, of_item(1), {"label": "Điểm"})
    where = FindingLocation("criterion", "1.1", ("a1",), "1.1")
    error = build_finding(FindingCode.MANUAL_MISSING, where, {"code": "1", "title": "t"})
    model = FindingsModel(theme)
    model.set_findings((root, replace(error, causes=("a1",))))
    assert model.rowCount() == 2


def test_an_answered_warning_is_calm(theme):
    warning = build_finding(
        FindingCode.NO_SOURCE_DATE, of_item(2), {"label": "Điểm"}, reason="Bản in kèm theo"
    )
    assert warning.severity is Severity.WARNING
    model = FindingsModel(theme)
    model.set_findings((warning,))
    assert model.data(model.index(0, 0)) == "Đã có lý do"
    assert model.data(model.index(0, 3)) == "Bản in kèm theo"


def test_the_same_findings_change_nothing(ui_context):
    model = FindingsModel(ui_context.theme)
    findings = ui_context.session.work.assessment.findings
    assert model.set_findings(findings)
    reset: list[bool] = []
    model.modelReset.connect(lambda: reset.append(True))
    assert not model.set_findings(findings)
    assert reset == []


def test_targets_pass_the_model_tester_and_tell_the_gap(ui_context, qtmodeltester):
    ui_context.session.set_answer("hs_thanh_toan_truc_tuyen", Answer(Decimal(1)))
    model = plan.build_targets_model(ui_context.theme)
    model.set_rows(plan.in_table_order(ui_context.session.work.assessment.targets))
    qtmodeltester.check(model)
    states = {
        model.data(model.index(row, plan.LABEL_COLUMN)): model.data(
            model.index(row, plan.STATE_COLUMN)
        )
        for row in range(model.rowCount())
    }
    closes = [str(model.data(model.index(row, plan.GAP_COLUMN))) for row in range(model.rowCount())]
    assert states
    assert any(close.startswith("Cần thêm") for close in closes)
