"""One table as Parquet: exact decimals, real dates, the Vietnamese titles in the metadata."""

from io import BytesIO
from typing import Any

from xa_report.documents.opendata.data_table import DataTable, FieldType, TableCell, TableField
from xa_report.documents.xlsx.cell_text import clean_cell_text
from xa_report.errors import UsageError

PYARROW_MISSING = (
    "Chưa cài pyarrow nên không ghi được Parquet; hãy chạy `pip install xa-report[parquet]` "
    "rồi xuất lại, hoặc bỏ lựa chọn Parquet."
)
MAX_DIGITS = 38
"""Digits of a decimal128; a column with a longer number is written as text."""


def parquet_bytes(table: DataTable) -> bytes:
    """Return the table as a Parquet file; raise UsageError when pyarrow is not installed."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(PYARROW_MISSING) from error

    columns, shapes = [], []
    for index, field in enumerate(table.fields):
        cells = list(table.column(index))
        shape = _arrow_type(pyarrow, field, cells)
        text = field.type is FieldType.NUMBER and pyarrow.types.is_string(shape)
        cells = [f"{c:f}" if text and c is not None else _valid_text(c) for c in cells]
        columns.append(pyarrow.array(cells, shape))
        metadata = {"title": field.title, "unit": field.unit, "description": field.description}
        shapes.append(pyarrow.field(field.name, shape, metadata=metadata))
    schema = pyarrow.schema(shapes, metadata={"title": table.title})
    out = BytesIO()
    parquet.write_table(pyarrow.Table.from_arrays(columns, schema=schema), out)
    return out.getvalue()


def _valid_text(cell: TableCell) -> TableCell:
    """Return a cell whose text is valid UTF-8; half a surrogate pair is not."""
    return clean_cell_text(cell) if isinstance(cell, str) else cell


def _arrow_type(pyarrow: Any, field: TableField, cells: list[TableCell]) -> Any:
    shapes = {
        FieldType.STRING: pyarrow.string(),
        FieldType.INTEGER: pyarrow.int64(),
        FieldType.BOOLEAN: pyarrow.bool_(),
        FieldType.DATE: pyarrow.date32(),
        FieldType.DATETIME: pyarrow.timestamp("s", tz="UTC"),
    }
    if field.type is not FieldType.NUMBER:
        return shapes[field.type]
    # Arrow has one precision and scale for a whole column.
    whole, places = _digit_counts(cells)
    fits = whole + places <= MAX_DIGITS
    return pyarrow.decimal128(max(whole + places, 1), places) if fits else pyarrow.string()


def _digit_counts(cells: list[TableCell]) -> tuple[int, int]:
    """Return the most digits before and after the decimal sign."""
    texts = [f"{cell:f}".lstrip("-").partition(".") for cell in cells if cell is not None]
    whole = max((len(head) for head, _, _ in texts), default=1)
    return whole, max((len(tail) for _, _, tail in texts), default=0)
