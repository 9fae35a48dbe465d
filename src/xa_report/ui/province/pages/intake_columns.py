"""The columns of the two lists of the intake: received files, and those kept apart."""

from datetime import datetime

from xa_report.domain.text import VIETNAM, escape_control_chars
from xa_report.ui.marks import Mark
from xa_report.ui.province import texts
from xa_report.ui.province.case_marks import outcome_mark
from xa_report.ui.shared.object_table_model import ColumnSpec, always
from xa_report.workflow.province.queries import ImportRow, QuarantineRow


def file_mark(line: ImportRow) -> Mark:
    """What a file is to the register."""
    return outcome_mark(line.outcome, line.label, held=line.held or not line.label)


def held_mark(line: QuarantineRow) -> Mark:
    """Why a file is kept apart, in a word."""
    return outcome_mark(line.outcome, line.label, held=True)


FILES: tuple[ColumnSpec[ImportRow], ...] = (
    ColumnSpec(
        "Tệp", lambda line: line.name, tip=lambda line: escape_control_chars(str(line.path))
    ),
    ColumnSpec("Xã, phường", lambda line: line.unit or texts.NONE, strong=always),
    ColumnSpec("Kỳ", lambda line: line.period or texts.NONE),
    ColumnSpec("Lần nộp", lambda line: f"L{line.sequence}" if line.sequence else texts.NONE),
    ColumnSpec("Kết quả", lambda line: line.label, mark=file_mark),
    ColumnSpec("Xử lý", lambda line: line.action),
    ColumnSpec("Lý do, ghi chú", lambda line: line.reason or texts.NONE),
)
ROOMY = 960
"""Narrower lists leave period and number of the submission out; file names mostly tell them."""
FILE_WIDTHS, FILE_STRETCHED = {1: 160, 2: 84, 3: 70, 4: 190, 5: 250}, (0, 6)
FILE_LEFT_OUT = (2, 3)

HELD: tuple[ColumnSpec[QuarantineRow], ...] = (
    ColumnSpec("Số", lambda line: str(line.number), right=True),
    ColumnSpec("Tệp", lambda line: line.name),
    ColumnSpec("Xã, phường", lambda line: line.unit or texts.NONE, strong=always),
    ColumnSpec("Kỳ", lambda line: line.period or texts.NONE),
    ColumnSpec("Lần nộp", lambda line: f"L{line.sequence}" if line.sequence else texts.NONE),
    ColumnSpec("Kết quả", lambda line: line.label, mark=held_mark),
    ColumnSpec("Lý do", lambda line: line.reason),
    ColumnSpec("Lúc", lambda line: _moment(line.changed)),
)
HELD_WIDTHS, HELD_STRETCHED = {0: 44, 2: 160, 3: 84, 4: 70, 5: 190, 7: 132}, (1, 6)
HELD_LEFT_OUT = (3, 4)


def _moment(text: str) -> str:
    return texts.moment(datetime.fromisoformat(text).astimezone(VIETNAM)) if text else texts.NONE
