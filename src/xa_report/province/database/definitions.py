"""Forms and plans by which communes report, identified by hash."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from xa_report.definitions.reader import load_trusted_form, plan_from_bytes
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.errors import UsageError
from xa_report.province.database.database import RegisterDatabase
from xa_report.province.database.tables import DEFINITIONS

Definition = Form | Plan


@dataclass(frozen=True, slots=True)
class KnownDefinitions:
    """Every definition of a register, by hash."""

    forms: dict[str, Form]
    plans: dict[str, Plan]

    def has_all(self, form: str, plans: Iterable[str]) -> bool:
        """Return whether the form and all plans are known."""
        return form in self.forms and all(plan in self.plans for plan in plans)

    def form_and_plans(self, form: str, plans: Sequence[str]) -> tuple[Form, tuple[Plan, ...]]:
        """Return a form and plans by their hashes; raise KeyError for an unknown one."""
        return self.forms[form], tuple(self.plans[plan] for plan in plans)


def save_definitions(database: RegisterDatabase, new_definitions: Sequence[Definition]) -> int:
    """Save definitions; return how many were new.

    Raise UsageError when a known id and version has another content.
    """
    with database.write() as connection:
        fresh = [each for each in new_definitions if _is_new_definition(connection, each)]
        for definition in fresh:
            row = {
                "kind": _definition_kind(definition),
                "id": definition.id,
                "version": _definition_version(definition),
                "sha256": definition.sha256,
            }
            connection.execute(
                DEFINITIONS.insert().values(
                    **row,
                    title=definition.title,
                    canonical=definition.canonical,
                    added=database.now(),
                    who=database.who,
                )
            )
            database.log(connection, "definition", row)
    return len(fresh)


def _is_new_definition(connection: Connection, definition: Definition) -> bool:
    table = DEFINITIONS.c
    rows = connection.execute(
        select(table.sha256).where(
            table.kind == _definition_kind(definition),
            table.id == definition.id,
            table.version == _definition_version(definition),
        )
    ).scalars()
    known = set(rows)
    if known and definition.sha256 not in known:
        raise UsageError(
            f"Sổ đã có “{definition.id}” phiên bản {_definition_version(definition)} với nội dung "
            "khác. Hãy đổi phiên bản của bản mới; một phiên bản đã dùng thì không sửa."
        )
    return not known


def _definition_kind(definition: Definition) -> str:
    return "form" if isinstance(definition, Form) else "plan"


def _definition_version(definition: Definition) -> str:
    # A plan has no version of its own: every change of it is another plan.
    return definition.version if isinstance(definition, Form) else definition.sha256[:12]


def load_definitions(connection: Connection) -> KnownDefinitions:
    """Load all definitions, in the order in which they were added."""
    forms, plans = {}, {}
    for row in connection.execute(select(DEFINITIONS).order_by(DEFINITIONS.c.added)):
        if row.kind == "form":
            forms[row.sha256] = load_trusted_form(bytes(row.canonical), "Bộ tiêu chí")
        else:
            plans[row.sha256] = plan_from_bytes(bytes(row.canonical), "Kế hoạch")
    return KnownDefinitions(forms, plans)
