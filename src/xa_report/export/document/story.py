"""The whole document in the order in which it is read."""

from collections.abc import Callable, Iterable, Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Spacer

from xa_report.export.document.annexes.annex import Annex
from xa_report.export.document.annexes.catalogue import ANNEXES, NUMERALS
from xa_report.export.document.letterhead import letterhead
from xa_report.export.document.pages import Bookmark, turn_to
from xa_report.export.document.paper import BODY, PORTRAIT, inner_width, paragraph
from xa_report.export.document.recipients import Recipients
from xa_report.export.document.sections.body import closing, opening, sections
from xa_report.export.document.sections.section import Section
from xa_report.export.document.signature import SignatureBlock, Spot
from xa_report.export.document.source import Source
from xa_report.export.fonts import Face, one_line, width


def annex_names() -> list[str]:
    """The names of the annexes: `Phụ lục I` and so on."""
    return [f"Phụ lục {numeral}" for numeral in NUMERALS]


def story(source: Source, tell: Callable[[Spot], None]) -> Iterator[Flowable]:
    """Body, then annexes; `tell` learns where the signature belongs."""
    yield from _front(source)
    yield paragraph(opening(source), "body", "Mở đầu báo cáo")
    yield from section_parts(sections(source))
    last = paragraph(closing(source), "body", "Kết thúc báo cáo")
    block = SignatureBlock(source.report.letterhead, tell)
    yield KeepTogether([last, Spacer(0, 4 * mm), block])
    for name, annex in zip(annex_names(), ANNEXES, strict=True):
        yield from _annex(source, name, annex)


def _front(source: Source) -> Iterator[Flowable]:
    yield from front(letterhead(source), source.abstract, source.report.letterhead.recipient)


def front(head: Flowable, abstract: str, recipient: str) -> Iterator[Flowable]:
    """Everything above the first sentence of a report."""
    place = "Tên báo cáo"
    yield Bookmark("report", "Báo cáo")
    yield head
    yield paragraph("BÁO CÁO", "kind", place)
    lines = title_lines(abstract, place)
    yield paragraph("\n".join(lines), "title", place)
    yield rule_below(lines[-1])
    yield Recipients(recipient)


def title_lines(abstract: str, place: str) -> list[str]:
    """The title on one line, else broken before the agency."""
    whole = one_line(abstract, place)
    if width(whole, Face.BOLD, BODY) <= inner_width(PORTRAIT):
        return [whole]
    head, by, agency = whole.rpartition(" của ")
    return [head, f"{by.strip()} {agency}"]


def rule_below(line: str) -> Flowable:
    """A line of 40 % of the length of the title's last line, below it."""
    longest = min(width(line, Face.BOLD, BODY), inner_width(PORTRAIT))
    return HRFlowable(longest * 0.4, 0.6, color="black", spaceBefore=1, spaceAfter=12)


def section_parts(sections: Iterable[Section]) -> Iterator[Flowable]:
    """Headings with their numerals, and their paragraphs."""
    for numeral, section in zip(NUMERALS, sections, strict=False):
        yield from section_at(numeral, section)


def section_at(numeral: str, section: Section) -> list[Flowable]:
    """One heading with its paragraphs."""
    place = f"Phần {numeral} của báo cáo"
    title = f"{numeral}. {section.title.upper()}"
    return [
        paragraph(title, "section", place),
        *(
            paragraph(line.text, "lead" if line.opens else "body", place, line.lead)
            for line in section.lines
        ),
    ]


def _annex(source: Source, name: str, annex: Annex) -> Iterator[Flowable]:
    attached = f"(Kèm theo Báo cáo số {source.number} {source.day} của {source.agency})"
    yield from annex_front(name, annex.title, attached)
    yield from annex.content(source, name)


def annex_front(name: str, title: str, attached: str) -> Iterator[Flowable]:
    """A new page with the head of an annex."""
    yield from turn_to(name)
    yield Bookmark(name, f"{name}. {title}")
    yield paragraph(name, "title", name)
    yield paragraph(title.upper(), "title", name)
    yield paragraph(attached, "attached", name)
