"""Notes faults of a whole form at the entries that have them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xa_report.definitions.catalogue import Catalogue, entries_of
from xa_report.definitions.entry import Entry, did_you_mean
from xa_report.definitions.source import FaultBook, Source
from xa_report.domain.comparison import Comparison, Condition, condition_references
from xa_report.domain.fault import FaultCode
from xa_report.domain.form import Criterion, Form, Part
from xa_report.domain.item import ItemKind
from xa_report.domain.rules.figure_rules import number_faults

_TABLES = {Part.TOTAL: "criterion", Part.BONUS: "bonus", Part.PENALTY: "penalty"}


@dataclass(frozen=True, slots=True)
class Noting:
    """A form as it was read, and where its faults go."""

    form: Form
    source: Source
    catalogue: Catalogue
    book: FaultBook

    def head(self) -> Entry:
        """The `[form]` table."""
        return self.section("form", self.source.data.get("form", {}))

    def section(self, table: str, raw: object) -> Entry:
        """A single table."""
        return Entry(self.source, self.source.section(table), raw, self.book)

    def entries(self, table: str, name: str = "code") -> list[Entry]:
        """The entries of an array of tables; what is no table was noted when it was read."""
        quiet = entries_of(self.source, table, name, FaultBook())
        return [Entry(self.source, entry.place, entry.raw, self.book) for entry in quiet]

    def by_code(self, table: str) -> dict[str, Entry]:
        """Entries by their code."""
        return {str(entry.raw.get("code")): entry for entry in self.entries(table)}

    def criteria(self) -> Iterator[tuple[Criterion, Entry]]:
        """Every criterion, bonus and penalty with its entry."""
        for part, table in _TABLES.items():
            entries = self.by_code(table)
            for criterion in self.form.every():
                if criterion.part is part and criterion.code in entries:
                    yield criterion, entries[criterion.code]

    def known(self, refs: Iterable[str], entry: Entry) -> None:
        """Note ids that nothing has."""
        for ref in refs:
            if ref and ref not in self.catalogue:
                hint = did_you_mean(ref, self.catalogue.ids())
                entry.fault(FaultCode.UNKNOWN_REFERENCE, ref=ref, hint=hint)

    def numbers(self, refs: Iterable[str], key: str, entry: Entry) -> None:
        """Note items that are no numbers."""
        for found in number_faults(refs, key, self.catalogue):
            self.book.add(self.source.name, entry.place, found)

    def kind(self, ref: str, wanted: ItemKind, key: str, entry: Entry) -> None:
        """Note an id that is not an item of a kind."""
        item = self.catalogue.item(ref)
        if ref in self.catalogue and (item is None or item.kind is not wanted):
            have, want = item.kind if item else "chỉ số", _WANTED[wanted]
            entry.fault(FaultCode.WRONG_KIND, key, ref=ref, have=have, want=want)

    def condition(self, condition: Condition | None, key: str, entry: Entry) -> None:
        """Note what a condition cannot be told from."""
        self.known(condition_references(condition), entry)
        if isinstance(condition, Comparison):
            self.numbers(condition.references(), key, entry)
        elif condition is not None:
            self.kind(condition, ItemKind.YES_NO, key, entry)


_WANTED = {ItemKind.YES_NO: "số liệu có/không", ItemKind.DATE: "số liệu ngày"}
