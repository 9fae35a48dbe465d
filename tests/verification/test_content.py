"""What was received is judged by its content: packages, PDFs alone, and which of the two it is."""

import pickle
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.factories.commune_folders import SIGNED_AT, YEAR, CommuneFolder, create_complete_commune
from xa_report.demo.keys import sign_and_pack
from xa_report.errors import PackageFaultError
from xa_report.package.package_files import EVIDENCE_PATTERN
from xa_report.package.pdf_attachments.extraction import read_embedded_report
from xa_report.package.reader import open_package
from xa_report.province.database.definitions import KnownDefinitions
from xa_report.province.intake.examine import ExaminedFile, examine_file
from xa_report.province.register import ExaminationContext
from xa_report.signing.reasons import Verdict
from xa_report.signing.trust import TrustStore, read_trust_folder
from xa_report.verification.content import (
    SubmissionKind,
    WorkbookSignatureState,
    receive_package,
    receive_pdf,
)
from xa_report.workflow.commune import database_file


@pytest.fixture(scope="module")
def commune_folder(tmp_path_factory: pytest.TempPathFactory) -> CommuneFolder:
    folder = create_complete_commune(tmp_path_factory.mktemp("sent"))
    with database_file.open_commune_file(folder.db) as commune:
        package = sign_and_pack(commune, YEAR, folder.folder, SIGNED_AT)
    return CommuneFolder(folder.folder, folder.db, folder.trust, package)


@pytest.fixture(scope="module")
def signed_package(commune_folder: CommuneFolder) -> Path:
    assert commune_folder.package is not None
    return commune_folder.package


@pytest.fixture(scope="module")
def signed_pdf(signed_package: Path) -> bytes:
    with open_package(signed_package) as opened:
        return opened.pdf


def test_a_package_is_read_and_judged(commune_folder: CommuneFolder, signed_package: Path) -> None:
    with open_package(signed_package) as opened:
        received = receive_package(opened, read_trust_folder(commune_folder.trust), SIGNED_AT)
    assert (
        received.kind,
        received.content_verification.verdict,
        received.content_verification.workbook_state,
    ) == (
        SubmissionKind.PACKAGE,
        Verdict.VALID,
        WorkbookSignatureState.SIGNED,
    )
    assert received.content_verification.sentences == ()
    cited = {use.file.sha256 for use in received.record.report.evidence}
    assert {one.sha256 for one in received.evidence} == cited
    assert all(EVIDENCE_PATTERN.fullmatch(one.path) for one in received.evidence)


NOTHING = KnownDefinitions({}, {})


def test_what_is_sent_back_is_plain_and_small(
    commune_folder: CommuneFolder, signed_package: Path
) -> None:
    examined = examine_file(
        signed_package,
        ExaminationContext(read_trust_folder(commune_folder.trust), NOTHING, SIGNED_AT),
    )
    assert examined.received is not None
    packed = pickle.dumps(examined)
    assert pickle.loads(packed) == examined  # noqa: S301 - our own bytes
    assert len(packed) < 2 * len(examined.received.record_bytes) + 20_000


def test_without_trust_nothing_is_concluded(signed_package: Path) -> None:
    received = examine_file(
        signed_package, ExaminationContext(TrustStore(), NOTHING, SIGNED_AT)
    ).received
    assert received is not None
    assert received.content_verification.verdict is Verdict.INCONCLUSIVE


def test_a_pdf_alone_says_the_same(
    commune_folder: CommuneFolder, signed_package: Path, signed_pdf: bytes
) -> None:
    trust = read_trust_folder(commune_folder.trust)
    alone = receive_pdf(signed_pdf, trust, "25525", SIGNED_AT)
    with open_package(signed_package) as opened:
        whole = receive_package(opened, trust, SIGNED_AT)
    assert (alone.kind, alone.content_verification.verdict) == (SubmissionKind.PDF, Verdict.VALID)
    assert alone.content_verification.workbook_state is WorkbookSignatureState.ABSENT
    assert (alone.record, alone.manifest_sha256) == (whole.record, whole.manifest_sha256)
    assert alone.evidence == ()


def test_a_pdf_of_another_unit_is_not_taken(
    commune_folder: CommuneFolder, signed_pdf: bytes
) -> None:
    received = receive_pdf(signed_pdf, read_trust_folder(commune_folder.trust), "25001", SIGNED_AT)
    assert received.content_verification.verdict is Verdict.INVALID
    assert "25525" in received.content_verification.violations[0]


def test_a_pdf_whose_files_do_not_fit_is_refused(signed_pdf: bytes, tmp_path: Path) -> None:
    """Another record with the old manifest: the hash in the list tells."""
    record = read_embedded_report(signed_pdf).record_bytes
    other = record.replace(b'"87.5"', b'"88.5"', 1)
    assert other != record
    with pikepdf.open(BytesIO(signed_pdf)) as opened:
        for spec in opened.Root.AF:
            if str(spec.UF) == "report.json":
                spec.EF.F.write(other)
                spec.EF.F.Params.Size = len(other)
        opened.save(tmp_path / "other.pdf")
    with pytest.raises(PackageFaultError) as refused:
        read_embedded_report((tmp_path / "other.pdf").read_bytes())
    assert refused.value.code == "P304"


def test_packages_and_pdfs_are_told_apart(
    commune_folder: CommuneFolder, signed_package: Path, signed_pdf: bytes, tmp_path: Path
) -> None:
    alone, junk = tmp_path / "bao-cao.pdf", tmp_path / "goi.zip"
    alone.write_bytes(signed_pdf)
    junk.write_bytes(b"khong phai goi")
    context = ExaminationContext(read_trust_folder(commune_folder.trust), NOTHING, SIGNED_AT)
    files = (signed_package, alone, junk, tmp_path / "absent.zip")
    examined, two, three, four = (examine_file(path, context) for path in files)
    assert [_word(examined), _word(two)] == [Verdict.VALID, Verdict.VALID]
    assert (three.received, three.code, len(three.sha256)) == (None, "P001", 64)
    assert (four.received, four.sha256) == (None, "")


def _word(examined: ExaminedFile) -> Verdict | None:
    return examined.received.content_verification.verdict if examined.received else None
