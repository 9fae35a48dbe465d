"""Lays the packages that count beside the ranking, so that anybody can compute it again."""

from collections.abc import Iterable
from shutil import copyfile
from typing import TYPE_CHECKING

from xa_report.demo.province.places import Places

if TYPE_CHECKING:
    from xa_report.province.consolidation.build import ConsolidationSource
    from xa_report.province.intake.import_file import ImportResult


def publish_packages(
    taken: "Iterable[ImportResult]", books: "ConsolidationSource", places: Places
) -> None:
    """Copy the package of every ranked commune, unchanged, under its own name."""
    counted = {one.package_sha256 for one in books.all_of.standings}
    places.counted.mkdir()
    for one in taken:
        found = one.classified.examined
        if one.classified.taken and found.sha256 in counted:
            copyfile(found.path, places.counted / found.path.name)
