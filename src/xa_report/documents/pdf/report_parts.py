"""Parts of every report: head, numbered sections, heads of annexes, rendered pages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable, HRFlowable
from reportlab.platypus.doctemplate import LayoutError

from xa_report.documents.fonts import FontFace, single_line_text, text_width
from xa_report.documents.pdf.page_check_code import PageCheckCode
from xa_report.documents.pdf.page_layout import (
    OutlineBookmark,
    next_part,
    page_templates,
    render_pdf,
)
from xa_report.documents.pdf.recipients import RecipientsFlowable
from xa_report.documents.pdf.styles import BODY_SIZE, PORTRAIT, inner_width, make_paragraph
from xa_report.domain.signature_box import SignatureBox
from xa_report.errors import UnprintableError

# As many as there are annexes and, in the province's report, sections.
NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII")
TOO_TALL = (
    "Phần đầu báo cáo, Kính gửi, Nơi nhận hoặc phần ký dài quá một trang giấy nên không trình bày "
    "được; hãy rút gọn các mục này rồi xuất lại."
)


@dataclass(frozen=True, slots=True)
class SectionParagraph:
    """One paragraph, after a bold lead when it has one."""

    text: str
    lead: str = ""

    @property
    def keeps_with_next(self) -> bool:
        """True when the paragraph announces the next one and must stay with it."""
        return (self.text or self.lead).endswith(":")


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A heading without its numeral, and the paragraphs below it."""

    title: str
    paragraphs: tuple[SectionParagraph, ...]


def annex_names() -> list[str]:
    """Return the names of the annexes: `Phụ lục I` and so on."""
    return [f"Phụ lục {numeral}" for numeral in NUMERALS]


def report_head(head: Flowable, abstract: str, recipient: str) -> Iterator[Flowable]:
    """Yield everything above the first sentence of a report."""
    location = "Tên báo cáo"
    yield OutlineBookmark("report", "Báo cáo")
    yield head
    yield make_paragraph("BÁO CÁO", "kind", location)
    lines = title_lines(abstract, location)
    yield make_paragraph("\n".join(lines), "title", location)
    yield rule_below_title(lines[-1])
    yield RecipientsFlowable(recipient)


def title_lines(abstract: str, location: str) -> list[str]:
    """Return the title on one line, else broken before the agency."""
    whole = single_line_text(abstract, location)
    if text_width(whole, FontFace.BOLD, BODY_SIZE) <= inner_width(PORTRAIT):
        return [whole]
    head, by, agency = whole.rpartition(" của ")
    return [head, f"{by.strip()} {agency}"]


def rule_below_title(line: str) -> Flowable:
    """Return a rule of 40 % of the length of the title's last line."""
    longest = min(text_width(line, FontFace.BOLD, BODY_SIZE), inner_width(PORTRAIT))
    return HRFlowable(longest * 0.4, 0.6, color="black", spaceBefore=1, spaceAfter=12)


def numbered_sections(sections: Iterable[ReportSection]) -> Iterator[Flowable]:
    """Yield headings with their numerals, and their paragraphs."""
    # Not strict: a form without scoring has fewer sections.
    for numeral, section in zip(NUMERALS, sections, strict=False):
        yield from numbered_section(numeral, section)


def numbered_section(numeral: str, section: ReportSection) -> list[Flowable]:
    """Return one heading with its paragraphs."""
    location = f"Phần {numeral} của báo cáo"
    title = f"{numeral}. {section.title.upper()}"
    return [
        make_paragraph(title, "section", location),
        *(
            make_paragraph(
                line.text, "lead" if line.keeps_with_next else "body", location, line.lead
            )
            for line in section.paragraphs
        ),
    ]


def annex_head(name: str, title: str, attached: str) -> Iterator[Flowable]:
    """Yield a new page with the head of an annex."""
    yield from next_part(name)
    yield OutlineBookmark(name, f"{name}. {title}")
    yield make_paragraph(name, "title", name)
    yield make_paragraph(title.upper(), "title", name)
    yield make_paragraph(attached, "attached", name)


@dataclass(frozen=True, slots=True)
class WrittenPdf:
    """The result of writing: the number of pages and the room for the signature."""

    pages: int
    signature_box: SignatureBox


def render_report(
    parts: Iterable[Flowable], annexes: Sequence[str], check_code: PageCheckCode | None = None
) -> tuple[bytes, int]:
    """Lay out a body and its annexes; return the PDF and its number of pages.

    Raise UnprintableError when a part that cannot be broken is taller than a page.
    """
    try:
        return render_pdf(parts, page_templates(annexes, check_code))
    # Only head, recipients and signature cannot be broken.
    except LayoutError as error:
        raise UnprintableError(TOO_TALL) from error
