"""All definitions of files and folders, checked, with every fault."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xa_report.definitions.catalogue import DefinitionCatalogue, check_indicators
from xa_report.definitions.reader import CATALOGUE_TABLES, build_form, build_plan, referenced_files
from xa_report.definitions.source import DefinitionSource, FaultCollector, read_toml_file
from xa_report.definitions.table_reader import check_known_tables
from xa_report.domain.fault import DefinitionFault, FaultCode, unplaced_fault
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan


@dataclass(slots=True)
class DefinitionSet:
    """Forms, plans and catalogues of files, with all their faults."""

    forms: dict[str, Form] = field(default_factory=dict)
    """By the path as it was named."""
    plans: dict[str, Plan] = field(default_factory=dict)
    catalogues: list[str] = field(default_factory=list)
    """Names of files that hold nothing but items and indicators."""
    pending_catalogues: list[tuple[DefinitionSource, FaultCollector]] = field(default_factory=list)
    """Catalogues that are checked when it is known who uses them."""
    used_paths: set[Path] = field(default_factory=set)
    """The files that forms and plans use."""
    faults: list[DefinitionFault] = field(default_factory=list)

    def add_faults(self, collector: FaultCollector) -> None:
        """Add the faults of a file; one that is there already is left out."""
        self.faults = list(dict.fromkeys([*self.faults, *collector.faults]))


def check_paths(paths: Sequence[Path]) -> DefinitionSet:
    """Read every definition of files and folders, run the forms' tests, gather all faults."""
    definition_set = DefinitionSet()
    for path in paths:
        # Sorted: file systems list in any order, and faults shall not change places.
        names = sorted(path.rglob("*.toml")) if path.is_dir() else [path]
        if not names:
            collector = FaultCollector()
            collector.add(str(path), "", unplaced_fault(FaultCode.NOTHING, name=path))
            definition_set.add_faults(collector)
        for name in names:
            _check_file(name, definition_set)
    # Only now is it known which catalogues a form or plan uses.
    for source, collector in definition_set.pending_catalogues:
        definition_set.catalogues.append(source.name)
        _check_catalogue(
            source, collector, alone=Path(source.name).resolve() not in definition_set.used_paths
        )
        definition_set.add_faults(collector)
    _check_versions(definition_set)
    return definition_set


def _check_file(path: Path, definition_set: DefinitionSet) -> None:
    collector = FaultCollector()
    name = str(path)
    source = read_toml_file(path, name, collector)
    if source is not None:
        tables = set(source.data)
        definition_set.used_paths |= {
            # Resolved: one file may be named in several ways.
            used.resolve()
            for _, used in referenced_files(source, path.parent, collector)
        }
        if "form" in tables:
            form = build_form(source, path.parent, collector)
            if form is not None:
                definition_set.forms[name] = form
        elif "plan" in tables:
            plan = build_plan(source, path.parent, collector)
            if plan is not None:
                definition_set.plans[name] = plan
        elif CATALOGUE_TABLES & tables:
            definition_set.pending_catalogues.append((source, collector))
        else:
            collector.add(name, "", unplaced_fault(FaultCode.NOT_DEFINITION))
    definition_set.add_faults(collector)


def _check_catalogue(source: DefinitionSource, collector: FaultCollector, *, alone: bool) -> None:
    """Check a file of items; references are checked only when no form or plan uses it.

    What it refers to may stand in another file that is used beside it.
    """
    catalogue = DefinitionCatalogue()
    catalogue.add_source(source, collector)
    check_known_tables(source, CATALOGUE_TABLES, collector)
    if alone:
        check_indicators(catalogue)


def _check_versions(definition_set: DefinitionSet) -> None:
    """Add a fault for each form whose id and version another form with other content has."""
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    for name, form in definition_set.forms.items():
        first = seen.setdefault((form.id, form.version), (form.sha256, name))
        if first[0] != form.sha256:
            collector = FaultCollector()
            texts = {"id": form.id, "version": form.version, "other": first[1]}
            collector.add(name, "[form]", unplaced_fault(FaultCode.SAME_VERSION, **texts))
            definition_set.add_faults(collector)
