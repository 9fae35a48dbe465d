"""Lock of the operating system for one writer, with a note that names its holder."""

import getpass
import json
import os
import platform
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from xa_report.domain.dates import show_moment
from xa_report.errors import EnvironmentFailedError, StoreBusyError


def system_user_name() -> str:
    """Return the name of the person who is logged in, `không rõ` when the system has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "không rõ"


class WriterLock:
    """Exclusive right to write to a file; the lock of a process that crashed is free at once."""

    def __init__(self, path: Path, who: str, clock: Callable[[], datetime]) -> None:
        """Acquire the lock without waiting.

        Raise StoreBusyError that names the holder, EnvironmentFailedError when the folder permits
        no lock.
        """
        self._note = path.with_name(f"{path.name}.holder")
        # No fallback to a soft lock (a mere file): it would outlive a crash of its holder.
        # Not bound to a thread: a window opens the file in one thread and may close it in another.
        self._lock = FileLock(
            path.with_name(f"{path.name}.lock"), thread_local=False, fallback_to_soft=False
        )
        try:
            self._lock.acquire(timeout=0)
            # Not by files.py: its rename fails on Windows while another process reads the note.
            # Written in place, half a note only means an unnamed holder.
            self._note.write_text(_holder_note(who, clock()), "utf-8")
        except Timeout:
            raise StoreBusyError(_busy_sentence(path, _read_holder(self._note))) from None
        except (OSError, NotImplementedError) as error:
            self._lock.release()
            raise EnvironmentFailedError(
                f"Không khóa được tệp “{path.name}” để ghi. Hãy kiểm tra bạn có quyền ghi vào "
                f"thư mục chứa tệp, hoặc mở tệp ở chế độ chỉ đọc."
            ) from error

    def release(self) -> None:
        """Release the lock; the note goes first, as it is the next holder's afterwards."""
        self._note.unlink(missing_ok=True)
        self._lock.release()


def _holder_note(who: str, since: datetime) -> str:
    note = {
        "who": who,
        "computer": platform.node(),
        "pid": os.getpid(),
        "since": since.isoformat(timespec="seconds"),
    }
    return json.dumps(note, ensure_ascii=False)


def _read_holder(note: Path) -> str:
    try:
        holder = json.loads(note.read_text("utf-8"))
        since = show_moment(datetime.fromisoformat(holder["since"]))
        return (
            f"{holder['who']} trên máy {holder['computer']} "
            f"(chương trình số {holder['pid']}, từ {since})"
        )
    except (OSError, ValueError, KeyError, TypeError):
        return "một cửa sổ hoặc chương trình khác"


def _busy_sentence(path: Path, holder: str) -> str:
    return (
        f"Tệp “{path.name}” đang được mở để ghi bởi {holder}. "
        "Hãy đóng cửa sổ đó rồi thử lại; trong lúc chờ vẫn mở được tệp ở chế độ chỉ đọc."
    )
