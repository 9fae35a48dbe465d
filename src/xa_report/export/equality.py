"""Triple equality: a workbook's values, a PDF's text and the record say the same."""

from collections.abc import Iterator, Mapping

from xa_report.domain.form import Part
from xa_report.domain.outcome import Points
from xa_report.export.rereading import ShownRow, pdf_text, shown_in, workbook_rows


def differences(sent: Mapping[str, Points], workbook: bytes, pdf: bytes) -> Iterator[str]:
    """Every criterion of which the three do not say the same; `sent` are the record's points."""
    try:
        rows, text = workbook_rows(workbook), pdf_text(pdf)
    except ValueError:
        yield "Không đọc lại được bảng tính hoặc PDF trong gói. Đề nghị gửi lại gói gốc."
        return
    for row in rows:
        yield from _row(row, sent.get(row.code), text)
    for code in sorted(sent.keys() - {row.code for row in rows}):
        yield f"Tiêu chí {code}: có trong số liệu gửi nhưng không có trong bảng tính."


def _row(row: ShownRow, sent: Points | None, text: str) -> Iterator[str]:
    if sent is None:
        yield f"Tiêu chí {row.code}: có trong bảng tính nhưng không có trong số liệu gửi."
    elif sent.points != row.points:
        yield (
            f"Tiêu chí {row.code}: bảng tính ghi {row.points} điểm, số liệu gửi ghi {sent.points}. "
            "Không tiếp nhận; đề nghị gửi lại gói gốc."
        )
    elif sent.part is Part.TOTAL and not shown_in(row, text):
        yield f"Tiêu chí {row.code}: PDF không ghi {row.points} điểm như bảng tính."
