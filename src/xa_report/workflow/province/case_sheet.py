"""Case of one commune as an appraiser sees it, one row a criterion."""

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xa_report.domain.assessment import Assessment
from xa_report.domain.dates import VIETNAM
from xa_report.domain.evidence import EvidenceFile
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey, CaseState
from xa_report.domain.province.appraisal_rows import CriterionRow
from xa_report.domain.province.open_matters import OpenMatter
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.files import write_scratch, write_whole
from xa_report.package.package_files import evidence_path
from xa_report.package.reader import open_package
from xa_report.province.appraisal.case import CaseDetail
from xa_report.province.appraisal.open_matters import open_matters_of_case
from xa_report.province.appraisal.sheet import rows_with_areas
from xa_report.province.database import blobs
from xa_report.province.register import Register
from xa_report.workflow.province.appraisal import load_case
from xa_report.workflow.province.proofs import proof_label


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """Case of one commune with its rows, before and after appraisal."""

    unit: Unit
    state: CaseState
    sequence: int
    received: datetime
    """Arrival of the submission that counts, in Vietnam's zone."""
    signers: tuple[str, ...]
    decimals: int
    sent: Assessment
    appraised: Assessment
    rows: tuple[CriterionRow, ...]
    """Each area followed by its criteria, then bonuses and penalties."""
    whole: bool
    """True when the package came with its documents, False for the PDF alone."""
    period: Period
    open_matters: tuple[OpenMatter, ...]
    """What nobody has entered, looked at or answered."""
    proof_text: str
    """State of the proof of the documents in a few words."""
    version: int
    """Version of the case, raised by every change; `seen_version` of the appraisal functions."""

    @property
    def key(self) -> CaseKey:
        """Key of the case."""
        return CaseKey(self.unit.code, self.period)

    @property
    def open(self) -> bool:
        """True while points can be set."""
        return self.state is not CaseState.CLOSED


def load_case_sheet(register: Register, key: CaseKey) -> CaseSheet:
    """Read a case with all its criteria; raise UsageError when nothing has come."""
    return build_case_sheet(load_case(register, key))


def build_case_sheet(case: CaseDetail) -> CaseSheet:
    """Build the sheet of a loaded case."""
    return CaseSheet(
        unit=case.unit,
        state=case.row.state,
        sequence=case.submission.sequence,
        received=case.submission.received.astimezone(VIETNAM),
        signers=case.submission.signers,
        decimals=case.form.decimals,
        sent=case.sent,
        appraised=case.appraised,
        rows=rows_with_areas(case),
        whole=case.submission.kind == "package",
        period=case.row.period,
        open_matters=open_matters_of_case(case),
        proof_text=proof_label(case.proof),
        version=case.row.version,
    )


def extract_received_evidence(
    register: Register, key: CaseKey, file: EvidenceFile, folder: Path
) -> Path:
    """Copy a document of the received package into a folder, read-only; return where it lies."""
    case = load_case(register, key)
    inside = evidence_path(file)
    # The reader of packages needs a file to seek in; the database has pieces (decision 0010).
    with tempfile.TemporaryDirectory(prefix="xa-report-") as scratch:
        whole = Path(scratch) / "received.zip"
        with register.database.read() as connection:
            write_scratch(whole, blobs.iter_blob_chunks(connection, case.submission.file_sha256))
        _require_whole_package(case)
        with open_package(whole) as package:
            if inside not in package.files:
                raise UsageError(f"Gói đã nhận không có tài liệu “{file.name}”.")
            # The name in the package is ours: nothing that a stranger chose becomes a path.
            out = folder / Path(inside).name
            write_whole(out, package.files[inside].read_bytes())
    # Read-only: a viewer must not save changes into what looks like received evidence.
    out.chmod(0o444)
    return out


def _require_whole_package(case: CaseDetail) -> None:
    if case.submission.kind != "package":
        raise UsageError(
            f"{case.unit.name} mới gửi tệp PDF, chưa gửi gói có tài liệu kiểm chứng. Hãy đề nghị "
            "xã gửi gói .zip."
        )
