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
    """Return the files that a definition uses: each name as written, and its path."""
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
    """Read the items and indicators of the files that a definition uses, then its own."""
    catalogue = DefinitionCatalogue()
    for name, path in referenced_files(source, folder or Path(), collector):
        # Canonical bytes need no file: nothing may depend on the machine that they come to.
        if folder is None or not _is_file(path):
            collector.add(source.name, "uses", unplaced_fault(FaultCode.FILE_MISSING, name=name))
            continue
        used = read_toml_file(path, str(Path(source.name).parent / name), collector)
        if used is not None:
            check_known_tables(used, CATALOGUE_TABLES | FORM_TABLES | PLAN_TABLES, collector)
            catalogue.add_source(used, collector)
    # Its own entries last: an id that stands twice is reported here, not in the shared file.
    catalogue.add_source(source, collector)
    check_indicators(catalogue)
    return catalogue


def _is_file(path: Path) -> bool:
    """Return whether there is a file; False for a name that the file system cannot hold."""
    try:
        return path.is_file()
    except OSError:
        return False


def build_form(
    source: DefinitionSource, folder: Path | None, collector: FaultCollector
) -> Form | None:
    """Build the form of a source and run its tests; None when a fault was collected.

    `folder` is where the files lie that it uses; None for canonical bytes, which use none.
    """
    catalogue = _read_catalogue(source, folder, collector)
    form = read_form_tables(source, catalogue, collector)
    checker = FormChecker.create(form, source, catalogue, collector)
    check_structure(checker)
    check_links(checker)
    # A faulty form cannot be scored, and its tests would only report the same faults again.
    if collector.faults:
        return None
    resolved = resolve_form(form, source, catalogue)
    locations = {
        str(entry.raw.get("name")): entry.place
        for entry in read_entries(source, "test", "name", FaultCollector())
    }
    for example, fault in run_examples(resolved):
        collector.add(source.name, locations.get(example.name, ""), fault)
    return None if collector.faults else resolved


def build_plan(
    source: DefinitionSource, folder: Path | None, collector: FaultCollector
) -> Plan | None:
    """Build the plan of a source; None when a fault was collected."""
    catalogue = _read_catalogue(source, folder, collector)
    plan = read_plan_tables(source, catalogue, collector)
    return None if collector.faults else resolve_plan(plan, source, catalogue)


def read_form(path: Path) -> Form:
    """Read the form of a file; raise DefinitionError with all its faults."""
    collector = FaultCollector()
    source = read_toml_file(path, str(path), collector)
    form = build_form(source, path.parent, collector) if source is not None else None
    return _require_definition(form, f"Biểu mẫu {path.name} không dùng được", collector.faults)


def read_plan(path: Path) -> Plan:
    """Read the plan of a file; raise DefinitionError with all its faults."""
    collector = FaultCollector()
    source = read_toml_file(path, str(path), collector)
    plan = build_plan(source, path.parent, collector) if source is not None else None
    return _require_definition(plan, f"Kế hoạch {path.name} không dùng được", collector.faults)


def form_from_bytes(canonical: bytes, name: str = "biểu mẫu") -> Form:
    """Read the form of canonical bytes; raise DefinitionError with all faults."""
    collector = FaultCollector()
    source = read_toml_bytes(canonical, name, collector)
    form = build_form(source, None, collector) if source is not None else None
    return _require_definition(form, f"{name} không dùng được", collector.faults)


def load_trusted_form(canonical: bytes, name: str = "biểu mẫu") -> Form:
    """Read a form that was checked when it was stored, without its checks and tests.

    Raise DefinitionError when the bytes cannot be read.
    """
    collector = FaultCollector()
    source = read_toml_bytes(canonical, name, collector)
    if source is None:
        return _require_definition(None, f"{name} không dùng được", collector.faults)
    catalogue = _read_catalogue(source, None, collector)
    form = read_form_tables(source, catalogue, collector)
    resolved = None if collector.faults else resolve_form(form, source, catalogue)
    return _require_definition(resolved, f"{name} không dùng được", collector.faults)


def plan_from_bytes(canonical: bytes, name: str = "kế hoạch") -> Plan:
    """Read the plan of canonical bytes; raise DefinitionError with all faults."""
    collector = FaultCollector()
    source = read_toml_bytes(canonical, name, collector)
    plan = build_plan(source, None, collector) if source is not None else None
    return _require_definition(plan, f"{name} không dùng được", collector.faults)


def _require_definition(
    definition: T | None, sentence: str, faults: Sequence[DefinitionFault]
) -> T:
    if definition is None:
        raise DefinitionError(f"{sentence}, có {len(faults)} lỗi:", faults)
    return definition


def check_compatible(form: Form, plans: Iterable[Plan]) -> None:
    """Raise DefinitionError when a form and its plans define one id differently."""
    collector = FaultCollector()
    seen: dict[str, tuple[object, str]] = {}
    owners: list[Form | Plan] = [form, *plans]
    for owner in owners:
        for ref, noun in (*owner.items.items(), *owner.indicators.items()):
            first = seen.setdefault(ref, (noun, owner.id))
            if first[0] != noun:
                texts = {"id": ref, "first": first[1], "second": owner.id}
                collector.add(owner.id, "", unplaced_fault(FaultCode.ITEMS_DIFFER, **texts))
    if collector.faults:
        raise DefinitionError("Biểu mẫu và kế hoạch không dùng chung được:", collector.faults)
