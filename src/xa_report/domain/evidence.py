"""Evidence (tài liệu kiểm chứng): documents and the criteria that they prove."""

from dataclasses import dataclass
from datetime import date

from xa_report.domain.dates import show_date


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document as it is cited: số, ký hiệu, ngày, cơ quan, trích yếu."""

    number: str = ""
    """Number and symbol: `31/BC-UBND`."""
    dated: date | None = None
    issuer: str = ""
    title: str = ""

    @property
    def citation(self) -> str:
        """The document in one line: `31/BC-UBND ngày 07/11/2026 · Báo cáo …`."""
        dated = f" ngày {show_date(self.dated)}" if self.dated else ""
        head = f"{self.number}{dated}".strip()
        return " · ".join(part for part in (head, self.issuer, self.title) if part)


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """Stored bytes, known by their hash."""

    sha256: str
    name: str
    """The file's own name, NFC."""
    size: int
    """Bytes."""
    mediatype: str
    document: CitedDocument = CitedDocument()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One use of a file as proof of a criterion."""

    criterion: str
    file: EvidenceFile
    page: str = ""
    quote: str = ""
