"""Writes the files of keys and certificates: never half, never over a key, for the owner alone."""

import os
from pathlib import Path

from xa_report.errors import EnvironmentFailedError, UsageError


def write_new(path: Path, data: bytes) -> Path:
    """Write a file that must not exist yet, readable by its owner alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise UsageError(
            f"Đã có tệp {path}; chương trình không ghi đè khóa hay chứng thư, hãy chọn nơi khác."
        ) from error
    except OSError as error:
        raise _refused(path, error) from error
    try:
        _fill(handle, data)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _refused(path, error) from error
    return path


def replace(path: Path, data: bytes) -> Path:
    """Put new contents in the place of a file, all or nothing."""
    part = path.with_name(f"{path.name}.part")
    try:
        _fill(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), data)
        part.replace(path)
    except OSError as error:
        raise _refused(path, error) from error
    return path


def read(path: Path) -> bytes:
    """Read a file; raise EnvironmentFailedError with a sentence when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được {path} ({error.strerror}); hãy kiểm tra đường dẫn và quyền đọc."
        ) from error


def _fill(handle: int, data: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _refused(path: Path, error: OSError) -> EnvironmentFailedError:
    return EnvironmentFailedError(
        f"Không ghi được {path} ({error.strerror}); hãy kiểm tra ổ đĩa, quyền ghi và chỗ trống."
    )
