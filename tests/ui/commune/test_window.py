"""The window on a real file: typing is stored, shown everywhere, undone, and found again."""

from decimal import Decimal
from typing import TypeVar

import pytest
from PySide6 import QtCore, QtWidgets

from tests.factories.windows import QUARTER, YEAR
from tests.ui.keyboard import CONTROL, Key, commit, compose, press, replace_text, type_text
from xa_report.domain.finding import Severity
from xa_report.domain.item import Answer, ExternalScore
from xa_report.ui.commune.criterion_pane.item_field import ItemField
from xa_report.ui.commune.criterion_pane.pane import CriterionPane
from xa_report.ui.commune.findings_model import FINDING_ROLE
from xa_report.ui.commune.header import days_left
from xa_report.ui.commune.navigator import CRITERIA_TAB, FINDINGS_TAB, PLAN_TAB
from xa_report.ui.commune.window import CommuneWindow
from xa_report.ui.shared.editors import NumberEditor
from xa_report.ui.shared.widgets.text_edits import NumberLineEdit
from xa_report.workflow.commune import database_file, report

Part = TypeVar("Part")


def open_pane(window: CommuneWindow, code: str, item: str = "") -> CriterionPane:
    window.criteria.open_node(code, item)
    return pane_of(window)


def pane_of(window: CommuneWindow) -> CriterionPane:
    return there(window.criteria.pane)


def there(part: Part | None) -> Part:
    assert part is not None
    return part


def field(window: CommuneWindow, code: str, item: str) -> ItemField:
    return open_pane(window, code, item).field_list.fields[item]


def line_of(shown: ItemField) -> NumberLineEdit:
    assert isinstance(shown.editor, NumberEditor)
    return shown.editor.line


def stored(window: CommuneWindow, item: str) -> Answer:
    """What another program reads from the file; an answer without anything when there is none."""
    with database_file.open_commune_file(window.session.commune.path, read_only=True) as commune:
        answers = report.load_report(commune, window.session.work.period).report.answers
        return answers.get(item, Answer())


def focused() -> QtWidgets.QWidget:
    widget = QtWidgets.QApplication.focusWidget()
    assert widget is not None
    return widget


def test_leaving_a_field_stores_it_and_shows_the_new_points(open_commune_window):
    window = open_commune_window()
    line = line_of(field(window, "3.2.1", "hs_truoc_han"))
    replace_text(line, "11")
    assert stored(window, "hs_truoc_han") != Answer(Decimal(11))
    window.criteria.tree.setFocus()
    assert stored(window, "hs_truoc_han") == Answer(Decimal(11))
    assert line.text() == "11"
    assert window.footer.saved_label.text() == "Đã lưu 14:32"
    assert not line_of(pane_of(window).field_list.fields["hs_truoc_han"]).is_marked_wrong


def test_the_pane_is_not_rebuilt_by_an_edit(open_commune_window):
    window = open_commune_window()
    line = line_of(field(window, "3.2.1", "hs_truoc_han"))
    pane = pane_of(window)
    replace_text(line, "12")
    press(line, Key.Key_Return)
    assert window.criteria.pane is pane
    assert focused() is line_of(pane.field_list.fields["hs_dung_han"])


def test_invalid_text_stays_and_is_not_stored(open_commune_window):
    window = open_commune_window()
    before = stored(window, "hs_truoc_han")
    shown = field(window, "3.2.1", "hs_truoc_han")
    replace_text(line_of(shown), "12a")
    window.criteria.tree.setFocus()
    assert line_of(shown).text() == "12a"
    assert "không phải là số" in shown.message.text
    assert stored(window, "hs_truoc_han") == before
    window.session.set_answer("hs_dung_han", Answer(Decimal(5)))
    assert line_of(shown).text() == "12a"
    line_of(shown).setFocus()
    press(line_of(shown), Key.Key_Escape)
    assert shown.message.text == ""


def test_undo_and_redo_go_through_the_file(open_commune_window, qtbot):
    window = open_commune_window()
    before = stored(window, "hs_truoc_han")
    line = line_of(field(window, "3.2.1", "hs_truoc_han"))
    shown = line.text()
    replace_text(line, "12")
    press(line, Key.Key_Return)
    qtbot.keyClick(focused(), Key.Key_Z, CONTROL)
    assert (stored(window, "hs_truoc_han"), line.text()) == (before, shown)
    qtbot.keyClick(focused(), Key.Key_Y, CONTROL)
    assert (stored(window, "hs_truoc_han"), line.text()) == (Answer(Decimal(12)), "12")


def test_undo_in_a_field_first_takes_back_the_typing(open_commune_window, qtbot):
    window = open_commune_window()
    line = line_of(field(window, "3.2.1", "hs_truoc_han"))
    before = line.text()
    line.end(False)
    type_text(line, "5")
    saved = window.session.saved_at
    qtbot.keyClick(line, Key.Key_Z, CONTROL)
    assert line.text() == before
    assert window.session.saved_at is saved


def test_keys_wait_while_letters_are_composed(open_commune_window, qtbot):
    window = open_commune_window()
    window.criteria.open_node("3.2.1")
    text = there(pane_of(window).explanation).text
    text.setFocus()
    compose(text, "đu")
    qtbot.keyClick(text, Key.Key_F8)
    assert focused() is text
    commit(text, "đúng")
    window.criteria.tree.setFocus()
    assert window.session.work.report.explanations["3.2.1"] == "đúng"


def test_not_arisen_needs_a_reason(open_commune_window, qtbot):
    window = open_commune_window()
    shown = field(window, "2.4", "hoa_giai_vu")
    before = stored(window, "hoa_giai_vu")
    qtbot.keyClick(line_of(shown), Key.Key_F4)
    assert focused() is shown.details.reason
    assert not shown.editor.isEnabled()
    window.criteria.tree.setFocus()
    assert stored(window, "hoa_giai_vu") == before
    shown.details.reason.setFocus()
    commit(shown.details.reason, "Trong kỳ không có vụ việc")
    window.criteria.tree.setFocus()
    assert stored(window, "hoa_giai_vu").not_arisen == "Trong kỳ không có vụ việc"
    shown.details.not_arisen_box.click()
    assert stored(window, "hoa_giai_vu") == Answer()
    assert shown.editor.isEnabled()


def test_a_note_and_the_day_of_the_source(open_commune_window):
    window = open_commune_window()
    shown = field(window, "3.2.1", "hs_truoc_han")
    shown.details.more_button.click()
    replace_text(shown.details.note, "Đã đối soát")
    press(shown.details.note, Key.Key_Return)
    replace_text(shown.details.day.line_edit, "1/12/2025")
    press(shown.details.day.line_edit, Key.Key_Return)
    answer = stored(window, "hs_truoc_han")
    assert (answer.note, f"{answer.as_of:%d/%m/%Y}") == ("Đã đối soát", "01/12/2025")
    shown.details.clear_button.click()
    assert stored(window, "hs_truoc_han") == Answer()


def test_an_impossible_day_of_the_source_is_explained(open_commune_window):
    window = open_commune_window()
    shown = field(window, "3.2.1", "hs_truoc_han")
    shown.details.more_button.click()
    before, line = stored(window, "hs_truoc_han"), shown.details.day.line_edit
    for text, sentence in (("5/1/0202", "ngoài các năm 2000–2099"), ("5/1/26", "đủ bốn chữ số")):
        replace_text(line, text)
        press(line, Key.Key_Return)
        assert sentence in shown.details.day_fault.text()
        assert line.is_marked_wrong
    assert stored(window, "hs_truoc_han") == before
    press(line, Key.Key_Escape)
    assert (line.is_marked_wrong, shown.details.day_fault.isVisible()) == (False, False)


def test_points_by_hand(open_commune_window):
    window = open_commune_window()
    window.criteria.open_node("4.5")
    manual = there(pane_of(window).header.manual)
    replace_text(manual.line, "0,5")
    press(manual.line, Key.Key_Return)
    assert window.session.work.report.manual["4.5"] == Decimal("0.5")
    replace_text(manual.line, "nhiều")
    press(manual.line, Key.Key_Return)
    assert "không phải là số" in manual.message.text
    assert window.session.work.report.manual["4.5"] == Decimal("0.5")


def test_f8_walks_all_open_findings_into_a_field(open_commune_window, qtbot):
    window = open_commune_window()
    waiting = [f for f in window.session.work.assessment.findings if f.is_open]
    visited = set()
    for _ in range(len(waiting)):
        qtbot.keyClick(window, Key.Key_F8)
        visited.add((pane_of(window).node.code, focused().accessibleName()))
        assert window.header.tabs.currentIndex() == CRITERIA_TAB
        assert pane_of(window).isAncestorOf(focused())
    assert len(visited) > len(waiting) // 2


def test_enter_on_a_finding_goes_to_its_place(open_commune_window, qtbot):
    window = open_commune_window()
    window.session.set_answer("bc_cchc_chat_luong", None)
    window.header.tabs.setCurrentIndex(FINDINGS_TAB)
    tree, model = window.findings.tree, window.findings.model
    tree.setCurrentIndex(model.index_of("C001@bc_cchc_chat_luong"))
    tree.setFocus()
    qtbot.keyClick(tree, Key.Key_Return)
    assert window.header.tabs.currentIndex() == CRITERIA_TAB
    assert pane_of(window).node.code == "1.2.2"
    assert focused() is pane_of(window).field_list.fields["bc_cchc_chat_luong"].editor.focusProxy()


def test_a_warning_is_answered_in_place(open_commune_window):
    window = open_commune_window()
    finding = next(
        f
        for f in window.session.work.assessment.findings
        if f.is_open and f.severity is Severity.WARNING
    )
    window.header.tabs.setCurrentIndex(FINDINGS_TAB)
    window.findings.tree.setCurrentIndex(window.findings.model.index_of(finding.key))
    reason = window.findings.card.reason
    reason.setFocus()
    commit(reason, "Đã rà soát, số liệu đúng")
    window.findings.tree.setFocus()
    after = {f.key: f for f in window.session.work.assessment.findings}
    assert after[finding.key].reason == "Đã rà soát, số liệu đúng"
    assert window.findings.tree.currentIndex().data(FINDING_ROLE).key == finding.key


def test_a_field_leads_to_the_reason_of_its_warning(open_commune_window):
    window = open_commune_window()
    known = stored(window, "chi_so_766").value
    assert isinstance(known, ExternalScore)
    window.session.set_answer("chi_so_766", Answer(ExternalScore(known.score, known.source)))
    shown = field(window, "3.6", "chi_so_766")
    assert shown.message.text.startswith("C008")
    shown.message.reason_button.click()
    assert window.header.tabs.currentIndex() == FINDINGS_TAB
    assert focused() is window.findings.card.reason
    commit(focused(), "Ngày ghi trên bản in")
    window.findings.tree.setFocus()
    assert window.session.work.report.reasons["C008@chi_so_766"] == "Ngày ghi trên bản in"


def test_a_target_leads_to_its_figures(open_commune_window, qtbot):
    window = open_commune_window()
    window.header.tabs.setCurrentIndex(PLAN_TAB)
    table = window.plan.table
    table.setFocus()
    qtbot.keyClick(table, Key.Key_Return)
    assert window.header.tabs.currentIndex() == CRITERIA_TAB
    assert pane_of(window).isAncestorOf(focused())


@pytest.mark.qt_log_ignore("This plugin does not support")  # what a popup would need
def test_search_without_accents_goes_into_the_field(open_commune_window, qtbot):
    window = open_commune_window()
    qtbot.keyClick(window, Key.Key_F, CONTROL)
    search = window.header.search
    assert focused() is search
    type_text(search, "da giai quyet truoc han")
    qtbot.keyClick(search, Key.Key_Return)
    assert focused() is line_of(pane_of(window).field_list.fields["hs_truoc_han"])


def test_a_statistics_form_works_without_criteria(open_commune_window):
    window = open_commune_window(QUARTER)
    line = line_of(field(window, "3", "hs_tiep_nhan"))
    shown = pane_of(window).field_list.fields["hs_tiep_nhan"]
    assert shown.previous.text() == "kỳ trước 700"
    replace_text(line, "650")
    press(line, Key.Key_Return)
    assert stored(window, "hs_tiep_nhan") == Answer(Decimal(650))
    assert window.header.tabs.tabText(CRITERIA_TAB) == "Số liệu"
    assert window.footer.total_label.text() == "1"


def test_another_period_is_shown(open_commune_window):
    window = open_commune_window()
    periods = window.header.periods
    row = next(n for n in range(periods.count()) if periods.itemData(n) == QUARTER)
    periods.setCurrentIndex(row)
    periods.activated.emit(row)
    assert window.session.work.period == QUARTER
    assert "Quý II" in periods.currentText()
    assert pane_of(window).node.code == "1"


@pytest.mark.parametrize(
    ("day", "word"), [(3, "Còn 12 ngày"), (15, "Hạn hôm nay"), (17, "Quá hạn 2 ngày")]
)
def test_the_days_that_are_left(ui_context, day, word):
    today = ui_context.session.today.replace(day=day)
    left = days_left(ui_context.session.work, today)
    assert left is not None
    assert left.word == word


def test_a_second_window_only_reads_and_names_the_holder(open_commune_window):
    open_commune_window()
    second = open_commune_window()
    banner = second.findChild(QtWidgets.QFrame, "banner")
    assert "đang được mở để ghi bởi" in banner.findChild(QtWidgets.QLabel).text()
    second.criteria.open_node("3.2.1")
    pane = pane_of(second)
    editors = [f.editor for f in pane.field_list.fields.values()]
    assert editors
    assert not any(editor.isEnabled() for editor in editors)
    assert not there(pane.evidence).add_button.isEnabled()
    assert not there(pane.explanation).text.isEnabled()


def test_what_is_refused_is_told_as_a_sentence(open_commune_window, qtbot):
    window = open_commune_window()
    window.session.edit_rejected.emit("Ổ đĩa đã đầy. Hãy giải phóng chỗ rồi thử lại.")
    box = window.findChild(QtWidgets.QMessageBox)
    assert box.text() == "Ổ đĩa đã đầy. Hãy giải phóng chỗ rồi thử lại."
    box.close()


def test_closing_the_window_stores_the_field(open_commune_window):
    window = open_commune_window()
    line = line_of(field(window, "3.2.1", "hs_truoc_han"))
    replace_text(line, "14")
    window.close()
    assert stored(window, "hs_truoc_han") == Answer(Decimal(14))


class Shown(QtCore.QObject):
    """Notes every window that is shown, however briefly."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(  # noqa: N802 - Qt's name
        self, watched: QtCore.QObject, event: QtCore.QEvent
    ) -> bool:
        if event.type() is QtCore.QEvent.Type.Show and isinstance(watched, QtWidgets.QWidget):
            self.windows += [type(watched).__name__] if watched.isWindow() else []
        return False


def test_no_part_is_a_window_for_a_moment(open_commune_window, qapp):
    shown = Shown()
    qapp.installEventFilter(shown)
    window = open_commune_window()
    for code in ("1", "3.2.1", "3.6", "1.5", "1.1.2", "4.5"):
        window.criteria.open_node(code)
    window.session.set_answer("hs_truoc_han", Answer(Decimal(3)))
    qapp.removeEventFilter(shown)
    assert shown.windows == ["CommuneWindow"]


def test_f1_unfolds_the_guidance(open_commune_window, qtbot):
    window = open_commune_window()
    window.criteria.open_node("1.1.1")
    card = there(pane_of(window).guidance)
    assert not card.inside.isVisible()
    qtbot.keyClick(window, Key.Key_F1)
    assert card.inside.isVisible()


@pytest.mark.parametrize("period", [YEAR, QUARTER])
def test_whatever_takes_the_focus_has_a_name(open_commune_window, period):
    window = open_commune_window(period)
    nameless = []
    codes = [node.code for node in window.criteria.nodes]
    for code in (*codes, "1.1.2", "1.5", "3.6", "4.5"):
        window.criteria.open_node(code)
        nameless += [w for w in window.findChildren(QtWidgets.QWidget) if _nameless(w)]
    assert nameless == []


def _nameless(widget: QtWidgets.QWidget) -> bool:
    inner = isinstance(widget, QtWidgets.QScrollArea | QtWidgets.QAbstractScrollArea)
    takes = widget.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus and widget.isVisible()
    if not takes or widget.focusProxy() is not None:
        return False
    words = widget.text() if isinstance(widget, QtWidgets.QAbstractButton) else ""
    return not (widget.accessibleName() or words) and not (
        inner and not isinstance(widget, QtWidgets.QAbstractItemView)
    )


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (911, 512)])
def test_nothing_is_cut_off_on_a_small_screen(open_commune_window, qtbot, width, height):
    window = open_commune_window()
    window.resize(width, height)
    for node in ("1", "3.2.1", "3.6", "1.5", "1.1.2", "4.5"):
        window.criteria.open_node(node)
        QtWidgets.QApplication.processEvents()
        assert window.size() == QtCore.QSize(width, height)
        viewport = window.criteria.view.viewport().width()
        assert pane_of(window).minimumSizeHint().width() <= viewport
        assert pane_of(window).width() <= viewport
    window.session.set_answer("hs_truoc_han", None)
    QtWidgets.QApplication.processEvents()
    for part in (window.footer.verdict, window.footer.next_button, window.footer.export_button):
        assert part.width() >= part.sizeHint().width()
    assert window.footer.export_button.geometry().right() <= window.footer.width()
    assert window.header.search.geometry().right() <= window.header.width()
