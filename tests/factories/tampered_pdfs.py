"""Ways to tamper with what a PDF carries, with the code that each is refused with."""

import zlib
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String


def edit_pdf(sound, change, **options):
    """A sound PDF after a change to its objects."""
    out = BytesIO()
    with pikepdf.open(BytesIO(sound)) as pdf:
        change(pdf)
        pdf.save(out, compress_streams=False, **options)
    return out.getvalue()


def attachment_names(pdf):
    return pdf.Root.Names.EmbeddedFiles.Names


def spec_of(pdf, name="report.json"):
    listed = list(attachment_names(pdf))
    return next(s for key, s in zip(listed[::2], listed[1::2], strict=True) if str(key) == name)


def stream_of(pdf):
    return spec_of(pdf).EF.F


def put_attachment(pdf, name, stream, **more):
    spec = pdf.make_indirect(
        Dictionary(Type=Name.Filespec, F=String(name), UF=String(name), AFRelationship=Name.Data,
                   EF=Dictionary(F=stream, UF=stream), **more)
    )  # fmt: skip
    attachment_names(pdf).extend([String(name), spec])
    pdf.Root.AF.append(spec)
    return spec


def second_of_the_same_name(pdf):
    put_attachment(pdf, "report.json", Stream(pdf, b"forged"))


def second_below_a_branch(pdf):
    tree, spec = pdf.Root.Names.EmbeddedFiles, spec_of(pdf)
    tree.Kids = Array([pdf.make_indirect(Dictionary(Names=Array([String("report.json"), spec])))])


def only_associated(pdf):
    spec = put_attachment(pdf, "an.json", Stream(pdf, b"hidden"))
    del attachment_names(pdf)[-2:]
    assert spec.is_indirect


def foreign(pdf):
    put_attachment(pdf, "virus.exe", Stream(pdf, b"MZ"))


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
    attachment_names(pdf).append(String("alone"))


def tree_of_numbers(pdf):
    pdf.Root.Names.EmbeddedFiles.Names = Array([1, 2])


def no_tree(pdf):
    del pdf.Root.Names
    del pdf.Root.AF


def pdf_of(*objects):
    """A PDF of bare objects; the first is the catalog."""
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in places)
    count = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % count + table
    end = b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(content))
    return content + table + end


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1 1]>>"


def pdf_with_pages(*numbers):
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    return b"<</Type/Pages/Count 1/Kids[%s]>>" % kids


TAMPERED = (
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
)
