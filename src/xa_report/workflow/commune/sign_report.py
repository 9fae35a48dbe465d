"""Signatures of a report, chairman before seal, and its signed package."""

from pathlib import Path

from xa_report.commune import package_parts
from xa_report.commune.report_states import ReportAct, next_report_state, refused_act_error
from xa_report.documents.triple_check import find_disagreements
from xa_report.domain.dates import Clock
from xa_report.domain.report import ReportState
from xa_report.errors import BlockedError, SigningError, UsageError
from xa_report.package.package_files import (
    MANIFEST_NAME,
    MEDIATYPES,
    PDF_NAME,
    RECORD_NAME,
    WORKBOOK_NAME,
    PackageFile,
    package_name,
)
from xa_report.package.pdf_attachments.extraction import extract_data_files
from xa_report.package.report_json import read_report_json
from xa_report.package.writer import write_loose_file, write_package
from xa_report.signing.identity import SignerRole
from xa_report.signing.ooxml.writer import sign_workbook
from xa_report.signing.pades import sign_pdf
from xa_report.signing.reasons import Verdict
from xa_report.signing.signer_requirements import RequiredSigner, requirement_violations
from xa_report.signing.stamp import SignerAppearance
from xa_report.signing.status import ExpectedSignatures
from xa_report.signing.trust import TrustStore
from xa_report.signing.verification import verify_pdf
from xa_report.verification.report_documents import draw_report_pdf, draw_workbook
from xa_report.verification.report_proof import ProofKind, prove_report
from xa_report.verification.sent_documents import SentDocuments
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.export_report import file_stem, require_submittable
from xa_report.workflow.shared.definition_library import definitions_by_hash
from xa_report.workflow.shared.environment import ProgressCallback, no_progress, now_in_vietnam
from xa_report.workflow.shared.signing_keys import Signatory

ADOPTED_DIFFERS_TEXT = (
    "Tệp đã ký khác báo cáo đã xuất; chưa nhận. Hãy ký lại đúng tệp đã xuất, vào hai ô ký có sẵn, "
    "không thêm chữ, hình hay ghi chú."
)
EXPORT_DIFFERS_TEXT = (
    "PDF, bảng tính không khớp số liệu; chưa xuất gì. Hãy mở lại báo cáo (commune reopen), ký lại "
    "rồi xuất."
)


def sign_report(
    commune_file: CommuneFile,
    assessed_report: AssessedReport,
    role: SignerRole,
    signatory: Signatory,
) -> AssessedReport:
    """Sign as chairman or seal as office; raise UsageError or SigningError when that is refused."""
    _require_own_certificate(assessed_report, role, signatory)
    # The state is asked before the key is used, and set together with the files: no state claims a
    # signature that is not there, and no signature waits for its state.
    if role is SignerRole.CHAIRMAN:
        state = _next_state(assessed_report, ReportAct.SIGN)
        files = _freeze_report(commune_file, assessed_report, signatory)
    else:
        state = _next_state(assessed_report, ReportAct.SEAL)
        files = _seal_report(commune_file, assessed_report, signatory)
    commune_file.store.put_outputs(assessed_report.report, files, state)
    return commune_file.load(assessed_report.period)


def import_signed_pdf(
    commune_file: CommuneFile, assessed_report: AssessedReport, signed: bytes
) -> AssessedReport:
    """Import a report that was signed by an outside tool.

    Raise UsageError when it is not the PDF that was exported for signing, or carries no signature
    that covers the whole file.
    """
    outputs = commune_file.store.outputs(assessed_report.report)
    if MANIFEST_NAME not in outputs:
        raise UsageError("Báo cáo chưa được xuất để ký bên ngoài; hãy xuất trước (--for-signing).")
    carried = extract_data_files(signed)
    # Signing changes the PDF itself; what it embeds pins down every file of the package.
    if any(carried[name] != outputs[name] for name in (MANIFEST_NAME, RECORD_NAME)):
        raise UsageError("Tệp đã ký không phải báo cáo đã xuất: số liệu bên trong khác.")
    # Without trust: here the signature must only hold; whom to trust is the province's choice.
    verification = verify_pdf(
        signed, TrustStore(), ExpectedSignatures(assessed_report.report.unit.code)
    )
    if verification.verdict in (Verdict.INVALID, Verdict.UNSIGNED):
        raise UsageError(
            f"Chưa nhận báo cáo đã ký: {verification.verdict}. {verification.explanation}"
        )
    _require_proof({**outputs, PDF_NAME: signed}, assessed_report, ADOPTED_DIFFERS_TEXT)
    state = _next_state(assessed_report, ReportAct.ADOPT)
    commune_file.store.put_outputs(assessed_report.report, {PDF_NAME: signed}, state)
    return commune_file.load(assessed_report.period)


def export_for_signing(
    commune_file: CommuneFile,
    assessed_report: AssessedReport,
    folder: Path,
    clock: Clock = now_in_vietnam,
) -> Path:
    """Freeze the report without a key and write the PDF that an outside tool shall sign."""
    state = _next_state(assessed_report, ReportAct.PREPARE)
    require_submittable(assessed_report)
    moment = clock()
    # The workbook stays unsigned: an outside tool signs the PDF alone.
    record = package_parts.build_record_part(commune_file.store, assessed_report)
    source = package_parts.build_drawing_source(assessed_report, record)
    workbook = draw_workbook(source, moment)
    parts = package_parts.PackageParts(
        workbook,
        record,
        package_parts.build_manifest_part(commune_file.store, assessed_report, workbook, record),
    )
    pdf = draw_report_pdf(source, record, parts.manifest, moment)
    files = {**parts.by_name(), PDF_NAME: pdf}
    commune_file.store.put_outputs(assessed_report.report, files, state)
    return write_loose_file(folder, PackageFile(PDF_NAME, pdf, "application/pdf"))


def _next_state(work: AssessedReport, act: ReportAct) -> ReportState:
    return next_report_state(work.period, work.report.state, act)


def _require_own_certificate(
    assessed_report: AssessedReport, role: SignerRole, signatory: Signatory
) -> None:
    wanted = RequiredSigner(assessed_report.report.unit.code, role)
    violations = requirement_violations(signatory.key.certificate, signatory.clock(), wanted)
    if violations:
        raise SigningError("\n".join(violations))


def _freeze_report(
    commune_file: CommuneFile, assessed_report: AssessedReport, signatory: Signatory
) -> dict[str, bytes]:
    """Build workbook, record, manifest and PDF in one step, signed by the chairman."""
    require_submittable(assessed_report)
    moment = signatory.clock()
    # The order is fixed (decision 0007): the manifest hashes workbook and record, the PDF embeds
    # the manifest, and so the PDF's signature covers all of them.
    record = package_parts.build_record_part(commune_file.store, assessed_report)
    source = package_parts.build_drawing_source(assessed_report, record)
    workbook = sign_workbook(draw_workbook(source, moment), signatory.key, lambda: moment)
    manifest = package_parts.build_manifest_part(
        commune_file.store, assessed_report, workbook, record
    )
    pdf = draw_report_pdf(source, record, manifest, moment)
    who = assessed_report.report.letterhead.signer or signatory.key.holder.name
    signed = sign_pdf(
        pdf,
        SignerRole.CHAIRMAN,
        signatory.key,
        SignerAppearance(who, signatory.image),
        lambda: moment,
    )
    return package_parts.PackageParts(workbook, record, manifest, signed).by_name()


def _seal_report(
    commune_file: CommuneFile, assessed_report: AssessedReport, signatory: Signatory
) -> dict[str, bytes]:
    """Return the PDF with the seal behind the chairman's signature."""
    outputs = commune_file.store.outputs(assessed_report.report)
    if PDF_NAME not in outputs:
        state = assessed_report.report.state
        raise refused_act_error(assessed_report.period, state, ReportAct.SEAL)
    # Spelled out, as in the head of the report; `agency` abbreviates it.
    agency = assessed_report.report.unit.agency.replace("UBND", "Ủy ban nhân dân", 1)
    sealed = sign_pdf(
        outputs[PDF_NAME],
        SignerRole.SEAL,
        signatory.key,
        SignerAppearance(agency, signatory.image),
        signatory.clock,
    )
    return {PDF_NAME: sealed}


def export_package(
    commune_file: CommuneFile,
    assessed_report: AssessedReport,
    folder: Path,
    progress: ProgressCallback = no_progress,
    *,
    again: bool = False,
) -> Path:
    """Write the package of a signed report; raise UsageError while a signature is missing."""
    state = _next_state(assessed_report, ReportAct.EXPORT)
    progress("Đang gom tệp đã ký và tài liệu kiểm chứng", 0, 2)
    files = build_package_files(commune_file, assessed_report)
    report = assessed_report.report
    name = package_name(report.unit.code, report.period, report.sequence)
    if folder.parent.is_dir():  # never a whole path: a stick that was pulled out stays missing
        folder.mkdir(exist_ok=True)
    # The last check before the files leave: nobody can correct them afterwards.
    outputs = commune_file.store.outputs(report)
    _require_triple_equality(outputs)
    _require_proof(outputs, assessed_report, EXPORT_DIFFERS_TEXT)
    progress("Đang ghi gói và đọc lại để kiểm tra", 1, 2)
    target = write_package(folder, name, files, replace=again)
    if state is not report.state:  # a file opened for reading can be exported again
        commune_file.store.set_state(assessed_report.period, state)
    progress("Đã xuất gói", 2, 2)
    return target


def export_loose_files(
    commune_file: CommuneFile, assessed_report: AssessedReport, folder: Path
) -> tuple[Path, ...]:
    """Write the signed PDF and workbook beside the package, under names of their own."""
    outputs, stem = commune_file.store.outputs(assessed_report.report), file_stem(assessed_report)
    names = {PDF_NAME: f"{stem}.pdf", WORKBOOK_NAME: f"{stem}.xlsx"}
    return tuple(
        write_loose_file(folder, PackageFile(names[part], outputs[part], MEDIATYPES[part]))
        for part in names
    )


def _require_triple_equality(outputs: dict[str, bytes]) -> None:
    """Raise BlockedError when record, workbook and PDF, read again, disagree about points."""
    disagreements = list(
        find_disagreements(
            read_report_json(outputs[RECORD_NAME]).outcome.points,
            outputs[WORKBOOK_NAME],
            outputs[PDF_NAME],
        )
    )
    if disagreements:
        raise BlockedError(
            "PDF, bảng tính và số liệu không khớp nhau; chưa xuất gì.", disagreements
        )


def _require_proof(
    outputs: dict[str, bytes], assessed_report: AssessedReport, refusal: str
) -> None:
    """Raise BlockedError unless the province will draw the very documents from the record.

    What an earlier version signed names no layout: it leaves as it was signed.
    """
    sent = SentDocuments(
        outputs[RECORD_NAME], outputs[MANIFEST_NAME], outputs[PDF_NAME], outputs[WORKBOOK_NAME]
    )
    known = definitions_by_hash([assessed_report.form, *assessed_report.plans])
    proof = prove_report(sent, known)
    if proof.differences and proof.kind is not ProofKind.IMPOSSIBLE:
        raise BlockedError(refusal, proof.differences)


def build_package_files(
    commune_file: CommuneFile, assessed_report: AssessedReport
) -> list[PackageFile]:
    """Return every file of the package: the signed parts, and each document once."""
    outputs = commune_file.store.outputs(assessed_report.report)
    files = [PackageFile(name, content, MEDIATYPES[name]) for name, content in outputs.items()]
    return [*files, *package_parts.build_evidence_parts(commune_file.store, assessed_report)]
