"""Demonstration of a province: from issued definitions to a published ranking."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from xa_report.demo import appraisal, corrections, keys, submissions
from xa_report.demo.answers import DEMO_YEAR
from xa_report.demo.appraisal import FirstRound
from xa_report.demo.scenario import DemoPaths, DemoScenario, choose_scenario
from xa_report.demo.submissions import SubmissionTask
from xa_report.errors import BlockedError, UsageError
from xa_report.files import copy_whole
from xa_report.province.consolidation.build import ConsolidationSource
from xa_report.province.intake.import_file import ImportResult
from xa_report.province.register import Register
from xa_report.signing.signing_key import SigningKey
from xa_report.workflow.commune.receipts import AppliedReceipt
from xa_report.workflow.province import consolidation, consolidation_files
from xa_report.workflow.province.intake import (
    ImportFailure,
    examine_files,
    import_examined,
    import_overrides,
)
from xa_report.workflow.province.proofs import prove_all
from xa_report.workflow.province.receipts import ReceiptFailure, issue_receipts
from xa_report.workflow.province.register_setup import add_register_definitions, create_register
from xa_report.workflow.province.trusted_signers import add_trust
from xa_report.workflow.shared.environment import ProgressCallback, no_progress, now_in_vietnam
from xa_report.workflow.shared.signing_keys import Signatory
from xa_report.workflow.shared.verify import VerificationReport
from xa_report.workflow.shared.verify_ranking import verify_ranking

ACCEPT_REASON = "Các sở đã xem hồ sơ, thống nhất điểm tự chấm ở tiêu chí không ghi ý kiến."


def publish_packages(
    import_results: Iterable[ImportResult], source: ConsolidationSource, demo_paths: DemoPaths
) -> None:
    """Copy the package of every ranked commune, unchanged, under its own name."""
    counted = {one.package_sha256 for one in source.consolidation.results}
    demo_paths.counted_packages.mkdir()
    for result in import_results:
        examined_file = result.classification.examined_file
        if result.classification.is_imported and examined_file.sha256 in counted:
            copy_whole(examined_file.path, demo_paths.counted_packages / examined_file.path.name)


PROVINCE_STEPS = 10


@dataclass(slots=True)
class DemoTotals:
    """Results of the demonstration, filled in step by step."""

    scenario: DemoScenario
    demo_paths: DemoPaths
    moment: datetime
    files: int = 0
    """Number of files that communes sent at first."""
    first_results: tuple[ImportResult, ...] = ()
    """Import results of these files."""
    first_round: FirstRound = field(default_factory=FirstRound)
    province_value_count: int = 0
    """Number of figures that the province entered itself."""
    returned_criteria: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Reopened criteria by unit code."""
    interim_receipts: tuple[AppliedReceipt, ...] = ()
    """Receipts after round 1, applied by the communes."""
    corrected_results: tuple[ImportResult, ...] = ()
    """Import results of the corrections."""
    final_receipts: tuple[AppliedReceipt, ...] = ()
    """Receipts with the final points, applied by the communes."""
    written_files: tuple[Path, ...] = ()
    """Report, workbook, data and ranking of the province."""


@dataclass(frozen=True, slots=True)
class ProvinceDemo:
    """Finished demonstration of a province."""

    totals: DemoTotals
    source: ConsolidationSource
    verification_report: VerificationReport
    """Verification of the ranking, computed again from the packages."""


def build_province_demo(
    folder: Path, communes: int, seed: int = 1, progress: ProgressCallback = no_progress
) -> ProvinceDemo:
    """Build the demonstration in a folder; the same seed gives the same figures.

    Raise UsageError when a demonstration is there already or the number of communes cannot be.
    """
    places = DemoPaths(folder)
    if places.keys.exists():
        raise UsageError(
            f"Thư mục {folder} đã có bản minh họa. Hãy chọn thư mục khác hoặc xóa thư mục này."
        )
    loop = DemoTotals(choose_scenario(seed, communes), places, now_in_vietnam())
    progress("Cấp khóa, con dấu cho tỉnh và các xã", 0, PROVINCE_STEPS)
    _prepare_folder(loop)
    with keys.load_province_seal(loop.scenario, places) as seal:
        register = _create_register(loop, seal, progress)
        _import_first_files(loop, register, progress)
        _appraise_first_round(loop, register, progress)
        _return_and_correct(loop, register, seal, progress)
        return _finish_period(loop, register, seal, progress)


def _prepare_folder(totals: DemoTotals) -> None:
    places = totals.demo_paths
    for folder in (
        places.folder,
        places.keys,
        places.communes,
        places.first_packages,
        places.corrected_packages,
    ):
        folder.mkdir(parents=True, exist_ok=True)
    keys.write_unit_list(totals.scenario, places.units)
    keys.create_province_keys(totals.scenario, places, totals.moment)


def _create_register(totals: DemoTotals, seal: SigningKey, progress: ProgressCallback) -> Register:
    progress("Tỉnh ban hành bộ tiêu chí và kế hoạch, lập sổ", 1, PROVINCE_STEPS)
    places = totals.demo_paths
    form, plans = keys.issue_demo_definitions(places, Signatory(seal))
    who = keys.ISSUING_DEPARTMENT
    register = create_register(
        str(places.register), totals.scenario.province.code, places.units, who
    )
    add_register_definitions(register, [form, *plans])
    add_trust(register, [places.trust])
    return register


def _import_first_files(totals: DemoTotals, register: Register, progress: ProgressCallback) -> None:
    progress("Các xã nhập số liệu, ký, đóng gói", 2, PROVINCE_STEPS)
    totals.files = submissions.send_first_files(totals.scenario, totals.demo_paths, totals.moment)
    progress("Tỉnh nhập các gói", 3, PROVINCE_STEPS)
    totals.first_results = _import_folder(register, totals.demo_paths.first_packages)


def _import_folder(register: Register, folder: Path) -> tuple[ImportResult, ...]:
    taken, failed = [], []
    # The made-up year stays the same, however late the demonstration is run.
    allowed = import_overrides("Bản minh họa có kỳ cố định.", out_of_season=True)
    for result in import_examined(register, list(examine_files(register, [folder])), allowed):
        if isinstance(result, ImportFailure):
            failed.append(f"{result.path.name}: {result.sentence}")
        else:
            taken.append(result)
    if failed:
        # The damaged files are quarantined; one that fails is a fault of ours.
        raise BlockedError("Có tệp không nhập được:", failed)
    list(prove_all(register))
    return tuple(taken)


def _appraise_first_round(
    totals: DemoTotals, register: Register, progress: ProgressCallback
) -> None:
    progress("Các sở thẩm định lần 1, nhập kết quả điều tra", 4, PROVINCE_STEPS)
    totals.first_round = appraisal.appraise_first_round(
        register, totals.scenario, totals.demo_paths
    )
    totals.province_value_count = appraisal.enter_province_values(register, totals.scenario)


def _return_and_correct(
    totals: DemoTotals, register: Register, seal: SigningKey, progress: ProgressCallback
) -> None:
    progress("Tỉnh trả lại hai báo cáo, gửi phiếu cho các xã", 5, PROVINCE_STEPS)
    totals.returned_criteria = appraisal.return_two_cases(register, totals.scenario)
    totals.interim_receipts = _issue_and_apply_receipts(totals, register, seal)
    progress("Hai xã bổ sung, ký và gửi lại", 6, PROVINCE_STEPS)
    returned = {one.receipt.unit.code: one.receipt for one in totals.interim_receipts}
    for demo_commune in totals.scenario.returned_communes:
        # Without the pause: a seal five minutes from now would be signed in the future.
        task = SubmissionTask(demo_commune, totals.demo_paths, now_in_vietnam(), pause=timedelta())
        corrections.correct_and_resend(task, returned[demo_commune.unit.code])
    progress("Tỉnh nhập bản bổ sung", 7, PROVINCE_STEPS)
    totals.corrected_results = _import_folder(register, totals.demo_paths.corrected_packages)


def _issue_and_apply_receipts(
    totals: DemoTotals, register: Register, seal: SigningKey
) -> tuple[AppliedReceipt, ...]:
    """Issue a receipt to every commune, and let each apply its own."""
    applied, failed = [], []
    for outcome in issue_receipts(register, DEMO_YEAR, totals.demo_paths.receipts, Signatory(seal)):
        if isinstance(outcome, ReceiptFailure):
            failed.append(f"{outcome.unit}: {outcome.sentence}")
        else:
            applied.append(
                corrections.apply_demo_receipt(
                    outcome.receipt.unit.code, outcome.path, totals.demo_paths
                )
            )
    if failed:
        raise BlockedError("Có phiếu không lập được:", failed)
    return tuple(applied)


def _finish_period(
    totals: DemoTotals, register: Register, seal: SigningKey, progress: ProgressCallback
) -> ProvinceDemo:
    progress("Nghe giải trình, chốt điểm, gửi phiếu cuối", 8, PROVINCE_STEPS)
    appraisal.record_demo_explanation(register, totals.scenario)
    appraisal.close_all_cases(register, totals.scenario.senders)
    totals.final_receipts = _issue_and_apply_receipts(totals, register, seal)
    progress("Xếp hạng, tổng hợp, tính lại bảng xếp hạng", 9, PROVINCE_STEPS)
    source = consolidation.accept_open_matters(register, DEMO_YEAR, ACCEPT_REASON)
    places = totals.demo_paths
    places.consolidation_folder.mkdir(exist_ok=True)
    totals.written_files = consolidation_files.write_consolidation(
        source, places.consolidation_folder
    )
    publish_packages((*totals.first_results, *totals.corrected_results), source, places)
    verified = verify_ranking(places.ranking, places.counted_packages, places.trust)
    progress("Xong", PROVINCE_STEPS, PROVINCE_STEPS)
    return ProvinceDemo(totals, source, verified)
