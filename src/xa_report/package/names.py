"""How packages and the files in them are called: ASCII, and nothing that a stranger chose."""

import re

from xa_report.domain.evidence import EvidenceFile
from xa_report.domain.period import Period

PDF, WORKBOOK = "bao-cao.pdf", "bao-cao.xlsx"
RECORD, MANIFEST = "report.json", "datapackage.json"
PARTS = (PDF, WORKBOOK, RECORD, MANIFEST)
"""The files that every package has, in their order."""

MEDIATYPES = {
    PDF: "application/pdf",
    WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    RECORD: "application/json",
    MANIFEST: "application/json",
}
EVIDENCE = re.compile(r"evidence/([0-9a-f]{64})\.[0-9a-z]{1,8}", re.ASCII)
_SUFFIX = re.compile(r"[0-9a-z]{1,8}", re.ASCII)


def evidence_path(file: EvidenceFile) -> str:
    """Where an evidence file lies in a package; its own name stays in the record."""
    suffix = file.name.rpartition(".")[2].lower() if "." in file.name else ""
    return f"evidence/{file.sha256}.{suffix if _SUFFIX.fullmatch(suffix) else 'bin'}"


def package_name(unit_code: str, period: Period, sequence: int) -> str:
    """The file name of a package: `CCHC_25001_2026-Q1_L2.zip`."""
    return f"CCHC_{unit_code}_{period}_L{sequence}.zip"


def manifest_name(unit_code: str, period: Period, sequence: int) -> str:
    """What the manifest calls the package: `cchc-25001-2026-q1-l2`."""
    return f"cchc-{unit_code}-{period}-l{sequence}".lower()
