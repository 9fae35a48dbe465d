"""The one reader of lists of units, for communes and provinces: text files and workbooks."""

from pathlib import Path

from xa_report.definitions.unit_list import unit_table_from_text
from xa_report.documents.xlsx.unit_workbook import read_unit_workbook
from xa_report.domain.unit_table import UnitTable
from xa_report.errors import AnswerError, DefinitionError, EnvironmentFailedError

MAX_LIST_BYTES = 20 * 2**20
"""The list of the whole country is a hundredth of it."""
# By its first bytes, not by its name: ZIP archives and the OLE files of older programs.
_WORKBOOK_STARTS = (b"PK", bytes.fromhex("D0CF11E0"))
_TEXT_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})


def read_unit_table(path: Path) -> UnitTable:
    """Read a list of units; raise DefinitionError when it is no table."""
    content = _read_list_bytes(path)
    if path.suffix.lower() in _TEXT_SUFFIXES and not content.startswith(_WORKBOOK_STARTS):
        return unit_table_from_text(path.name, content)
    try:
        return read_unit_workbook(path.name, content)
    except AnswerError as error:
        raise DefinitionError(error.sentence) from error


def _read_list_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_LIST_BYTES:
            raise DefinitionError(f"Tệp {path.name} quá lớn so với một danh mục đơn vị.")
        return path.read_bytes()
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được “{path}”: {error.strerror}. Hãy kiểm tra đường dẫn."
        ) from error
