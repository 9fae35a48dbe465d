"""Archives with chance in their structure: refused by a code, or exactly the sound package."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.packages import package_bytes
from tests.factories.zips import ArchiveEntry, ArchiveFrame, build_zip, sound_files
from xa_report.errors import PackageFaultError
from xa_report.package.zip_reader import content_chunks, read_package_directory

SMALL = st.integers(0, 2**16 - 1)
LARGE = st.one_of(st.integers(0, 2**32 - 1), st.integers(0, 2000), st.just(2**32 - 1))
FIELDS = {
    **dict.fromkeys(("version", "flags", "method", "time", "date", "disk", "internal"), SMALL),
    **dict.fromkeys(("crc", "packed", "size", "external"), LARGE),
}
LIES = st.fixed_dictionaries({}, optional=FIELDS)
JUNK = st.one_of(st.just(b""), st.binary(max_size=40))
NAMES = st.one_of(st.sampled_from([f.name for f in sound_files()]), st.binary(max_size=30))
ENDS = {
    **dict.fromkeys(("disk", "directory_disk", "entries_here", "entries", "comment_length"), SMALL),
    **dict.fromkeys(("directory_size", "directory_offset"), LARGE),
}
frames = st.builds(
    ArchiveFrame,
    before=JUNK,
    before_directory=JUNK,
    after_directory=JUNK,
    after=JUNK,
    end=st.fixed_dictionaries({}, optional=ENDS),
    shifted=st.booleans(),
)
files = st.builds(
    ArchiveEntry,
    name=NAMES,
    content=st.binary(max_size=60),
    packed=st.none() | st.binary(max_size=60),
    both=LIES,
    central=st.fixed_dictionaries({}, optional=FIELDS | {"offset": LARGE}),
    local=LIES,
    extra=JUNK,
    local_extra=JUNK,
    comment=JUNK,
    before=JUNK,
)


def contents(archive):
    """What our reader finds; a fault is all else that may happen."""
    stream = BytesIO(archive)
    return {
        entry.name: b"".join(content_chunks(stream, entry))
        for entry in read_package_directory(stream, "goi.zip")
    }


@given(st.lists(files, max_size=6), frames)
@settings(max_examples=150)
def test_any_structure_is_refused_or_read(members, frame):
    with pytest.raises(PackageFaultError) as caught:
        contents(build_zip(members, frame))
    assert caught.value.code.startswith("P")


@given(st.data())
@settings(max_examples=150)
def test_a_sound_archive_with_one_lie_is_refused_or_read_as_others_read_it(data):
    at = data.draw(st.integers(0, len(sound_files()) - 1))
    lie = data.draw(files)
    part = data.draw(st.sampled_from(["both", "central", "local", "extra", "comment", "before"]))
    changed = [
        ArchiveEntry(f.name, f.content, **{part: getattr(lie, part)}) if i == at else f
        for i, f in enumerate(sound_files())
    ]
    agree(build_zip(changed))


@given(st.integers(0, len(package_bytes()) - 1), st.integers(0, 255))
@settings(max_examples=150)
def test_a_changed_byte_is_refused_or_read_as_others_read_it(at, value):
    whole = bytearray(package_bytes())
    whole[at] = value
    agree(bytes(whole))


@given(st.integers(0, len(package_bytes())))
@settings(max_examples=50)
def test_a_cut_archive_is_refused(at):
    if at < len(package_bytes()):
        with pytest.raises(PackageFaultError):
            contents(package_bytes()[:at])


def agree(archive):
    """What we accept, Python's own reader reads the same."""
    try:
        ours = contents(archive)
    except PackageFaultError:
        return
    try:
        with ZipFile(BytesIO(archive)) as theirs:
            assert ours == {name: theirs.read(name) for name in theirs.namelist()}
    except BadZipFile as error:
        pytest.fail(f"only we read it: {error}")
