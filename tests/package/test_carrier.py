"""Data comes out of a PDF only when there is exactly one file of each name, declared as data."""

import subprocess
import zlib
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.oracles import oracle
from tests.package.made import a_pdf, data_file
from xa_report.errors import PackageFaultError
from xa_report.package.carrier.extracting import extract

RECORD = data_file("report.json", b'{"a":1}' * 50)
MANIFEST = data_file("datapackage.json", b"{}")
SOUND = a_pdf(RECORD, MANIFEST)


def test_what_was_attached_comes_out_byte_for_byte():
    assert extract(SOUND) == {a.name: a.data for a in (RECORD, MANIFEST)}


def test_other_data_can_be_asked_for():
    receipt = data_file("receipt.json", b"[]")
    assert extract(a_pdf(receipt), {"receipt.json": 1}) == {"receipt.json": b"[]"}


def test_poppler_sees_the_same_files(tmp_path):
    (tmp_path / "a.pdf").write_bytes(SOUND)
    command = [oracle("pdfdetach"), "-saveall", "-o", tmp_path, tmp_path / "a.pdf"]
    subprocess.run(command, check=True)
    assert {name: (tmp_path / name).read_bytes() for name in extract(SOUND)} == extract(SOUND)


def code_of(content, **options):
    with pytest.raises(PackageFaultError) as caught:
        extract(content, **options)
    return caught.value.code


def edited(change, **options):
    """The sound PDF after a change to its objects."""
    out = BytesIO()
    with pikepdf.open(BytesIO(SOUND)) as pdf:
        change(pdf)
        pdf.save(out, compress_streams=False, **options)
    return out.getvalue()


def names(pdf):
    return pdf.Root.Names.EmbeddedFiles.Names


def spec_of(pdf, name="report.json"):
    listed = list(names(pdf))
    return next(s for key, s in zip(listed[::2], listed[1::2], strict=True) if str(key) == name)


def stream_of(pdf):
    return spec_of(pdf).EF.F


def put(pdf, name, stream, **more):
    spec = pdf.make_indirect(
        Dictionary(Type=Name.Filespec, F=String(name), UF=String(name), AFRelationship=Name.Data,
                   EF=Dictionary(F=stream, UF=stream), **more)
    )  # fmt: skip
    names(pdf).extend([String(name), spec])
    pdf.Root.AF.append(spec)
    return spec


def second_of_the_same_name(pdf):
    put(pdf, "report.json", Stream(pdf, b"forged"))


def second_below_a_branch(pdf):
    tree, spec = pdf.Root.Names.EmbeddedFiles, spec_of(pdf)
    tree.Kids = Array([pdf.make_indirect(Dictionary(Names=Array([String("report.json"), spec])))])


def only_associated(pdf):
    spec = put(pdf, "an.json", Stream(pdf, b"hidden"))
    del names(pdf)[-2:]
    assert spec.is_indirect


def foreign(pdf):
    put(pdf, "virus.exe", Stream(pdf, b"MZ"))


def not_associated(pdf):
    del pdf.Root.AF


def other_relation(pdf):
    spec_of(pdf).AFRelationship = Name.Source


def other_name(pdf):
    spec_of(pdf).UF = String("datapackage.json")


def other_old_name(pdf):
    spec_of(pdf).F = String("../report.json")


def two_streams(pdf):
    spec_of(pdf).EF.F = Stream(pdf, b"another")


def no_stream(pdf):
    del spec_of(pdf).EF


def stream_is_no_stream(pdf):
    spec_of(pdf).EF = Dictionary(F=pdf.make_indirect(Dictionary()))


def size_lies(pdf):
    stream_of(pdf).Params.Size = 5


def outside_file(pdf):
    stream_of(pdf).F = String("/etc/passwd")


def other_filter(pdf):
    stream_of(pdf).write(b"61>", filter=Name.ASCIIHexDecode)


def two_filters(pdf):
    filters = Array([Name.ASCIIHexDecode, Name.FlateDecode])
    stream_of(pdf).write(zlib.compress(b"x").hex().encode() + b">", filter=filters)


def not_deflated(pdf):
    stream_of(pdf).write(b"not deflated", filter=Name.FlateDecode)


def deflated_and_cut(pdf):
    stream_of(pdf).write(zlib.compress(b"x" * 99)[:-5], filter=Name.FlateDecode)


def too_large(pdf):
    stream_of(pdf).write(zlib.compress(bytes(9 * 2**20)), filter=Name.FlateDecode)


def on_a_page(pdf):
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, FS=spec_of(pdf))
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def on_a_page_associated(pdf):
    pdf.pages[0].AF = Array([spec_of(pdf)])


def endless_tree(pdf):
    tree = pdf.make_indirect(pdf.Root.Names.EmbeddedFiles)
    pdf.Root.Names.EmbeddedFiles = tree
    tree.Kids = Array([tree])


def odd_tree(pdf):
    names(pdf).append(String("alone"))


def tree_of_numbers(pdf):
    pdf.Root.Names.EmbeddedFiles.Names = Array([1, 2])


def no_tree(pdf):
    del pdf.Root.Names
    del pdf.Root.AF


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (second_of_the_same_name, "P404"),
        (second_below_a_branch, "P404"),
        (only_associated, "P405"),
        (foreign, "P405"),
        (not_associated, "P406"),
        (other_relation, "P406"),
        (other_name, "P410"),
        (other_old_name, "P410"),
        (two_streams, "P410"),
        (no_stream, "P410"),
        (stream_is_no_stream, "P403"),
        (size_lies, "P409"),
        (outside_file, "P408"),
        (other_filter, "P408"),
        (two_filters, "P408"),
        (not_deflated, "P409"),
        (deflated_and_cut, "P409"),
        (too_large, "P407"),
        (on_a_page, "P415"),
        (on_a_page_associated, "P415"),
        (endless_tree, "P404"),
        (odd_tree, "P405"),
        (tree_of_numbers, "P401"),
        (no_tree, "P403"),
    ],
)
def test_anything_else_is_refused(change, code):
    assert code_of(edited(change)) == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "P401"),
        (b"%PDF-1.7\n", "P401"),
        (SOUND[: len(SOUND) // 2], "P401"),
        (b"%PDF-1.7\n" + bytes(65 * 2**20), "P413"),
        (edited(lambda pdf: None, encryption=pikepdf.Encryption(owner="a", user="b")), "P402"),
        (edited(lambda pdf: None, encryption=pikepdf.Encryption(owner="a")), "P402"),
        (a_pdf(RECORD), "P403"),
    ],
)
def test_what_is_no_readable_pdf_is_refused(content, code):
    assert code_of(content) == code


def test_a_bomb_inside_a_bomb_is_found():
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
