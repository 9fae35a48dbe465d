"""A returned report: what the province opened can be typed, all else is only shown."""

import pytest

from tests.factories.windows import YEAR
from xa_report.commune.receipts import open_field_keys
from xa_report.commune.store.receipt_rows import IncomingReceipt
from xa_report.domain.receipt import ReceiptKind, collect_reopened_fields
from xa_report.domain.report import ReportState
from xa_report.ui.commune.session import ReportSession
from xa_report.workflow.commune import criterion_inputs, database_file, report

OPEN, CLOSED = "3.2.1", "1.1.1"


@pytest.fixture
def commune_window(commune_file, open_commune_window):
    with database_file.open_commune_file(commune_file) as commune:
        fields = open_field_keys(
            collect_reopened_fields(report.load_report(commune, YEAR).form, [OPEN])
        )
        commune.store.set_state(YEAR, ReportState.EXPORTED)
        commune.store.receipts.apply(
            IncomingReceipt(
                YEAR, 1, 1, ReceiptKind.RETURNED, b"%PDF", ReportState.RETURNED, 2, fields
            )
        )
    return open_commune_window()


def test_only_what_is_open_can_be_typed(commune_window):
    for code, may in ((OPEN, True), (CLOSED, False)):
        commune_window.criteria.open_node(code)
        pane = commune_window.criteria.pane
        assert pane.explanation.text.isEnabled() is may
        assert pane.evidence.add_button.isEnabled() is may
        assert pane.field_list.fields
        for item, field in pane.field_list.fields.items():
            shared = OPEN in criterion_inputs.criteria_using(commune_window.session.work.form, item)
            assert field.editor.isEnabled() is shared


def test_a_refused_edit_is_told_and_changes_nothing(commune_window, qtbot):
    session: ReportSession = commune_window.session
    before = session.work.report
    with qtbot.waitSignal(session.edit_rejected) as signal:
        session.set_explanation(CLOSED, "sửa")
    assert f"tiêu chí {OPEN}" in signal.args[0]
    assert session.work.report == before
    session.set_explanation(OPEN, "Đã bổ sung.")
    assert session.work.report.explanations[OPEN] == "Đã bổ sung."
