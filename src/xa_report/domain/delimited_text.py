"""Tables in text files, as office suites of any country export them."""

import codecs
import csv
import io

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SEPARATORS = ";\t,"
"""The likeliest first: Excel writes semicolons where the comma is the decimal sign."""


def decode_table(data: bytes) -> str:
    """Decode UTF-8 or, by its byte order mark, UTF-16; raise UnicodeDecodeError otherwise."""
    # Excel's “CSV UTF-8” begins with a byte order mark, its “Unicode text” is UTF-16.
    return data.decode("utf-16" if data.startswith(_UTF16_MARKS) else "utf-8-sig")


def table_separator(text: str) -> str:
    """Return what separates the cells: semicolon, tab or comma, whichever the first line has most.

    In a tie the first of them.
    """
    lines = text.splitlines()
    return max(_SEPARATORS, key=lines[0].count if lines else "".count)


def split_table(text: str, separator: str) -> list[list[str]]:
    """Return the lines of a table as cells; raise csv.Error for open quotes and endless cells."""
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
