"""Drives are listed with what matters for a package."""

from ctypes import byref, c_ulonglong, memmove
from pathlib import Path

from xa_report.package.drives import MountedDrive, linux_drives, list_drives, windows_drives


def mount(point, system="ext4", source="/dev/sda1", options="rw,relatime"):
    escaped = str(point).replace(" ", "\\040")
    return f"36 35 98:0 / {escaped} {options} shared:1 - {system} {source} rw\n"


def test_linux_lists_disks_that_can_be_written(tmp_path):
    stick = tmp_path / "USB XÃ"
    stick.mkdir()
    drives = list(
        linux_drives(
            mount(stick, "vfat")
            + mount(tmp_path, "proc", "proc")
            + mount(tmp_path, "iso9660", options="ro")
            + mount(tmp_path / "pulled out")
        )
    )
    assert [(drive.path, drive.file_system) for drive in drives] == [(stick, "vfat")]
    assert 0 < drives[0].free <= drives[0].total


def test_this_machine_can_be_asked():
    assert all(drive.path.is_dir() and drive.free >= 0 for drive in list_drives())


def test_a_drive_is_shown_with_its_name_and_room():
    drive = MountedDrive(Path("/media/usb"), "vfat", 2**40, 2**41, True, "USB")
    assert drive.list_text == "USB (/media/usb) · còn 1.099,5 GB · vfat"


TYPES = {"C:\\": 3, "D:\\": 5, "E:\\": 2, "F:\\": 2}
SYSTEMS = {"C:\\": ("", "NTFS"), "E:\\": ("USB XÃ", "FAT32")}


class Kernel:
    """What Windows answers on a machine with C: (NTFS), D: (CD), E: (stick), F: (empty reader)."""

    def GetLogicalDrives(self):  # noqa: N802
        return 0b111100

    def GetDriveTypeW(self, root):  # noqa: N802
        return TYPES[root]

    def GetDiskFreeSpaceExW(self, root, free, total, _):  # noqa: N802
        if root not in SYSTEMS:
            return 0
        memmove(free, byref(c_ulonglong(10**9)), 8)
        memmove(total, byref(c_ulonglong(4 * 10**9)), 8)
        return 1

    def GetVolumeInformationW(self, root, label, size, *more):  # noqa: N802
        label.value, more[3].value = SYSTEMS[root]
        assert size == more[4] == 261
        return 1


def test_windows_lists_letters_with_a_medium():
    drives = [(d.label, d.file_system, d.free, d.removable) for d in windows_drives(Kernel())]
    assert drives == [("", "NTFS", 10**9, False), ("USB XÃ", "FAT32", 10**9, True)]
