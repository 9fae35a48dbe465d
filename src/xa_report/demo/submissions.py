"""Submissions of the demonstration: signed packages, and damaged ones among them."""

import multiprocessing
import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from xa_report.demo.answers import fill_commune_year
from xa_report.demo.keys import SigningStep, sign_with
from xa_report.demo.scenario import DemoCommune, DemoPaths, DemoScenario
from xa_report.domain.item import Answer
from xa_report.files import copy_whole, write_whole
from xa_report.package.package_files import RECORD_NAME, PackageFile
from xa_report.package.zip_writer import archive_chunks, measure_files
from xa_report.signing.identity import BOTH_ROLES
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.export_report import file_stem
from xa_report.workflow.commune.sign_report import export_for_signing
from xa_report.workflow.shared.definitions_pdf import read_issued_definitions

FEW_TASKS = 2
"""Number of reports up to which starting processes costs more than it saves."""


class SubmissionMethod(StrEnum):
    """Way of sending a report."""

    SIGNED = "signed"
    UNSIGNED = "unsigned"
    SECOND_PC = "second_pc"
    """The same number once more, from another computer and with another figure."""


@dataclass(frozen=True, slots=True)
class SubmissionTask:
    """Order for one report."""

    demo_commune: DemoCommune
    demo_paths: DemoPaths
    moment: datetime
    """Time of the chairman's signature."""
    method: SubmissionMethod = SubmissionMethod.SIGNED
    pause: timedelta = timedelta(minutes=5)
    """Time from the chairman's signature to the seal."""


def make_submission(task: SubmissionTask) -> Path:
    """Create a commune's file by the issued definitions, fill, sign, pack; return the sent file."""
    places, demo_commune = task.demo_paths, task.demo_commune
    issued = read_issued_definitions(places.issued, places.trust)
    stem = demo_commune.unit.code + (
        "-may-khac" if task.method is SubmissionMethod.SECOND_PC else ""
    )
    with database_file.create_commune_file(
        places.commune(stem), demo_commune.unit, [issued.form], issued.plans
    ) as commune:
        work = fill_commune_year(commune, demo_commune, places.communes / stem)
        return _send_by_method(commune, work, task)


def _send_by_method(
    commune_file: CommuneFile, assessed_report: AssessedReport, task: SubmissionTask
) -> Path:
    places = task.demo_paths
    if task.method is SubmissionMethod.UNSIGNED:
        return _export_without_signature(commune_file, assessed_report, task)
    if task.method is SubmissionMethod.SECOND_PC:
        assessed_report = report.set_answer(
            commune_file, assessed_report, "ra_soat_quy_trinh", Answer(value=True)
        )
        assessed_report = report.set_answer(
            commune_file,
            assessed_report,
            "pbgdpl_thuc_hien",
            assessed_report.report.answers[_PLANNED],
        )
        return sign_and_send(
            commune_file, assessed_report, task, places.first_packages / "may-khac"
        )
    return sign_and_send(commune_file, assessed_report, task, places.first_packages)


_PLANNED = "pbgdpl_ke_hoach"


def sign_and_send(
    commune_file: CommuneFile, assessed_report: AssessedReport, task: SubmissionTask, folder: Path
) -> Path:
    """Sign with both keys of the commune and write the package."""
    turns = {
        role: SigningStep(
            task.demo_paths.key(commune_file.unit.code, role), task.moment + turn * task.pause
        )
        for turn, role in enumerate(BOTH_ROLES)
    }
    folder.mkdir(parents=True, exist_ok=True)
    return sign_with(commune_file, assessed_report, turns, folder)


def _export_without_signature(
    commune_file: CommuneFile, assessed_report: AssessedReport, task: SubmissionTask
) -> Path:
    """Write the PDF meant for an outside signing tool, sent by mistake."""
    own = task.demo_paths.communes / commune_file.unit.code
    pdf = export_for_signing(commune_file, assessed_report, own, lambda: task.moment)
    sent = task.demo_paths.first_packages / f"{file_stem(assessed_report)}_chua-ky.pdf"
    copy_whole(pdf, sent)
    return sent


def make_submissions(tasks: Sequence[SubmissionTask]) -> tuple[Path, ...]:
    """Make every report, on all cores when there are many; return the files by order of tasks."""
    if len(tasks) <= FEW_TASKS:
        return tuple(map(make_submission, tasks))
    # Forking a process that has threads, as the window's job has, can deadlock.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(tasks)), context) as pool:
        return tuple(pool.map(make_submission, tasks))


# Works on the bytes of the record, so that nothing but the score differs from what was signed.
SCORE_PATTERN = re.compile(rb'("chi_so_766".*?"score":")[0-9.]+')
TRUNCATED_SHARE = 0.6
"""Share of a package that reached the stick before it was pulled out."""


def truncated_package(package: Path, target: Path) -> Path:
    """Write the beginning of a package."""
    content = package.read_bytes()
    write_whole(target, content[: int(len(content) * TRUNCATED_SHARE)])
    return target


def tampered_package(package: Path, target: Path) -> Path:
    """Write a package in which somebody has raised a figure after it was signed."""
    with zipfile.ZipFile(package) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[RECORD_NAME] = SCORE_PATTERN.sub(rb"\g<1>99.5", parts[RECORD_NAME], count=1)
    # Our own writer: the archive stays sound, only the signed hashes show the change.
    files = [PackageFile(name, content) for name, content in parts.items()]
    write_whole(target, b"".join(archive_chunks(files, measure_files(files))))
    return target


def duplicated_package(package: Path, target: Path) -> Path:
    """Copy a package, as if it came once more by e-mail."""
    copy_whole(package, target)
    return target


SENT_BEFORE = timedelta(hours=2)
"""Time from the signatures to the import."""


def send_first_files(scenario: DemoScenario, demo_paths: DemoPaths, moment: datetime) -> int:
    """Make all reports and damage copies of some; return the number of files."""
    make_submissions(list(_submission_tasks(scenario, demo_paths, moment - SENT_BEFORE)))
    _add_damaged_files(scenario, demo_paths)
    return sum(path.is_file() for path in demo_paths.first_packages.rglob("*"))


def _submission_tasks(
    scenario: DemoScenario, demo_paths: DemoPaths, moment: datetime
) -> Iterator[SubmissionTask]:
    yield from (
        SubmissionTask(demo_commune, demo_paths, moment) for demo_commune in scenario.senders
    )
    yield SubmissionTask(scenario.unsigned, demo_paths, moment, SubmissionMethod.UNSIGNED)
    yield SubmissionTask(scenario.foreign, demo_paths, moment)
    yield SubmissionTask(scenario.senders[-1], demo_paths, moment, SubmissionMethod.SECOND_PC)


def _add_damaged_files(scenario: DemoScenario, demo_paths: DemoPaths) -> None:
    first, second, third = (
        _package_number(scenario, demo_paths, position) for position in (0, 1, 2)
    )
    truncated_package(first, demo_paths.first_packages / f"{first.stem}_chep-do.zip")
    tampered_package(second, demo_paths.first_packages / f"{second.stem}_da-sua.zip")
    duplicated_package(third, demo_paths.first_packages / f"{third.stem}_gui-lai.zip")


def _package_number(scenario: DemoScenario, demo_paths: DemoPaths, position: int) -> Path:
    code = scenario.senders[position].unit.code
    return next(demo_paths.first_packages.glob(f"CCHC_{code}_*_L1.zip"))
