"""Revisions that a signature appends: its value and its appearance, and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Object, Stream

from xa_report.signing.pdf_reader.object_comparison import (
    CATALOG_LABELS,
    ENCODING_KEYS,
    PAGE_LABELS,
    ObjectId,
    shown_objects,
)

MAX_OBJECTS = 50_000
"""Objects of one revision; a report of 33 pages has some 600."""
FIELD_KEYS = frozenset({"/V", "/AP", "/M"})
"""What signing sets in a prepared field. Place, flags and name stay: the appearance is clipped to
the field, so that it cannot be drawn over anything else."""
VALUE_KEYS = frozenset({
    "/Type", "/Filter", "/SubFilter", "/Contents", "/ByteRange", "/M", "/Name", "/Location",
    "/Reason", "/ContactInfo", "/Prop_Build", "/Cert",
})  # fmt: skip
ACTIVE_KEYS = frozenset({
    "/JS", "/JavaScript", "/AA", "/A", "/OpenAction", "/Launch", "/URI", "/OC", "/RF", "/EF",
    "/AF", "/Annots", "/Kids", "/XFA",
})  # fmt: skip
"""Keys by which a reader would do, hide or attach something; no appearance needs them."""
DATED_KEYS = frozenset({"/ModDate", "/Producer"})
"""Properties that tools of others set when they sign; ours leaves them alone."""
_XMP = "{http://ns.adobe.com/xap/1.0/}"
DATED_METADATA = frozenset({
    f"{_XMP}ModifyDate", f"{_XMP}MetadataDate", "{http://ns.adobe.com/pdf/1.3/}Producer",
})  # fmt: skip


def find_revision_differences(before: bytes, after: bytes, field_name: str) -> Iterator[str]:
    """Yield a phrase for each object that signing in a prepared field would not have written.

    `before` is the beginning of `after`, up to the revisions that the signature added.
    """
    with pikepdf.open(BytesIO(before)) as old_file, pikepdf.open(BytesIO(after)) as new_file:
        if max(len(old_file.objects), len(new_file.objects)) > MAX_OBJECTS:
            yield "quá nhiều đối tượng"
            return
        yield from _Revision(old_file, new_file, field_name).differences()


@dataclass(frozen=True, slots=True)
class _Revision:
    """A file before and after one signature."""

    old_file: pikepdf.Pdf
    new_file: pikepdf.Pdf
    field_name: str

    def differences(self) -> Iterator[str]:
        old, new = _objects(self.old_file), _objects(self.new_file)
        field = _prepared_field(self.old_file, self.field_name)
        if field is None or field.objgen not in new:
            yield f"không có ô ký “{self.field_name}” đã chuẩn bị"
            return
        signed = new[field.objgen]
        if self._root() != self._root(before=True):
            yield "danh mục gốc của tệp"
        for number in sorted(old.keys() - new.keys()):
            yield f"đối tượng {number[0]} bị xóa"
        for number in sorted(new.keys() & old.keys()):
            if _written(old[number]) != _written(new[number]):
                yield from self._change(old[number], new[number], field)
        yield from self._additions(signed, {n: new[n] for n in new.keys() - old.keys()})

    def _root(self, *, before: bool = False) -> tuple[ObjectId, ...]:
        trailer = (self.old_file if before else self.new_file).trailer
        return tuple(trailer[key].objgen for key in ("/Root", "/Info") if key in trailer)

    def _change(self, old: Object, new: Object, field: Object) -> Iterator[str]:
        """Yield a phrase for an earlier object that was changed in another way than by signing."""
        if self._is_metadata(new):
            return
        place, labels, allowed = self._place(old, field)
        if not (_has_keys(old) and _has_keys(new)):
            yield f"{place} bị thay"
            return
        for key in sorted({*old.keys(), *new.keys()} - allowed - ENCODING_KEYS):
            if key not in old or key not in new or _text(old[key]) != _text(new[key]):
                yield f"{place}: {labels.get(key, f'mục {key}')}"
        if isinstance(old, Stream) or isinstance(new, Stream):
            yield f"{place} bị thay"

    def _place(self, old: Object, field: Object) -> tuple[str, Mapping[str, str], frozenset[str]]:
        """Return what an object is, the words for its keys, and those that signing may change."""
        root = self.old_file.Root
        pages = [page.obj.objgen for page in self.old_file.pages]
        if old.objgen == field.objgen:
            return "ô ký", {}, FIELD_KEYS
        if "/AcroForm" in root and old.objgen == root.AcroForm.objgen:
            return "biểu mẫu ký", {}, frozenset({"/SigFlags"})
        if old.objgen == self.old_file.docinfo.objgen:
            return "thuộc tính tệp", {}, DATED_KEYS
        if old.objgen == root.objgen:
            return "tệp", CATALOG_LABELS, frozenset()
        if old.objgen in pages:
            return f"trang {pages.index(old.objgen) + 1}", PAGE_LABELS, frozenset()
        return f"đối tượng {old.objgen[0]} ({_kind(old)})", {}, frozenset()

    def _is_metadata(self, new: Object) -> bool:
        """Return whether an object is the metadata, with another date and tool alone."""
        root = self.new_file.Root
        if "/Metadata" not in root or new.objgen != root.Metadata.objgen:
            return False
        return _undated_metadata(self.old_file) == _undated_metadata(self.new_file)

    def _additions(self, field: Object, added: Mapping[ObjectId, Object]) -> Iterator[str]:
        value, appearance = field.get("/V"), field.get("/AP")
        if not isinstance(value, Dictionary) or not set(value.keys()) <= VALUE_KEYS:
            yield f"ô ký “{self.field_name}” không có chữ ký đúng dạng"
        if not isinstance(appearance, Dictionary) or set(appearance.keys()) != {"/N"}:
            yield f"ô ký “{self.field_name}” có hình khác hình của chữ ký"
        reached = _reached([value, appearance], added)
        for number in sorted(added.keys() - reached):
            yield f"đối tượng {number[0]} ({_kind(added[number])}) được thêm ngoài chữ ký"
        for number in sorted(reached):
            for key in sorted(_keys_within(added[number]) & ACTIVE_KEYS):
                yield f"đối tượng {number[0]} của chữ ký có mục {key}"


def _objects(file: pikepdf.Pdf) -> dict[ObjectId, Object]:
    return {each.objgen: each for each in shown_objects(file)}


def _written(value: Object) -> tuple[bytes, bytes]:
    """Return an object as it stands in the file, and the bytes of a stream."""
    if isinstance(value, Stream):
        return _text(Dictionary(dict(value.items()))), value.read_raw_bytes()
    return _text(value), b""


def _text(value: object) -> bytes:
    return value.unparse(resolved=True) if isinstance(value, Object) else repr(value).encode()


def _prepared_field(file: pikepdf.Pdf, name: str) -> Object | None:
    """Return the field of that name, if it is there once and not yet signed."""
    fields = file.Root.get("/AcroForm", Dictionary()).get("/Fields", Array())
    named = [each for each in fields if str(each.get("/T", "")) == name]
    return named[0] if len(named) == 1 and "/V" not in named[0] else None


def _kind(value: Object) -> str:
    """Return what an object is, in words where it says so itself."""
    kind = value.get("/Type") or value.get("/Subtype") if _has_keys(value) else None
    return {
        "/Annot": "ô ký hoặc chú thích", "/Page": "trang", "/Catalog": "danh mục gốc",
        "/XObject": "hình", "/Font": "phông chữ", "/Metadata": "siêu dữ liệu",
    }.get(str(kind), str(kind or "dữ liệu"))  # fmt: skip


def _has_keys(value: object) -> bool:
    return isinstance(value, Dictionary | Stream)


def _reached(starts: list[Object | None], added: Mapping[ObjectId, Object]) -> set[ObjectId]:
    """Return the added objects to which some values lead by added objects alone."""
    reached: set[ObjectId] = set()
    waiting = [start for start in starts if isinstance(start, Object)]
    while waiting:
        value = waiting.pop()
        if value.is_indirect:
            if value.objgen not in added or value.objgen in reached:
                continue
            reached.add(value.objgen)
        waiting.extend(each for each in _values(value) if isinstance(each, Object))
    return reached


def _values(value: Object) -> list[object]:
    if isinstance(value, Dictionary | Stream):
        return [each for _, each in value.items()]
    return list(value) if isinstance(value, Array) else []


def _keys_within(value: Object) -> set[str]:
    """Return the keys of an object and of all that is written directly within it."""
    keys: set[str] = set()
    waiting: list[object] = [value]
    while waiting:
        each = waiting.pop()
        if not isinstance(each, Object) or (each is not value and each.is_indirect):
            continue
        if isinstance(each, Dictionary | Stream):
            keys.update(each.keys())
        waiting.extend(_values(each))
    return keys


def _undated_metadata(file: pikepdf.Pdf) -> dict[str, str]:
    """Return the metadata by qualified name, without dates and tool; nothing is written back."""
    metadata = file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
    return {key: str(value) for key, value in metadata.items() if key not in DATED_METADATA}
