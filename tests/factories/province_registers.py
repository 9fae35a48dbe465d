"""Registers of a province on either database, each a copy of a prepared one."""

import shutil
from itertools import count
from pathlib import Path

from sqlalchemy import delete

from tests.factories.signed_submissions import FORM, PLAN, SignedSubmissions
from tests.postgres import PostgresServer
from xa_report.province.database import tables
from xa_report.province.register import Register
from xa_report.workflow.province.register_setup import (
    add_register_definitions,
    create_register,
    open_register,
)
from xa_report.workflow.province.trusted_signers import add_trust

RECEIVED = (
    tables.RETURN_LINES, tables.RETURNS, tables.RECEIPTS, tables.ENTRIES, tables.EXPLANATIONS,
    tables.RESULTS, tables.FIGURES, tables.FIGURE_SHEETS, tables.FIGURE_TOTALS,
    tables.FIGURE_LABELS, tables.RECOMPUTED, tables.CASES, tables.SUBMISSIONS,
    tables.QUARANTINE, tables.CHUNKS, tables.BLOBS, tables.EVENTS,
)  # fmt: skip


class RegisterFactory:
    """Makes registers that know the form and the plan and trust whom the communes trust."""

    def __init__(
        self, kind: str, folder: Path, sent: SignedSubmissions, server: PostgresServer | None
    ) -> None:
        self.kind = kind
        self.folder = folder
        self.server = server
        self.numbers = count(1)
        self.template = self.empty()
        register = create_register(self.template, "80", who="thử")
        add_register_definitions(register, [FORM, PLAN])
        add_trust(register, [sent.trust])

    def empty(self) -> str:
        """A place where there is nothing yet."""
        if self.server is not None:
            return self.server.database()
        return str(self.folder / f"{next(self.numbers)}.db")

    def place(self) -> str:
        """Where a fresh copy of the prepared register lies."""
        if self.server is not None:
            return self.server.database(self.template)
        target = str(self.folder / f"{next(self.numbers)}.db")
        shutil.copyfile(self.template, target)
        return target

    def emptied(self, register: Register) -> Register:
        """Take away all that was received; a new database for each example takes too long."""
        with register.database.write() as connection:
            for table in RECEIVED:
                connection.execute(delete(table))
        return register

    def fresh(self, location: str = "") -> Register:
        return open_register(location or self.place(), who="thử")
