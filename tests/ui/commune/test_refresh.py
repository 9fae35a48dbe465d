"""An edit shows anew what it changed and nothing else; and nothing on the screen goes stale."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from PySide6 import QtCore, QtWidgets

from tests.factories.generated_reports import Filler
from tests.factories.windows import NOW, QUARTER, YEAR
from xa_report.domain.evidence import CitedDocument
from xa_report.domain.finding import Severity
from xa_report.domain.item import Answer, ItemKind
from xa_report.domain.rules.manual import ManualRule
from xa_report.ui.commune.outline import iter_nodes
from xa_report.ui.commune.window import CommuneWindow
from xa_report.workflow.commune.report import NewEvidence

ROLES = QtCore.Qt.ItemDataRole
SHOWN = (
    ROLES.DisplayRole,
    ROLES.ToolTipRole,
    ROLES.AccessibleTextRole,
    ROLES.ForegroundRole,
    ROLES.UserRole,
)
ITEM, CODE = "bc_cchc_chat_luong", "1.2.2"


def painted(model) -> Counter[str]:
    """Counts what a model says from now on."""
    counts: Counter[str] = Counter()
    for name in ("dataChanged", "modelReset", "rowsInserted", "rowsRemoved", "layoutChanged"):
        getattr(model, name).connect(lambda *_, name=name: counts.update([name]))
    return counts


def cells(model, parent=None) -> list[object]:
    """All that a model shows, line by line, with what lies below each line."""
    parent = parent or QtCore.QModelIndex()
    lines: list[object] = []
    for row in range(model.rowCount(parent)):
        line = [model.index(row, column, parent) for column in range(model.columnCount(parent))]
        lines.append([[index.data(role) for role in SHOWN] for index in line])
        lines.append(cells(model, line[0]))
    return lines


def words(window: CommuneWindow) -> Counter[tuple[str, ...]]:
    """What every widget in sight says: words, tip, name, and whether it can be used."""
    QtCore.QCoreApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    counts: Counter[tuple[str, ...]] = Counter()
    for widget in window.findChildren(QtWidgets.QWidget):
        # Whether there is a scroll bar is a matter of heights, which settle with the next event.
        if not widget.isVisibleTo(window) or isinstance(widget, QtWidgets.QScrollBar):
            continue
        text = ""
        for name in ("text", "plainText", "currentText", "checked"):
            value = widget.property(name)
            text += "" if value is None else f"|{value}"
        tip, name = widget.toolTip(), widget.accessibleName()
        if text or tip or name:
            counts[(type(widget).__name__, text, tip, name, str(widget.isEnabled()))] += 1
    return counts


def tabs(window: CommuneWindow) -> list[str]:
    return [window.header.tabs.tabText(n) for n in range(window.header.tabs.count())]


class Editor:
    """Edits a report at random, each time by one of all the ways there are."""

    def __init__(self, window: CommuneWindow, random: Random, folder) -> None:
        self.window, self.session, self.random = window, window.session, random
        self.folder = folder

    def edit(self) -> None:
        edits = (
            *[self.answer] * 4, self.note, self.clear, self.points, self.explain, self.reason,
            self.attach, self.detach, self.cite, self.undo, self.undo, self.redo, self.turn,
        )  # fmt: skip
        self.random.choice(edits)()

    @property
    def leaves(self) -> list[str]:
        return [criterion.code for criterion in self.session.work.form.leaves()]

    def answer(self) -> None:
        work = self.session.work
        items = {k: i for k, i in work.items().items() if i.kind is not ItemKind.TABLE}
        filled = Filler(self.random, work.form, work.plans).report(work.period)
        item = self.random.choice(sorted(items))
        self.session.set_answer(item, filled.answers.get(item))

    def note(self) -> None:
        answers = self.session.work.report.answers
        if answers:
            item = self.random.choice(sorted(answers))
            day = self.random.choice((None, date(2025, 3, 4)))
            self.session.set_answer(item, replace(answers[item], note="theo sổ", as_of=day))

    def clear(self) -> None:
        answers = self.session.work.report.answers
        if answers:
            item = self.random.choice(sorted(answers))
            gone = self.random.choice((None, Answer(not_arisen="Trong kỳ không có.")))
            self.session.set_answer(item, gone)

    def points(self) -> None:
        by_hand = [
            c.code for c in self.session.work.form.leaves() if isinstance(c.rule, ManualRule)
        ]
        if by_hand:
            points = self.random.choice((None, Decimal("0.25"), Decimal("0.5"), Decimal(99)))
            self.session.set_points(self.random.choice(by_hand), points)

    def explain(self) -> None:
        if self.leaves:
            self.session.set_explanation(
                self.random.choice(self.leaves), self.random.choice(("", "Do mưa."))
            )

    def reason(self) -> None:
        findings = self.session.work.assessment.findings
        warnings = [f for f in findings if f.severity is Severity.WARNING]
        if warnings:
            self.session.set_reason(
                self.random.choice(warnings), self.random.choice(("", "Đã rõ."))
            )

    def attach(self) -> None:
        if self.leaves:
            number = self.random.randrange(3)
            source = self.folder / f"{number}.pdf"
            source.write_bytes(b"%PDF-" + str(number).encode())
            self.session.attach_evidence(NewEvidence(self.random.choice(self.leaves), source))

    def detach(self) -> None:
        links = self.session.work.report.evidence
        if links:
            link = self.random.choice(links)
            self.session.detach_evidence(link.criterion, link.file.sha256)

    def cite(self) -> None:
        links = self.session.work.report.evidence
        if links:
            cited = CitedDocument(f"{self.random.randrange(3)}/BC-UBND", title="Báo cáo")
            link = self.random.choice(links)
            self.session.set_citation(link.criterion, link.file.sha256, cited)

    def undo(self) -> None:
        self.session.undo()

    def redo(self) -> None:
        self.session.redo()

    def turn(self) -> None:
        """Look at another criterion, finding or target."""
        nodes = list(iter_nodes(self.window.criteria.nodes))
        self.window.criteria.open_node(self.random.choice(nodes).code)
        for view in (self.window.findings.tree, self.window.plan.table):
            rows = view.model().rowCount()
            if rows:
                view.setCurrentIndex(view.model().index(self.random.randrange(rows), 0))


def fresh(window: CommuneWindow) -> CommuneWindow:
    """A window made anew of the same session, with the same things chosen in it."""
    other = CommuneWindow(window.context)
    other.show()
    if window.criteria.pane is not None:
        other.criteria.open_node(window.criteria.pane.node.code)
    chosen = window.findings.card.finding
    if chosen is not None:
        other.findings.tree.setCurrentIndex(other.findings.model.index_of(chosen.key))
    row = window.plan.table.currentIndex().row()
    other.plan.table.setCurrentIndex(other.plan.model.index(row, 0))
    return other


@pytest.mark.parametrize(("seed", "period"), [(1, YEAR), (2, YEAR), (3, QUARTER), (4, YEAR)])
def test_nothing_goes_stale(open_commune_window, tmp_path, seed, period):
    window = open_commune_window(period)
    editor = Editor(window, Random(seed), tmp_path)  # noqa: S311 - repeatable, not secret
    rejected: list[str] = []
    window.session.edit_rejected.connect(rejected.append)
    for _ in range(4):
        for _ in range(15):
            editor.edit()
        other = fresh(window)
        assert cells(window.criteria.model) == cells(other.criteria.model)
        assert cells(window.findings.model) == cells(other.findings.model)
        assert cells(window.plan.model) == cells(other.plan.model)
        assert tabs(window) == tabs(other)
        before, after = words(window), words(other)
        assert (before - after, after - before) == ({}, {})
        # Nothing of the session reaches the window any more that was made for comparing.
        other.deleteLater()
        QtCore.QCoreApplication.sendPostedEvents(other, QtCore.QEvent.Type.DeferredDelete)
    assert rejected == []


def test_the_list_of_findings_stays_sound_while_lines_come_and_go(
    open_commune_window, qtmodeltester, tmp_path
):
    window = open_commune_window()
    qtmodeltester.check(window.findings.model)
    editor = Editor(window, Random(5), tmp_path)  # noqa: S311 - repeatable, not secret
    counts = painted(window.findings.model)
    for _ in range(30):
        editor.edit()
    assert counts["rowsInserted"] > 0
    assert counts["rowsRemoved"] > 0
    assert counts["modelReset"] == 0


def test_an_edit_of_one_item_leaves_alone_what_is_not_its_own(open_commune_window):
    window = open_commune_window()
    window.criteria.open_node(CODE, ITEM)
    findings, plan = painted(window.findings.model), painted(window.plan.model)
    outline = painted(window.criteria.model)
    window.session.set_answer(ITEM, Answer("chinh_sua"))
    assert window.criteria.model.index_of(CODE, 1).data() == "0,25 / 0,5"
    assert outline == {"dataChanged": 3}
    assert (findings, plan) == ({}, {})
    window.session.set_answer(ITEM, Answer("chinh_sua", note="theo sổ"))
    criteria = {finding.place.criterion for finding in window.session.work.assessment.findings}
    calm = next(c.code for c in window.session.work.form.leaves() if c.code not in criteria)
    window.session.set_explanation(calm, "Do mưa.")
    assert window.session.work.report.explanations[calm] == "Do mưa."
    assert outline == {"dataChanged": 3}
    assert (findings, plan) == ({}, {})


def test_a_finding_that_is_told_in_other_words_repaints_its_line_alone(open_commune_window):
    window = open_commune_window()
    window.session.set_answer("hs_thanh_toan_truc_tuyen", Answer(Decimal(1)))
    findings, plan = painted(window.findings.model), painted(window.plan.model)
    repainted: list[str] = []
    window.findings.model.dataChanged.connect(
        lambda left, _: repainted.append(left.data(ROLES.UserRole).code)
    )
    window.session.set_answer("hs_thanh_toan_truc_tuyen", Answer(Decimal(2)))
    assert findings == {"dataChanged": len(repainted)}
    assert set(repainted) <= {"C203", "C301"}
    assert repainted
    assert set(plan) == {"dataChanged"}
    assert plan["dataChanged"] < window.plan.model.rowCount()


def test_the_days_left_follow_the_clock_with_the_next_edit(open_commune_window):
    window = open_commune_window()
    before = window.header.deadline.word
    window.session.clock = lambda: NOW + timedelta(days=1)
    window.session.set_answer(ITEM, Answer("chinh_sua"))
    assert window.header.deadline.word != before
