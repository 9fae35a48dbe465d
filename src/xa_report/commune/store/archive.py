"""What a store keeps by its hash: definitions, evidence files, receipts and the log."""

from collections.abc import Mapping
from hashlib import sha256 as hash_of
from pathlib import Path

from xa_report.commune.store import files, library, log, outputs, reports
from xa_report.commune.store.session import Session
from xa_report.commune.store.settling import SettlingReceipts
from xa_report.commune.store.verify import faults
from xa_report.domain.evidence import EvidenceFile
from xa_report.domain.period import Period
from xa_report.domain.report import Report
from xa_report.errors import UsageError


class Archive:
    """Definitions, evidence files and the log of one open file."""

    def __init__(self, session: Session) -> None:
        """Work in an open session."""
        self._session = session
        self.receipts = SettlingReceipts(session)

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

    def put_definition(
        self, kind: str, id: str, version: str, canonical: bytes, sha256: str
    ) -> None:
        """Keep a `form` or a `plan`; the same id and version with other bytes is refused."""
        if hash_of(canonical).hexdigest() != sha256:
            raise UsageError(
                f"Nội dung của “{id}” không khớp mã băm {sha256[:12]}…; tệp đã bị sửa hoặc hỏng. "
                "Hãy lấy lại tệp do tỉnh ban hành."
            )
        library.put(self._session, kind, (id, version), canonical)

    def definition(self, sha256: str) -> bytes:
        """Return the canonical bytes of a definition."""
        with self._session.read() as conn:
            return library.get(conn, sha256)

    def definitions(self, kind: str) -> tuple[str, ...]:
        """Return the hashes of all definitions of a kind (`form`, `plan`), the newest last."""
        with self._session.read() as conn:
            return library.hashes(conn, kind)

    def add_file(self, source: Path | bytes, name: str = "") -> EvidenceFile:
        """Keep an evidence file; the same bytes are stored once."""
        if isinstance(source, Path) and not name:
            name = source.name
        return files.add(self._session, source, name)

    def files(self) -> tuple[EvidenceFile, ...]:
        """Return all evidence files, linked or not."""
        with self._session.read() as conn:
            return files.every(conn)

    def file_bytes(self, sha256: str) -> bytes:
        """Return the bytes of an evidence file."""
        with self._session.read() as conn:
            return files.content_of(conn, sha256)

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

    def log_head(self) -> log.LogHead:
        """Return the number and hash of the last event."""
        with self._session.read() as conn:
            return log.head(conn)

    def verify_log(self) -> tuple[str, ...]:
        """Say what does not agree with the event log; empty when all is intact."""
        with self._session.read() as conn:
            return faults(conn)
