"""Makes the reports of many communes, each in a process of its own when there are several."""

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from shutil import copyfile

from xa_report.demo.province.cast import Player
from xa_report.demo.province.filling import fill
from xa_report.demo.province.places import Places
from xa_report.domain.item import Answer
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.export_report import file_stem
from xa_report.workflow.commune.sign_report import export_for_signing
from xa_report.workflow.shared.definitions_pdf import read_issued_definitions

FEW = 2
"""So many reports are made here; more are worth starting processes for."""


class Way(StrEnum):
    """How a commune sends its report."""

    SIGNED = "signed"
    UNSIGNED = "unsigned"
    SECOND_PC = "second_pc"
    """The same number once more, from another computer and with another figure."""


@dataclass(frozen=True, slots=True)
class Task:
    """One report to be made."""

    player: Player
    places: Places
    moment: datetime
    """When the chairman signs."""
    way: Way = Way.SIGNED
    pause: timedelta = timedelta(minutes=5)
    """How long after that the seal follows."""


def make(task: Task) -> Path:
    """Take the issued definitions, fill, sign, pack; return what is sent."""
    places, player = task.places, task.player
    issued = read_issued_definitions(places.issued, places.trust)
    stem = player.unit.code + ("-may-khac" if task.way is Way.SECOND_PC else "")
    with database_file.create_commune_file(
        places.commune(stem), player.unit, [issued.form], issued.plans
    ) as commune:
        work = fill(commune, player, places.communes / stem)
        return _send(commune, work, task)


def _send(commune: CommuneFile, work: AssessedReport, task: Task) -> Path:
    places = task.places
    if task.way is Way.UNSIGNED:
        return _without_signature(commune, work, task)
    if task.way is Way.SECOND_PC:
        work = report.set_answer(commune, work, "ra_soat_quy_trinh", Answer(value=True))
        work = report.set_answer(commune, work, "pbgdpl_thuc_hien", work.report.answers[_PLANNED])
        return sign_and_send(commune, work, task, places.first / "may-khac")
    return sign_and_send(commune, work, task, places.first)


_PLANNED = "pbgdpl_ke_hoach"


def sign_and_send(commune: CommuneFile, work: AssessedReport, task: Task, folder: Path) -> Path:
    """Sign with both keys of the commune and pack."""
    from xa_report.demo.signing import Turn, sign_with
    from xa_report.signing.identity import BOTH_ROLES

    turns = {
        role: Turn(task.places.key(commune.unit.code, role), task.moment + turn * task.pause)
        for turn, role in enumerate(BOTH_ROLES)
    }
    folder.mkdir(parents=True, exist_ok=True)
    return sign_with(commune, work, turns, folder)


def _without_signature(commune: CommuneFile, work: AssessedReport, task: Task) -> Path:
    """The report as it would go to an outside signing tool, sent by mistake."""
    own = task.places.communes / commune.unit.code
    pdf = export_for_signing(commune, work, own, lambda: task.moment)
    return Path(copyfile(pdf, task.places.first / f"{file_stem(work)}_chua-ky.pdf"))


def make_all(tasks: Sequence[Task]) -> tuple[Path, ...]:
    """Make every report; return what is sent, in the order of the tasks."""
    if len(tasks) <= FEW:
        return tuple(map(make, tasks))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(tasks)), context) as pool:
        return tuple(pool.map(make, tasks))
