"""Checks files and folders of definitions: everything that is there, and every fault."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xa_report.definitions.catalogue import Catalogue
from xa_report.definitions.entry import only_tables
from xa_report.definitions.reading import CATALOGUE_TABLES, form_of, plan_of, used_files
from xa_report.definitions.references import check_indicators
from xa_report.definitions.source import FaultBook, Source, read_file
from xa_report.domain.fault import DefinitionFault, FaultCode, unplaced_fault
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan


@dataclass(slots=True)
class Library:
    """What was found in files."""

    forms: dict[str, Form] = field(default_factory=dict)
    """By the file as it was named."""
    plans: dict[str, Plan] = field(default_factory=dict)
    catalogues: list[str] = field(default_factory=list)
    """Files of items and indicators alone."""
    waiting: list[tuple[Source, FaultBook]] = field(default_factory=list)
    """Catalogues that are checked when it is known who uses them."""
    used: set[Path] = field(default_factory=set)
    """The files that forms and plans use."""
    faults: list[DefinitionFault] = field(default_factory=list)

    def add(self, book: FaultBook) -> None:
        """Keep the faults of a file; one that two files found is kept once."""
        self.faults += [fault for fault in book.faults if fault not in self.faults]


def check_paths(paths: Sequence[Path]) -> Library:
    """Read every definition of files and folders, run the forms' tests, gather all faults."""
    library = Library()
    for path in paths:
        names = sorted(path.rglob("*.toml")) if path.is_dir() else [path]
        if not names:
            book = FaultBook()
            book.add(str(path), "", unplaced_fault(FaultCode.NOTHING, name=path))
            library.add(book)
        for name in names:
            _check_file(name, library)
    for source, book in library.waiting:
        library.catalogues.append(source.name)
        _check_catalogue(source, book, alone=Path(source.name).resolve() not in library.used)
        library.add(book)
    _same_versions(library)
    return library


def _check_file(path: Path, library: Library) -> None:
    book = FaultBook()
    name = str(path)
    source = read_file(path, name, book)
    if source is not None:
        tables = set(source.data)
        library.used |= {used.resolve() for _, used in used_files(source, path.parent, book)}
        if "form" in tables:
            form = form_of(source, path.parent, book)
            if form is not None:
                library.forms[name] = form
        elif "plan" in tables:
            plan = plan_of(source, path.parent, book)
            if plan is not None:
                library.plans[name] = plan
        elif CATALOGUE_TABLES & tables:
            library.waiting.append((source, book))
        else:
            book.add(name, "", unplaced_fault(FaultCode.NOT_DEFINITION))
    library.add(book)


def _check_catalogue(source: Source, book: FaultBook, *, alone: bool) -> None:
    """Check a file of items; what it refers to may stand in a file that is used beside it."""
    catalogue = Catalogue()
    catalogue.read(source, book)
    only_tables(source, CATALOGUE_TABLES, book)
    if alone:
        check_indicators(catalogue)


def _same_versions(library: Library) -> None:
    """One id and version with two contents is refused."""
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    for name, form in library.forms.items():
        first = seen.setdefault((form.id, form.version), (form.sha256, name))
        if first[0] != form.sha256:
            book = FaultBook()
            texts = {"id": form.id, "version": form.version, "other": first[1]}
            book.add(name, "[form]", unplaced_fault(FaultCode.SAME_VERSION, **texts))
            library.add(book)
