"""Reads a received file whole, unless it is no plain file or far too large to be one of ours."""

from pathlib import Path

from xa_report.errors import EnvironmentFailedError, UsageError

LARGEST = 256 * 2**20
"""Bytes; PDFs and workbooks of ours have an eighth of it at most."""


def require_file(path: Path) -> None:
    """Raise UsageError for a pipe or a folder: reading it would wait for ever or fail."""
    if path.exists() and not path.is_file():
        raise UsageError(f"“{path}” không phải là tệp thường; hãy chọn lại tệp.")


def content_of(path: Path) -> bytes:
    """The bytes of a file; raise UsageError or EnvironmentFailedError with what to do."""
    require_file(path)
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(
                f"Tệp “{path}” lớn hơn 256 MiB nên không thể là tệp của phần mềm này; hãy chọn lại "
                "tệp."
            )
        return path.read_bytes()
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được “{path}”: {error.strerror}. Hãy kiểm tra đường dẫn và USB."
        ) from error
