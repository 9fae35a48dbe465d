"""The tables of the province's window, without a window."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6 import QtCore, QtGui

from xa_report.domain.province.appraisal import CaseKey, CaseState
from xa_report.ui.province.pages import (
    consolidation,
    criteria_columns,
    ranking,
    received_files,
    target_card,
)
from xa_report.ui.province.pages import tracking as tracking_columns
from xa_report.ui.shared.object_table_model import BADGE_ROLE, ROW_ROLE, ObjectTableModel
from xa_report.workflow.province import consolidation as consolidation_module
from xa_report.workflow.province.case_sheet import load_case_sheet
from xa_report.workflow.province.queries import ImportRow

ROLES = QtCore.Qt.ItemDataRole


@pytest.fixture
def tracking(province_ui_context):
    session = province_ui_context.session
    model = ObjectTableModel(
        tracking_columns.build_tracking_columns(session),
        lambda line: line.unit.code,
        province_ui_context.theme,
    )
    model.set_rows(session.overview.communes)
    return model


def cells(model, row):
    return [model.index(row, n).data() for n in range(model.columnCount())]


def test_the_list_of_communes_passes_the_model_tester(tracking, qtmodeltester):
    qtmodeltester.check(tracking)


def test_the_other_tables_pass_the_model_tester(province_ui_context, qtmodeltester):
    session, theme = province_ui_context.session, province_ui_context.theme
    loaded_consolidation = consolidation_module.load_consolidation(
        session.register, session.period
    ).consolidation
    sheet = load_case_sheet(
        session.register, CaseKey(session.overview.communes[0].unit.code, session.period)
    )
    tables: tuple[tuple[Any, Any], ...] = (
        (ranking.build_ranking_columns(session, session.overview), session.overview.ranking.ranked),
        (criteria_columns.build_criteria_columns(2), sheet.rows),
        (consolidation.TARGET_COLUMNS, loaded_consolidation.targets),
        (
            target_card.LAGGARD_COLUMNS,
            next(one.laggards for one in loaded_consolidation.targets if one.laggards),
        ),
        (
            received_files.FILE_COLUMNS,
            (ImportRow(session.register.location, label="Mới", outcome="new"),),
        ),
    )
    for columns, rows in tables:
        model: ObjectTableModel[object] = ObjectTableModel(columns, id, theme)
        model.set_rows(rows)
        assert model.rowCount() == len(rows) > 0
        qtmodeltester.check(model)


def test_a_state_is_icon_word_and_colour(tracking, province_ui_context):
    for row, line in enumerate(tracking.rows):
        index = tracking.index(row, 2)
        mark = index.data(BADGE_ROLE)
        assert index.data() == mark.word
        assert not index.data(ROLES.DecorationRole).isNull()
        assert index.data(ROLES.ForegroundRole) == province_ui_context.theme.colour(mark.role)
        assert (mark.role == "met") == (line.state is CaseState.CLOSED)


def test_numbers_stand_right_and_are_written_as_in_vietnam(tracking):
    shown = cells(tracking, 0)
    assert shown[5] == "70,59"
    assert tracking.index(0, 5).data(ROLES.TextAlignmentRole) & int(
        QtCore.Qt.AlignmentFlag.AlignRight
    )
    assert shown[4].count("/") == 2
    assert cells(tracking, 50)[3:] == ["–"] * 6


def test_sorting_keeps_what_is_selected(tracking):
    chosen = QtCore.QPersistentModelIndex(tracking.index(3, 0))
    line = chosen.data(ROW_ROLE)
    for order in tracking_columns.SORT_CHOICES:
        side = QtCore.Qt.SortOrder
        falling = side.DescendingOrder if order.descending else side.AscendingOrder
        tracking.sort(order.column, falling)
        key = tracking.columns[order.column].key
        keys = [key(row) for row in tracking.rows]
        assert keys == sorted(keys, reverse=order.descending)
        assert chosen.data(ROW_ROLE) == line


def test_only_rows_that_differ_are_painted_again(tracking, qtbot):
    rows = tracking.rows
    changed = []
    tracking.dataChanged.connect(lambda top, *_: changed.append(top.row()))
    assert not tracking.set_rows(rows)
    assert changed == []
    assert not tracking.set_rows([*rows[:4], appraised(rows[4]), *rows[5:]])
    assert changed == [4]
    assert tracking.set_rows(rows[1:])
    assert tracking.rowCount() == len(rows) - 1
    assert not tracking.index_of(rows[0].unit.code).isValid()


def appraised(line):
    return replace(line, state=CaseState.CLOSED)


def test_names_are_bold_and_headings_explain_themselves(tracking):
    assert tracking.index(0, 0).data(ROLES.FontRole).weight() == QtGui.QFont.Weight.DemiBold
    across = QtCore.Qt.Orientation.Horizontal
    assert "L1" in tracking.headerData(3, across, ROLES.ToolTipRole)
    assert tracking.headerData(0, across) == "Xã, phường"
    assert tracking.headerData(0, QtCore.Qt.Orientation.Vertical) is None
