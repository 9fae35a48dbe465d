"""Files on disk: written whole under their names or not at all, read within limits.

Every file is written here (tests/architecture/test_file_writes.py) but for the databases, which
SQLite and PostgreSQL write, and the note beside a lock (commune/store/writer_lock.py): it is
overwritten in place, as a rename would fail on Windows while a process that waits is reading it.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from xa_report.errors import EnvironmentFailedError, UsageError

WriteTarget = Path | BinaryIO
"""A path, which is written whole, or a stream."""

LARGEST_FILE = 256 * 2**20
"""Bytes, inclusive; PDFs and workbooks of ours have an eighth of it at most."""
CHUNK_SIZE = 1024 * 1024
"""Bytes in memory at a time."""
SPARE_SIZE = 64 * 1024
"""Bytes that are kept free for folders and the file system."""


class Disk:
    """Steps of a verified write, each of which can raise OSError; tests replace them."""

    def free_size(self, folder: Path) -> int:
        """Return how many bytes are free for this user."""
        return shutil.disk_usage(folder).free

    def create(self, draft: Path) -> BinaryIO:
        """Open a draft for writing; one that an earlier try left behind is emptied."""
        return draft.open("wb")

    def write(self, file: BinaryIO, chunk: bytes) -> None:
        """Write a piece."""
        file.write(chunk)

    def flush(self, file: BinaryIO) -> None:
        """Bring everything onto the medium, so that it will be read back from there."""
        file.flush()
        os.fsync(file.fileno())
        # The page cache would answer the reading back, and a bad stick stay unnoticed.
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

    def reopen(self, draft: Path) -> BinaryIO:
        """Open the draft for reading it back."""
        return draft.open("rb")

    def rename(self, draft: Path, target: Path) -> None:
        """Give the draft its name, in one step."""
        draft.replace(target)

    def flush_folder(self, folder: Path) -> None:
        """Bring the new name onto the medium."""
        flush_folder(folder)


REAL_DISK = Disk()


def require_regular_file(path: Path) -> None:
    """Raise UsageError for a pipe or a folder: reading it would wait for ever or fail."""
    if path.exists() and not path.is_file():
        raise UsageError(f"“{path}” không phải là tệp thường; hãy chọn lại tệp.")


def read_bounded(path: Path) -> bytes:
    """Read a file of at most LARGEST_FILE bytes.

    Raise UsageError for a larger one or one that is no plain file, EnvironmentFailedError when it
    cannot be read.
    """
    require_regular_file(path)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UsageError(
                f"Tệp “{path}” lớn hơn 256 MiB nên không thể là tệp của phần mềm này; hãy chọn lại "
                "tệp."
            )
        return path.read_bytes()
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được “{path}”: {error.strerror}. Hãy kiểm tra đường dẫn và USB."
        ) from error


def read_chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield a stream from where it stands to its end, CHUNK_SIZE bytes at a time."""
    while chunk := stream.read(CHUNK_SIZE):
        yield chunk


def draft_path(target: Path) -> Path:
    """Return the name beside a target under which its content is written first."""
    return target.with_name(f"{target.name}.part")


def write_whole(target: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Write a file beside its name, flush it, then put it in place of what had the name.

    `mode` holds the permissions before the umask. Raise OSError; the name then holds what it held.
    """
    _put_in_place(target, [content], mode)


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file of any size as `write_whole` writes one; raise OSError."""
    with source.open("rb") as stream:
        _put_in_place(target, read_chunks(stream))


def _put_in_place(target: Path, chunks: Iterable[bytes], mode: int = 0o666) -> None:
    draft = draft_path(target)
    try:
        _fill(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), chunks)
        draft.replace(target)
        flush_folder(target.parent)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def write_new(target: Path, chunks: Iterable[bytes], *, mode: int = 0o666) -> None:
    """Write a file that must not exist yet; nothing of it is left when a piece fails.

    `mode` holds the permissions before the umask. Raise FileExistsError for a name that is taken,
    OSError for anything else of the disk.
    """
    # Not by a draft: a rename cannot refuse a name that is taken on every system.
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        _fill(handle, chunks)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def write_new_folder(folder: Path, contents: Mapping[Path, bytes], *, mode: int = 0o666) -> None:
    """Write files into a folder that must be absent or empty; it has its name when all are in it.

    `contents` are by path within the folder. Raise FileExistsError for a folder with anything in
    it, OSError for anything else of the disk.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    draft = folder.absolute().with_name(f".{folder.absolute().name}.new")
    try:
        # Left by a process that was killed: it never had its name, so nobody uses it.
        shutil.rmtree(draft, ignore_errors=True)
        for path, content in contents.items():
            (draft / path).parent.mkdir(parents=True, exist_ok=True)
            write_new(draft / path, [content], mode=mode)
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
        flush_folder(draft.parent)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def write_scratch(target: Path, chunks: Iterable[bytes]) -> str:
    """Write a file into a temporary folder and return its SHA-256; raise OSError.

    It is not flushed, and what was written of it when a piece fails goes with its folder.
    """
    digest = sha256()
    with target.open("wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def write_to(target: WriteTarget, content: bytes) -> None:
    """Write to a stream, or to a path as write_whole does."""
    if isinstance(target, Path):
        write_whole(target, content)
    else:
        target.write(content)


def replace_flushed(draft: Path, target: Path) -> None:
    """Flush a draft to the disk and give it its name, in place of what had it; raise OSError."""
    with draft.open("r+b") as file:
        os.fsync(file.fileno())
    draft.replace(target)
    flush_folder(target.parent)


def flush_folder(folder: Path) -> None:
    """Bring the names in a folder onto the medium; raise OSError."""
    # On Windows a folder cannot be opened to be flushed.
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _fill(handle: int, chunks: Iterable[bytes]) -> None:
    with os.fdopen(handle, "wb") as file:
        file.writelines(chunks)
        file.flush()
        os.fsync(file.fileno())


def do_nothing() -> None:
    """Do nothing; the default of callbacks."""


def write_all(
    contents: Mapping[Path, bytes], step: Callable[[], None] = do_nothing
) -> tuple[Path, ...]:
    """Write all files beside their names, then put them in place; return where they are.

    `step` is called before each is written; what it raises ends the work. Raise
    EnvironmentFailedError when a folder cannot be written. No draft and no new folder is left
    behind then, and no file is replaced.
    """
    drafts = {path: draft_path(path) for path in contents}
    new_folders = _missing_folders({path.parent for path in contents})
    folder = Path()
    try:
        for path, content in contents.items():
            step()
            folder = path.parent
            folder.mkdir(parents=True, exist_ok=True)
            drafts[path].write_bytes(content)
        for path, draft in drafts.items():
            folder = path.parent
            replace_flushed(draft, path)
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không ghi được vào “{folder}” ({error.strerror}). Hãy kiểm tra ổ đĩa còn chỗ, không "
            "khóa ghi, và tệp cũ không đang mở trong chương trình khác."
        ) from error
    finally:
        _clear(drafts.values(), new_folders)
    return tuple(contents)


def _missing_folders(folders: Iterable[Path]) -> list[Path]:
    """Return the folders, and those above them, that do not exist yet, deepest first."""
    candidates = {path for folder in folders for path in (folder, *folder.parents)}
    deepest = sorted(candidates, key=lambda path: len(path.parts), reverse=True)
    return [path for path in deepest if not os.path.exists(path)]  # noqa: PTH110 - never raises


def _clear(drafts: Iterable[Path], folders: Iterable[Path]) -> None:
    """Remove what is left of drafts, and new folders that stayed empty."""
    for draft in drafts:
        # Its folder may be a file, or on a stick that is gone.
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    for folder in folders:
        # It holds files that were written.
        with suppress(OSError):
            folder.rmdir()


def write_verified(target: Path, chunks: Iterable[bytes], size: int, disk: Disk = REAL_DISK) -> str:
    """Write a file of `size` bytes under its name, flushed and read back; return its SHA-256.

    Raise EnvironmentFailedError when the disk is full, fails or reads back something else; then the
    name holds what it held.
    """
    draft = draft_path(target)
    try:
        _require_room(target.parent, size, disk)
        digest = _write_hashed(draft, chunks, disk)
        _require_same(draft, digest, disk)
        disk.rename(draft, target)
        disk.flush_folder(target.parent)
    except OSError as error:
        raise EnvironmentFailedError(_disk_error_text(error, target)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return digest


def _require_room(folder: Path, size: int, disk: Disk) -> None:
    free = disk.free_size(folder)
    if free < size + SPARE_SIZE:
        raise EnvironmentFailedError(
            f"“{folder}” chỉ còn trống {_megabytes(free)}, cần {_megabytes(size + SPARE_SIZE)}. "
            "Hãy xóa bớt tệp ở đó hoặc chọn ổ khác."
        )


def _write_hashed(draft: Path, chunks: Iterable[bytes], disk: Disk) -> str:
    digest = sha256()
    with disk.create(draft) as file:
        for chunk in chunks:
            digest.update(chunk)
            disk.write(file, chunk)
        disk.flush(file)
    return digest.hexdigest()


def _require_same(draft: Path, digest: str, disk: Disk) -> None:
    read = sha256()
    with disk.reopen(draft) as file:
        for chunk in read_chunks(file):
            read.update(chunk)
    if read.hexdigest() != digest:
        raise EnvironmentFailedError(
            f"Đọc lại “{draft.parent}” thấy khác với nội dung vừa ghi: ổ có thể bị hỏng. "
            "Hãy dùng USB khác."
        )


def _disk_error_text(error: OSError, target: Path) -> str:
    what = f"Không ghi được “{target.name}” vào “{target.parent}”"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{what}: ổ đã đầy. Hãy xóa bớt tệp ở đó hoặc chọn ổ khác."
    # FAT32, as sticks are sold, ends at 4 GiB.
    if error.errno == errno.EFBIG:
        return f"{what}: tệp lớn hơn mức ổ cho phép. Hãy dùng ổ định dạng exFAT hoặc NTFS."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{what}: ổ hoặc thư mục bị khóa ghi. Hãy mở khóa ghi hoặc chọn nơi khác."
    if not target.parent.is_dir():
        return f"{what}: không còn thấy thư mục này, USB có thể đã bị rút. Hãy cắm lại rồi ghi lại."
    return f"{what}: {error.strerror or error}. Hãy kiểm tra ổ hoặc chọn ổ khác."


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.1f} MB".translate(str.maketrans(",.", ".,"))
