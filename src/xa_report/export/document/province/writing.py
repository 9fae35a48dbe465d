"""Writes the province's report as a PDF/A-3b."""

from collections.abc import Callable, Sequence
from datetime import datetime

from xa_report.domain.province.consolidation import Consolidation
from xa_report.export.document.archive import Properties, archive
from xa_report.export.document.province.safe import shown
from xa_report.export.document.province.source import ProvinceSource
from xa_report.export.document.province.story import province_story
from xa_report.export.document.signature import Spot
from xa_report.export.document.source import Attachment
from xa_report.export.document.story import annex_names
from xa_report.export.document.writing import Written, draw
from xa_report.export.fonts import one_line
from xa_report.files import WriteTarget, write_to


def write_province_report(
    all_of: Consolidation,
    target: WriteTarget,
    clock: Callable[[], datetime],
    attachments: Sequence[Attachment] = (),
) -> Written:
    """Write the report to a path or stream; `clock` gives a moment with its zone, asked once."""
    source, spots = ProvinceSource.of(all_of), list[Spot]()
    pages, count = draw(province_story(source, spots.append), annex_names())
    title = one_line(shown(f"Báo cáo: {source.abstract}"), "Tên báo cáo")
    properties = Properties(title, one_line(shown(source.agency), "Tên cơ quan"), clock())
    data = archive(pages, properties, attachments)
    write_to(target, data)
    return Written(count, spots[-1])
