"""Writes the report as a PDF/A-3b."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.platypus import Flowable
from reportlab.platypus.doctemplate import LayoutError

from xa_report.errors import UnprintableError
from xa_report.export.document.archive import Properties, archive
from xa_report.export.document.canvas import drawn
from xa_report.export.document.mark import PageMark
from xa_report.export.document.pages import templates
from xa_report.export.document.signature import Spot
from xa_report.export.document.source import Attachment, Source
from xa_report.export.document.story import annex_names, story
from xa_report.export.fonts import one_line
from xa_report.files import WriteTarget, write_to

TOO_TALL = (
    "Phần đầu báo cáo, Kính gửi, Nơi nhận hoặc phần ký dài quá một trang giấy nên không trình bày "
    "được; hãy rút gọn các mục này rồi xuất lại."
)


@dataclass(frozen=True, slots=True)
class Written:
    """What came out: the number of pages and the room for the signature."""

    pages: int
    signature: Spot


def write_document(
    source: Source,
    target: WriteTarget,
    clock: Callable[[], datetime],
    attachments: Sequence[Attachment] = (),
    mark: PageMark | None = None,
) -> Written:
    """Write the report to a path or stream; `clock` gives a moment with its zone, asked once."""
    spots = list[Spot]()
    pages, count = draw(story(source, spots.append), annex_names(), mark)
    properties = Properties(
        one_line(source.title, "Tên báo cáo"), one_line(source.agency, "Tên cơ quan"), clock()
    )
    data = archive(pages, properties, attachments)
    write_to(target, data)
    return Written(count, spots[-1])


def draw(
    parts: Iterable[Flowable], annexes: Sequence[str], mark: PageMark | None = None
) -> tuple[bytes, int]:
    """Lay out a body and its annexes; the pages and how many they are come back."""
    try:
        return drawn(parts, templates(annexes, mark))
    except LayoutError as error:
        raise UnprintableError(TOO_TALL) from error
