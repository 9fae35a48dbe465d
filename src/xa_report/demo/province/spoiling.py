"""Spoils packages in ways that happen: broken off while copying, changed afterwards, sent twice."""

import re
import zipfile
from pathlib import Path
from shutil import copyfile

from xa_report.files import write_whole

SCORE = re.compile(rb'("chi_so_766".*?"score":")[0-9.]+')
KEPT = 0.6
"""So much of a package reached the stick before it was pulled out."""


def broken_off(package: Path, target: Path) -> Path:
    """The beginning of a package."""
    content = package.read_bytes()
    write_whole(target, content[: int(len(content) * KEPT)])
    return target


def changed(package: Path, target: Path) -> Path:
    """A package in which somebody has raised a figure after it was signed."""
    from xa_report.package.package_files import RECORD_NAME, PackageFile
    from xa_report.package.zip_writer import archive_chunks, measure_files

    with zipfile.ZipFile(package) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[RECORD_NAME] = SCORE.sub(rb"\g<1>99.5", parts[RECORD_NAME], count=1)
    files = [PackageFile(name, content) for name, content in parts.items()]
    write_whole(target, b"".join(archive_chunks(files, measure_files(files))))
    return target


def sent_twice(package: Path, target: Path) -> Path:
    """The same file once more, as it came by e-mail."""
    return Path(copyfile(package, target))
