"""Lock of the operating system that lets one process write, with a note that names its holder."""

import getpass
import json
import os
import platform
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from xa_report.errors import EnvironmentFailedError, StoreBusyError


def system_user_name() -> str:
    """Return the name of the person who is logged in."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "không rõ"


class WriterLock:
    """Held while a file is open for writing; a crashed holder's lock is free at once."""

    def __init__(self, path: Path, who: str, clock: Callable[[], datetime]) -> None:
        """Take the lock; raise StoreBusyError that names the holder when another has it."""
        self._note = path.with_name(f"{path.name}.holder")
        # Without the fallback: a soft lock would survive the crash of its holder.
        self._lock = FileLock(
            path.with_name(f"{path.name}.lock"), thread_local=False, fallback_to_soft=False
        )
        try:
            self._lock.acquire(timeout=0)
            # Not written whole: it lives only while the lock is held, and a half note is no harm.
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
        """Let the next writer in."""
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
        held = json.loads(note.read_text("utf-8"))
        since = datetime.fromisoformat(held["since"]).astimezone()
        return (
            f"{held['who']} trên máy {held['computer']} "
            f"(chương trình số {held['pid']}, từ {since:%H:%M ngày %d/%m/%Y})"
        )
    except (OSError, ValueError, KeyError, TypeError):
        return "một cửa sổ hoặc chương trình khác"


def _busy_sentence(path: Path, holder: str) -> str:
    return (
        f"Tệp “{path.name}” đang được mở để ghi bởi {holder}. "
        "Hãy đóng cửa sổ đó rồi thử lại; trong lúc chờ vẫn mở được tệp ở chế độ chỉ đọc."
    )
