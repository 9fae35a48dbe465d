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
        """Whether a report's definitions are all known."""
        return form in self.forms and all(plan in self.plans for plan in plans)

    def form_and_plans(self, form: str, plans: Sequence[str]) -> tuple[Form, tuple[Plan, ...]]:
        """The definitions of a report."""
        return self.forms[form], tuple(self.plans[plan] for plan in plans)


def save_definitions(database: RegisterDatabase, new_definitions: Sequence[Definition]) -> int:
    """Keep definitions; return how many were new. Another text under a known name is refused."""
    with database.write() as connection:
        fresh = [one for one in new_definitions if _is_new_definition(connection, one)]
        for one in fresh:
            kind, version = _definition_kind(one), _definition_version(one)
            connection.execute(
                DEFINITIONS.insert().values(
                    sha256=one.sha256, kind=kind, id=one.id, version=version, title=one.title,
                    canonical=one.canonical, added=database.now(), who=database.who,
                )
            )  # fmt: skip
            payload = {"kind": kind, "id": one.id, "version": version, "sha256": one.sha256}
            database.log(connection, "definition", payload)
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
            f"Sổ đã có “{definition.id}” phiên bản {_definition_version(definition)} với nội dung khác. Hãy đổi phiên bản "
            "của bản mới; một phiên bản đã dùng thì không sửa."
        )
    return not known


def _definition_kind(definition: Definition) -> str:
    return "form" if isinstance(definition, Form) else "plan"


def _definition_version(definition: Definition) -> str:
    return definition.version if isinstance(definition, Form) else definition.sha256[:12]


def load_definitions(connection: Connection) -> KnownDefinitions:
    """Read every definition, in the order of their arrival."""
    forms, plans = {}, {}
    for row in connection.execute(select(DEFINITIONS).order_by(DEFINITIONS.c.added)):
        if row.kind == "form":
            forms[row.sha256] = load_trusted_form(bytes(row.canonical), "Bộ tiêu chí")
        else:
            plans[row.sha256] = plan_from_bytes(bytes(row.canonical), "Kế hoạch")
    return KnownDefinitions(forms, plans)
