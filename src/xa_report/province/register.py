"""Open register of a province, with its definitions, units and trust."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.province.database import definitions, trust, units
from xa_report.province.database.database import RegisterDatabase
from xa_report.signing.identity import SignerRole
from xa_report.signing.trust import SignerAssignment, TrustObject, TrustStore


@dataclass(frozen=True, slots=True)
class ExaminationContext:
    """Trust, definitions, moment and units by which received files are examined."""

    trust: TrustStore
    known_definitions: definitions.KnownDefinitions
    moment: datetime
    unit_entries: units.UnitEntries = ()
    """The register's list; a unit that is not in it is taken as the report has it."""


@dataclass(slots=True)
class Register:
    """An open register, with the definitions that were loaded from it."""

    database: RegisterDatabase
    _known_definitions: definitions.KnownDefinitions | None = field(default=None, repr=False)

    @property
    def province(self) -> Unit:
        """The province whose register it is."""
        return self.database.province

    def known_definitions(self) -> definitions.KnownDefinitions:
        """Return all forms and plans; loaded once, until some are added here."""
        if self._known_definitions is None:
            with self.database.read() as connection:
                self._known_definitions = definitions.load_definitions(connection)
        return self._known_definitions

    def definitions_of(self, form: str, plans: Sequence[str]) -> tuple[Form, tuple[Plan, ...]]:
        """Return the definitions of a report by their hashes; raise KeyError for unknown ones."""
        # Somebody at another machine may have added them since they were loaded here.
        if not self.known_definitions().has_all(form, plans):
            self._known_definitions = None
        return self.known_definitions().form_and_plans(form, plans)

    def add_definitions(self, new_definitions: Sequence[definitions.Definition]) -> int:
        """Save forms and plans; return how many were new."""
        added = definitions.save_definitions(self.database, new_definitions)
        self._known_definitions = None
        return added

    def unit_entries(self) -> tuple[units.UnitEntry, ...]:
        """Return every name of every unit of the province."""
        with self.database.read() as connection:
            return units.load_unit_entries(connection, self.province)

    def unit(self, code: str) -> Unit:
        """Return the current unit of a code; raise UsageError when there is none."""
        for entry in self.unit_entries():
            if entry.unit.code == code and entry.is_current:
                return entry.unit
        raise UsageError(f"Tỉnh không có đơn vị mã “{code}”. Hãy xem lại danh mục đơn vị.")

    def examination_context(self, moment: datetime) -> ExaminationContext:
        """Return the context in which received files are examined."""
        with self.database.read() as connection:
            store = trust.load_trust_store(connection)
            entries = units.load_unit_entries(connection, self.province)
        return ExaminationContext(store, self.known_definitions(), moment, entries)

    def trust_rows(self) -> tuple[tuple[TrustObject, ...], dict[str, SignerAssignment]]:
        """Return the trusted objects, and unit and role by certificate hash.

        Worker processes build their own trust store of them.
        """
        with self.database.read() as connection:
            signers = {
                signer.sha256: SignerAssignment(signer.unit, SignerRole(signer.role))
                for signer in trust.load_signers(connection)
            }
            return trust.load_trust_objects(connection), signers

    @contextmanager
    def pooled(self) -> Iterator["Register"]:
        """Open the same register for many short transactions one after another."""
        known = self.known_definitions()
        with self.database.pooled() as database:
            yield Register(database, known)

    @property
    def location(self) -> Path:
        """Path of the register's file; of a server's database its bare name, for display only."""
        return Path(str(self.database.engine.url.database))
