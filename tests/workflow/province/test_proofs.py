"""Documents of submissions drawn again at the province, before anything counts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.factories.forged_submissions import (
    YEAR,
    Forge,
    Forger,
    create_forger,
    create_gate_register,
)
from xa_report.cli.main import cli
from xa_report.domain.province.appraisal import CaseKey, CaseState
from xa_report.domain.province.open_matters import OpenMatterKind
from xa_report.domain.report import Report
from xa_report.errors import UsageError
from xa_report.package.package_files import PDF_NAME
from xa_report.package.reader import open_package
from xa_report.province.appraisal import commands
from xa_report.province.intake.import_file import ImportResult
from xa_report.province.register import Register
from xa_report.verification.report_proof import ProofKind
from xa_report.workflow.province import appraisal, queries
from xa_report.workflow.province.case_sheet import load_case_sheet
from xa_report.workflow.province.consolidation import accept_open_matters, load_consolidation
from xa_report.workflow.province.intake import examine_files, import_examined
from xa_report.workflow.province.proofs import prove_all, prove_case


@pytest.fixture(scope="module")
def forger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forger]:
    forger = create_forger(tmp_path_factory.mktemp("xa"))
    yield forger
    forger.commune.close()


@pytest.fixture
def register(forger: Forger, tmp_path: Path) -> Register:
    return create_gate_register(tmp_path / "so", forger)


@pytest.fixture
def key(forger: Forger) -> CaseKey:
    return CaseKey(forger.honest.report.unit.code, YEAR)


def take(register: Register, path: Path) -> None:
    """Import a file, which the quick comparison finds nothing against."""
    (result,) = import_examined(register, list(examine_files(register, [path])))
    assert isinstance(result, ImportResult)
    assert result.submission, result.classification.reason


def honest(sent: Report) -> Report:
    return sent


def other_explanation(sent: Report) -> Report:
    return replace(sent, explanations={"1.6": "Có quy chế và kết quả phối hợp."})


def other_note(sent: Report) -> Report:
    answer = replace(sent.answers["hs"], note="đã đối soát với Cổng")
    return replace(sent, answers={**sent.answers, "hs": answer})


def other_signer(sent: Report) -> Report:
    return replace(sent, letterhead=replace(sent.letterhead, signer="Trần Văn Khác"))


def other_page(sent: Report) -> Report:
    (use,) = sent.evidence
    return replace(sent, evidence=(replace(use, page="tr. 9"),))


def kinds(register: Register, key: CaseKey) -> set[OpenMatterKind]:
    return {each.kind for each in appraisal.list_open_matters(appraisal.load_case(register, key))}


def test_an_honest_report_is_proven_and_that_is_shown(
    forger: Forger, register: Register, key: CaseKey
):
    take(register, forger.package(honest))
    assert load_case_sheet(register, key).proof_text == "chưa so văn bản"
    assert OpenMatterKind.UNPROVEN in kinds(register, key)
    (result,) = prove_all(register)
    assert (result.proof.kind, result.proof.differences) == (ProofKind.REDRAWN, ())
    assert load_case_sheet(register, key).proof_text == "văn bản khớp số liệu"
    assert kinds(register, key).isdisjoint({OpenMatterKind.UNPROVEN, OpenMatterKind.DISPROVEN})
    assert list(prove_all(register)) == []
    assert [status.proof for status in queries.case_statuses(register, YEAR)] == [result.proof]


def test_closing_proves_first(forger: Forger, register: Register, key: CaseKey):
    take(register, forger.package(honest))
    with pytest.raises(UsageError, match="chưa vẽ lại văn bản"):
        commands.close_single_case(register, key)
    assert appraisal.close_case(register, key).row.state is CaseState.CLOSED


@pytest.mark.parametrize("forge", [other_explanation, other_note, other_signer, other_page])
def test_a_record_that_its_papers_do_not_show_never_counts(
    forge: Forge, forger: Forger, register: Register, key: CaseKey
):
    take(register, forger.package(forge))
    proof = prove_case(register, key)
    assert proof is not None
    assert (proof.kind, proof.holds) == (ProofKind.REDRAWN, False)
    with pytest.raises(UsageError, match="khác số liệu gửi kèm"):
        appraisal.close_case(register, key)
    assert OpenMatterKind.DISPROVEN in kinds(register, key)
    assert load_case_sheet(register, key).proof_text == "văn bản khác số liệu"
    # No reason takes it.
    accept_open_matters(register, YEAR, "các sở đã thống nhất")
    (open_matters,) = load_consolidation(register, YEAR).consolidation.unaccepted_matters
    assert OpenMatterKind.DISPROVEN in {matter.kind for matter in open_matters.matters}


def test_the_command_names_what_differs(forger: Forger, register: Register, key: CaseKey):
    take(register, forger.package(other_note))
    address = str(register.location)
    ran = CliRunner().invoke(cli, ["province", "prove", address])
    assert ran.exit_code == 1
    assert "So văn bản với số liệu: 0/1 bản nộp khớp." in ran.stdout
    assert f"({key.unit}), năm 2026, L1: văn bản khác số liệu" in ran.stdout
    assert "đã đối soát với" in ran.stdout
    again = CliRunner().invoke(cli, ["province", "prove", address])
    assert (again.exit_code, again.stdout) == (0, "Không có bản nộp nào chờ so văn bản.\n")
    once_more = CliRunner().invoke(cli, ["province", "prove", address, "--unit", key.unit])
    assert once_more.exit_code == 1
    shown = CliRunner().invoke(cli, ["province", "list", address])
    assert "văn bản khác số liệu" in shown.stdout


def test_a_pdf_alone_is_proven_and_its_package_again(
    forger: Forger, register: Register, key: CaseKey, tmp_path: Path
):
    package = forger.package(honest)
    with open_package(package) as opened:
        alone = tmp_path / "bao-cao.pdf"
        alone.write_bytes(opened.files[PDF_NAME].read_bytes())
    take(register, alone)
    proof = prove_case(register, key)
    assert proof is not None
    assert proof.holds
    take(register, package)
    assert load_case_sheet(register, key).proof_text == "chưa so văn bản"
    (result,) = prove_all(register, YEAR)
    assert result.proof.holds


def test_a_case_without_a_submission_has_no_proof(register: Register, key: CaseKey):
    assert prove_case(register, key) is None
