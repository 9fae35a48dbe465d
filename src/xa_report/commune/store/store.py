"""The commune's file: everything that is typed, its history, its evidence and its log."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from xa_report.commune.store import fields, history, outputs, owner, reports
from xa_report.commune.store import files as evidence_files
from xa_report.commune.store.definitions import Definitions
from xa_report.commune.store.edit import Change, Edit, Kind
from xa_report.commune.store.log import LogHead, head
from xa_report.commune.store.opening import create, open_reading, open_writing
from xa_report.commune.store.receipts import Receipts
from xa_report.commune.store.session import Clock, Session
from xa_report.commune.store.verify import faults
from xa_report.domain.evidence import EvidenceFile
from xa_report.domain.period import Period
from xa_report.domain.report import Report, ReportState
from xa_report.domain.text import utc_now
from xa_report.domain.unit import Unit


class Store(AbstractContextManager["Store", None]):
    """One open file; use it with `with`, or close it."""

    def __init__(self, session: Session) -> None:
        """Work in an open session; callers use `create` or `open`."""
        self._session = session
        self.receipts = Receipts(session)
        self.definitions = Definitions(session)
        with session.read() as conn:
            self.unit: Unit = owner.read(conn)

    @classmethod
    def create(cls, path: Path, unit: Unit, *, who: str = "", clock: Clock = utc_now) -> Self:
        """Make a new file for a unit and open it for writing."""
        create(path, unit, who, clock)
        return cls.open(path, who=who, clock=clock)

    @classmethod
    def open(
        cls, path: Path, read_only: bool = False, *, who: str = "", clock: Clock = utc_now
    ) -> Self:
        """Open a file; raise StoreBusyError when another holds it for writing."""
        opened = open_reading if read_only else open_writing
        session = opened(path, who, clock)
        try:
            return cls(session)
        except BaseException:
            session.close()
            raise

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        self._session.close()

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self._session.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._session.lock is None

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should know although the file could be opened, as sentences."""
        return self._session.notices

    def start_report(
        self, period: Period, form_sha256: str, plan_sha256s: Sequence[str] = ()
    ) -> None:
        """Begin the report of a period on definitions that are stored."""
        reports.start(self._session, period, form_sha256, plan_sha256s)

    def periods(self) -> tuple[Period, ...]:
        """Return the periods that have a report, in the order of time."""
        with self._session.read() as conn:
            return reports.periods(conn)

    def report(self, period: Period) -> Report:
        """Return the whole report of a period, evidence and its documents included."""
        return reports.load_report(self._session, self.unit, period)

    def set_state(self, period: Period, state: ReportState) -> None:
        """Move a report on or back; coming back from outside raises its sequence number."""
        reports.set_state(self._session, period, state)

    def save(self, edit: Edit) -> Change | None:
        """Store one field durably; None when it was so already."""
        changes = fields.save(self._session, (edit,), "edit")
        return changes[0] if changes else None

    def save_many(self, edits: Sequence[Edit], what: str) -> tuple[Change, ...]:
        """Store many fields of one period, all or none, as one step to undo; `what` is why."""
        return fields.save(self._session, edits, what)

    def undo(self, period: Period) -> tuple[Change, ...]:
        """Take the last step back; empty when there is none."""
        return fields.undo(self._session, period)

    def redo(self, period: Period) -> tuple[Change, ...]:
        """Do the step that was undone last once more; empty when there is none."""
        return fields.redo(self._session, period)

    def history(
        self, period: Period | None = None, kind: Kind | None = None, id: str | None = None
    ) -> tuple[Change, ...]:
        """Return changes, oldest first, of everything or of what is named."""
        with self._session.read() as conn:
            return history.of_field(conn, period, kind, id)

    def add_file(self, source: Path | bytes, name: str = "") -> EvidenceFile:
        """Keep an evidence file; the same bytes are stored once."""
        if isinstance(source, Path) and not name:
            name = source.name
        return evidence_files.add(self._session, source, name)

    def files(self) -> tuple[EvidenceFile, ...]:
        """Return all evidence files, linked or not."""
        with self._session.read() as conn:
            return evidence_files.every(conn)

    def file_bytes(self, sha256: str) -> bytes:
        """Return the bytes of an evidence file."""
        with self._session.read() as conn:
            return evidence_files.content_of(conn, sha256)

    def put_outputs(self, report: Report, files: Mapping[str, bytes]) -> None:
        """Keep what was made of a report, by name."""
        outputs.put(self._session, report, files)

    def outputs(self, report: Report) -> dict[str, bytes]:
        """Return what was made of a report, by name."""
        with self._session.read() as conn:
            return outputs.get(conn, report)

    def next_sequence(self, period: Period) -> int:
        """Return the number of the next submission: nothing was signed under it yet."""
        with self._session.read() as conn:
            return reports.next_sequence(conn, period)

    def log_head(self) -> LogHead:
        """Return the number and hash of the last event."""
        with self._session.read() as conn:
            return head(conn)

    def verify_log(self) -> tuple[str, ...]:
        """Say what does not agree with the event log; empty when all is intact."""
        with self._session.read() as conn:
            return faults(conn)
