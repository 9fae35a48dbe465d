"""Puts a file under its name whole, flushed and read back, or not at all."""

import errno
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from xa_report.errors import EnvironmentFailedError
from xa_report.package.disk import Disk
from xa_report.package.files import chunks

REAL = Disk()
SPARE = 64 * 1024
"""Bytes that folders and the file system take besides the content."""


def place(target: Path, pieces: Iterable[bytes], size: int, disk: Disk = REAL) -> str:
    """Write a file of `size` bytes under its name; return its SHA-256.

    Raise EnvironmentFailedError when the disk does not play along; then the name is as it was.
    """
    draft = target.with_name(f"{target.name}.part")
    try:
        _require_room(target.parent, size, disk)
        digest = _write(draft, pieces, disk)
        _require_same(draft, digest, disk)
        disk.rename(draft, target)
        disk.flush_folder(target.parent)
    except OSError as error:
        raise EnvironmentFailedError(_sentence(error, target)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return digest


def _require_room(folder: Path, size: int, disk: Disk) -> None:
    free = disk.free(folder)
    if free < size + SPARE:
        raise EnvironmentFailedError(
            f"“{folder}” chỉ còn trống {_megabytes(free)}, cần {_megabytes(size + SPARE)}. "
            "Hãy xóa bớt tệp ở đó hoặc chọn ổ khác."
        )


def _write(draft: Path, pieces: Iterable[bytes], disk: Disk) -> str:
    digest = sha256()
    with disk.create(draft) as file:
        for piece in pieces:
            digest.update(piece)
            disk.write(file, piece)
        disk.flush(file)
    return digest.hexdigest()


def _require_same(draft: Path, digest: str, disk: Disk) -> None:
    read = sha256()
    with disk.reopen(draft) as file:
        for chunk in chunks(file):
            read.update(chunk)
    if read.hexdigest() != digest:
        raise EnvironmentFailedError(
            f"Đọc lại “{draft.parent}” thấy khác với nội dung vừa ghi: ổ có thể bị hỏng. "
            "Hãy dùng USB khác."
        )


def _sentence(error: OSError, target: Path) -> str:
    what = f"Không ghi được “{target.name}” vào “{target.parent}”"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{what}: ổ đã đầy. Hãy xóa bớt tệp ở đó hoặc chọn ổ khác."
    if error.errno == errno.EFBIG:
        return f"{what}: tệp lớn hơn mức ổ cho phép. Hãy dùng ổ định dạng exFAT hoặc NTFS."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{what}: ổ hoặc thư mục bị khóa ghi. Hãy mở khóa ghi hoặc chọn nơi khác."
    if not target.parent.is_dir():
        return f"{what}: không còn thấy thư mục này, USB có thể đã bị rút. Hãy cắm lại rồi ghi lại."
    return f"{what}: {error.strerror or error}. Hãy kiểm tra ổ hoặc chọn ổ khác."


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.1f} MB".translate(str.maketrans(",.", ".,"))
