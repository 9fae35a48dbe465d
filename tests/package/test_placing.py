"""Whatever happens to the disk: the name holds the whole file or what it held before."""

import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from xa_report.errors import EnvironmentFailedError
from xa_report.package.disk import Disk
from xa_report.package.files import PackageFile
from xa_report.package.placing import place
from xa_report.package.writing import write_beside, write_package

PIECES = (b"mot" * 1000, b"hai" * 1000)
WHOLE = b"".join(PIECES)
STEPS = ("free", "create", "write", "flush", "reopen", "rename", "flush_folder")


class FailingDisk(Disk):
    """The real disk until a step; the step then fails, before or after it was done."""

    def __init__(self, step, fail, after=False):
        self.step, self.fail, self.after = step, fail, after

    def __getattribute__(self, name):
        real = super().__getattribute__(name)
        if name != super().__getattribute__("step"):
            return real

        def failing(*arguments):
            done = real(*arguments) if self.after else None
            self.fail(*arguments)
            return done

        return failing


def raising(number):
    def fail(*_):
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("before", [None, b"goi cu"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EFBIG])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_fails_leaves_the_name_as_it_was(step, number, before, tmp_path):
    target = tmp_path / "goi.zip"
    if before:
        target.write_bytes(before)
    with pytest.raises(EnvironmentFailedError, match=r"goi\.zip.*Hãy"):
        place(target, PIECES, len(WHOLE), FailingDisk(step, raising(number)))
    late = step == "flush_folder"  # the whole file has its name already
    assert (target.read_bytes() if target.exists() else None) == (WHOLE if late else before)
    assert list(tmp_path.iterdir()) == ([target] if before or late else [])


@pytest.mark.parametrize("step", STEPS[1:-2])
def test_a_stick_that_is_pulled_out_is_a_sentence(step, tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()

    def pull(*_):
        shutil.rmtree(folder)
        raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(EnvironmentFailedError, match="USB có thể đã bị rút"):
        place(folder / "goi.zip", PIECES, len(WHOLE), FailingDisk(step, pull))
    assert not folder.exists()


def test_a_folder_that_is_gone_is_a_sentence(tmp_path):
    with pytest.raises(EnvironmentFailedError, match="không còn thấy thư mục"):
        place(tmp_path / "khong co" / "goi.zip", PIECES, len(WHOLE))


def test_too_little_room_is_told_before_anything_is_written(tmp_path):
    class Full(Disk):
        def free(self, folder):
            return 100_000

        def create(self, draft):
            pytest.fail("written without room")

    with pytest.raises(EnvironmentFailedError, match=r"chỉ còn trống 0,1 MB, cần 1,1 MB"):
        place(tmp_path / "goi.zip", [b"x"], 1_100_000, Full())


def test_a_medium_that_gives_back_other_bytes_is_found(tmp_path):
    class Rotten(Disk):
        def reopen(self, draft):
            draft.write_bytes(WHOLE[:-1] + b"?")
            return super().reopen(draft)

    with pytest.raises(EnvironmentFailedError, match="Đọc lại"):
        place(tmp_path / "goi.zip", PIECES, len(WHOLE), Rotten())
    assert list(tmp_path.iterdir()) == []


def test_a_source_that_changes_meanwhile_is_found(tmp_path):
    source = tmp_path / "tai-lieu.pdf"
    source.write_bytes(b"a" * 100)

    class Editing(Disk):
        def create(self, draft):
            source.write_bytes(b"b" * 100)
            return super().create(draft)

    files = [PackageFile("report.json", source)]
    with pytest.raises(EnvironmentFailedError, match="bị thay đổi trong khi đóng gói"):
        write_package(tmp_path, "goi.zip", files, disk=Editing())
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_device_that_is_really_full_is_a_sentence(tmp_path):
    class ToFullDevice(Disk):
        def create(self, draft):
            return open("/dev/full", "wb", buffering=0)  # noqa: PTH123

    with pytest.raises(EnvironmentFailedError, match="ổ đã đầy"):
        place(tmp_path / "goi.zip", PIECES, len(WHOLE), ToFullDevice())


CHILD = """
import os, sys
from pathlib import Path
from tests.package.test_placing import PIECES, WHOLE, FailingDisk
from xa_report.package.placing import place
target, step, after = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "after"
place(target, PIECES, len(WHOLE), FailingDisk(step, lambda *_: os.kill(os.getpid(), 9), after))
"""


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL elsewhere")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_writer_that_is_killed_leaves_no_half_file(step, when, tmp_path):
    target = tmp_path / "goi.zip"
    command = [sys.executable, "-c", CHILD, str(target), step, when]
    run = subprocess.run(command, check=False, capture_output=True)
    assert run.returncode == -signal.SIGKILL, run.stderr
    assert not target.exists() or target.read_bytes() == WHOLE
    assert target.exists() == (step == "flush_folder" or (step, when) == ("rename", "after"))
    assert place(target, PIECES, len(WHOLE)) == sha256(WHOLE).hexdigest()
    assert list(tmp_path.iterdir()) == [target]  # what the killed one left is gone


LIMITED = """
import resource, signal, sys
from pathlib import Path
from xa_report.errors import EnvironmentFailedError
from xa_report.package.files import PackageFile
from xa_report.package.writing import write_beside
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
try:
    write_beside(Path(sys.argv[1]), PackageFile("goi.zip", bytes(20_000)))
except EnvironmentFailedError as error:
    print(error)
"""


def test_a_file_system_with_a_size_limit_is_a_sentence(tmp_path):
    command = [sys.executable, "-c", LIMITED, str(tmp_path)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "tệp lớn hơn mức ổ cho phép" in run.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_folder_is_a_sentence(tmp_path):
    with pytest.raises(EnvironmentFailedError, match="bị khóa ghi"):
        write_beside(tmp_path, PackageFile("a", b"x"), FailingDisk("create", raising(errno.EROFS)))


def test_the_limit_of_this_process_is_untouched():
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
