"""Files of keys and certificates, written whole and never over an existing key."""

from collections.abc import Mapping
from pathlib import Path

from xa_report import files
from xa_report.errors import EnvironmentFailedError, UsageError

OWNER_ONLY, FOR_ALL_TO_READ = 0o600, 0o644


def write_new_private(path: Path, data: bytes) -> Path:
    """Write a file that only its owner can read.

    Raise UsageError when it exists, EnvironmentFailedError when it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_new(path, [data], mode=OWNER_ONLY)
    except FileExistsError as error:
        raise UsageError(
            f"Đã có tệp {path}; chương trình không ghi đè khóa hay chứng thư, hãy chọn nơi khác."
        ) from error
    except OSError as error:
        raise _write_error(path, error) from error
    return path


def write_new_folder(folder: Path, contents: Mapping[Path, bytes]) -> None:
    """Write a folder with files that only their owner can read; it has its name when all are in it.

    `contents` are by path within the folder. Raise UsageError when there is something in the
    folder, EnvironmentFailedError when it cannot be written.
    """
    try:
        files.write_new_folder(folder, contents, mode=OWNER_ONLY)
    except FileExistsError as error:
        raise UsageError(
            f"Thư mục {folder} đã có tệp; chương trình không ghi đè khóa hay chứng thư, hãy chọn "
            "thư mục mới."
        ) from error
    except OSError as error:
        raise _write_error(folder, error) from error


def replace_private(path: Path, data: bytes) -> Path:
    """Replace the contents of a file that all may read, whole or not at all."""
    try:
        files.write_whole(path, data, mode=FOR_ALL_TO_READ)
    except OSError as error:
        raise _write_error(path, error) from error
    return path


def read_private(path: Path) -> bytes:
    """Read a file; raise EnvironmentFailedError with a sentence when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được {path} ({error.strerror}); hãy kiểm tra đường dẫn và quyền đọc."
        ) from error


def _write_error(path: Path, error: OSError) -> EnvironmentFailedError:
    return EnvironmentFailedError(
        f"Không ghi được {path} ({error.strerror}); hãy kiểm tra ổ đĩa, quyền ghi và chỗ trống."
    )
