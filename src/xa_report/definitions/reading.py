"""The way in: definition files and canonical bytes become forms and plans, or all faults."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from xa_report.definitions.catalogue import Catalogue, entries_of
from xa_report.definitions.entry import only_tables
from xa_report.definitions.examples import run_examples
from xa_report.definitions.forms import TABLES, read_form_tables, resolve_form
from xa_report.definitions.links import check_links
from xa_report.definitions.noting import Noting
from xa_report.definitions.plans import TABLES as PLAN_TABLES
from xa_report.definitions.plans import read_plan_tables, resolve_plan
from xa_report.definitions.references import check_indicators
from xa_report.definitions.source import FaultBook, Source, read_bytes, read_file
from xa_report.definitions.structure import check_structure
from xa_report.domain.fault import DefinitionFault, FaultCode, unplaced_fault
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.errors import DefinitionError

T = TypeVar("T")
CATALOGUE_TABLES = frozenset({"item", "indicator"})


def used_files(source: Source, folder: Path, book: FaultBook) -> list[tuple[str, Path]]:
    """The files that a definition uses, each as it is named and where it lies."""
    head = source.data.get("form") or source.data.get("plan") or {}
    uses = head.get("uses", []) if isinstance(head, dict) else []
    if not isinstance(uses, list) or not all(isinstance(name, str) for name in uses):
        why = "cần danh sách tên tệp"
        book.add(source.name, "uses", unplaced_fault(FaultCode.WRONG_TYPE, key="uses", why=why))
        return []
    return [(name, folder / name) for name in uses]


def _catalogue_of(source: Source, folder: Path | None, book: FaultBook) -> Catalogue:
    """The definition's own items and indicators and those of the files that it uses."""
    catalogue = Catalogue()
    for name, path in used_files(source, folder or Path(), book):
        if folder is None or not _is_file(path):
            book.add(source.name, "uses", unplaced_fault(FaultCode.FILE_MISSING, name=name))
            continue
        used = read_file(path, str(Path(source.name).parent / name), book)
        if used is not None:
            only_tables(used, CATALOGUE_TABLES | TABLES | PLAN_TABLES, book)
            catalogue.read(used, book)
    catalogue.read(source, book)
    check_indicators(catalogue)
    return catalogue


def _is_file(path: Path) -> bool:
    """Whether there is a file; a name that no disk can hold is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def form_of(source: Source, folder: Path | None, book: FaultBook) -> Form | None:
    """The form of a source, its own tests run; None when a fault was noted."""
    catalogue = _catalogue_of(source, folder, book)
    form = read_form_tables(source, catalogue, book)
    noting = Noting(form, source, catalogue, book)
    check_structure(noting)
    check_links(noting)
    if book.faults:
        return None
    resolved = resolve_form(form, source, catalogue)
    places = {
        str(entry.raw.get("name")): entry.place
        for entry in entries_of(source, "test", "name", FaultBook())
    }
    for example, found in run_examples(resolved):
        book.add(source.name, places.get(example.name, ""), found)
    return None if book.faults else resolved


def plan_of(source: Source, folder: Path | None, book: FaultBook) -> Plan | None:
    """The plan of a source; None when a fault was noted."""
    catalogue = _catalogue_of(source, folder, book)
    plan = read_plan_tables(source, catalogue, book)
    return None if book.faults else resolve_plan(plan, source, catalogue)


def read_form(path: Path) -> Form:
    """The form of a file; raise DefinitionError with all its faults."""
    book = FaultBook()
    source = read_file(path, str(path), book)
    form = form_of(source, path.parent, book) if source is not None else None
    return _or_raise(form, f"Biểu mẫu {path.name} không dùng được", book.faults)


def read_plan(path: Path) -> Plan:
    """The plan of a file; raise DefinitionError with all its faults."""
    book = FaultBook()
    source = read_file(path, str(path), book)
    plan = plan_of(source, path.parent, book) if source is not None else None
    return _or_raise(plan, f"Kế hoạch {path.name} không dùng được", book.faults)


def form_of_bytes(canonical: bytes, name: str = "biểu mẫu") -> Form:
    """The form of canonical bytes; raise DefinitionError with all faults."""
    book = FaultBook()
    source = read_bytes(canonical, name, book)
    form = form_of(source, None, book) if source is not None else None
    return _or_raise(form, f"{name} không dùng được", book.faults)


def kept_form(canonical: bytes, name: str = "biểu mẫu") -> Form:
    """The form of bytes that were checked when they were kept; its tests are not run again."""
    book = FaultBook()
    source = read_bytes(canonical, name, book)
    if source is None:
        return _or_raise(None, f"{name} không dùng được", book.faults)
    catalogue = _catalogue_of(source, None, book)
    form = read_form_tables(source, catalogue, book)
    resolved = None if book.faults else resolve_form(form, source, catalogue)
    return _or_raise(resolved, f"{name} không dùng được", book.faults)


def plan_of_bytes(canonical: bytes, name: str = "kế hoạch") -> Plan:
    """The plan of canonical bytes; raise DefinitionError with all faults."""
    book = FaultBook()
    source = read_bytes(canonical, name, book)
    plan = plan_of(source, None, book) if source is not None else None
    return _or_raise(plan, f"{name} không dùng được", book.faults)


def _or_raise(found: T | None, sentence: str, faults: Sequence[DefinitionFault]) -> T:
    if found is None:
        raise DefinitionError(f"{sentence}, có {len(faults)} lỗi:", faults)
    return found


def check_together(form: Form, plans: Iterable[Plan]) -> None:
    """Raise DefinitionError where a form and its plans mean different things by one id."""
    book = FaultBook()
    named: dict[str, tuple[object, str]] = {}
    owners: list[Form | Plan] = [form, *plans]
    for owner in owners:
        for ref, noun in (*owner.items.items(), *owner.indicators.items()):
            first = named.setdefault(ref, (noun, owner.id))
            if first[0] != noun:
                texts = {"id": ref, "first": first[1], "second": owner.id}
                book.add(owner.id, "", unplaced_fault(FaultCode.ITEMS_DIFFER, **texts))
    if book.faults:
        raise DefinitionError("Biểu mẫu và kế hoạch không dùng chung được:", book.faults)
