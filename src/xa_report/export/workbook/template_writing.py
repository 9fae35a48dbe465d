"""Writing the template that colleagues fill: only the inputs are unlocked."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple
from datetime import UTC, datetime, time

from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from xa_report.domain.form import Form
from xa_report.domain.item import Answer
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.errors import UsageError
from xa_report.export.workbook import styles
from xa_report.export.workbook import template_layout as layout
from xa_report.export.workbook.packing import save
from xa_report.export.workbook.pen import Pen
from xa_report.export.workbook.template_figures import FiguresSheet
from xa_report.export.workbook.template_identity import Identity, identity_of
from xa_report.export.workbook.template_lists import Lists
from xa_report.export.workbook.template_points import write_points
from xa_report.export.workbook.template_tables import write_tables
from xa_report.export.workbook.text import LIMIT, fits
from xa_report.files import WriteTarget


def write_template(
    form: Form,
    plans: Sequence[Plan],
    report: Report,
    target: WriteTarget,
    previous: Report | None = None,
) -> None:
    """Write a workbook for colleagues; raise UsageError when a text is too long for a cell."""
    _refuse_long_texts(report)
    book = Workbook()
    styles.add_styles(book)
    items = layout.asked_items(form, plans, report)
    subtitle = f"{report.unit.agency} · {report.period.label} · {form.title}"
    figures = book.active
    figures.title = layout.FIGURES
    lists = Lists(Pen(book.create_sheet(layout.LISTS)))
    FiguresSheet(Pen(figures), lists, report, previous).write(items, subtitle)
    write_points(Pen(book.create_sheet(layout.POINTS)), form, report, lists)
    write_tables(book, layout.tables(items), report.answers, lists)
    _write_identity(book.create_sheet(layout.IDENTITY), identity_of(form, plans, report))
    _arrange(book)
    # A template has no date of its own; the same report gives the same bytes.
    save(book, target, datetime.combine(report.period.first_day, time(), UTC))


def _arrange(book: Workbook) -> None:
    for name in (layout.LISTS, layout.IDENTITY):
        book.move_sheet(name, offset=len(book.sheetnames))
        book[name].sheet_state = "hidden"
    for sheet in book.worksheets:
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
    book.security = WorkbookProtection(lockStructure=True)


def _write_identity(sheet: Worksheet, identity: Identity) -> None:
    pen = Pen(sheet)
    for row, text in enumerate(astuple(identity), start=1):
        pen.text(f"A{row}", text)


def _texts(report: Report) -> Iterator[tuple[str, str]]:
    for code, text in report.explanations.items():
        yield f"giải trình của tiêu chí {code}", text
    for id_, answer in report.answers.items():
        for part in (answer.value, answer.not_arisen, answer.note, *_cells(answer)):
            if isinstance(part, str):
                yield f"số liệu “{id_}”", part


def _cells(answer: Answer) -> Iterator[object]:
    rows = answer.value if isinstance(answer.value, tuple) else ()
    for row in rows:
        yield from row.values() if not isinstance(row, str) else ()


def _refuse_long_texts(report: Report) -> None:
    for where, text in _texts(report):
        if not fits(text):
            raise UsageError(
                f"Chưa tạo được mẫu: {where} dài {len(text)} ký tự, một ô bảng tính chỉ chứa"
                f" được {LIMIT}; hãy rút gọn rồi tạo lại."
            )
