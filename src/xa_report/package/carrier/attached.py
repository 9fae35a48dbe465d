"""Lists what a PDF carries, from the tree of names itself: a dictionary would hide duplicates."""

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from xa_report.package.faults import PackageCode, fault

MOST_NODES = 1000


@dataclass(frozen=True, slots=True)
class Attached:
    """A file specification of the document."""

    name: str
    stream: pikepdf.Object
    related: bool
    """Whether the document declares it as its data (`AF`, `AFRelationship` Data)."""


def attached_files(pdf: pikepdf.Pdf) -> Iterator[Attached]:
    """Yield every file that the document carries; raise PackageFaultError when names disagree."""
    related = _associated(pdf)
    listed = set()
    for key, spec in _named(pdf):
        listed.add(spec.objgen)
        yield _attached(key, spec, related)
    for objgen, spec in related.items():
        if objgen not in listed:  # one that only the list of associated files knows
            yield _attached(str(spec.get("/UF", "")), spec, related)


def _associated(pdf: pikepdf.Pdf) -> dict[tuple[int, int], pikepdf.Object]:
    files = pdf.Root.get("/AF", Array())
    if not isinstance(files, Array) or len(files) > MOST_NODES:
        raise fault(PackageCode.ATTACHED_FOREIGN, name="/AF")
    specs = list(files)
    found = {spec.objgen: spec for spec in specs}
    if len(found) != len(specs) or (0, 0) in found:
        raise fault(PackageCode.ATTACHED_TWICE, name="/AF")
    return found


def _named(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    """Walk the name tree; a node that is met again or too many nodes are refused."""
    names = pdf.Root.get("/Names", Dictionary())
    waiting = [names["/EmbeddedFiles"]] if "/EmbeddedFiles" in names else []
    nodes = 0
    while waiting:
        node = waiting.pop()
        nodes += 1
        pairs = list(node.get("/Names", Array()))
        waiting += list(node.get("/Kids", Array()))
        if max(nodes, len(waiting), len(pairs)) > MOST_NODES or len(pairs) % 2:
            raise fault(PackageCode.ATTACHED_FOREIGN, name="/EmbeddedFiles")
        for key, spec in zip(pairs[::2], pairs[1::2], strict=True):
            yield str(key), spec


def _attached(
    key: str, spec: pikepdf.Object, related: dict[tuple[int, int], pikepdf.Object]
) -> Attached:
    names = [key, *(str(spec.get(field, key)) for field in ("/F", "/UF"))]
    if not all(isinstance(spec.get(field, String("")), String) for field in ("/F", "/UF")):
        raise fault(PackageCode.ATTACHED_NAMES, name=key)
    if len(set(names)) != 1 or "/UF" not in spec:
        raise fault(PackageCode.ATTACHED_NAMES, name=key)
    streams = list(spec.get("/EF", Dictionary()).items())
    places = {stream.objgen for _, stream in streams}
    if len(places) != 1 or not {field for field, _ in streams} <= {"/F", "/UF"}:
        raise fault(PackageCode.ATTACHED_NAMES, name=key)
    declared = spec.objgen in related and spec.get("/AFRelationship") == Name.Data
    return Attached(key, streams[0][1], declared)
