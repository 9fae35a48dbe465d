"""Documents: chosen, cited, listed, corrected, opened and taken away."""

from datetime import date
from pathlib import Path

import pytest

from tests.ui.keyboard import CONTROL, Key, commit
from xa_report.domain.evidence import CitedDocument
from xa_report.ui.commune.citation_dialog import CitationDialog
from xa_report.ui.commune.criterion_pane.evidence_card import EvidenceRow
from xa_report.ui.commune.rename_dialog import RenameDialog
from xa_report.ui.shared.local_files import format_size

CODE = "3.2.1"


@pytest.fixture
def evidence_path(tmp_path):
    path = tmp_path / "Báo cáo quý.pdf"
    path.write_bytes(b"%PDF-1.7 made up")
    return path


@pytest.fixture
def commune_window(open_commune_window, evidence_path):
    shown: list[Path] = []
    window = open_commune_window(
        choose_evidence=lambda parent: evidence_path, open_path=shown.append
    )
    window.criteria.open_node(CODE)
    window.shown = shown
    return window


def attach(window, qtbot) -> None:
    qtbot.keyClick(window, Key.Key_D, CONTROL)
    dialog = window.findChild(CitationDialog)
    commit(dialog.number, "31/BC-UBND")
    commit(dialog.date_edit.line_edit, "7/11/2025")
    commit(dialog.title, "Báo cáo kết quả giải quyết hồ sơ")
    commit(dialog.page_line, "4")
    dialog.accept()


def lines(window) -> list[EvidenceRow]:
    card = window.criteria.pane.evidence
    return [line for line in card.findChildren(EvidenceRow) if not line.isHidden()]


def test_a_document_is_attached_and_cited(commune_window, qtbot):
    attach(commune_window, qtbot)
    (proof,) = commune_window.session.work.report.evidence_of(CODE)
    assert proof.file.name == "Báo cáo quý.pdf"
    assert proof.page == "4"
    assert proof.file.document == CitedDocument(
        "31/BC-UBND", date(2025, 11, 7), "", "Báo cáo kết quả giải quyết hồ sơ"
    )
    assert len(lines(commune_window)) == 1
    assert not commune_window.criteria.pane.evidence.empty.isVisible()


def test_an_attached_document_is_taken_away_and_brought_back(commune_window, qtbot):
    attach(commune_window, qtbot)
    lines(commune_window)[0].buttons[3].click()
    assert commune_window.session.work.report.evidence_of(CODE) == ()
    assert commune_window.criteria.pane.evidence.empty.isVisible()
    commune_window.session.undo()
    assert len(commune_window.session.work.report.evidence_of(CODE)) == 1


def test_an_attached_document_opens_as_a_copy(commune_window, qtbot, evidence_path):
    attach(commune_window, qtbot)
    lines(commune_window)[0].buttons[0].click()
    (copy,) = commune_window.shown
    assert copy.read_bytes() == evidence_path.read_bytes()
    assert copy.name == evidence_path.name


def test_a_citation_is_corrected(commune_window, qtbot):
    attach(commune_window, qtbot)
    lines(commune_window)[0].buttons[1].click()
    dialog = commune_window.findChildren(CitationDialog)[-1]
    assert dialog.number.text() == "31/BC-UBND"
    dialog.number.setText("32/BC-UBND")
    dialog.accept()
    (proof,) = commune_window.session.work.report.evidence_of(CODE)
    assert proof.file.document.number == "32/BC-UBND"
    assert proof.page == "4"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ngày mai", "Ngày ban hành: “ngày mai” không phải là ngày; ghi như 05/01/2026, hoặc"),
        ("05/01/0202", "Ngày ban hành: ngày 05/01/0202 ngoài các năm 2000–2099; hãy ghi lại năm"),
        ("1/12/99", "Ngày ban hành: “1/12/99” chưa rõ năm nào; hãy ghi đủ bốn chữ số của năm"),
    ],
)
def test_a_wrong_day_keeps_the_dialog_open(qtbot, text, sentence):
    dialog = CitationDialog("a.pdf")
    qtbot.addWidget(dialog)
    dialog.show()
    commit(dialog.date_edit.line_edit, text)
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.date_edit.line_edit.is_marked_wrong
    assert dialog.fault_label.text().startswith(sentence)


def test_nothing_chosen_changes_nothing(open_commune_window):
    window = open_commune_window(choose_evidence=lambda parent: None)
    window.criteria.open_node(CODE)
    window.criteria.pane.evidence.add_button.click()
    assert window.findChild(CitationDialog) is None


@pytest.mark.parametrize(
    ("size", "text"), [(67_800, "67,8 kB"), (1_234_567, "1,2 MB"), (12, "0,1 kB")]
)
def test_sizes_as_people_read_them(size, text):
    assert format_size(size) == text


def test_a_name_that_cannot_be_drawn_is_told_at_once(qtbot):
    fault = "Tên có ký tự “\U0001f600” (U+1F600) mà văn bản in không có; hãy bỏ hoặc thay bằng chữ."
    dialog = RenameDialog("ảnh \U0001f600.png", lambda name: fault if "\U0001f600" in name else "")
    qtbot.addWidget(dialog)
    assert dialog.fault_label.text() == fault
    dialog.name_line.setText("ảnh")
    assert dialog.fault_label.text() == ""


def open_rename_dialog(window, qtbot) -> RenameDialog:
    attach(window, qtbot)
    lines(window)[0].buttons[2].click()
    dialog = window.findChild(RenameDialog)
    assert isinstance(dialog, RenameDialog)
    return dialog


def test_a_document_is_renamed(commune_window, qtbot):
    dialog = open_rename_dialog(commune_window, qtbot)
    assert dialog.name_line.text() == "Báo cáo quý"
    dialog.name_line.setText("Báo cáo quý IV")
    dialog.accept()
    (proof,) = commune_window.session.work.report.evidence_of(CODE)
    assert proof.file.name == "Báo cáo quý IV.pdf"
    commune_window.session.undo()
    (proof,) = commune_window.session.work.report.evidence_of(CODE)
    assert proof.file.name == "Báo cáo quý.pdf"


def test_f2_in_the_row_of_a_document_renames_it(commune_window, qtbot):
    attach(commune_window, qtbot)
    button = lines(commune_window)[0].buttons[0]
    button.setFocus()
    qtbot.keyClick(button, Key.Key_F2)
    assert commune_window.findChild(RenameDialog) is not None


def test_a_name_that_cannot_be_stays_in_the_dialog_with_its_fault(commune_window, qtbot):
    dialog = open_rename_dialog(commune_window, qtbot)
    dialog.name_line.setText("quý 1/2026")
    assert "“/”" in dialog.fault_label.text()
    assert dialog.name_line.is_marked_wrong
    dialog.accept()
    assert dialog.isVisible()
    dialog.name_line.setText("quý 1-2026")
    assert dialog.fault_label.text() == ""
    dialog.accept()
    (proof,) = commune_window.session.work.report.evidence_of(CODE)
    assert proof.file.name == "quý 1-2026.pdf"
