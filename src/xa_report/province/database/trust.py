"""Trusted roots, revocation lists and enrolled signers."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from xa_report.errors import UsageError
from xa_report.province.database.database import RegisterDatabase
from xa_report.province.database.tables import SIGNERS, TRUSTED
from xa_report.signing.trust import TrustObject, TrustStore, build_trust_store


@dataclass(frozen=True, slots=True)
class EnrolledSigner:
    """A certificate that signs for a unit in a role."""

    sha256: str
    unit: str
    role: str
    name: str
    der: bytes
    origin: str
    """From where it was enrolled: a file, or a package."""
    added: str = ""
    who: str = ""


def save_trust_objects(database: RegisterDatabase, trust_objects: Sequence[TrustObject]) -> int:
    """Keep roots, intermediates and lists; return how many were new."""
    with database.write() as connection:
        known = set(connection.execute(select(TRUSTED.c.sha256)).scalars())
        fresh = {paper.sha256: paper for paper in trust_objects if paper.sha256 not in known}
        for paper in fresh.values():
            named = {"sha256": paper.sha256, "kind": paper.kind, "name": paper.name}
            connection.execute(
                TRUSTED.insert().values(
                    **named, der=paper.der, added=database.now(), who=database.who
                )
            )
            database.log(connection, "trust", named)
    return len(fresh)


def enroll_signer(database: RegisterDatabase, signer: EnrolledSigner) -> bool:
    """Let a certificate sign for a unit; False when it does, UsageError when for another one."""
    with database.write() as connection:
        known = connection.execute(select(SIGNERS).where(SIGNERS.c.sha256 == signer.sha256)).first()
        if known is not None and (known.unit, known.role) == (signer.unit, signer.role):
            return False
        if known is not None:
            raise UsageError(
                f"Chứng thư của {known.name} đã được ghi cho đơn vị {known.unit}, vai trò "
                f"{known.role}. Hãy bỏ ghi (--withdraw {known.sha256[:12]}) trước khi ghi cho đơn "
                "vị khác."
            )
        row = {"sha256": signer.sha256, "unit": signer.unit, "role": signer.role}
        row |= {"name": signer.name, "origin": signer.origin}
        connection.execute(
            SIGNERS.insert().values(**row, der=signer.der, added=database.now(), who=database.who)
        )
        database.log(connection, "signer", row)
    return True


def delete_trusted(database: RegisterDatabase, start: str) -> str:
    """Let a certificate or a list, named by how its hash begins, no longer count; return its name.

    What it proved before stays as it was judged. Raise UsageError unless exactly one begins so.
    """
    with database.write() as connection:
        found = {
            row.sha256: row.name
            for table in (SIGNERS, TRUSTED)
            for row in connection.execute(select(table.c.sha256, table.c.name))
            if row.sha256.startswith(start.lower().replace(":", ""))
        }
        if len(found) != 1 or not start:
            raise UsageError(
                f"Mã “{start}” ứng với {len(found)} chứng thư hoặc danh sách; hãy xem "
                "“province trust DB --list” và ghi đủ để chỉ một mục."
            )
        sha256, name = found.popitem()
        for table in (SIGNERS, TRUSTED):
            connection.execute(delete(table).where(table.c.sha256 == sha256))
        database.log(connection, "withdrawn", {"sha256": sha256, "name": name})
    return str(name)


def load_signers(connection: Connection) -> tuple[EnrolledSigner, ...]:
    """Everybody who is enrolled, by unit and role."""
    rows = connection.execute(select(SIGNERS).order_by(SIGNERS.c.unit, SIGNERS.c.role))
    return tuple(
        EnrolledSigner(
            row.sha256, row.unit, row.role, row.name, bytes(row.der), row.origin, row.added,
            row.who,
        )
        for row in rows
    )  # fmt: skip


def load_trust_objects(connection: Connection) -> tuple[TrustObject, ...]:
    """The roots, intermediates and lists that are kept, in the order of their arrival."""
    rows = connection.execute(select(TRUSTED).order_by(TRUSTED.c.added, TRUSTED.c.sha256))
    return tuple(TrustObject(row.sha256, row.kind, row.name, bytes(row.der)) for row in rows)


def load_trust_store(connection: Connection) -> TrustStore:
    """What verification leans on."""
    assigned = {one.sha256: (one.unit, one.role) for one in load_signers(connection)}
    return build_trust_store(load_trust_objects(connection), assigned)
