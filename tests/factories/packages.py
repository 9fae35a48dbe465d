"""Records, PDFs and packages made for tests."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from typing import TypeVar

from reportlab.pdfgen.canvas import Canvas

from tests.factories.generated_reports import Case, make_case
from xa_report.assess.assessment import assess_report
from xa_report.documents.fonts import FontFace, register_fonts
from xa_report.documents.pdf.pdfa import PdfAttachment, PdfProperties, to_pdfa
from xa_report.domain.evidence import Evidence, EvidenceFile
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
from xa_report.package.report_json import report_json_bytes
from xa_report.package.report_record import ReportRecord, SenderLogHead, build_report_record
from xa_report.package.zip_writer import archive_chunks, measure_files

T = TypeVar("T")
MADE = datetime(2026, 11, 22, 8, 30, tzinfo=timezone(timedelta(hours=7)))
EVIDENCE = (("Kế hoạch.PDF", b"%PDF-1.7 ke hoach"), ("ảnh chụp", b"\xff\xd8 anh"))


def record_of_case(case: Case) -> ReportRecord:
    """The record of a made-up case."""
    asked = dict(case.form.items)
    for plan in case.plans:
        asked |= plan.items
    assessment = assess_report(case.report, case.form, case.plans, case.previous)
    return build_report_record(case.report, assessment, asked, SenderLogHead(7, "ab" * 32))


@lru_cache
def generated_record() -> ReportRecord:
    """One record, always the same."""
    return record_of_case(make_case(3))


def attachments_pdf(*attachments: PdfAttachment) -> bytes:
    """A one-page PDF/A-3b that carries files."""
    register_fonts()
    page = BytesIO()
    canvas = Canvas(page, invariant=1, initialFontName=FontFace.REGULAR.value, lang="vi-VN")
    canvas.showPage()
    canvas.save()
    return to_pdfa(page.getvalue(), PdfProperties("Báo cáo", "UBND xã", MADE), attachments)


def data_file(name: str, content: bytes) -> PdfAttachment:
    """A data file as a PDF carries it."""
    return PdfAttachment(name, content, "application/json", "Dữ liệu")


def first_by_name(values: Mapping[str, T], most: int) -> dict[str, T]:
    """The first of the values by name."""
    return dict(sorted(values.items())[:most])


@lru_cache
def packed_record() -> ReportRecord:
    """A small record whose evidence can really be packed."""
    files = [EvidenceFile(sha256(c).hexdigest(), n, len(c), "application/pdf") for n, c in EVIDENCE]
    uses = Evidence("1.1", files[0], "tr. 2"), Evidence("1.2", files[0]), Evidence("1.2", files[1])
    whole = generated_record()
    answers = first_by_name(whole.report.answers, 4)
    report = replace(
        whole.report,
        answers=answers,
        manual=first_by_name(whole.report.manual, 2),
        explanations=first_by_name(whole.report.explanations, 2),
        evidence=uses,
    )
    kinds = {ref: whole.kinds[ref] for ref in answers}
    outcome = replace(whole.outcome, points=first_by_name(whole.outcome.points, 3))
    return replace(whole, report=report, kinds=kinds, outcome=outcome)


@lru_cache
def package_files() -> tuple[PackageFile, ...]:
    """All files of a sound package."""
    return files_of_record(packed_record())


def files_of_record(sent: ReportRecord) -> tuple[PackageFile, ...]:
    """All files of a sound package with a record; its evidence is ours."""
    report = sent.report
    content = report_json_bytes(sent)
    evidence = {evidence_path(use.file): use.file for use in report.evidence}
    by_hash = {sha256(c).hexdigest(): c for _, c in EVIDENCE}
    listed = (
        PackageFile(RECORD_NAME, content, MEDIATYPES[RECORD_NAME]),
        PackageFile(WORKBOOK_NAME, b"PK-so-lieu" * 50, MEDIATYPES[WORKBOOK_NAME]),
        *(PackageFile(path, by_hash[f.sha256], f.mediatype) for path, f in evidence.items()),
    )
    name = manifest_name(report.unit.code, report.period, report.sequence)
    manifest = manifest_bytes(build_manifest(name, listed))
    pdf = attachments_pdf(data_file(RECORD_NAME, content), data_file(MANIFEST_NAME, manifest))
    return (PackageFile(PDF_NAME, pdf), *listed, PackageFile(MANIFEST_NAME, manifest))


@lru_cache
def package_bytes() -> bytes:
    """A sound package."""
    files = sorted(package_files(), key=lambda file: file.path)
    return b"".join(archive_chunks(files, measure_files(files)))
