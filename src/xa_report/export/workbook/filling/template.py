"""Filling a template: everything is checked first, then all of it is written or nothing."""

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from openpyxl import Workbook

from xa_report.domain.workbook_values import EMPTY_VALUE, CommuneValues, FillValues, ProvinceValues
from xa_report.errors import AnswerError
from xa_report.export.workbook.filling.checking import Plan, look_through
from xa_report.export.workbook.filling.losses import losses
from xa_report.export.workbook.filling.placeholders import Spot
from xa_report.export.workbook.filling.repeating import Row, repeat
from xa_report.export.workbook.filling.writing import fill_cell, fill_spot
from xa_report.export.workbook.packing import repack
from xa_report.export.workbook.safe_opening import BROKEN, open_safely, refuse_other_files


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled workbook."""

    content: bytes
    warnings: tuple[str, ...] = ()
    """What could not be kept or was cut, a sentence each."""
    cells: int = 0
    """How many cells were filled."""


def fill_template(
    template: bytes,
    values: CommuneValues | ProvinceValues,
    name: str = "mẫu",
    moment: datetime | None = None,
) -> Filled:
    """Fill a template `.xlsx`; raise AnswerError with all faults, each by sheet and cell.

    `name` is how errors call the file; `moment` is the time stamp of the result.
    """
    refuse_other_files(name, template)
    lost = losses(template)
    book = open_safely(name, template, rich_text=True)
    plan = look_through(book, values)
    if plan.faults:
        raise AnswerError(f"Mẫu {name} có {len(plan.faults)} lỗi, chưa ghi tệp nào:", plan.faults)
    if not (plan.single or plan.repeated or plan.named):
        raise AnswerError(
            f"Mẫu {name} không có ô nào để điền; hãy ghi {{{{tên}}}} vào các ô cần điền."
        )
    told = [*lost, *plan.kept, *_fill_single(plan, values.values)]
    filled = len(plan.single) + len(plan.named)
    if isinstance(values, ProvinceValues):
        told += _fill_rows(book, plan, values)
        filled += len(plan.repeated) * max(len(values.rows), 1)
    return Filled(_saved(book, moment or datetime.now(UTC)), tuple(told), filled)


def _fill_single(plan: Plan, values: FillValues) -> Iterator[str]:
    for spot in plan.single:
        yield from fill_spot(spot, values)
    for name, cell in plan.named:
        yield from fill_cell(cell, values[name])


def _fill_rows(book: Workbook, plan: Plan, values: ProvinceValues) -> Iterator[str]:
    """The repeated rows; without communes the row stays, empty."""
    texts: dict[Row, dict[int, str]] = defaultdict(dict)
    for spot in plan.repeated:
        texts[spot.row][spot.cell.column] = spot.text
    rows = values.rows or (dict.fromkeys(values.names, EMPTY_VALUE),)
    for at, block in repeat(book, texts, len(rows)).items():
        for number, cells in block.copies():
            for column, text in texts[at].items():
                yield from fill_spot(Spot(cells[column], text), rows[number], values.values)


def _saved(book: Workbook, moment: datetime) -> bytes:
    book.template = False
    # openpyxl keeps no results of formulas: the office suite has to compute them when it opens.
    book.calculation.fullCalcOnLoad = True
    draft = io.BytesIO()
    try:
        book.save(draft)
    except BROKEN as error:
        raise AnswerError(
            "Mẫu có phần mà chương trình không ghi lại được; hãy mở bằng LibreOffice hoặc Excel,"
            " lưu lại dạng .xlsx rồi điền lại."
        ) from error
    return repack(draft.getvalue(), moment.astimezone(UTC).replace(tzinfo=None, microsecond=0))
