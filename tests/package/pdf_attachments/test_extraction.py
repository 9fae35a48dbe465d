"""Data comes out of a PDF only when there is exactly one file of each name, declared as data."""

import subprocess
import zlib

import pikepdf
import pytest

from tests.factories.packages import attachments_pdf, data_file
from tests.factories.tampered_pdfs import CATALOG, PAGE, TAMPERED, edit_pdf, pdf_of, pdf_with_pages
from tests.oracles import oracle
from xa_report.errors import PackageFaultError
from xa_report.package.pdf_attachments.extraction import extract_data_files

RECORD = data_file("report.json", b'{"a":1}' * 50)
MANIFEST = data_file("datapackage.json", b"{}")
SOUND = attachments_pdf(RECORD, MANIFEST)


def test_what_was_attached_comes_out_byte_for_byte():
    assert extract_data_files(SOUND) == {a.name: a.data for a in (RECORD, MANIFEST)}


def test_other_data_can_be_asked_for():
    receipt = data_file("receipt.json", b"[]")
    assert extract_data_files(attachments_pdf(receipt), {"receipt.json": 1}) == {
        "receipt.json": b"[]"
    }


def test_poppler_sees_the_same_files(tmp_path):
    (tmp_path / "a.pdf").write_bytes(SOUND)
    command = [oracle("pdfdetach"), "-saveall", "-o", tmp_path, tmp_path / "a.pdf"]
    subprocess.run(command, check=True)
    assert {
        name: (tmp_path / name).read_bytes() for name in extract_data_files(SOUND)
    } == extract_data_files(SOUND)


def code_of(content, **options):
    with pytest.raises(PackageFaultError) as caught:
        extract_data_files(content, **options)
    return caught.value.code


@pytest.mark.parametrize(("change", "code"), TAMPERED)
def test_anything_else_is_refused(change, code):
    assert code_of(edit_pdf(SOUND, change)) == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "P401"),
        (b"%PDF-1.7\n", "P401"),
        (SOUND[: len(SOUND) // 2], "P401"),
        (b"%PDF-1.7\n" + bytes(65 * 2**20), "P413"),
        (
            edit_pdf(SOUND, lambda pdf: None, encryption=pikepdf.Encryption(owner="a", user="b")),
            "P402",
        ),
        (edit_pdf(SOUND, lambda pdf: None, encryption=pikepdf.Encryption(owner="a")), "P402"),
        (attachments_pdf(RECORD), "P403"),
    ],
)
def test_what_is_no_readable_pdf_is_refused(content, code):
    assert code_of(content) == code


def test_an_expanding_stream_inside_another_is_found():
    inner = zlib.compress(bytes(2**27), 9)
    content = b"%PDF-1.7\n1 0 obj<<>>stream\n" + zlib.compress(inner) + b"\nendstream"
    assert code_of(content) == "P414"


@pytest.mark.parametrize("name", [b"LZWDecode", b"LZW ", b"#4cZW#44ecode"])
def test_a_packing_without_a_limit_is_refused_even_out_of_sight(name):
    assert code_of(b"%PDF-1.7\n1 0 obj<</Filter/" + name + b">>stream\n") == "P414"
    hidden = zlib.compress(b"<</Filter/" + name + b">>")
    assert code_of(b"%PDF-1.7\n1 0 obj<<>>stream\n" + hidden + b"\nendstream") == "P414"


def test_streams_that_lie_in_one_another_are_refused_in_time():
    """Each would be unpacked to the end: much work without a byte of output."""
    empty = b"\x00\x00\x00\xff\xff" * 20_000
    start = b"stream\n\x78\x9c"
    swallowed = b"\x00" + len(start).to_bytes(2, "little") + b"\xf6\xff" + start
    assert len(start) == 9
    assert code_of(b"%PDF-1.7\n" + start + (swallowed + empty) * 200) == "P414"


@pytest.mark.parametrize(
    ("objects", "code"),
    [
        ([CATALOG, pdf_with_pages(3), PAGE], "P403"),
        ([CATALOG, pdf_with_pages(*[3] * 1_000_000), PAGE], "P414"),
        ([CATALOG, pdf_with_pages(*[3] * 20_500), PAGE], "P414"),
        ([CATALOG, pdf_with_pages(*[3] * 3_000), PAGE], "P414"),
        ([CATALOG, *(pdf_with_pages(n, n) for n in range(3, 33)), PAGE], "P401"),
        ([CATALOG, pdf_with_pages(2)], "P401"),
        ([CATALOG[:-2] + b"/X" + b"[" * 9_999 + b"]" * 9_999 + b">>", pdf_with_pages()], "P401"),
        ([CATALOG[:-2] + b"/X[" + b"0 " * 3_000_000 + b"]>>", pdf_with_pages()], "P414"),
        ([CATALOG[:-2] + b"/Names 5>>", pdf_with_pages(3), PAGE], "P401"),
    ],
)
def test_a_crowd_of_objects_is_refused(objects, code):
    assert code_of(pdf_of(*objects)) == code
