"""Forms and plans that this program has, by the hash under which a record names them."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from xa_report.definitions.definition_set import check_paths
from xa_report.definitions.reader import form_from_bytes, plan_from_bytes
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.errors import DefinitionError, PackageFaultError, SigningError, UsageError
from xa_report.files import read_bounded
from xa_report.paths import forms_dir
from xa_report.verification.report_proof import DefinitionsByHash
from xa_report.workflow.shared.definitions_pdf import FORM_NAME, extract_definitions


def definitions_by_hash(definitions: Iterable[Form | Plan]) -> dict[str, Form | Plan]:
    """Return definitions by the SHA-256 of their canonical bytes."""
    return {definition.sha256: definition for definition in definitions}


@cache
def shipped_definitions() -> DefinitionsByHash:
    """Return the forms and plans that ship with the program."""
    shipped = check_paths([forms_dir()])
    return definitions_by_hash([*shipped.forms.values(), *shipped.plans.values()])


def load_definition_library(path: Path | None = None) -> DefinitionsByHash:
    """Return the shipped definitions with those of a file, or of a folder and its subfolders.

    Definitions are `.toml` files and issued `.pdf` files; whose seal these bear does not matter
    here, since a record names its definitions by their hash. Raise UsageError when there is none
    that can be read.
    """
    if path is None:
        return shipped_definitions()
    own = definitions_by_hash(_definitions_at(path))
    if not own:
        raise UsageError(
            f"“{path}” không có biểu mẫu, kế hoạch nào đọc được; hãy chọn tệp hoặc thư mục có tệp "
            "định nghĩa (.toml) hoặc tệp PDF do tỉnh ban hành."
        )
    return {**shipped_definitions(), **own}


def _definitions_at(path: Path) -> Iterable[Form | Plan]:
    names = sorted(path.rglob("*")) if path.is_dir() else [path]
    tables = [name for name in names if name.suffix.lower() == ".toml"]
    if tables:
        read = check_paths(tables)
        yield from read.forms.values()
        yield from read.plans.values()
    for name in names:
        if name.suffix.lower() == ".pdf":
            yield from _issued_definitions(read_bounded(name))


def _issued_definitions(pdf: bytes) -> Iterable[Form | Plan]:
    """Yield the definitions that a PDF carries; none of any other PDF."""
    try:
        parts: Mapping[str, bytes] = extract_definitions(pdf)
    except (PackageFaultError, SigningError):
        return
    for name, content in parts.items():
        try:
            yield (form_from_bytes if name == FORM_NAME else plan_from_bytes)(content, name)
        except DefinitionError:
            continue  # of a later version of the format: what needs it is not proven
