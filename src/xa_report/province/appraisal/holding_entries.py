"""Which of the entries of two rounds still hold."""

from collections.abc import Sequence

from xa_report.domain.appraisal import Round
from xa_report.domain.reopening import OpenFields
from xa_report.province.register.entries import Entry, EntryKind
from xa_report.province.register.returns import Return

Opened = Sequence[tuple[Return, OpenFields]]


def standing_entries(
    entries: Sequence[Entry], opened: Opened, last: Round
) -> dict[tuple[EntryKind, str], Entry]:
    """The last entry to each figure and criterion up to a round; the second round beats the first.

    What the commune has since sent anew, because it was reopened, leaves earlier entries behind.
    """
    rounds = (Round.FIRST, Round.SECOND) if last is Round.SECOND else (last,)
    found: dict[tuple[EntryKind, str], Entry] = {}
    for entry in entries:
        key = (entry.kind, entry.ref)
        if entry.round not in rounds or _overtaken(entry, opened):
            continue
        if key not in found or entry.round is Round.SECOND:
            found[key] = entry
    return found


def _overtaken(entry: Entry, opened: Opened) -> bool:
    return any(
        entry.submission < (one.answered or 0)
        and entry.ref in (fields.codes if entry.kind is EntryKind.POINTS else fields.items)
        for one, fields in opened
    )
