"""A receipt that ends a correction: the report is again what was sent, and the receipt is kept."""

import sqlite3

from xa_report.commune.store import fields, history
from xa_report.commune.store.edit import Edit, Kind
from xa_report.commune.store.receipts import Coming, Receipts
from xa_report.domain.period import Period
from xa_report.domain.typed_storing import Json


class SettlingReceipts(Receipts):
    """The receipts of one open file, among them those that take back what was typed since."""

    def settle(self, coming: Coming, seq: int) -> None:
        """Take back all that was changed after an event and apply a receipt, in one transaction."""
        with self._session.write() as conn:
            why = f"tỉnh chốt theo lần nộp {coming.sequence}"
            fields.save(self._session, _edits_back(conn, coming.period, seq), why)
            self.apply(coming)


def _edits_back(conn: sqlite3.Connection, period: Period, seq: int) -> tuple[Edit, ...]:
    """What every field was before it was first changed after an event."""
    before: dict[tuple[Kind, str], Json] = {}
    for change in history.of_field(conn, period, None, None):
        if change.step > seq:
            before.setdefault((change.kind, change.id), change.before)
    return tuple(Edit(period, kind, name, value) for (kind, name), value in before.items())
