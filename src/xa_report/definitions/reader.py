"""Forms and plans from definition files and canonical bytes, or all their faults."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from xa_report.definitions.catalogue import DefinitionCatalogue, check_indicators, read_entries
from xa_report.definitions.examples import run_examples
from xa_report.definitions.form_checks import FormChecker, check_links, check_structure
from xa_report.definitions.form_reader import FORM_TABLES, read_form_tables, resolve_form
from xa_report.definitions.plan_reader import PLAN_TABLES, read_plan_tables, resolve_plan
from xa_report.definitions.source import (
    DefinitionSource,
    FaultCollector,
    read_toml_bytes,
    read_toml_file,
)
from xa_report.definitions.table_reader import check_known_tables
from xa_report.domain.fault import DefinitionFault, FaultCode, unplaced_fault
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.errors import DefinitionError

T = TypeVar("T")
CATALOGUE_TABLES = frozenset({"item", "indicator"})


def referenced_files(
    source: DefinitionSource, folder: Path, collector: FaultCollector
) -> list[tuple[str, Path]]:
    """The files that a definition uses, each as it is named and where it lies."""
    head = source.data.get("form") or source.data.get("plan") or {}
    uses = head.get("uses", []) if isinstance(head, dict) else []
    if not isinstance(uses, list) or not all(isinstance(name, str) for name in uses):
        why = "cần danh sách tên tệp"
        collector.add(
            source.name, "uses", unplaced_fault(FaultCode.WRONG_TYPE, key="uses", why=why)
        )
        return []
    return [(name, folder / name) for name in uses]


def _read_catalogue(
    source: DefinitionSource, folder: Path | None, collector: FaultCollector
) -> DefinitionCatalogue:
    """The definition's own items and indicators and those of the files that it uses."""
    catalogue = DefinitionCatalogue()
    for name, path in referenced_files(source, folder or Path(), collector):
        if folder is None or not _is_file(path):
            collector.add(source.name, "uses", unplaced_fault(FaultCode.FILE_MISSING, name=name))
            continue
        used = read_toml_file(path, str(Path(source.name).parent / name), collector)
        if used is not None:
            check_known_tables(used, CATALOGUE_TABLES | FORM_TABLES | PLAN_TABLES, collector)
            catalogue.add_source(used, collector)
    catalogue.add_source(source, collector)
    check_indicators(catalogue)
    return catalogue


def _is_file(path: Path) -> bool:
    """Whether there is a file; a name that no disk can hold is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def build_form(
    source: DefinitionSource, folder: Path | None, collector: FaultCollector
) -> Form | None:
    """The form of a source, its own tests run; None when a fault was noted."""
    catalogue = _read_catalogue(source, folder, collector)
    form = read_form_tables(source, catalogue, collector)
    noting = FormChecker(form, source, catalogue, collector)
    check_structure(noting)
    check_links(noting)
    if collector.faults:
        return None
    resolved = resolve_form(form, source, catalogue)
    places = {
        str(entry.raw.get("name")): entry.place
        for entry in read_entries(source, "test", "name", FaultCollector())
    }
    for example, found in run_examples(resolved):
        collector.add(source.name, places.get(example.name, ""), found)
    return None if collector.faults else resolved


def build_plan(
    source: DefinitionSource, folder: Path | None, collector: FaultCollector
) -> Plan | None:
    """The plan of a source; None when a fault was noted."""
    catalogue = _read_catalogue(source, folder, collector)
    plan = read_plan_tables(source, catalogue, collector)
    return None if collector.faults else resolve_plan(plan, source, catalogue)


def read_form(path: Path) -> Form:
    """The form of a file; raise DefinitionError with all its faults."""
    book = FaultCollector()
    source = read_toml_file(path, str(path), book)
    form = build_form(source, path.parent, book) if source is not None else None
    return _require_definition(form, f"Biểu mẫu {path.name} không dùng được", book.faults)


def read_plan(path: Path) -> Plan:
    """The plan of a file; raise DefinitionError with all its faults."""
    book = FaultCollector()
    source = read_toml_file(path, str(path), book)
    plan = build_plan(source, path.parent, book) if source is not None else None
    return _require_definition(plan, f"Kế hoạch {path.name} không dùng được", book.faults)


def form_from_bytes(canonical: bytes, name: str = "biểu mẫu") -> Form:
    """The form of canonical bytes; raise DefinitionError with all faults."""
    book = FaultCollector()
    source = read_toml_bytes(canonical, name, book)
    form = build_form(source, None, book) if source is not None else None
    return _require_definition(form, f"{name} không dùng được", book.faults)


def load_trusted_form(canonical: bytes, name: str = "biểu mẫu") -> Form:
    """The form of bytes that were checked when they were kept; its tests are not run again."""
    book = FaultCollector()
    source = read_toml_bytes(canonical, name, book)
    if source is None:
        return _require_definition(None, f"{name} không dùng được", book.faults)
    catalogue = _read_catalogue(source, None, book)
    form = read_form_tables(source, catalogue, book)
    resolved = None if book.faults else resolve_form(form, source, catalogue)
    return _require_definition(resolved, f"{name} không dùng được", book.faults)


def plan_from_bytes(canonical: bytes, name: str = "kế hoạch") -> Plan:
    """The plan of canonical bytes; raise DefinitionError with all faults."""
    book = FaultCollector()
    source = read_toml_bytes(canonical, name, book)
    plan = build_plan(source, None, book) if source is not None else None
    return _require_definition(plan, f"{name} không dùng được", book.faults)


def _require_definition(
    definition: T | None, sentence: str, faults: Sequence[DefinitionFault]
) -> T:
    if definition is None:
        raise DefinitionError(f"{sentence}, có {len(faults)} lỗi:", faults)
    return definition


def check_compatible(form: Form, plans: Iterable[Plan]) -> None:
    """Raise DefinitionError where a form and its plans mean different things by one id."""
    book = FaultCollector()
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
