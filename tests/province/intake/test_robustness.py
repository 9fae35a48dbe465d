"""Nothing that comes in, and nothing that happens meanwhile, loses or doubles anything.

The whole hostile corpus with good packages among it: all good ones in, all bad ones held.
A file that kills its process, vanishes, changes or cannot be read stops only itself.
An import that is killed at any moment and begun again ends as an undisturbed one.
Two imports of the same files at once take each file once.
A full disk is one sentence, and what was taken before it stays.
Sticks full of other things: only what may be a report is looked at, and nothing is read whole.
Names that are no texts, and files that are no files, stop nothing and do nothing to a screen.
"""

import os
import random
import resource
import signal
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from tests.factories.deadly_files import DeadlyFile
from tests.factories.hostile_archives import hostile_archives
from tests.factories.imports import assert_register_is_whole, preview_and_import, register_state
from tests.factories.inconsistent_packages import inconsistent_packages
from tests.factories.province_registers import RegisterFactory
from tests.factories.signed_submissions import COUNT, SENT_AT, SignedSubmissions
from xa_report.cli.province.import_output import action_text
from xa_report.domain.province.intake_outcome import NOTHING_STORED_ACTION
from xa_report.package.zip_reader import MAX_ARCHIVE_SIZE
from xa_report.package.zip_writer import archive_chunks, measure_files
from xa_report.province.database import blobs, events
from xa_report.province.intake.discovery import discover_files
from xa_report.province.intake.import_file import ImportResult
from xa_report.province.intake.schedule import examine_all
from xa_report.province.register import Register
from xa_report.workflow.province.intake import (
    ImportFailure,
    examine_and_import,
    examine_files,
    import_examined,
    preview_import,
)
from xa_report.workflow.province.quarantine import quarantined_files
from xa_report.workflow.province.queries import build_import_row

posix = pytest.mark.skipif(os.name != "posix", reason="signals and limits as POSIX has them")


def test_good_packages_come_in_among_the_hostile_corpus(
    province_register: Register, received_packages: SignedSubmissions, tmp_path: Path
) -> None:
    rows = [(one.code, one.content) for one in hostile_archives()]
    rows += [
        (package.code, b"".join(archive_chunks(package.files, measure_files(package.files))))
        for package in inconsistent_packages()
    ]
    wanted = {}
    for number, (code, content) in enumerate(rows):
        (tmp_path / f"{number}.zip").write_bytes(content)
        wanted[f"{number}.zip"] = code
    packages = [one.first for one in received_packages.senders]
    examined_files = list(examine_files(province_register, [tmp_path, *packages]))
    done = list(import_examined(province_register, examined_files))
    assert not [one for one in done if isinstance(one, ImportFailure)]
    taken = [one for one in done if not isinstance(one, ImportFailure)]
    every = {one.classification.examined_file.path: one.classification for one in taken}
    assert {path.name: what.code for path, what in every.items() if path not in packages} == wanted
    assert len(wanted) > 140
    good = [one for one in taken if one.classification.examined_file.path in packages]
    assert [one.classification.arrival.key for one in good] == ["new"] * COUNT
    assert_register_is_whole(province_register)
    with province_register.database.read() as connection:
        for held in quarantined_files(province_register):
            name = tmp_path / held.name
            assert blobs.read_blob(connection, held.file_sha256) == name.read_bytes()


def test_a_file_that_kills_its_process_stops_only_itself(
    province_register: Register, received_packages: SignedSubmissions, tmp_path: Path
) -> None:
    deadly = tmp_path / "CCHC_chet.zip"
    deadly.write_bytes(b"PK")
    paths: list[Path] = [*(one.first for one in received_packages.senders[:3]), DeadlyFile(deadly)]
    examined_files = list(examine_all(province_register, paths, datetime.now(SENT_AT.tzinfo)))
    codes = {one.path.name: one.code for one in examined_files}
    assert codes.pop(deadly.name) == "N15"
    assert list(codes.values()) == ["", "", ""]
    taken = preview_and_import(province_register, *examined_files)
    assert Counter(one.classification.code for one in taken) == {"": 3, "N15": 1}


def test_a_file_that_changes_or_goes_after_the_preview_stops_only_itself(
    province_register: Register, received_packages: SignedSubmissions, tmp_path: Path
) -> None:
    files = [tmp_path / f"{number}.zip" for number in range(3)]
    for path, sender in zip(files, received_packages.senders, strict=False):
        path.write_bytes(sender.first.read_bytes())
    examined_files = list(examine_files(province_register, files))
    preview_import(province_register, examined_files)
    files[0].write_bytes(files[0].read_bytes() + b"x")
    files[1].unlink()
    done = list(import_examined(province_register, examined_files))
    sentences = [one.sentence for one in done if isinstance(one, ImportFailure)]
    assert len(sentences) == 2
    assert "vừa bị thay đổi" in sentences[0]
    assert "kiểm tra USB" in sentences[1]
    assert len([one for one in done if not isinstance(one, ImportFailure)]) == 1
    assert_register_is_whole(province_register)


@posix
def test_what_cannot_be_read_is_told_and_nothing_is_kept(
    province_register: Register, received_packages: SignedSubmissions, tmp_path: Path
) -> None:
    pipe = tmp_path / "CCHC_ong.zip"
    os.mkfifo(pipe)
    gone = tmp_path / "CCHC_mat.zip"
    taken = preview_and_import(
        province_register,
        *examine_files(province_register, [pipe, gone, received_packages.senders[0].first]),
    )
    assert Counter(one.classification.code for one in taken) == {"N10": 2, "": 1}
    lost = [one for one in taken if one.classification.is_quarantined]
    assert (
        {build_import_row(one).action for one in lost}
        == {NOTHING_STORED_ACTION}
        == set(map(action_text, lost))
    )
    assert quarantined_files(province_register) == ()


IMPORT = [sys.executable, "-m", "xa_report", "province", "import"]


def begun(address: str, folder: Path, **options: object) -> subprocess.Popen[str]:
    process: subprocess.Popen[str] = subprocess.Popen(
        [*IMPORT, address, str(folder), "--yes"], stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, **options,  # type: ignore[call-overload]
    )  # fmt: skip
    return process


@pytest.fixture
def received_folder(received_packages: SignedSubmissions, tmp_path: Path) -> Path:
    """Three files: so few are examined without worker processes, and a kill hits all there is."""
    folder = tmp_path / "usb"
    folder.mkdir()
    for sender in received_packages.senders[:3]:
        (folder / sender.first.name).write_bytes(sender.first.read_bytes())
    return folder


@posix
def test_a_killed_import_is_simply_begun_again(
    register_factory: RegisterFactory, received_folder: Path
) -> None:
    undisturbed = register_factory.fresh()
    preview_and_import(undisturbed, *examine_files(undisturbed, [received_folder]))
    chance = random.Random(20261122)  # noqa: S311 - moments, not secrets
    address = register_factory.place()
    for killed_at in (0, 1, 2):
        process = begun(address, received_folder)
        assert process.stderr is not None
        seen = 0
        for line in process.stderr:
            seen += "nhập" in line
            if ("kiểm tra" in line and killed_at == 0) or seen == killed_at > 0:
                break
        try:
            process.wait(chance.uniform(0, 0.05))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.stderr.close()
        process.wait()
        register = register_factory.fresh(address)
        assert_register_is_whole(register)
        assert set(map(str, register_state(register)[0])) <= set(
            map(str, register_state(undisturbed)[0])
        )
    preview_and_import(register, *examine_files(register, [received_folder]))
    assert register_state(register) == register_state(undisturbed)


@posix
def test_two_imports_at_once_take_each_file_once(
    register_factory: RegisterFactory, received_folder: Path
) -> None:
    address = register_factory.place()
    both = [begun(address, received_folder) for _ in range(2)]
    for process in both:
        _, output = process.communicate(timeout=120)
        assert process.returncode == 0, output
    register = register_factory.fresh(address)
    with register.database.read() as connection:
        received = [
            event
            for event, _ in events.iter_register_events(connection)
            if event.what == "received"
        ]
    assert len(received) == 3
    assert_register_is_whole(register)


@posix
def test_a_full_disk_is_a_sentence(
    register_factory: RegisterFactory, received_folder: Path
) -> None:
    if register_factory.kind != "sqlite":
        pytest.skip("the disk of a server is the server's")
    address = register_factory.place()
    limit = Path(address).stat().st_size + 100_000
    process = begun(
        address, received_folder,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    _, output = process.communicate(timeout=120)
    assert process.returncode in (1, 3), output
    assert "Traceback" not in output
    register = register_factory.fresh(address)
    assert_register_is_whole(register)
    taken = preview_and_import(register, *examine_files(register, [received_folder]))
    assert len(taken) == 3


def test_only_what_may_be_a_report_is_looked_at(
    province_register: Register, received_packages: SignedSubmissions, tmp_path: Path
) -> None:
    for number in range(2000):
        (tmp_path / f"{number}.docx").touch()
    for name in ("._CCHC_1.zip", "thư.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.4 x")
    upper = tmp_path / "HOA.ZIP"
    upper.write_bytes(received_packages.senders[0].first.read_bytes())
    (tmp_path / "trỏ.zip").symlink_to(upper)
    (tmp_path / "vòng").symlink_to(tmp_path)
    (tmp_path / "đứt.zip").symlink_to(tmp_path / "không có")
    assert [path.name for path in discover_files([tmp_path])] == ["HOA.ZIP", "thư.pdf", "trỏ.zip"]
    examined_files = list(examine_files(province_register, [tmp_path]))
    assert [one.path.name for one in examined_files if one.is_unrelated] == ["thư.pdf"]
    taken = preview_and_import(province_register, *examined_files)
    assert sorted(one.classification.arrival.key for one in taken) == ["new", "same"]


ODD_NAMES = (
    b"CCHC_\xff\xfe.zip", b"CCHC_\n\x1b[2J.zip", "CCHC_\u202egpj.zip".encode(),
    b"C" * 251 + b".zip",
)  # fmt: skip


@posix
def test_names_that_are_no_texts_stop_nothing(
    register_factory: RegisterFactory, received_packages: SignedSubmissions, tmp_path: Path
) -> None:
    folder = tmp_path / "usb"
    folder.mkdir()
    files = [*ODD_NAMES, b"CCHC_\xe9.pdf", b"\xff.pdf"]
    contents = [
        *(one.first.read_bytes() for one in received_packages.senders),
        b"%PDF-1.7 x",
        b"%PDF-1.7 y",
    ]
    for name, content in zip(files, [*contents[:4], *contents[-2:]], strict=True):
        (folder / os.fsdecode(name)).write_bytes(content)
    address = register_factory.place()
    process = subprocess.run([*IMPORT, address, folder, "--yes"], capture_output=True, check=False)
    output = process.stdout.decode()
    assert (process.returncode, "nhận 4" in output, "bỏ qua 1 PDF" in output) == (1, True, True)
    assert not [c for c in output + process.stderr.decode() if not c.isprintable() and c != "\n"]
    register = register_factory.fresh(address)
    assert [one.name for one in quarantined_files(register)] == ["CCHC_\\udce9.pdf"]
    taken = preview_and_import(register, *examine_files(register, [folder]))
    assert Counter(one.classification.arrival.key for one in taken) == {"same": 4, "refused": 1}
    assert_register_is_whole(register)


@posix
def test_a_pipe_keeps_nobody_waiting(province_register: Register, tmp_path: Path) -> None:
    pipe = tmp_path / "CCHC_ong.zip"
    os.mkfifo(pipe)
    (outcome,) = examine_and_import(province_register, [pipe])
    assert isinstance(outcome, ImportResult)
    assert outcome.classification.code == "N10"


def test_a_huge_file_is_refused_by_its_size(province_register: Register, tmp_path: Path) -> None:
    huge = tmp_path / "CCHC_phim.zip"
    with huge.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(MAX_ARCHIVE_SIZE + 1)
    (result,) = preview_and_import(province_register, *examine_files(province_register, [huge]))
    assert (result.classification.code, result.quarantine_number) == ("P009", 0)
