"""Signs a report, the chairman first and the office seal after, and packs what is signed."""

from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.commune.report_states import ReportAct, next_state, refusal
from xa_report.domain.report import ReportState
from xa_report.errors import BlockedError, UsageError
from xa_report.workflow.exporting import Clock, file_stem, now, require_submittable
from xa_report.workflow.signatory import Signing
from xa_report.workflow.work import Commune, Progress, Work, silent

if TYPE_CHECKING:
    from xa_report.package.package_files import PackageFile
    from xa_report.signing.identity import SignerRole


def sign(commune: Commune, work: Work, role: "SignerRole", by: Signing) -> Work:
    """Sign as chairman or as office; raise UsageError or SigningError when that cannot be."""
    from xa_report.signing.identity import SignerRole

    _require_own(work, role, by)
    if role is SignerRole.CHAIRMAN:
        state = _next_state(work, ReportAct.SIGN)
        _freeze(commune, work, by)
    else:
        state = _next_state(work, ReportAct.SEAL)
        _seal(commune, work, by)
    commune.store.set_state(work.period, state)
    return commune.load(work.period)


def reopen(commune: Commune, work: Work) -> Work:
    """Make a signed report a draft again; its signatures no longer count.

    A correction stays one: only what the province opened can be edited.
    """
    returned = commune.store.receipts.opened(work.period) is not None
    act = ReportAct.REOPEN_CORRECTION if returned else ReportAct.REOPEN
    commune.store.set_state(work.period, _next_state(work, act))
    return commune.load(work.period)


def adopt(commune: Commune, work: Work, signed: bytes) -> Work:
    """Take back a report that was signed by an outside tool.

    Raise UsageError when it is not the PDF that was exported for signing, or carries no signature
    that covers the whole file.
    """
    from xa_report.package.package_files import MANIFEST_NAME, PDF_NAME, RECORD_NAME
    from xa_report.package.pdf_attachments.extraction import extract_data_files
    from xa_report.signing.reasons import Verdict
    from xa_report.signing.status import ExpectedSignatures
    from xa_report.signing.trust import TrustStore
    from xa_report.signing.verification import verify_pdf

    outputs = commune.store.outputs(work.report)
    if MANIFEST_NAME not in outputs:
        raise UsageError("Báo cáo chưa được xuất để ký bên ngoài; hãy xuất trước (--for-signing).")
    carried = extract_data_files(signed)
    if any(carried[name] != outputs[name] for name in (MANIFEST_NAME, RECORD_NAME)):
        raise UsageError("Tệp đã ký không phải báo cáo đã xuất: số liệu bên trong khác.")
    found = verify_pdf(signed, TrustStore(), ExpectedSignatures(work.report.unit.code))
    if found.verdict in (Verdict.INVALID, Verdict.UNSIGNED):
        raise UsageError(f"Chưa nhận báo cáo đã ký: {found.verdict}. {found.explanation}")
    commune.store.put_outputs(work.report, {PDF_NAME: signed})
    commune.store.set_state(work.period, _next_state(work, ReportAct.ADOPT))
    return commune.load(work.period)


def export_for_signing(commune: Commune, work: Work, folder: Path, clock: Clock = now) -> Path:
    """Freeze the report without a key and write the PDF that an outside tool shall sign."""
    from xa_report.commune import package_parts
    from xa_report.package.package_files import PDF_NAME, PackageFile
    from xa_report.package.writer import write_loose_file

    state = _next_state(work, ReportAct.PREPARE)
    require_submittable(work)
    moment = clock()
    book, record = (
        package_parts.build_workbook(work, moment),
        package_parts.build_record_part(commune.store, work),
    )
    made = package_parts.PackageParts(
        book, record, package_parts.build_manifest_part(commune.store, work, book, record)
    )
    pdf = package_parts.build_pdf_part(work, made, moment)
    commune.store.put_outputs(work.report, {**made.named(), PDF_NAME: pdf})
    commune.store.set_state(work.period, state)
    return write_loose_file(folder, PackageFile(PDF_NAME, pdf, "application/pdf"))


def _next_state(work: Work, act: ReportAct) -> ReportState:
    return next_state(work.period, work.report.state, act)


def _require_own(work: Work, role: "SignerRole", by: Signing) -> None:
    from xa_report.errors import SigningError
    from xa_report.signing.signer_requirements import RequiredSigner, requirement_violations

    wanted = RequiredSigner(work.report.unit.code, role)
    found = requirement_violations(by.key.certificate, by.clock(), wanted)
    if found:
        raise SigningError("\n".join(found))


def _freeze(commune: Commune, work: Work, by: Signing) -> None:
    """Make workbook, record, manifest and PDF in one act, signed by the chairman."""
    from xa_report.commune import package_parts
    from xa_report.signing.identity import SignerRole
    from xa_report.signing.ooxml.writer import sign_workbook
    from xa_report.signing.pades import sign_pdf
    from xa_report.signing.stamp import SignerAppearance

    require_submittable(work)
    moment = by.clock()
    book = sign_workbook(package_parts.build_workbook(work, moment), by.key, lambda: moment)
    record = package_parts.build_record_part(commune.store, work)
    manifest = package_parts.build_manifest_part(commune.store, work, book, record)
    pdf = package_parts.build_pdf_part(
        work, package_parts.PackageParts(book, record, manifest), moment
    )
    who = work.report.letterhead.signer or by.key.holder.name
    signed = sign_pdf(
        pdf, SignerRole.CHAIRMAN, by.key, SignerAppearance(who, by.image), lambda: moment
    )
    commune.store.put_outputs(
        work.report, package_parts.PackageParts(book, record, manifest, signed).named()
    )


def _seal(commune: Commune, work: Work, by: Signing) -> None:
    from xa_report.package.package_files import PDF_NAME
    from xa_report.signing.identity import SignerRole
    from xa_report.signing.pades import sign_pdf
    from xa_report.signing.stamp import SignerAppearance

    outputs = commune.store.outputs(work.report)
    if PDF_NAME not in outputs:
        raise refusal(work.period, work.report.state, ReportAct.SEAL)
    agency = work.report.unit.agency.replace("UBND", "Ủy ban nhân dân", 1)
    sealed = sign_pdf(
        outputs[PDF_NAME], SignerRole.SEAL, by.key, SignerAppearance(agency, by.image), by.clock
    )
    commune.store.put_outputs(work.report, {PDF_NAME: sealed})


def export_package(
    commune: Commune, work: Work, folder: Path, progress: Progress = silent, *, again: bool = False
) -> Path:
    """Pack what is signed for the stick; raise UsageError while a signature is missing."""
    from xa_report.package.package_files import package_name
    from xa_report.package.writer import write_package

    state = _next_state(work, ReportAct.EXPORT)
    progress("Đang gom tệp đã ký và tài liệu kiểm chứng", 0, 2)
    files = package_files(commune, work)
    report = work.report
    name = package_name(report.unit.code, report.period, report.sequence)
    if folder.parent.is_dir():  # never a whole path: a stick that was pulled out stays missing
        folder.mkdir(exist_ok=True)
    _require_equal(commune.store.outputs(report))
    progress("Đang ghi gói và đọc lại để kiểm tra", 1, 2)
    target = write_package(folder, name, files, replace=again)
    if state is not report.state:  # a file opened for reading can be exported again
        commune.store.set_state(work.period, state)
    progress("Đã xuất gói", 2, 2)
    return target


def write_loose(commune: Commune, work: Work, folder: Path) -> tuple[Path, ...]:
    """Write the signed PDF and the workbook beside the package, for those who want them apart."""
    from xa_report.package.package_files import MEDIATYPES, PDF_NAME, WORKBOOK_NAME, PackageFile
    from xa_report.package.writer import write_loose_file

    outputs, stem = commune.store.outputs(work.report), file_stem(work)
    names = {PDF_NAME: f"{stem}.pdf", WORKBOOK_NAME: f"{stem}.xlsx"}
    return tuple(
        write_loose_file(folder, PackageFile(names[part], outputs[part], MEDIATYPES[part]))
        for part in names
    )


def _require_equal(outputs: dict[str, bytes]) -> None:
    """Re-read what is about to leave; raise BlockedError when the three do not agree."""
    from xa_report.documents.triple_check import find_disagreements
    from xa_report.package.package_files import PDF_NAME, RECORD_NAME, WORKBOOK_NAME
    from xa_report.package.report_json import read_report_json

    found = list(
        find_disagreements(
            read_report_json(outputs[RECORD_NAME]).outcome.points,
            outputs[WORKBOOK_NAME],
            outputs[PDF_NAME],
        )
    )
    if found:
        raise BlockedError("PDF, bảng tính và số liệu không khớp nhau; chưa xuất gì.", found)


def package_files(commune: Commune, work: Work) -> list["PackageFile"]:
    """Every file of the package: what was signed, and each document once."""
    from xa_report.commune import package_parts
    from xa_report.package.package_files import MEDIATYPES, PackageFile

    outputs = commune.store.outputs(work.report)
    made = [PackageFile(name, content, MEDIATYPES[name]) for name, content in outputs.items()]
    return [*made, *package_parts.build_evidence_parts(commune.store, work)]
