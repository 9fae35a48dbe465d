"""Comparison of two PDFs object by object, from their pages and catalogues down.

Two files are equal here when a reader shows the same: numbers of objects and the compression of
streams may differ, as they do from one version of a library to the next.
"""

from collections.abc import Iterator, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

ENCODING_KEYS = frozenset({"/Length", "/Filter", "/DecodeParms"})
"""Keys of a stream that say how it is written, not what it holds."""
PACKING_TYPES = (Name.XRef, Name.ObjStm)
"""Types of streams that hold objects or tell where they stand."""
PAGE_LABELS = {
    "/Contents": "nội dung trang",
    "/Annots": "chú thích hoặc ô ký",
    "/Resources": "phông chữ, hình và tài nguyên",
    "/AA": "hành động của trang",
    "/MediaBox": "khổ trang",
}
CATALOG_LABELS = {
    "/Names": "tệp đính kèm hoặc mã lệnh",
    "/AF": "tệp đính kèm",
    "/AcroForm": "ô ký",
    "/OpenAction": "hành động khi mở tệp",
    "/AA": "hành động của tệp",
    "/OCProperties": "lớp ẩn hiện",
    "/Metadata": "siêu dữ liệu",
    "/Outlines": "mục lục",
    "/OutputIntents": "hồ sơ màu",
}
ObjectId = tuple[int, int]
"""Number and generation of an indirect object."""


def find_object_differences(sent: pikepdf.Pdf, drawn: pikepdf.Pdf) -> Iterator[str]:
    """Yield a phrase for each page, part of the catalogue and property that differs."""
    if "/Encrypt" in sent.trailer:
        yield "tệp được mã hóa"
        return
    comparison = _Comparison()
    if len(sent.pages) != len(drawn.pages):
        yield f"tệp có {len(sent.pages)} trang, bản vẽ lại có {len(drawn.pages)} trang"
    for number, (page, expected) in enumerate(zip(sent.pages, drawn.pages, strict=False), start=1):
        for key in _different_keys(page.obj, expected.obj, {"/Parent"}, comparison):
            yield f"trang {number}: {PAGE_LABELS.get(key, key)}"
    for key in _different_keys(sent.Root, drawn.Root, {"/Pages"}, comparison):
        yield CATALOG_LABELS.get(key, f"mục {key} của tệp")
    for key in _different_keys(sent.docinfo, drawn.docinfo, set(), comparison):
        yield f"thuộc tính {key} của tệp"
    # What no page leads to is shown by no reader, but is not ours either.
    count, expected_count = (sum(1 for _ in shown_objects(file)) for file in (sent, drawn))
    if count != expected_count:
        yield f"tệp có {count} đối tượng, bản vẽ lại có {expected_count}"


def find_added_keys(sent: pikepdf.Pdf, drawn: pikepdf.Pdf) -> Iterator[str]:
    """Yield a phrase for each key of catalogue, names and pages that the drawn file has not.

    By the key alone, whatever its value: for files of which only the texts can be compared.
    """
    for key in sorted(sent.Root.keys() - drawn.Root.keys()):
        yield CATALOG_LABELS.get(key, f"mục {key} của tệp")
    for key in sorted(_keys_of(sent.Root.get("/Names")) - _keys_of(drawn.Root.get("/Names"))):
        yield f"mục {key} trong danh mục tên"
    for number, (page, expected) in enumerate(zip(sent.pages, drawn.pages, strict=False), start=1):
        for key in sorted(page.obj.keys() - expected.obj.keys()):
            yield f"trang {number}: {PAGE_LABELS.get(key, key)}"
        if _count(page.obj.get("/Annots")) != _count(expected.obj.get("/Annots")):
            yield f"trang {number}: {PAGE_LABELS['/Annots']}"


def _keys_of(value: Object | None) -> set[str]:
    return set(value.keys()) if isinstance(value, Dictionary) else set()


def _count(value: Object | None) -> int:
    return len(value) if isinstance(value, Array) else 0


def shown_objects(file: pikepdf.Pdf) -> Iterator[Object]:
    """Yield the objects but for those that only hold others or say where they stand."""
    for value in file.objects:
        packing = isinstance(value, Stream) and value.get("/Type") in PACKING_TYPES
        if value.objgen != (0, 0) and not packing:
            yield value


def _different_keys(
    sent: Object, drawn: Object, ignored: set[str], comparison: "_Comparison"
) -> Iterator[str]:
    for key in sorted({*sent.keys(), *drawn.keys()} - ignored):
        if key not in sent or key not in drawn or not comparison.is_equal(sent[key], drawn[key]):
            yield key


class _Comparison:
    """Pairs of objects that were compared already, or are being compared: paths lead in circles."""

    def __init__(self) -> None:
        self._seen: set[tuple[ObjectId, ObjectId]] = set()

    def is_equal(self, sent: object, drawn: object) -> bool:
        """Compare two values with all that they lead to; bounded by what was drawn."""
        # A stack, not recursion: a stranger's file may nest as deeply as it likes.
        waiting = [(sent, drawn)]
        while waiting:
            own, expected = waiting.pop()
            if self._is_known(own, expected):
                continue
            parts = list(_parts(own, expected))
            if None in parts:
                return False
            waiting.extend(part for part in parts if part is not None)
        return True

    def _is_known(self, sent: object, drawn: object) -> bool:
        if not (isinstance(sent, Object) and isinstance(drawn, Object)):
            return False
        if not (sent.is_indirect and drawn.is_indirect):
            return False
        pair = sent.objgen, drawn.objgen
        known = pair in self._seen
        self._seen.add(pair)
        return known


def _parts(sent: object, drawn: object) -> Iterator[tuple[object, object] | None]:
    """Yield the pairs of values within two values; None when these differ themselves."""
    if isinstance(sent, Object) and isinstance(drawn, Object) and _is_container(sent):
        yield from _container_parts(sent, drawn)
    elif type(sent) is not type(drawn) or _plain_value(sent) != _plain_value(drawn):
        yield None


def _is_container(value: Object) -> bool:
    return isinstance(value, Stream | Dictionary | Array)


def _container_parts(sent: Object, drawn: Object) -> Iterator[tuple[object, object] | None]:
    if isinstance(sent, Stream) and isinstance(drawn, Stream):
        yield from _dictionary_parts(stream_keys(sent), stream_keys(drawn))
        if stream_bytes(sent) != stream_bytes(drawn):
            yield None
    elif isinstance(sent, Dictionary) and isinstance(drawn, Dictionary):
        yield from _dictionary_parts(dict(sent.items()), dict(drawn.items()))
    elif isinstance(sent, Array) and isinstance(drawn, Array) and len(sent) == len(drawn):
        yield from zip(list(sent), list(drawn), strict=True)
    else:
        yield None


def _dictionary_parts(
    sent: Mapping[str, object], drawn: Mapping[str, object]
) -> Iterator[tuple[object, object] | None]:
    if sent.keys() == drawn.keys():
        yield from ((sent[key], drawn[key]) for key in sent)
    else:
        yield None


def _plain_value(value: object) -> object:
    """Return a scalar that can be compared; names and texts with what they are."""
    if isinstance(value, String):
        return "text", bytes(value)
    return ("name", str(value)) if isinstance(value, Name) else value


def stream_keys(stream: Stream) -> dict[str, object]:
    """Return the entries of a stream's dictionary that say what it holds."""
    return {key: value for key, value in stream.items() if key not in ENCODING_KEYS}


def stream_bytes(stream: Stream) -> bytes:
    """Return the unpacked content; as it is written where it cannot be unpacked."""
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()
