"""Verbs for keys: a commune asks for a certificate, the province's small authority grants it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.domain.unit import Unit

if TYPE_CHECKING:
    from xa_report.signing.authority.office import Office
    from xa_report.signing.authority.papers import Paper
    from xa_report.signing.token.listing import TokenFacts

KINDS = ("rsa-2048", "rsa-3072", "p-256")
ROLES = ("chairman", "seal")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a certificate, and with what kind of key."""

    unit: Unit
    role: str
    name: str
    """Of the person; a seal bears the agency's."""
    kind: str


def request(asked: Asked, password: str, folder: Path) -> "tuple[Path, Paper]":
    """Make a key that stays in the folder and a request that travels to the province."""
    from xa_report.signing.authority import desk
    from xa_report.signing.authority.keyfiles import KeyKind
    from xa_report.signing.holder import Holder
    from xa_report.signing.roles import Role

    agency = asked.unit.agency
    holder = Holder(asked.name or agency, agency, asked.unit.code, Role(asked.role))
    return desk.request(holder, KeyKind(asked.kind), password, folder)


def receive(granted: tuple[Path, Path], key: Path, password: str, target: Path) -> "Paper":
    """Join an issued certificate and its root with the key that stayed here into a key file."""
    from xa_report.signing.authority import desk

    return desk.receive(granted, key, password, target)


def found(folder: Path, name: str, kind: str, password: str) -> "Paper":
    """Begin the small authority in a folder."""
    from xa_report.signing.authority.keyfiles import KeyKind

    return _office(folder).found(name, KeyKind(kind), password)


def issue(folder: Path, request: Path, heard: str, password: str) -> "tuple[Path, Paper]":
    """Grant a request whose fingerprint was heard over the telephone."""
    from xa_report.signing.authority import files

    return _office(folder).issue(files.read(request), heard, password)


def revoke(folder: Path, certificate: Path, password: str) -> "Paper":
    """Take back a certificate and write the next list of revoked certificates."""
    return _office(folder).revoke(certificate, password)


def renew(folder: Path, password: str) -> None:
    """Write the list of revoked certificates anew, for another span of time."""
    _office(folder).renew(password)


def read_paper(path: Path) -> "Paper":
    """Describe a certificate or a request."""
    from xa_report.signing.authority.papers import read_paper as read

    return read(path)


def read_tokens(library: Path) -> "tuple[TokenFacts, ...]":
    """What is on the tokens that are plugged in; needs no PIN."""
    from xa_report.signing.token.listing import listed

    return listed(library)


def _office(folder: Path) -> "Office":
    from xa_report.signing.authority.office import Office

    return Office(folder, lambda: datetime.now(UTC))
