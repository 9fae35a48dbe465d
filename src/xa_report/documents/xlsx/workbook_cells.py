"""Comparison of all cells of two workbooks, whatever their formats."""

from collections.abc import Iterator

from xa_report.documents.xlsx.untrusted_workbook import filled_cells, open_untrusted_workbook
from xa_report.errors import AnswerError

MAX_SHOWN = 60
"""Letters of a cell that a sentence quotes."""


def find_cell_differences(sent: bytes, drawn: bytes) -> Iterator[str]:
    """Yield a phrase for each sheet and each cell of a workbook that differs from the drawn one."""
    try:
        own, expected = (_sheets("so-lieu.xlsx", data) for data in (sent, drawn))
    except AnswerError as error:
        yield str(error)
        return
    for title in own.keys() ^ expected.keys():
        yield f"trang tính “{title[:MAX_SHOWN]}” {'thừa' if title in own else 'thiếu'}"
    for title in [title for title in expected if title in own]:
        for place in sorted({**expected[title], **own[title]}):
            shown, wanted = own[title].get(place, ""), expected[title].get(place, "")
            if shown != wanted:
                yield (
                    f"trang tính “{title}”, ô {place}: ghi “{shown[:MAX_SHOWN]}”, "
                    f"số liệu cho ra “{wanted[:MAX_SHOWN]}”"
                )


def _sheets(name: str, data: bytes) -> dict[str, dict[str, str]]:
    """Return the filled cells of each visible sheet by place, as they are stored."""
    workbook = open_untrusted_workbook(name, data)
    return {
        sheet.title: {cell.coordinate: str(cell.value) for cell in filled_cells(sheet)}
        for sheet in workbook.worksheets
        if sheet.sheet_state == "visible"
    }
