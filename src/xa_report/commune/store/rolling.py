"""Rolling backups in a folder beside the file: made when due, thinned out by age and size."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from xa_report.commune.store.copying import backup
from xa_report.errors import EnvironmentFailedError, StoreDamagedError

EVERY = timedelta(days=1)
KEEP_LAST, KEEP_DAYS = 10, 14
KEEP_BYTES, KEEP_ALWAYS = 2 * 2**30, 3
"""Evidence makes copies large: above this size only the newest few stay."""

_STAMP = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup and when it was made."""

    at: datetime
    path: Path


def folder_of(path: Path) -> Path:
    """Return the folder of a file's backups."""
    return path.with_name(f"{path.name}.backups")


def backups(path: Path) -> tuple[Backup, ...]:
    """Return the backups of a file, the newest first."""
    pattern = re.compile(rf"{re.escape(path.stem)}-(\d{{8}}T\d{{12}}Z){re.escape(path.suffix)}")
    found = [
        Backup(datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC), entry)
        for entry in folder_of(path).glob("*")
        if (match := pattern.fullmatch(entry.name))
    ]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def due(path: Path, now: datetime) -> bool:
    """Tell whether the last backup is older than a day, or dated in the future."""
    made = backups(path)
    return not made or not timedelta(0) <= now - made[0].at < EVERY


def keep(path: Path, now: datetime) -> Path:
    """Make a checked backup now and thin the old ones out."""
    target = stamped(path, now)
    backup(path, target)
    for old in superfluous(backups(path), now):
        old.path.unlink(missing_ok=True)
    return target


def keep_if_possible(path: Path, now: datetime) -> tuple[str, ...]:
    """Make a backup; a full disk must not keep people from work, so say it instead."""
    try:
        keep(path, now)
    except StoreDamagedError:
        raise
    except EnvironmentFailedError as error:
        return (f"Chưa sao lưu được tệp “{path.name}”: {error}",)
    return ()


def stamped(path: Path, now: datetime, mark: str = "") -> Path:
    """Return a free name for a backup that is made now; its folder exists afterwards."""
    folder = folder_of(path)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không tạo được thư mục sao lưu “{folder}”. Hãy kiểm tra quyền ghi."
        ) from error
    moment = now.astimezone(UTC)
    while (name := folder / f"{path.stem}-{moment:{_STAMP}}{mark}{path.suffix}").exists():
        moment += timedelta(microseconds=1)
    return name


def superfluous(made: Sequence[Backup], now: datetime) -> tuple[Backup, ...]:
    """Pick the backups to remove: not among the last, not a day's newest, or too much in all."""
    wanted = set(made[:KEEP_LAST])
    days = {each.at.date(): each for each in reversed(made)}  # the newest of a day comes last
    today = now.astimezone(UTC).date()
    wanted |= {each for day, each in days.items() if today - day < timedelta(KEEP_DAYS)}
    size, kept = 0, set[Backup]()
    for each in made:
        size += each.path.stat().st_size if each in wanted else 0
        if each in wanted and (size <= KEEP_BYTES or len(kept) < KEEP_ALWAYS):
            kept.add(each)
    return tuple(each for each in made if each not in kept)
