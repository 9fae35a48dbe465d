"""The table of hostile and broken archives with the one code that each is refused with."""

import unicodedata
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from tests.factories.tampered_pdfs import CATALOG, PAGE, pdf_of, pdf_with_pages
from tests.factories.zips import (
    ArchiveEntry,
    ArchiveFrame,
    build_zip,
    deflate_bytes,
    sound_files,
    with_last_file,
    with_more_files,
)
from xa_report.strict_zip.layout import END


class HostileArchive(NamedTuple):
    name: str
    code: str
    content: bytes


GOOD = build_zip(sound_files())
END_AT = len(GOOD) - END.size
EVIDENCE = next(f for f in reversed(sound_files()) if f.name.startswith(b"evidence/"))
ZEROS = bytes(1_000_000)
MILLION = deflate_bytes(ZEROS)


def hostile_archives() -> Iterator[HostileArchive]:
    """Every archive of the table."""
    for part in (
        broken_archives,
        badly_framed_archives,
        lying_archives,
        archives_with_features,
        badly_named_archives,
        archives_with_alike_names,
        expanding_archives,
    ):
        for name, code, content in part():
            yield HostileArchive(name, code, content)


Rows = Iterator[tuple[str, str, bytes]]


def broken_archives() -> Rows:
    yield "empty", "P002", b""
    yield "one-byte", "P001", b"P"
    yield "text", "P001", b"Day khong phai la goi bao cao. " * 9
    yield "rar", "P001", b"Rar!\x1a\x07\x01\x00" + bytes(100)
    yield "only-header", "P003", GOOD[:30]
    yield "half", "P003", GOOD[: len(GOOD) // 2]
    yield "last-byte-lost", "P003", GOOD[:-1]
    yield "end-lost", "P003", GOOD[:END_AT]
    yield "first-bytes-lost", "P012", GOOD[100:]
    yield "middle-lost", "P012", GOOD[:500] + GOOD[900:]
    yield "no-files", "P011", build_zip([])
    yield "flipped-data", "P202", _flipped(LOCAL_DATA)
    yield "flipped-local-header", "P026", _flipped(0)
    yield "flipped-directory", "P012", _flipped(GOOD.index(b"PK\x01\x02"))


LOCAL_DATA = GOOD.index(EVIDENCE.content)


def _flipped(at: int) -> bytes:
    return GOOD[:at] + bytes([GOOD[at] ^ 1]) + GOOD[at + 1 :]


def badly_framed_archives() -> Rows:
    yield "prepended", "P006", b"MZ" + GOOD
    yield "prepended-counted", "P006", build_zip(sound_files(), ArchiveFrame(before=b"MZ-program"))
    yield "prepended-zip", "P012", GOOD + GOOD
    yield "appended", "P004", GOOD + b"virus"
    yield "appended-end-record", "P012", GOOD + GOOD[END_AT:]
    yield (
        "two-directories",
        "P012",
        build_zip(sound_files(), ArchiveFrame(after_directory=_directory())),
    )
    yield (
        "comment",
        "P005",
        build_zip(sound_files(), ArchiveFrame(end={"comment_length": 5}, after=b"hello")),
    )
    yield (
        "comment-too-long",
        "P012",
        build_zip(sound_files(), ArchiveFrame(end={"comment_length": 500})),
    )
    yield (
        "split-disk",
        "P007",
        build_zip(sound_files(), ArchiveFrame(end={"disk": 1, "directory_disk": 1})),
    )
    yield "split-count", "P007", build_zip(sound_files(), ArchiveFrame(end={"entries_here": 1}))
    yield "zip64-count", "P008", build_zip(sound_files(), ArchiveFrame(end={"entries": 0xFFFF}))
    yield (
        "zip64-offset",
        "P008",
        build_zip(sound_files(), ArchiveFrame(end={"directory_offset": 0xFFFFFFFF})),
    )
    locator = b"PK\x06\x07" + bytes(16)
    yield "zip64-locator", "P008", build_zip(sound_files(), ArchiveFrame(after_directory=locator))
    yield "too-few-counted", "P012", build_zip(sound_files(), _counted(len(sound_files()) - 1))
    yield "too-many-counted", "P012", build_zip(sound_files(), _counted(len(sound_files()) + 1))
    yield "5001-counted", "P010", build_zip(sound_files(), _counted(5001))
    yield (
        "directory-size-lies",
        "P012",
        build_zip(sound_files(), ArchiveFrame(end={"directory_size": 2**31})),
    )
    yield (
        "directory-size-short",
        "P012",
        build_zip(sound_files(), ArchiveFrame(end={"directory_size": 46})),
    )
    yield (
        "directory-offset-lies",
        "P012",
        build_zip(sound_files(), ArchiveFrame(end={"directory_offset": 2**31})),
    )
    yield (
        "hidden-before-directory",
        "P021",
        build_zip(sound_files(), ArchiveFrame(before_directory=b"hidden")),
    )
    yield "hidden-between", "P021", build_zip(with_last_file(before=b"hidden"))


def _counted(entries: int) -> ArchiveFrame:
    return ArchiveFrame(end={"entries": entries, "entries_here": entries})


def _directory() -> bytes:
    return GOOD[GOOD.index(b"PK\x01\x02") : END_AT]


def lying_archives() -> Rows:
    size = len(EVIDENCE.content)
    yield "overlap-same-data", "P020", build_zip(with_last_file(central={"offset": 0}))
    yield "overlap-shifted", "P020", build_zip(with_last_file(central={"offset": 10}))
    yield "offset-beyond", "P021", build_zip(with_last_file(central={"offset": 2**31}))
    yield (
        "packed-beyond",
        "P019",
        build_zip(with_last_file(central={"packed": 2**30, "size": 2**30})),
    )
    longer = {"packed": size + 10**6, "size": size + 10**6}
    yield "data-beyond", "P027", build_zip(with_last_file(both=longer))
    yield "last-data-beyond", "P027", build_zip([*sound_files()[:-1], _longer(10**6)])
    yield "names-differ", "P019", build_zip(with_last_file(local_name=b"evidence/x.bin"))
    yield "sizes-differ", "P019", build_zip(with_last_file(local={"size": 1}))
    yield "methods-differ", "P019", build_zip(with_last_file(local={"method": 8}))
    yield "flags-differ", "P019", build_zip(with_last_file(local={"flags": 1}))
    yield "checksums-differ", "P019", build_zip(with_last_file(local={"crc": 1}))
    yield "checksum-wrong", "P202", build_zip(with_last_file(both={"crc": 1}))
    yield "stored-size-lies", "P201", build_zip(with_last_file(both={"size": size + 1}))
    packed = deflate_bytes(EVIDENCE.content)
    yield (
        "deflated-longer",
        "P201",
        build_zip(with_last_file(packed=packed, both=_deflate(size - 1))),
    )
    yield (
        "deflated-shorter",
        "P201",
        build_zip(with_last_file(packed=packed, both=_deflate(size + 1))),
    )
    yield (
        "deflate-damaged",
        "P203",
        build_zip(with_last_file(packed=b"\xff" * 9, both=_deflate(size))),
    )
    yield "deflate-cut", "P203", build_zip(with_last_file(packed=packed[:-3], both=_deflate(size)))
    yield (
        "deflate-tail",
        "P204",
        build_zip(with_last_file(packed=packed + b"more", both=_deflate(size))),
    )
    yield "header-missing", "P026", build_zip(with_last_file(local={"signature": b"PK\x03\x05"}))


def _longer(more: int) -> ArchiveEntry:
    last = sound_files()[-1]
    size = len(last.content) + more
    return ArchiveEntry(last.name, last.content, both={"packed": size, "size": size})


def _deflate(size: int) -> dict[str, int]:
    return {"method": 8, "size": size}


def archives_with_features() -> Rows:
    yield "encrypted", "P013", build_zip(with_last_file(both={"flags": 1}))
    yield "strongly-encrypted", "P013", build_zip(with_last_file(both={"flags": 1 << 6}))
    yield "directory-encrypted", "P013", build_zip(with_last_file(both={"flags": 1 << 13}))
    yield "descriptor", "P014", build_zip(with_last_file(both={"flags": 8}))
    yield "patched-data-flag", "P015", build_zip(with_last_file(both={"flags": 1 << 5}))
    for method in (1, 9, 12, 14, 93, 97, 99):
        yield f"method-{method}", "P016", build_zip(with_last_file(both={"method": method}))
    yield (
        "zip64-size",
        "P008",
        build_zip(with_last_file(both={"size": 0xFFFFFFFF, "packed": 0xFFFFFFFF})),
    )
    yield "zip64-disk", "P008", build_zip(with_last_file(central={"disk": 0xFFFF}))
    yield "zip64-extra", "P017", build_zip(with_last_file(extra=b"\x01\x00\x08\x00" + bytes(8)))
    yield "unicode-path-extra", "P017", build_zip(with_last_file(extra=b"up\x05\x00" + bytes(5)))
    yield "local-extra", "P017", build_zip(with_last_file(local_extra=b"UT\x01\x00\x00"))
    yield "entry-comment", "P018", build_zip(with_last_file(comment=b"hello"))
    yield "version-45", "P028", build_zip(with_last_file(both={"version": 45}))
    yield "other-disk", "P007", build_zip(with_last_file(central={"disk": 1}))
    yield (
        "symlink",
        "P022",
        build_zip(with_last_file(central={"made_by": 0x314, "external": 0o120777 << 16})),
    )
    yield "symlink-dos", "P022", build_zip(with_last_file(central={"external": 0o120777 << 16}))
    yield "device", "P022", build_zip(with_last_file(central={"external": 0o060644 << 16}))
    yield "pipe", "P022", build_zip(with_last_file(central={"external": 0o010644 << 16}))
    yield "volume-label", "P022", build_zip(with_last_file(central={"external": 8}))
    yield "folder-bit", "P023", build_zip(with_last_file(central={"external": 16}))
    yield "folder", "P023", build_zip(with_more_files("evidence/"))


def badly_named_archives() -> Rows:
    for name, code in (
        ("", "P101"),
        ("evidence/tài liệu.pdf", "P102"),
        (b"evidence/\xff\xfe.pdf", "P102"),
        ("evidence/a\0.pdf", "P103"),
        ("evidence/a\n.pdf", "P103"),
        ("evidence/a:b.pdf", "P103"),
        ("evidence/a?.pdf", "P103"),
        ("evidence\\a.pdf", "P104"),
        ("..\\..\\a.exe", "P104"),
        ("/etc/passwd", "P105"),
        ("//server/share", "P105"),
        ("C:/a.exe", "P105"),
        ("c:a.exe", "P105"),
        ("../a.exe", "P106"),
        ("evidence/../../a.exe", "P106"),
        ("./a.pdf", "P106"),
        ("evidence//a.pdf", "P106"),
        ("CON", "P107"),
        ("evidence/nul.pdf", "P107"),
        ("evidence/Com1.tar.gz", "P107"),
        ("evidence/COM¹", "P107"),
        ("aux/a.pdf", "P107"),
        ("evidence/a.pdf.", "P108"),
        ("evidence/a.pdf ", "P108"),
        ("evidence ./a.pdf", "P108"),
        ("evidence/" + "a" * 100, "P111"),
        ("readme.txt", "P112"),
        ("autorun.inf", "P112"),
        ("evidence/a.pdf", "P112"),
        ("evidence/" + "0" * 64, "P112"),
        ("evidence/" + "0" * 64 + ".pdf.exe", "P112"),
        ("evidence/" + "A" * 64 + ".pdf", "P112"),
        ("evidence/x/" + "0" * 64 + ".pdf", "P112"),
        ("report.json\u202egpj", "P102"),
    ):
        shown = name if isinstance(name, str) else name.decode("latin-1")
        yield f"name-{ascii(shown)[1:-1][:40]}-{len(name)}", code, build_zip(with_more_files(name))


def archives_with_alike_names() -> Rows:
    tai = "evidence/tài.pdf"
    nfd = unicodedata.normalize("NFD", tai)
    yield "twice", "P109", build_zip(with_more_files("report.json"))
    yield "twice-evidence", "P109", build_zip(with_more_files(EVIDENCE.name))
    yield "case", "P110", build_zip(with_more_files("Report.json"))
    yield "case-of-evidence", "P110", build_zip(with_more_files(EVIDENCE.name.upper()))
    yield "nfc-nfd", "P110", build_zip(with_more_files(tai, nfd))
    yield "compatible", "P110", build_zip(with_more_files("\uff52eport.json"))
    yield "sharp-s", "P110", build_zip(with_more_files("evidence/ß.pdf", "evidence/ss.pdf"))
    for part in ("bao-cao.pdf", "bao-cao.xlsx", "report.json", "datapackage.json"):
        files = [file for file in sound_files() if file.name != part.encode()]
        yield f"without-{part}", "P113", build_zip(files)


def expanding_archives() -> Rows:
    yield (
        "bomb",
        "P025",
        build_zip(with_last_file(content=ZEROS, packed=MILLION, both={"method": 8})),
    )
    lies = {"method": 8, "size": 200 * len(MILLION)}
    yield (
        "bomb-that-lies",
        "P201",
        build_zip(with_last_file(content=ZEROS, packed=MILLION, both=lies)),
    )
    huge = {"method": 8, "size": 2**31 + 1, "packed": 2**30}
    yield "3-GiB-claimed", "P024", build_zip(with_last_file(both=huge))
    nothing = {"packed": 0, "size": 10**6, "method": 8}
    yield "something-of-nothing", "P025", build_zip(with_last_file(packed=b"", both=nothing))
    large = b" " * (9 * 2**20)
    yield "record-too-large", "P505", build_zip(_with_record(large))
    yield "pdf-too-large", "P413", build_zip(_with_pdf(b"%PDF-1.7\n" + bytes(65 * 2**20)))
    yield "pdf-bomb", "P414", build_zip(_with_pdf(_expanding_pdf()))
    many = pdf_of(CATALOG, pdf_with_pages(*[3] * 19_500), PAGE)
    yield "pdf-of-19500-pages", "P414", build_zip(_with_pdf(many))
    list_of = CATALOG[:-2] + b"/X[" + b"0 " * 990_000 + b"]>>"
    yield (
        "pdf-of-many-numbers",
        "P403",
        build_zip(_with_pdf(pdf_of(list_of, pdf_with_pages(3), PAGE))),
    )
    loops = [pdf_with_pages(n, n) for n in range(3, 33)]
    yield "pdf-of-doubling-pages", "P401", build_zip(_with_pdf(pdf_of(CATALOG, *loops, PAGE)))


def _with_record(content: bytes) -> list[ArchiveEntry]:
    return [ArchiveEntry(f.name, content) if f.name == b"report.json" else f for f in sound_files()]


def _with_pdf(content: bytes) -> list[ArchiveEntry]:
    return [ArchiveEntry(f.name, content) if f.name == b"bao-cao.pdf" else f for f in sound_files()]


def _expanding_pdf() -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(2**20)) for _ in range(300)) + packer.flush()
    return b"%PDF-1.7\n1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + packed + b"\nendstream"
