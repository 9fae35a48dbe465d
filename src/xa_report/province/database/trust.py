"""Trusted roots, revocation lists and enrolled signers."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from xa_report.errors import UsageError
from xa_report.province.database.database import RegisterDatabase
from xa_report.province.database.tables import SIGNERS, TRUSTED
from xa_report.signing.identity import SignerRole
from xa_report.signing.trust import SignerAssignment, TrustObject, TrustStore, build_trust_store


@dataclass(frozen=True, slots=True)
class EnrolledSigner:
    """A certificate that may sign for a unit in a role."""

    sha256: str
    unit: str
    role: str
    name: str
    der: bytes
    origin: str
    """Name of the file or package that it was enrolled from."""
    added: str = ""
    who: str = ""


def save_trust_objects(database: RegisterDatabase, trust_objects: Sequence[TrustObject]) -> int:
    """Save roots, intermediates and revocation lists; return how many were new."""
    with database.write() as connection:
        known = set(connection.execute(select(TRUSTED.c.sha256)).scalars())
        fresh = {
            trust_object.sha256: trust_object
            for trust_object in trust_objects
            if trust_object.sha256 not in known
        }
        for trust_object in fresh.values():
            named = {
                "sha256": trust_object.sha256,
                "kind": trust_object.kind,
                "name": trust_object.name,
            }
            connection.execute(
                TRUSTED.insert().values(
                    **named, der=trust_object.der, added=database.now(), who=database.who
                )
            )
            database.log(connection, "trust", named)
    return len(fresh)


def enroll_signer(database: RegisterDatabase, signer: EnrolledSigner) -> bool:
    """Enroll a certificate for a unit; return False when it is enrolled so already.

    Raise UsageError when it is enrolled for another unit or role.
    """
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
    """Delete the certificate or list whose hash begins with `start`; return its name.

    Verdicts of before stay as they are. Raise UsageError unless exactly one hash begins so.
    """
    with database.write() as connection:
        names_by_hash = {
            row.sha256: row.name
            for table in (SIGNERS, TRUSTED)
            for row in connection.execute(select(table.c.sha256, table.c.name))
            if row.sha256.startswith(start.lower().replace(":", ""))
        }
        if len(names_by_hash) != 1 or not start:
            raise UsageError(
                f"Mã “{start}” ứng với {len(names_by_hash)} chứng thư hoặc danh sách; hãy xem "
                "“province trust DB --list” và ghi đủ để chỉ một mục."
            )
        sha256, name = names_by_hash.popitem()
        for table in (SIGNERS, TRUSTED):
            connection.execute(delete(table).where(table.c.sha256 == sha256))
        database.log(connection, "withdrawn", {"sha256": sha256, "name": name})
    return str(name)


def load_signers(connection: Connection) -> tuple[EnrolledSigner, ...]:
    """Return all enrolled signers, by unit and role."""
    rows = connection.execute(select(SIGNERS).order_by(SIGNERS.c.unit, SIGNERS.c.role))
    return tuple(
        EnrolledSigner(
            row.sha256, row.unit, row.role, row.name, bytes(row.der), row.origin, row.added,
            row.who,
        )
        for row in rows
    )  # fmt: skip


def load_trust_objects(connection: Connection) -> tuple[TrustObject, ...]:
    """Return the roots, intermediates and lists, in the order in which they were added."""
    rows = connection.execute(select(TRUSTED).order_by(TRUSTED.c.added, TRUSTED.c.sha256))
    return tuple(TrustObject(row.sha256, row.kind, row.name, bytes(row.der)) for row in rows)


def load_trust_store(connection: Connection) -> TrustStore:
    """Build the trust store for verification from the saved objects and signers."""
    assigned = {
        signer.sha256: SignerAssignment(signer.unit, SignerRole(signer.role))
        for signer in load_signers(connection)
    }
    return build_trust_store(load_trust_objects(connection), assigned)
