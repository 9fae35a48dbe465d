"""Annex V: every document as it is cited, with its file and the head of its hash."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable

from xa_report.domain.evidence import Evidence
from xa_report.export.document.grid import Align, Column, Row, table
from xa_report.export.document.paper import paragraph
from xa_report.export.document.source import Source

COLUMNS = (
    Column("STT", 12, Align.CENTRE),
    Column("Tiêu chí", 17),
    Column("Số, ký hiệu", 31),
    Column("Ngày", 23, Align.CENTRE),
    Column("Cơ quan ban hành", 36),
    Column("Trích yếu", 57),
    Column("Trang", 14, Align.CENTRE),
    Column("Tệp", 31),
    Column("SHA-256", 28),
)
SHOWN_HASH = 12
"""Hexadecimal digits of the hash that are printed; the whole hash travels with the data."""
NONE = "Không có tài liệu kiểm chứng kèm theo."


def evidence(source: Source, place: str) -> Sequence[Flowable]:
    """One row for each use of a document."""
    links = sorted(enumerate(source.report.evidence), key=lambda pair: _order(source, *pair))
    if not links:
        return [paragraph(NONE, "note", place)]
    return [table(COLUMNS, _rows([link for _, link in links]), place)]


def _order(source: Source, index: int, link: Evidence) -> tuple[int, int]:
    """By the form's order of criteria, then as they were attached."""
    ordered = [leaf.code for leaf in source.form.leaves()]
    known = ordered.index(link.criterion) if link.criterion in ordered else len(ordered)
    return known, index


def _rows(links: Sequence[Evidence]) -> Iterator[Row]:
    for number, link in enumerate(links, start=1):
        document = link.file.document
        quote = f"\nTrích: “{link.quote}”" if link.quote else ""
        yield Row(
            (
                str(number),
                link.criterion,
                document.number,
                f"{document.dated:%d/%m/%Y}" if document.dated else "",
                document.issuer,
                f"{document.title}{quote}",
                link.page,
                link.file.name,
                link.file.sha256[:SHOWN_HASH],
            )
        )
