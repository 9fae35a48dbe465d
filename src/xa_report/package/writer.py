"""Writer of packages and of the loose PDF and workbook beside them."""

from collections.abc import Sequence
from pathlib import Path

from xa_report.errors import UsageError
from xa_report.files import REAL_DISK, Disk, read_chunks, write_verified
from xa_report.package.package_files import PART_NAMES, PackageFile, digest_file
from xa_report.package.zip_writer import archive_chunks, archive_size, measure_files


def write_package(
    folder: Path,
    name: str,
    files: Sequence[PackageFile],
    replace: bool = False,
    disk: Disk = REAL_DISK,
) -> Path:
    """Write a package whole or not at all; return its path.

    Raise UsageError when a file has the name already (unless `replace`) or the package would be too
    large, EnvironmentFailedError when the disk fails or is full.
    """
    # One order, whatever the caller's: the same files give the same bytes.
    ordered = sorted(files, key=lambda file: (_part_order(file.path), file.path))
    measures = measure_files(ordered)
    size = archive_size(ordered, measures)
    target = folder / name
    if target.exists() and not replace:
        raise UsageError(
            f"“{folder}” đã có “{name}”. Hãy chọn thư mục khác, hoặc đồng ý ghi đè gói cũ."
        )
    write_verified(target, archive_chunks(ordered, measures), size, disk)
    return target


def write_loose_file(folder: Path, file: PackageFile, disk: Disk = REAL_DISK) -> Path:
    """Write one file under the last part of its path, whole or not at all; return where."""
    target = folder / Path(file.path).name
    with file.open() as stream:
        write_verified(target, read_chunks(stream), digest_file(file).bytes, disk)
    return target


def _part_order(path: str) -> int:
    return PART_NAMES.index(path) if path in PART_NAMES else len(PART_NAMES)
