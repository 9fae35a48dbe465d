"""Parts of a package made from one report: workbook, record, manifest, PDF, evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from xa_report.commune.resubmission import with_correction
from xa_report.commune.store.store import Store
from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form
from xa_report.domain.item import Item
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.package.manifest import build_manifest, manifest_bytes
from xa_report.package.package_files import (
    MANIFEST_NAME,
    MEDIATYPES,
    PDF_NAME,
    RECORD_NAME,
    WORKBOOK_NAME,
    PackageFile,
    evidence_path,
    manifest_name,
)
from xa_report.package.report_json import read_report_json, report_json_bytes
from xa_report.package.report_record import (
    SenderLogHead,
    build_report_record,
    compared_reports,
)
from xa_report.verification.report_documents import (
    LAYOUT_VERSION,
    DrawingSource,
    drawing_source,
)


class PackageSource(Protocol):
    """One period of which a package is made: its report, definitions and assessment."""

    @property
    def report(self) -> Report:
        """The entered answers, explanations and evidence."""

    @property
    def form(self) -> Form:
        """The form that the report answers."""

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans whose targets the report is compared with."""

    @property
    def previous(self) -> Report | None:
        """The report of the period before, where there is one."""

    @property
    def included(self) -> tuple[Report, ...]:
        """The reports of shorter periods within this one."""

    @property
    def assessment(self) -> Assessment:
        """The figures, points, verdict and findings of the report."""

    def items(self) -> Mapping[str, Item]:
        """Return all items that are asked for, by id."""


@dataclass(frozen=True, slots=True)
class PackageParts:
    """The bytes of the parts beside the evidence."""

    workbook: bytes
    record: bytes
    manifest: bytes
    pdf: bytes = b""

    def by_name(self) -> dict[str, bytes]:
        """Return the parts under their names in the package."""
        return {
            PDF_NAME: self.pdf,
            WORKBOOK_NAME: self.workbook,
            RECORD_NAME: self.record,
            MANIFEST_NAME: self.manifest,
        }


def build_drawing_source(assessed_report: PackageSource, record: bytes) -> DrawingSource:
    """Return what the documents are drawn from: the record as a receiver will read it."""
    return drawing_source(read_report_json(record), assessed_report.form, assessed_report.plans)


def build_record_part(store: Store, assessed_report: PackageSource) -> bytes:
    """Build `report.json`, with the present head of the event log.

    Raise BlockedError when a correction changes what was not reopened.
    """
    head = store.log_head()
    log = SenderLogHead(head.seq, head.hash)
    items = assessed_report.items()
    record = build_report_record(assessed_report.report, assessed_report.assessment, items, log)
    others = [*filter(None, (assessed_report.previous,)), *assessed_report.included]
    record = replace(record, layout=LAYOUT_VERSION, compared=compared_reports(others, items))
    return report_json_bytes(
        with_correction(
            record,
            store,
            assessed_report.report,
            form=assessed_report.form,
            plans=assessed_report.plans,
        )
    )


def build_evidence_parts(store: Store, assessed_report: PackageSource) -> list[PackageFile]:
    """Return each attached document once, under the hash of its content and sorted by it."""
    # One file may prove several criteria; sorted, the same report always gives the same manifest.
    used = {link.file.sha256: link.file for link in assessed_report.report.evidence}
    return [
        PackageFile(evidence_path(file), store.file_bytes(sha256), file.mediatype)
        for sha256, file in sorted(used.items())
    ]


def build_manifest_part(
    store: Store, assessed_report: PackageSource, workbook: bytes, record: bytes
) -> bytes:
    """Build `datapackage.json` over everything but the PDF, in which it is embedded."""
    report = assessed_report.report
    files = [
        PackageFile(WORKBOOK_NAME, workbook, MEDIATYPES[WORKBOOK_NAME]),
        PackageFile(RECORD_NAME, record, MEDIATYPES[RECORD_NAME]),
        *build_evidence_parts(store, assessed_report),
    ]
    name = manifest_name(report.unit.code, report.period, report.sequence)
    return manifest_bytes(build_manifest(name, files))
