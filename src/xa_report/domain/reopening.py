"""What a commune may correct when the province reopens criteria; both sides compute the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from xa_report.domain.form import Form


@dataclass(frozen=True, slots=True)
class OpenFields:
    """The fields of reopened criteria."""

    codes: frozenset[str]
    """Criteria whose typed points, explanation and evidence may be changed."""
    items: frozenset[str]
    """Items that may be answered anew, also where a criterion that stays closed uses them."""


def open_fields(form: Form, codes: Iterable[str]) -> OpenFields:
    """The fields of criteria, of all below them and of areas; KeyError for a code of none."""
    opened: set[str] = set()
    asked: list[str] = []
    for code in codes:
        below = [c for c in form.every() if c.code == code or c.code.startswith(f"{code}.")]
        asked += [ref for area in form.areas if area.code == code for ref in area.items]
        if not below:
            raise KeyError(code)
        opened |= {criterion.code for criterion in below}
        asked += [ref for criterion in below for ref in criterion.references()]
    return OpenFields(frozenset(opened), form.closure(asked) & form.items.keys())
