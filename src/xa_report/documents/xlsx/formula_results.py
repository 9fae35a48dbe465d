"""Formulas without a stored result: a program wrote them and no office suite has computed them."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree.ElementTree import fromstring
from xml.parsers.expat import ParserCreate

_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_WORKBOOK_TYPE = re.compile(r"\.main\+xml$")
_READ_SIZE = 2**20


def formulas_without_result(content: bytes) -> dict[str, tuple[str, ...]]:
    """Return the coordinates of such formulas by the title of their sheet.

    To be called after the checks of size and markup. An empty text is a result; openpyxl reads
    a formula without one as an empty cell.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        coordinates = {
            title: tuple(_Sheet().read(archive.read(part)))
            for title, part in _sheet_parts(archive)
            if part in archive.NameToInfo and _FORMULA.search(archive.read(part))
        }
    return {title: cells for title, cells in coordinates.items() if cells}


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the title and the part of every sheet, by the relationships of the workbook."""
    types = fromstring(archive.read("[Content_Types].xml"))  # noqa: S314 - checked: no DTD
    workbooks = [
        part.get("PartName", "").lstrip("/")
        for part in types
        if _WORKBOOK_TYPE.search(part.get("ContentType", ""))
    ]
    for workbook in workbooks:
        folder, name = posixpath.split(workbook)
        links = fromstring(  # noqa: S314 - checked: no DTD
            archive.read(posixpath.join(folder, "_rels", f"{name}.rels"))
        )
        targets = {link.get("Id", ""): link.get("Target", "") for link in links}
        for sheet in fromstring(archive.read(workbook)).iter():  # noqa: S314 - checked: no DTD
            if sheet.tag.endswith("}sheet"):
                ids = [text for key, text in sheet.attrib.items() if key.endswith("}id")]
                target = targets.get(ids[0] if ids else "", "")
                yield (
                    sheet.get("name", ""),
                    posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"),
                )


@dataclass(slots=True)
class _Sheet:
    """The formulas of one sheet's part."""

    coordinates: list[str] = field(default_factory=list)
    _cell: str = ""
    _is_text: bool = False
    _has_formula: bool = False
    _has_result: bool = False
    _in_result: bool = False

    def read(self, part: bytes) -> list[str]:
        """Return the coordinates of the formulas without a result."""
        parser = ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self.begin, self.end
        parser.CharacterDataHandler = self.text
        for at in range(0, len(part), _READ_SIZE):
            parser.Parse(part[at : at + _READ_SIZE])
        parser.Parse(b"", True)
        return self.coordinates

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note the cell, its formula and the element of its result."""
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._cell, self._is_text = attributes.get("r", ""), attributes.get("t") == "str"
            self._has_formula = self._has_result = False
        elif tag == "f":
            self._has_formula = True
        elif tag == "v":
            # LibreOffice stores an empty text as an empty element.
            self._has_result, self._in_result = self._is_text, True

    def text(self, data: str) -> None:
        """Note that there is a result."""
        self._has_result = self._has_result or (self._in_result and bool(data.strip()))

    def end(self, name: str) -> None:
        """Judge a cell at its end."""
        tag = name.rpartition(":")[2]
        if tag == "v":
            self._in_result = False
        elif tag == "c" and self._has_formula and not self._has_result and self._cell:
            self.coordinates.append(self._cell)
