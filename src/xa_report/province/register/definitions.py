"""The forms and plans by which communes report; the hash is the identity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from xa_report.definitions.reader import load_trusted_form, plan_from_bytes
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.errors import UsageError
from xa_report.province.register.register import Register
from xa_report.province.register.tables import DEFINITIONS

Definition = Form | Plan


@dataclass(frozen=True, slots=True)
class Known:
    """Every definition of a register, by hash."""

    forms: dict[str, Form]
    plans: dict[str, Plan]

    def has(self, form: str, plans: Iterable[str]) -> bool:
        """Whether a report's definitions are all known."""
        return form in self.forms and all(plan in self.plans for plan in plans)

    def of(self, form: str, plans: Sequence[str]) -> tuple[Form, tuple[Plan, ...]]:
        """The definitions of a report."""
        return self.forms[form], tuple(self.plans[plan] for plan in plans)


def add(register: Register, found: Sequence[Definition]) -> int:
    """Keep definitions; return how many were new. Another text under a known name is refused."""
    with register.write() as connection:
        fresh = [one for one in found if _is_new(connection, one)]
        for one in fresh:
            kind, version = _kind(one), _version(one)
            connection.execute(
                DEFINITIONS.insert().values(
                    sha256=one.sha256, kind=kind, id=one.id, version=version, title=one.title,
                    canonical=one.canonical, added=register.now(), who=register.who,
                )
            )  # fmt: skip
            payload = {"kind": kind, "id": one.id, "version": version, "sha256": one.sha256}
            register.log(connection, "definition", payload)
    return len(fresh)


def _is_new(connection: Connection, one: Definition) -> bool:
    table = DEFINITIONS.c
    rows = connection.execute(
        select(table.sha256).where(
            table.kind == _kind(one), table.id == one.id, table.version == _version(one)
        )
    ).scalars()
    known = set(rows)
    if known and one.sha256 not in known:
        raise UsageError(
            f"Sổ đã có “{one.id}” phiên bản {_version(one)} với nội dung khác. Hãy đổi phiên bản "
            "của bản mới; một phiên bản đã dùng thì không sửa."
        )
    return not known


def _kind(one: Definition) -> str:
    return "form" if isinstance(one, Form) else "plan"


def _version(one: Definition) -> str:
    return one.version if isinstance(one, Form) else one.sha256[:12]


def known(connection: Connection) -> Known:
    """Read every definition, in the order of their arrival."""
    forms, plans = {}, {}
    for row in connection.execute(select(DEFINITIONS).order_by(DEFINITIONS.c.added)):
        if row.kind == "form":
            forms[row.sha256] = load_trusted_form(bytes(row.canonical), "Bộ tiêu chí")
        else:
            plans[row.sha256] = plan_from_bytes(bytes(row.canonical), "Kế hoạch")
    return Known(forms, plans)
