"""Days on the command line, read by the rules of every other door."""

from datetime import date

from xa_report.domain.dates import parse_date
from xa_report.domain.number_text import ValueFaultError
from xa_report.errors import UsageError


def parse_day(text: str | None, field: str) -> date | None:
    """Read a day as every other door does, None for an option that was not written.

    Raise UsageError with a sentence that names `field`: click's own types speak English.
    """
    try:
        return None if text is None else parse_date(text, field)
    except ValueFaultError as error:
        raise UsageError(f"{error}.") from error
