"""Open register of a province with its definitions, units and trust at hand."""

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
from xa_report.signing.trust import TrustObject, TrustStore


@dataclass(frozen=True, slots=True)
class ExaminationContext:
    """By what files are judged: trust, definitions and the moment."""

    trust: TrustStore
    known_definitions: definitions.KnownDefinitions
    moment: datetime


@dataclass(slots=True)
class Register:
    """One person's work in a register."""

    database: RegisterDatabase
    _known_definitions: definitions.KnownDefinitions | None = field(default=None, repr=False)

    @property
    def province(self) -> Unit:
        """Whose register it is."""
        return self.database.province

    def known_definitions(self) -> definitions.KnownDefinitions:
        """The forms and plans; read once until something is added."""
        if self._known_definitions is None:
            with self.database.read() as connection:
                self._known_definitions = definitions.load_definitions(connection)
        return self._known_definitions

    def definitions_of(self, form: str, plans: Sequence[str]) -> tuple[Form, tuple[Plan, ...]]:
        """The definitions of a report; another desk may have added them since they were read."""
        if not self.known_definitions().has_all(form, plans):
            self._known_definitions = None
        return self.known_definitions().form_and_plans(form, plans)

    def add_definitions(self, new_definitions: Sequence[definitions.Definition]) -> int:
        """Keep forms and plans; return how many were new."""
        added = definitions.save_definitions(self.database, new_definitions)
        self._known_definitions = None
        return added

    def unit_entries(self) -> tuple[units.UnitEntry, ...]:
        """Every name of every unit of the province."""
        with self.database.read() as connection:
            return units.load_unit_entries(connection, self.province)

    def unit(self, code: str) -> Unit:
        """A unit of the province by its code; raise UsageError when there is none."""
        for entry in self.unit_entries():
            if entry.unit.code == code and entry.is_current:
                return entry.unit
        raise UsageError(f"Tỉnh không có đơn vị mã “{code}”. Hãy xem lại danh mục đơn vị.")

    def examination_context(self, moment: datetime) -> ExaminationContext:
        """By what received files are judged."""
        with self.database.read() as connection:
            store = trust.load_trust_store(connection)
        return ExaminationContext(store, self.known_definitions(), moment)

    def trust_rows(self) -> tuple[tuple[TrustObject, ...], dict[str, tuple[str, str]]]:
        """What a worker process rebuilds its trust from."""
        with self.database.read() as connection:
            signers = {one.sha256: (one.unit, one.role) for one in trust.load_signers(connection)}
            return trust.load_trust_objects(connection), signers

    @contextmanager
    def pooled(self) -> Iterator["Register"]:
        """Give the same desk for many short transactions one after another."""
        known = self.known_definitions()
        with self.database.pooled() as register:
            yield Register(register, known)

    @property
    def location(self) -> Path:
        """Where the register lies, for naming it; a database has no folder."""
        return Path(str(self.database.engine.url.database))
