"""Items (số liệu): what is asked for once and used by many criteria, and the answers to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class ItemKind(StrEnum):
    """What kind of figure or fact an item is."""

    COUNT = "count"
    DECIMAL = "decimal"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHECKLIST = "checklist"
    TEXT = "text"
    TABLE = "table"
    EXTERNAL = "external"


class FilledBy(StrEnum):
    """Side that answers an item."""

    COMMUNE = "commune"
    PROVINCE = "province"


NUMBER_KINDS = frozenset(
    {
        ItemKind.COUNT,
        ItemKind.DECIMAL,
        ItemKind.MONEY,
        ItemKind.PERCENT,
        ItemKind.EXTERNAL,
        ItemKind.YES_NO,
        ItemKind.CHECKLIST,
        ItemKind.TABLE,
    }
)
"""Kinds that can stand where a number is wanted (yes is 1; ticks and rows are counted)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One figure or fact that is entered."""

    id: str
    label: str
    kind: ItemKind
    unit: str = ""
    source: str = ""
    accumulates: bool = False
    """True when the figure of a longer period includes those of the shorter ones."""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    required: bool = True
    filled_by: FilledBy = FilledBy.COMMUNE
    note: str = ""
    options: Mapping[str, str] | None = None
    """Of a choice or a checklist: option id → label, in order."""
    columns: Mapping[str, str] | None = None
    """Of a table: column id → kind (`text`, `date`, `count`, `decimal`, `money`, `percent`)."""


@dataclass(frozen=True, slots=True)
class ExternalScore:
    """A score that another system computed."""

    score: Decimal
    source: str = ""
    as_of: date | None = None


TableRow = Mapping[str, "str | Decimal | date"]
ItemValue = Decimal | bool | str | date | ExternalScore | tuple[str, ...] | tuple[TableRow, ...]
"""count decimal money percent: Decimal; yes_no: bool; choice text: str; checklist: option ids;
table: rows; date and external: themselves."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A value of an item, or the reason for which it did not arise.

    An item without an answer is not yet reported.
    """

    value: ItemValue | None = None
    not_arisen: str | None = None
    """Reason for having nothing to report; None when there is a value."""
    as_of: date | None = None
    """The day the source system was read."""
    note: str = ""

    @property
    def has_value(self) -> bool:
        """True when there is a value and no reason against one."""
        return self.not_arisen is None and self.value is not None
