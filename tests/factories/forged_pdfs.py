"""Changes of a report's PDF, and the ways in which an insider brings them below real signatures."""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

Change = Callable[[pikepdf.Pdf], None]
JS = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
LAUNCH = Dictionary(S=Name.Launch, F=String("cmd.exe"))
LINK = Dictionary(S=Name.URI, URI=String("https://example.org"))
BOX = [60, 600, 260, 640]


def own_copy(value: Any) -> Any:
    """A value that no file owns yet: one that was put into a file ends with it."""
    return pikepdf.Object.parse(value.unparse()) if isinstance(value, pikepdf.Object) else value


def append_revision(data: bytes, change: Change) -> bytes:
    """Append a revision with the objects that a change writes; all before it stays as it is."""
    with pikepdf.open(BytesIO(data)) as pdf, pikepdf.open(BytesIO(data)) as before:
        known = {each.objgen: _written(each) for each in before.objects}
        change(pdf)
        trailer = pdf.trailer
        written = {each.objgen[0]: _written(each) for each in pdf.objects if each.objgen[0]}
        changed = {
            number: body for number, body in written.items() if known.get((number, 0)) != body
        }
        root, info = trailer.Root.objgen[0], trailer.Info.objgen[0]
        first = pdf.trailer.ID[0].unparse()
    return _with_xref(data, changed, root=root, info=info, first_id=first)


def _written(value: pikepdf.Object) -> bytes:
    if isinstance(value, Stream):
        keys = Dictionary(dict(value.items()))
        raw = value.read_raw_bytes()
        keys["/Length"] = len(raw)
        return keys.unparse() + b"\nstream\n" + raw + b"\nendstream"
    return value.unparse(resolved=True)


def _with_xref(
    data: bytes, bodies: dict[int, bytes], *, root: int, info: int, first_id: bytes
) -> bytes:
    """Write objects and a cross-reference stream behind a file."""
    out = BytesIO()
    out.write(data)
    places = {}
    for number, body in sorted(bodies.items()):
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    sizes = [int(size) for size in re.findall(rb"/Size (\d+)", data)]
    own = max([*bodies, *sizes]) + 1
    places[own], start = out.tell(), out.tell()
    previous = re.findall(rb"startxref\s+(\d+)", data)[-1]
    rows = b"".join(struct.pack(">BIH", 1, at, 0) for _, at in sorted(places.items()))
    packed = zlib.compress(rows)
    index = b" ".join(b"%d 1" % number for number in sorted(places))
    out.write(
        b"%d 0 obj\n<< /Type /XRef /W [1 4 2] /Index [%b] /Size %d /Root %d 0 R /Info %d 0 R "
        b"/ID [%b <%b>] /Prev %b /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream\n"
        b"endobj\nstartxref\n%d\n%%%%EOF\n"
        % (own, index, own + 1, root, info, first_id, b"ab" * 16, previous, len(packed), packed,
           start)
    )  # fmt: skip
    return out.getvalue()


def _content(pdf: pikepdf.Pdf, page: int, content: bytes, *, before: bool = False) -> None:
    pdf.pages[page].contents_add(content, prepend=before)


def drawn(page: int, content: bytes, *, before: bool = False) -> Change:
    return lambda pdf: _content(pdf, page, content, before=before)


def _text(size: str, more: str = "") -> bytes:
    return f"BT /F1 {size} Tf {more} 70 620 Td (99,00) Tj ET".encode()


def annotated(page: int, subtype: str, **more: object) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        annotation = Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array(BOX), F=4)
        for key, value in more.items():
            annotation[f"/{key}"] = own_copy(value)
        own = pdf.pages[page].obj
        listed = list(own.get("/Annots", Array()))
        own["/Annots"] = Array([*listed, pdf.make_indirect(annotation)])

    return change


def page_key(page: int, key: str, value: object) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[page].obj[key] = own_copy(value)

    return change


def first_number_changed(page: int) -> Change:
    """Change the content in place: one operator that moves the text."""

    def change(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[page].obj.Contents
        stream = content[0] if isinstance(content, Array) else content
        stream.write(stream.read_bytes().replace(b" Tm", b" Tm 1 0 0 1 9 0 cm", 1) + b" ")

    return change


def swapped_fonts(page: int) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        fonts = pdf.pages[page].obj.Resources.Font
        names = list(fonts.keys())
        fonts[names[0]] = fonts[names[-1]]
        fonts["/Extra"] = fonts[names[-1]]

    return change


def empty_content(page: int) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[page].obj.Contents = pdf.make_stream(b"")

    return change


def page_changes(page: int) -> Iterator[tuple[str, Change]]:
    """Yield changes of one page, with a name each."""
    grey = b"q 1 1 1 rg 60 400 300 200 re f Q"
    yield from {
        "visible text": drawn(page, _text("12")),
        "invisible text": drawn(page, _text("12", "3 Tr")),
        "white text": drawn(page, b"1 1 1 rg " + _text("12")),
        "tiny text": drawn(page, _text("0.1")),
        "text before all": drawn(page, _text("12"), before=True),
        "cover": drawn(page, grey),
        "cover before all": drawn(page, grey, before=True),
        "clip": drawn(page, b"0 0 1 1 re W n", before=True),
        "scaled": drawn(page, b"0.5 0 0 0.5 0 0 cm", before=True),
        "moved text": first_number_changed(page),
        "no content": empty_content(page),
        "other font": swapped_fonts(page),
        "rotated": page_key(page, "/Rotate", 180),
        "cropped": page_key(page, "/CropBox", Array([0, 0, 200, 200])),
        "smaller": page_key(page, "/MediaBox", Array([0, 0, 300, 300])),
        "larger unit": page_key(page, "/UserUnit", 2),
        "page action": page_key(page, "/AA", Dictionary(O=JS)),
        "transition": page_key(page, "/Trans", Dictionary(S=Name.Wipe)),
        "thumbnail": page_key(page, "/Thumb", Dictionary()),
        "link": annotated(page, "Link", A=LINK),
        "launch link": annotated(page, "Link", A=LAUNCH),
        "script link": annotated(page, "Link", A=JS),
        "note": annotated(page, "Text", Contents=String("99 điểm")),
        "free text": annotated(page, "FreeText", Contents=String("99"), DA=String("/F1 9 Tf")),
        "stamp": annotated(page, "Stamp"),
        "highlight": annotated(page, "Highlight", QuadPoints=Array([0, 0, 9, 0, 0, 9, 9, 9])),
        "popup": annotated(page, "Popup"),
        "file": annotated(page, "FileAttachment"),
        "redaction": annotated(page, "Redact"),
        "watermark": annotated(page, "Watermark"),
        "text field": annotated(page, "Widget", FT=Name.Tx, T=String("x"), V=String("99")),
        "empty signature field": annotated(page, "Widget", FT=Name.Sig, T=String("Khac")),
    }.items()  # fmt: skip


def root_key(key: str, value: object) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root[key] = own_copy(value)

    return change


def info_key(key: str, value: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo[key] = value

    return change


def form_key(key: str, value: object) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm[key] = own_copy(value)

    return change


def field_key(field: int, key: str, value: object) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm.Fields[field][key] = own_copy(value)

    return change


def added_field(pdf: pikepdf.Pdf) -> None:
    """A field with a picture that covers the page."""
    picture = pdf.make_stream(b"1 1 1 rg 0 0 600 800 re f")
    picture.Type, picture.Subtype, picture.BBox = Name.XObject, Name.Form, Array([0, 0, 600, 800])
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("Khac"), F=132,
            Rect=Array([0, 0, 600, 800]), AP=Dictionary(N=picture), P=pdf.pages[0].obj,
        )
    )  # fmt: skip
    pdf.Root.AcroForm.Fields.append(field)
    own = pdf.pages[0].obj
    own["/Annots"] = Array([*own.get("/Annots", Array()), field])


def added_hidden_field(pdf: pikepdf.Pdf) -> None:
    field = Dictionary(FT=Name.Tx, T=String("x"), V=String("99"))
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(field))


def attached(name: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        body = pdf.make_stream(b"{}")
        body.Type = Name.EmbeddedFile
        spec = Dictionary(
            Type=Name.Filespec, F=String(name), UF=String(name), EF=Dictionary(F=body)
        )
        pdf.Root.AF.append(pdf.make_indirect(spec))

    return change


def filespec_key(key: str, value: object) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AF[0][key] = own_copy(value)

    return change


def related_file(pdf: pikepdf.Pdf) -> None:
    body = pdf.make_stream(b"{}")
    pdf.Root.AF[0]["/RF"] = Dictionary(F=Array([String("report.json"), body]))


def named_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names["/JavaScript"] = Dictionary(
        Names=Array([String("a"), pdf.make_indirect(own_copy(JS))])
    )


def optional_content(pdf: pikepdf.Pdf) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    pdf.Root["/OCProperties"] = Dictionary(
        OCGs=Array([group]), D=Dictionary(OFF=Array([group]), Order=Array([group]))
    )


def metadata_title(pdf: pikepdf.Pdf) -> None:
    stream = pdf.Root.Metadata
    stream.write(stream.read_bytes().replace(b"</dc:title>", b"<!-- 99 --></dc:title>") + b" ")


def removed_page(pdf: pikepdf.Pdf) -> None:
    kids = pdf.Root.Pages.Kids
    del kids[len(kids) - 1]


def repeated_page(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Kids.append(pdf.Root.Pages.Kids[0])
    pdf.Root.Pages.Count = int(pdf.Root.Pages.Count) + 1


def swapped_pages(pdf: pikepdf.Pdf) -> None:
    kids = pdf.Root.Pages.Kids
    first, second = kids[0], kids[1]
    kids[0], kids[1] = second, first


def outline_title(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First["/Title"] = String("Khác")


def outline_action(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First["/A"] = own_copy(LAUNCH)


def file_changes() -> Iterator[tuple[str, Change]]:
    """Yield changes of what is no page, with a name each."""
    yield from {
        "script on opening": root_key("/OpenAction", JS),
        "launch on opening": root_key("/OpenAction", LAUNCH),
        "address on opening": root_key("/OpenAction", LINK),
        "action on closing": root_key("/AA", Dictionary(WC=JS)),
        "language": root_key("/Lang", String("en")),
        "page labels": root_key("/PageLabels", Dictionary(Nums=Array([0, Dictionary(St=9)]))),
        "mode": root_key("/PageMode", Name.FullScreen),
        "collection": root_key("/Collection", Dictionary()),
        "threads": root_key("/Threads", Array()),
        "base address": root_key("/URI", Dictionary(Base=String("https://example.org"))),
        "permissions": root_key("/Perms", Dictionary()),
        "extensions": root_key("/Extensions", Dictionary(ESIC=Dictionary())),
        "stored validation": root_key("/DSS", Dictionary(Certs=Array())),
        "legal": root_key("/Legal", Dictionary(JavaScriptActions=0)),
        "version": root_key("/Version", Name("/2.0")),
        "preferences": root_key("/ViewerPreferences", Dictionary(HideToolbar=True)),
        "requirements": root_key("/Requirements", Array()),
        "unknown key": root_key("/Khac", String("99")),
        "no outline": root_key("/Outlines", Dictionary()),
        "outline title": outline_title,
        "outline action": outline_action,
        "title": info_key("/Title", "Khác"),
        "author": info_key("/Author", "Khác"),
        "keywords": info_key("/Keywords", "99"),
        "creation": info_key("/CreationDate", "D:20200101000000+07'00'"),
        "metadata": metadata_title,
        "optional content": optional_content,
        "named script": named_script,
        "attachment": attached("khac.json"),
        "second record": attached("report.json"),
        "related file": related_file,
        "description of the record": filespec_key("/Desc", String("Khác")),
        "name of the record": filespec_key("/UF", String("khac.json")),
        "relationship": filespec_key("/AFRelationship", Name.Source),
        "removed page": removed_page,
        "repeated page": repeated_page,
        "swapped pages": swapped_pages,
        "appearances needed": form_key("/NeedAppearances", True),
        "form resources": form_key("/DR", Dictionary()),
        "form defaults": form_key("/DA", String("/F1 9 Tf")),
        "form script": form_key("/CO", Array()),
        "form in XML": form_key("/XFA", String("<x/>")),
        "field with a picture": added_field,
        "field without a page": added_hidden_field,
        "seal moved": field_key(1, "/Rect", Array([0, 0, 600, 800])),
        "seal hidden": field_key(1, "/F", 2),
        "seal named": field_key(1, "/TU", String("99")),
        "seal locked": field_key(1, "/Lock", Dictionary(Action=Name.All)),
        "seal wanted": field_key(1, "/SV", Dictionary(Ff=1)),
        "seal action": field_key(1, "/AA", Dictionary(E=JS)),
        "seal link": field_key(1, "/A", LAUNCH),
        "seal colour": field_key(1, "/MK", Dictionary(BG=Array([1, 1, 1]))),
        "seal in a layer": field_key(1, "/OC", Dictionary(Type=Name.OCG, Name=String("x"))),
        "signature moved": field_key(0, "/Rect", Array([0, 0, 600, 800])),
    }.items()  # fmt: skip
