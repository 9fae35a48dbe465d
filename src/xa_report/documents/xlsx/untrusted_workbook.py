"""Workbooks of unknown origin: size limits, checks before loading, and the cells that are there."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate, errors

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from xa_report.documents.xlsx.formula_results import formulas_without_result
from xa_report.documents.xlsx.workbook_kinds import (
    foreign_archive_sentence,
    foreign_file_sentence,
)
from xa_report.domain.text import printable_file_name
from xa_report.errors import AnswerError, EnvironmentFailedError

MAX_CELLS = 1_000_000
"""Cells of all sheets, merged ones counted by their area; the largest province needs 600,000."""
MAX_ELEMENTS = 200_000
"""Elements of a part that has neither cells nor the texts of cells."""
LAST_ROW = 2**20
"""Lowest row that a spreadsheet has; readers go by the cells that are there, see `filled_cells`."""
READ_SIZE = 2**20
UNKNOWN_ENCODING = errors.codes[errors.XML_ERROR_UNKNOWN_ENCODING]
# A cell has up to five elements (c, f, v, is, t); shared texts have runs with formats.
CELL_ELEMENTS, TEXT_ELEMENTS = 5, 4_000_000
_ROW = re.compile(r"[0-9]{1,9}")
_MAX_BYTES = 150 * 2**20
"""Bytes of all parts together; the template of a commune is a hundredth of it."""
# What openpyxl was seen to raise on damaged parts; broken XML is a SyntaxError.
BROKEN_WORKBOOK_ERRORS = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, EOFError, KeyError,
    ValueError, TypeError, AttributeError, IndexError, NotImplementedError, RuntimeError,
)  # fmt: skip
UNCOMPUTED_FORMULA = "="
"""What a workbook opened for its values holds where a formula has no stored result."""


class WorkbookTooLargeError(Exception):
    """A workbook that would take too much memory."""


class UnsafeMarkupError(Exception):
    """A workbook with markup that could grow or read files when it is parsed."""


class RowTooFarError(Exception):
    """A cell below the last row that a spreadsheet has."""

    def __init__(self, coordinate: str) -> None:
        super().__init__(coordinate)
        self.coordinate = coordinate


def check_size_limits(archive: zipfile.ZipFile) -> None:
    """Raise WorkbookTooLargeError, UnsafeMarkupError or RowTooFarError before loading."""
    cells = 0
    for entry in archive.infolist():
        part = _PartCounter(MAX_CELLS - cells)
        try:
            part.read(archive, entry)
        except ExpatError as error:  # what cannot be parsed here is parsed by nobody
            if error.code == UNKNOWN_ENCODING:
                raise UnsafeMarkupError from error
        # Of an encoding that Python does not know either.
        except LookupError as error:
            raise UnsafeMarkupError from error
        cells += part.cells


@dataclass(slots=True)
class _PartCounter:
    """Counter of the cells and elements of one part."""

    room: int
    cells: int = 0
    elements: int = 0
    row: int = 0
    root: str = field(default="")

    def read(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        """Parse a part in pieces; raise as soon as it exceeds a limit."""
        parser = ParserCreate()
        parser.StartElementHandler = self.begin
        # Without a DTD there are no entities that grow or read files.
        parser.StartDoctypeDeclHandler = _refuse_doctype
        with archive.open(entry) as stream:
            while chunk := stream.read(READ_SIZE):
                parser.Parse(chunk)
        parser.Parse(b"", True)

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Count one element; raise WorkbookTooLargeError above the limits."""
        # Expat keeps prefixes, and some producers write x:c for c.
        tag = name.rpartition(":")[2]
        self.root = self.root or tag
        self.elements += 1
        if tag == "c":
            self.cells += 1
            self.check_row(attributes.get("r", ""))
        elif tag == "row":
            self.row += 1
            self.row = int(_row_number(attributes.get("r", "")) or self.row)
        elif tag == "mergeCell":
            # openpyxl makes an object for every cell of a merged range.
            self.cells += _range_cells(attributes.get("ref", ""))
        if self.cells > self.room or self.elements > self.max_elements():
            raise WorkbookTooLargeError

    def check_row(self, coordinate: str) -> None:
        """Raise RowTooFarError when a cell lies below the last row allowed."""
        row = int(_row_number(coordinate) or self.row)
        if row > LAST_ROW:
            raise RowTooFarError(coordinate or f"dòng {row}")

    def max_elements(self) -> int:
        """Return the most elements that a part of this kind may have."""
        if self.root in ("sst", "worksheet"):
            return TEXT_ELEMENTS if self.root == "sst" else CELL_ELEMENTS * MAX_CELLS
        return MAX_ELEMENTS


def _refuse_doctype(*_: object) -> None:
    raise UnsafeMarkupError


def _row_number(coordinate: str) -> str:
    match = _ROW.search(coordinate)
    return match[0] if match else ""


def _range_cells(reference: str) -> int:
    left, top, right, bottom = map(int, range_boundaries(reference))
    return (right - left + 1) * (bottom - top + 1)


def read_workbook_bytes(path: Path) -> bytes:
    """Read a file; raise EnvironmentFailedError when it cannot be read."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise _too_large_error(path.name)
        return path.read_bytes()
    except OSError as error:
        cause = error.strerror or "không rõ nguyên nhân"
        raise EnvironmentFailedError(
            f"Không đọc được tệp {path.name} ({cause}); "
            "hãy đóng tệp ở chương trình khác rồi thử lại."
        ) from error


def open_untrusted_workbook(name: str, content: bytes, **options: bool) -> Workbook:
    """Open the workbook of a file called `name`; raise AnswerError with one clear sentence.

    `options` are those of openpyxl's `load_workbook`.
    """
    refuse_unusable_workbook(name, content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions that openpyxl leaves out do not matter
            workbook = load_workbook(io.BytesIO(content), **options)
        if options.get("data_only") and not options.get("read_only"):
            _mark_uncomputed_formulas(workbook, content)
    except (*BROKEN_WORKBOOK_ERRORS, OSError) as error:
        raise AnswerError(
            f"Tệp {name} bị hỏng nên không đọc được; hãy mở bằng LibreOffice hoặc Excel,"
            " lưu lại dạng .xlsx rồi thử lại."
        ) from error
    return workbook


def _mark_uncomputed_formulas(workbook: Workbook, content: bytes) -> None:
    """Make formulas without a stored result cells of type `f`; openpyxl leaves them empty."""
    for title, coordinates in formulas_without_result(content).items():
        sheet = workbook[title]
        for coordinate in coordinates:
            cell = sheet[coordinate]
            if not isinstance(cell, MergedCell):
                cell.value, cell.data_type = UNCOMPUTED_FORMULA, "f"


def filled_cells(sheet: Worksheet) -> Iterator[Cell]:
    """Yield the cells of a sheet that hold something, row by row from left to right.

    Only cells that the file has: going through rows and columns would make all those between, and
    one stray cell in the last column and row would cost minutes and gigabytes.
    """
    cells = sheet._cells  # noqa: SLF001 - nothing public yields only the cells that exist
    for position in sorted(cells):
        cell = cells[position]
        if cell.value is not None:
            yield cell


def refuse_unusable_workbook(name: str, content: bytes) -> None:
    """Raise AnswerError for what is no workbook, is cut off, or would take too much memory."""
    if sentence := foreign_file_sentence(name, content):
        raise AnswerError(sentence)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MAX_BYTES:
                raise _too_large_error(name)
            check_size_limits(archive)
            foreign = foreign_archive_sentence(name, archive)
    except BROKEN_WORKBOOK_ERRORS as error:
        raise AnswerError(f"Tệp {name} bị hỏng hoặc chép chưa hết; hãy chép lại tệp.") from error
    except WorkbookTooLargeError as error:
        raise _too_large_error(name) from error
    except UnsafeMarkupError as error:
        raise AnswerError(
            f"Tệp {name} có phần XML không an toàn nên không được mở; hãy lưu lại bằng LibreOffice"
            " hoặc Excel."
        ) from error
    except RowTooFarError as error:
        raise AnswerError(
            f"Tệp {name} có ô {printable_file_name(error.coordinate)} nằm dưới dòng cuối"
            f" {LAST_ROW} của bảng tính; hãy mở bằng LibreOffice hoặc Excel, lưu lại rồi thử lại."
        ) from error
    if foreign:
        raise AnswerError(foreign)


def _too_large_error(name: str) -> AnswerError:
    return AnswerError(f"Tệp {name} lớn bất thường nên không được mở; hãy tạo lại mẫu.")
