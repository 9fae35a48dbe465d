"""Texts from submitted files made printable: undrawable characters replaced, long ones cut."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportlab.platypus import Paragraph

from xa_report.documents.fonts import with_placeholders
from xa_report.documents.pdf.report_parts import ReportSection, SectionParagraph
from xa_report.documents.pdf.styles import make_paragraph
from xa_report.documents.pdf.table import PrintedRow, TableColumn, TableFlowable, build_table

MAX_CELL_LENGTH, MAX_PARAGRAPH_LENGTH = 400, 4000
CUT_NOTE = "… (còn nữa, xem bảng tính)"


def printable_excerpt(text: str, longest: int = MAX_CELL_LENGTH) -> str:
    """Return a drawable text of at most `longest` characters and a note of the cut."""
    # Cut before the work: the text may be megabytes long.
    safe = with_placeholders(text[: 2 * longest])
    cut = len(text) > 2 * longest or len(safe) > longest
    return f"{safe[:longest].rstrip()}{CUT_NOTE}" if cut else safe


def untrusted_table(
    columns: Sequence[TableColumn], rows: Iterable[PrintedRow], location: str
) -> TableFlowable:
    """Build a table of texts from submitted files."""
    safe = (replace(row, cells=tuple(map(printable_excerpt, row.cells))) for row in rows)
    heads = [replace(column, head=printable_excerpt(column.head)) for column in columns]
    return build_table(heads, safe, location)


def untrusted_note(text: str, location: str, style: str = "note") -> Paragraph:
    """Build a paragraph of a text from submitted files."""
    return make_paragraph(printable_excerpt(text, MAX_PARAGRAPH_LENGTH), style, location)


def untrusted_section(section: ReportSection) -> ReportSection:
    """Return a section with its texts from submitted files made printable."""
    lines = (
        SectionParagraph(
            printable_excerpt(line.text, MAX_PARAGRAPH_LENGTH), printable_excerpt(line.lead)
        )
        for line in section.paragraphs
    )
    return ReportSection(section.title, tuple(lines))
