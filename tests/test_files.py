"""Whatever happens to the disk: a name holds the whole file or what it held before."""

import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from xa_report.errors import EnvironmentFailedError, UsageError
from xa_report.files import (
    LARGEST_FILE,
    Disk,
    copy_whole,
    read_bounded,
    write_all,
    write_new,
    write_scratch,
    write_to,
    write_verified,
    write_whole,
)
from xa_report.package.package_files import PackageFile
from xa_report.package.writer import write_loose_file, write_package
from xa_report.workflow.shared import verify

PIECES = (b"mot" * 1000, b"hai" * 1000)
WHOLE = b"".join(PIECES)
STEPS = ("free_size", "create", "write", "flush", "reopen", "rename", "flush_folder")


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
        write_verified(target, PIECES, len(WHOLE), FailingDisk(step, raising(number)))
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
        write_verified(folder / "goi.zip", PIECES, len(WHOLE), FailingDisk(step, pull))
    assert not folder.exists()


def test_a_folder_that_is_gone_is_a_sentence(tmp_path):
    with pytest.raises(EnvironmentFailedError, match="không còn thấy thư mục"):
        write_verified(tmp_path / "khong co" / "goi.zip", PIECES, len(WHOLE))


def test_too_little_room_is_told_before_anything_is_written(tmp_path):
    class Full(Disk):
        def free_size(self, folder):
            return 100_000

        def create(self, draft):
            pytest.fail("written without room")

    with pytest.raises(EnvironmentFailedError, match=r"chỉ còn trống 0,1 MB, cần 1,1 MB"):
        write_verified(tmp_path / "goi.zip", [b"x"], 1_100_000, Full())


def test_a_medium_that_gives_back_other_bytes_is_found(tmp_path):
    class Rotten(Disk):
        def reopen(self, draft):
            draft.write_bytes(WHOLE[:-1] + b"?")
            return super().reopen(draft)

    with pytest.raises(EnvironmentFailedError, match="Đọc lại"):
        write_verified(tmp_path / "goi.zip", PIECES, len(WHOLE), Rotten())
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
        write_verified(tmp_path / "goi.zip", PIECES, len(WHOLE), ToFullDevice())


CHILD = """
import os, sys
from pathlib import Path
from tests.test_files import PIECES, WHOLE, FailingDisk
from xa_report.files import write_verified
target, step, after = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "after"
disk = FailingDisk(step, lambda *_: os.kill(os.getpid(), 9), after)
write_verified(target, PIECES, len(WHOLE), disk)
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
    assert write_verified(target, PIECES, len(WHOLE)) == sha256(WHOLE).hexdigest()
    assert list(tmp_path.iterdir()) == [target]  # what the killed one left is gone


LIMITED = """
import resource, signal, sys
from pathlib import Path
from xa_report.errors import EnvironmentFailedError
from xa_report.package.package_files import PackageFile
from xa_report.package.writer import write_loose_file
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
try:
    write_loose_file(Path(sys.argv[1]), PackageFile("goi.zip", bytes(20_000)))
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
        write_loose_file(
            tmp_path, PackageFile("a", b"x"), FailingDisk("create", raising(errno.EROFS))
        )


def test_the_limit_of_this_process_is_untouched():
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


# Many files


def test_a_name_never_stands_for_half_a_file(tmp_path):
    """A new file takes the name; the old one is not written into, whoever has it open."""
    old, held = tmp_path / "a.pdf", tmp_path / "held"
    old.write_bytes(b"old")
    os.link(old, held)
    write_all({old: b"new"})
    assert (old.read_bytes(), held.read_bytes()) == (b"new", b"old")


def test_a_folder_that_is_a_file_is_told(tmp_path):
    (tmp_path / "a").write_text("x")
    with pytest.raises(EnvironmentFailedError, match="Không ghi được"):
        write_all({tmp_path / "a" / "b.pdf": b""})


def test_nothing_is_replaced_when_one_draft_cannot_be_written(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"old")
    (tmp_path / "b.pdf.part").mkdir()
    with pytest.raises(EnvironmentFailedError):
        write_all({tmp_path / "a.pdf": b"new", tmp_path / "b.pdf": b"new"})
    assert (tmp_path / "a.pdf").read_bytes() == b"old"
    assert not (tmp_path / "a.pdf.part").exists()


def test_whoever_stops_leaves_no_draft_and_no_new_folder(tmp_path):
    steps = iter((None, None))
    deep = tmp_path / "mới" / "sâu" / "b.pdf"
    (tmp_path / "a.pdf").write_bytes(b"old")
    contents = {deep: b"new", tmp_path / "a.pdf": b"new", tmp_path / "c.pdf": b"new"}
    with pytest.raises(StopIteration):
        write_all(contents, lambda: next(steps))
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"old"


# Reading


@pytest.mark.parametrize("name", ["a.pdf", "a.xlsx"])
def test_a_huge_file_is_not_read(name: str, tmp_path: Path) -> None:
    huge = tmp_path / name
    with huge.open("wb") as file:
        file.write(b"%PDF-1.7" if name == "a.pdf" else b"PK\x03\x04")
        file.truncate(LARGEST_FILE + 1)
    for read in (read_bounded, lambda path: verify.verify_file(path, None)):
        with pytest.raises(UsageError, match="256 MiB"):
            read(huge)


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
def test_a_pipe_keeps_nobody_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "a.zip"
    os.mkfifo(pipe)
    for read in (read_bounded, lambda path: verify.verify_file(path, None)):
        with pytest.raises(UsageError, match="không phải là tệp thường"):
            read(pipe)


def test_a_file_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    for read in (read_bounded, lambda path: verify.verify_file(path, None)):
        with pytest.raises(EnvironmentFailedError, match="kiểm tra đường dẫn"):
            read(tmp_path / "a.pdf")


# One file


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_is_written_whole_in_place_of_the_old_one(tmp_path):
    target, held = tmp_path / "a.pdf", tmp_path / "held"
    target.write_bytes(b"old")
    os.link(target, held)
    write_whole(target, b"new")
    assert (target.read_bytes(), held.read_bytes()) == (b"new", b"old")
    assert sorted(tmp_path.iterdir()) == [target, held]


def test_a_whole_file_that_cannot_be_written_leaves_the_old_one(tmp_path):
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    (tmp_path / "a.pdf.part").mkdir()
    with pytest.raises(OSError, match=r"a\.pdf\.part"):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"


def test_a_new_file_never_takes_a_name_that_is_taken(tmp_path):
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    with pytest.raises(FileExistsError):
        write_new(target, [b"new"])
    assert target.read_bytes() == b"old"


def test_a_new_file_of_which_a_piece_fails_is_not_left_half(tmp_path):
    def chunks():
        yield b"half"
        full()

    with pytest.raises(OSError, match="No space"):
        write_new(tmp_path / "a.pdf", chunks())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_permissions_are_those_that_were_asked_for(tmp_path):
    write_new(tmp_path / "key.pem", [b"x"], mode=0o600)
    write_whole(tmp_path / "list.crl", b"x", mode=0o640)
    assert [p.stat().st_mode & 0o777 for p in sorted(tmp_path.iterdir())] == [0o600, 0o640]


def test_a_stream_gets_the_same_bytes_as_a_path(tmp_path):
    stream = BytesIO()
    write_to(stream, b"abc")
    write_to(tmp_path / "a", b"abc")
    assert (tmp_path / "a").read_bytes() == stream.getvalue() == b"abc"


def test_a_copy_takes_the_place_of_the_old_file_whole(tmp_path):
    source, target = tmp_path / "so.xaz", tmp_path / "so-hong.xaz"
    source.write_bytes(WHOLE)
    target.write_bytes(b"cu")
    copy_whole(source, target)
    assert target.read_bytes() == WHOLE
    with pytest.raises(OSError, match="none"):
        copy_whole(tmp_path / "none", target)
    assert target.read_bytes() == WHOLE
    assert sorted(tmp_path.iterdir()) == [target, source]


def test_a_scratch_file_is_told_by_its_content(tmp_path):
    target = tmp_path / "part"
    assert write_scratch(target, PIECES) == sha256(WHOLE).hexdigest()
    assert target.read_bytes() == WHOLE
