"""Weighs the parts of a workbook before it is loaded: loading takes some 400 bytes a cell."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate, errors

from openpyxl.utils import range_boundaries

MOST_CELLS = 1_000_000
"""Of all sheets, merged ones counted by their area; the largest province needs 600,000."""
MOST_ELEMENTS = 200_000
"""Of a part that has neither cells nor the texts of cells."""
LAST_ROW = 100_000
"""The table of figures of the largest province ends at row 30,000."""
EVERY_ROW = 2**20
STEP = 2**20
UNKNOWN_ENCODING = errors.codes[errors.XML_ERROR_UNKNOWN_ENCODING]
CELL_ELEMENTS, TEXT_ELEMENTS = 5, 4_000_000
_ROW = re.compile(r"[0-9]{1,9}")


class TooHeavyError(Exception):
    """A workbook that would take too much memory."""


class UnsafeError(Exception):
    """A workbook with markup that could grow or read files when it is parsed."""


class TooFarError(Exception):
    """A cell far below all others."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def require_light(archive: zipfile.ZipFile, last_row: int = LAST_ROW) -> None:
    """Raise TooHeavyError, UnsafeError or TooFarError before anything large is built.

    Who reads only what was marked in a workbook need not mind the last row.
    """
    cells = 0
    for entry in archive.infolist():
        part = _Part(MOST_CELLS - cells, last_row)
        try:
            part.read(archive, entry)
        except ExpatError as error:  # what cannot be parsed here is parsed by nobody
            if error.code == UNKNOWN_ENCODING:
                raise UnsafeError from error
        cells += part.cells


@dataclass(slots=True)
class _Part:
    """Counts what stands in one part."""

    room: int
    last_row: int
    cells: int = 0
    elements: int = 0
    row: int = 0
    root: str = field(default="")

    def read(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        parser = ParserCreate()
        parser.StartElementHandler = self.begin
        parser.StartDoctypeDeclHandler = _refuse
        with archive.open(entry) as stream:
            while piece := stream.read(STEP):
                parser.Parse(piece)
        parser.Parse(b"", True)

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = name.rpartition(":")[2]
        self.root = self.root or tag
        self.elements += 1
        if tag == "c":
            self.cells += 1
            self.below(attributes.get("r", ""))
        elif tag == "row":
            self.row += 1
            self.row = int(_number(attributes.get("r", "")) or self.row)
        elif tag == "mergeCell":
            self.cells += _area(attributes.get("ref", ""))
        if self.cells > self.room or self.elements > self.most():
            raise TooHeavyError

    def below(self, place: str) -> None:
        row = int(_number(place) or self.row)
        if row > self.last_row:
            raise TooFarError(row)

    def most(self) -> int:
        if self.root in ("sst", "worksheet"):
            return TEXT_ELEMENTS if self.root == "sst" else CELL_ELEMENTS * MOST_CELLS
        return MOST_ELEMENTS


def _refuse(*_: object) -> None:
    raise UnsafeError


def _number(place: str) -> str:
    found = _ROW.search(place)
    return found[0] if found else ""


def _area(reference: str) -> int:
    left, top, right, bottom = map(int, range_boundaries(reference))
    return (right - left + 1) * (bottom - top + 1)
