"""What an attacker does to a signed PDF, each as a function from bytes to bytes."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.factories.signed_pdfs import DATA

Attack = Callable[[bytes], bytes]
LINKS = 40
"""Each doubles the ways."""
FORGED = DATA.replace(b"73.71", b"99.99")


def as_revision(change: Callable[[IncrementalPdfFileWriter], object]) -> Attack:
    """An attack that adds a revision."""

    def attack(data: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(data))
        change(writer)
        out = BytesIO()
        writer.write(out)
        return out.getvalue()

    return attack


@as_revision
def overlay_page(writer: IncrementalPdfFileWriter) -> None:
    """Draw over the first page."""
    stream = generic.StreamObject(stream_data=b"1 1 1 rg 80 690 400 40 re f")
    writer.add_stream_to_page(0, writer.add_object(stream))


@as_revision
def change_title(writer: IncrementalPdfFileWriter) -> None:
    """Change nothing but the information about the file."""
    title = generic.DictionaryObject({pdf_name("/Title"): generic.TextStringObject("Khác")})
    writer.set_info(writer.add_object(title))


@as_revision
def replace_attachment(writer: IncrementalPdfFileWriter) -> None:
    """Put other bytes in the place of the attached data."""
    specification = _names(writer)[1]
    body = writer.add_object(_embedded())
    specification["/EF"] = generic.DictionaryObject({pdf_name("/F"): body})
    writer.update_container(specification)


@as_revision
def add_attachment(writer: IncrementalPdfFileWriter) -> None:
    """Attach a second file under the name of the first."""
    name = generic.TextStringObject("report.json")
    body = writer.add_object(_embedded())
    specification = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Filespec"),
            pdf_name("/F"): name,
            pdf_name("/UF"): name,
            pdf_name("/EF"): generic.DictionaryObject({pdf_name("/F"): body}),
        }
    )
    names = _names(writer)
    names.extend([name, writer.add_object(specification)])
    writer.update_container(names)


def _embedded() -> generic.StreamObject:
    kind = {pdf_name("/Type"): pdf_name("/EmbeddedFile")}
    return generic.StreamObject(kind, stream_data=FORGED)


def _names(writer: IncrementalPdfFileWriter) -> generic.ArrayObject:
    tree = writer.root["/Names"]["/EmbeddedFiles"]
    names = (tree["/Kids"][0] if "/Kids" in tree else tree)["/Names"]
    assert isinstance(names, generic.ArrayObject)
    return names


def append_bytes(data: bytes) -> bytes:
    return data + b"\n% more\n"


def cut_to_first_revision(data: bytes) -> bytes:
    """Cut off what the seal added."""
    return data[: data.index(b"%%EOF", data.index(b"/ETSI.CAdES.detached")) + 6]


def flip_byte_of_page(data: bytes) -> bytes:
    at = data.index(b"stream\n") + 40
    return flip_byte(data, at)


def change_certificate(data: bytes) -> bytes:
    """Change one hex digit inside the certificate that the chairman's signature carries."""
    start = data.index(b"/Contents <") + len(b"/Contents <") + 600
    return data[:start] + (b"1" if data[start : start + 1] != b"1" else b"2") + data[start + 1 :]


def flip_byte(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def cut_in_half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def cut_end(data: bytes) -> bytes:
    return data[:-40]


def build_endless_xref(data: bytes) -> bytes:
    """Put a chain before the signatures in which every link leads twice to the next one."""
    with pikepdf.open(BytesIO(data)) as pdf:
        link = pdf.pages[1].obj
        for _ in range(LINKS):
            link = pdf.make_indirect(pikepdf.Dictionary(A=link, B=link))
        pdf.Root.Odd = link
        return _saved(pdf)


def append_endless_fields(data: bytes) -> bytes:
    """Hang such a chain among the form fields."""
    with pikepdf.open(BytesIO(data)) as pdf:
        link = pdf.Root.AcroForm.Fields[0]
        for number in range(LINKS):
            kids = pikepdf.Array([link, link])
            link = pdf.make_indirect(pikepdf.Dictionary(T=f"f{number}", Kids=kids))
        pdf.Root.AcroForm.Fields.append(link)
        return _saved(pdf)


@as_revision
def append_endless_fields_in_place(writer: IncrementalPdfFileWriter) -> None:
    """The same where only the lists are shared, and fields stand in them in place."""
    kids = writer.add_object(generic.ArrayObject())
    for number in range(LINKS):
        each = [_field(f"{side}{number}", kids) for side in "ab"]
        kids = writer.add_object(generic.ArrayObject(each))
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(_field("f", kids))
    writer.update_container(fields)


def _field(name: str, kids: generic.IndirectObject) -> generic.DictionaryObject:
    title = generic.TextStringObject(name)
    return generic.DictionaryObject({pdf_name("/T"): title, pdf_name("/Kids"): kids})


def list_object_twice(data: bytes) -> bytes:
    """Write another data file, and list it before the old one: readers differ in which they take.

    pyHanko, which judges what was changed, takes the last; qpdf, which reads the data, the first.
    """
    number, old, size, root, before = _lists(data)
    new = b"%d 0 obj\n<</Type/EmbeddedFile/Length %d>>stream\n" % (number, len(FORGED))
    new += FORGED + b"\nendstream\nendobj\n"
    places = (len(data), old)
    table = b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % (number, at) for at in places)
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (size, root, before)
    return data + new + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(data) + len(new))


def list_object_twice_in_stream(data: bytes) -> bytes:
    """The same, where the list is a stream."""
    number, old, size, root, before = _lists(data)
    new = b"%d 0 obj\n<</Type/EmbeddedFile/Length %d>>stream\n" % (number, len(FORGED))
    new += FORGED + b"\nendstream\nendobj\n"
    at = len(data) + len(new)
    entries = b"".join(b"\1" + offset.to_bytes(4, "big") for offset in (len(data), old, at))
    listed = b"%d 0 obj\n<</Type/XRef/W[1 4 0]/Index[%d 1 %d 1 %d 1]" % (size, number, number, size)
    listed += b"/Size %d/Root %d 0 R/Prev %d/Length %d>>" % (size + 1, root, before, len(entries))
    listed += b"stream\n" + entries + b"\nendstream\nendobj\n"
    return data + new + listed + b"startxref\n%d\n%%%%EOF\n" % at


def _lists(data: bytes) -> tuple[int, int, int, int, int]:
    """Number and place of the data file, how many objects, the root, and where the last list is."""
    with pikepdf.open(BytesIO(data)) as pdf:
        tree = pdf.Root.Names.EmbeddedFiles
        number = tree.get("/Names", tree)[1].EF.F.objgen[0]
        size, root = int(pdf.trailer.Size), pdf.Root.objgen[0]
    old = data.rindex(b"\n%d 0 obj" % number) + 1
    return number, old, size, root, int(data[data.rindex(b"startxref") + 9 :].split()[0])


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()
