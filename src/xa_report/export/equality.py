"""Triple equality: a workbook's values, a PDF's text and the record say the same."""

from collections.abc import Iterator, Mapping

from xa_report.domain.form import Part
from xa_report.domain.score_summary import CriterionPoints
from xa_report.export.rereading import ShownRow, unshown, workbook_rows


def differences(sent: Mapping[str, CriterionPoints], workbook: bytes, pdf: bytes) -> Iterator[str]:
    """Every criterion of which the three do not say the same; `sent` are the record's points."""
    try:
        rows = workbook_rows(workbook)
        absent = unshown([row for row in rows if _printed(row, sent)], pdf)
    except ValueError:
        yield "Không đọc lại được bảng tính hoặc PDF trong gói. Đề nghị gửi lại gói gốc."
        return
    for row in rows:
        yield from _row(row, sent.get(row.code), printed=row not in absent)
    for code in sorted(sent.keys() - {row.code for row in rows}):
        yield f"Tiêu chí {code}: có trong số liệu gửi nhưng không có trong bảng tính."


def _printed(row: ShownRow, sent: Mapping[str, CriterionPoints]) -> bool:
    """Whether the row must stand in the PDF."""
    return row.code in sent and sent[row.code].part is Part.TOTAL


def _row(row: ShownRow, sent: CriterionPoints | None, *, printed: bool) -> Iterator[str]:
    if sent is None:
        yield f"Tiêu chí {row.code}: có trong bảng tính nhưng không có trong số liệu gửi."
    elif sent.points != row.points:
        yield (
            f"Tiêu chí {row.code}: bảng tính ghi {row.points} điểm, số liệu gửi ghi {sent.points}. "
            "Không tiếp nhận; đề nghị gửi lại gói gốc."
        )
    elif not printed:
        yield f"Tiêu chí {row.code}: PDF không ghi {row.points} điểm như bảng tính."
