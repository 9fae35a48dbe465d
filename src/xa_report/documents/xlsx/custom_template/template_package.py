"""Parts of an Office Open XML package: changed where that is asked for, else byte for byte.

Of the package only names, relationships and content types are understood here (ECMA-376, part 2).
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from lxml import etree

from xa_report.documents.xlsx.deterministic_save import pack_parts

PartElement: TypeAlias = Any
"""Element of lxml, which ships no types; lxml keeps prefixes, which other parts name in texts."""
_TYPES_PART = "[Content_Types].xml"
_PACKAGE = ""
"""Source of the relationships of the package itself."""


@dataclass(frozen=True, slots=True)
class PartLink:
    """A relationship: its id, the last word of its type, and the part that it names."""

    id: str
    kind: str
    target: str
    """Name of a part without leading slash; empty for what lies outside the package."""


def parse_part(content: bytes) -> PartElement:
    """Return the root of an XML part; raise SyntaxError or ValueError when it cannot be read."""
    # A tree keeps what a text says, but for entities: without a DTD there are none.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("DTD")
    return root


def namespace_of(element: PartElement) -> str:
    """Return the namespace of an element in the braces that lxml's tags have."""
    return f"{{{etree.QName(element).namespace or ''}}}"


def local_name(element: PartElement) -> str:
    """Return the tag without its namespace; empty for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class TemplatePackage:
    """The parts of a package by name; trees are parsed when asked for, and kept."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self._parts = {name: archive.read(name) for name in archive.namelist()}
        # Part names are compared without regard to case, and producers rely on it.
        self._names = {name.casefold(): name for name in self._parts}
        self._trees: dict[str, PartElement] = {}
        self._changed: set[str] = set()

    def has_part(self, name: str) -> bool:
        """Return whether the package has a part of that name."""
        return name.casefold() in self._names

    def part(self, name: str) -> bytes:
        """Return the bytes of a part as they were read; raise KeyError when there is none."""
        return self._parts[self._names[name.casefold()]]

    def tree(self, name: str) -> PartElement:
        """Return the root of an XML part, parsed once; raise KeyError, SyntaxError, ValueError."""
        name = self._names[name.casefold()]
        if name not in self._trees:
            self._trees[name] = parse_part(self._parts[name])
        return self._trees[name]

    def mark_changed(self, name: str) -> None:
        """Have the tree of a part written in place of its bytes."""
        self._changed.add(self._names[name.casefold()])

    def replace_part(self, name: str, content: bytes) -> None:
        """Replace the bytes of a part that has no tree."""
        self._parts[self._names[name.casefold()]] = content

    def links(self, source: str) -> Iterator[PartLink]:
        """Yield the relationships of a part; those of the package for an empty name."""
        folder, name = posixpath.split(source)
        part_name = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has_part(part_name):
            return
        for link in self.tree(part_name):
            target = link.get("Target", "") if link.get("TargetMode") != "External" else ""
            kind = link.get("Type", "").rpartition("/")[2]
            # Targets may be absolute; names of ZIP entries have no leading slash.
            path = posixpath.normpath(posixpath.join("/", folder, target))[1:] if target else ""
            yield PartLink(link.get("Id", ""), kind, path)

    def targets(self, source: str, *kinds: str) -> list[str]:
        """Return the parts of the package that a part is related to in one of these ways."""
        return [
            link.target
            for link in self.links(source)
            if link.kind in kinds and self.has_part(link.target)
        ]

    def content_type(self, name: str) -> str:
        """Return the content type of a part; empty when the package does not say it."""
        override = self._override(name)
        if override is not None:
            return str(override.get("ContentType", ""))
        ending = name.rpartition(".")[2].casefold()
        return next(
            (
                entry.get("ContentType", "")
                for entry in self.tree(_TYPES_PART)
                if entry.get("Extension", "").casefold() == ending
            ),
            "",
        )

    def set_content_type(self, name: str, content_type: str) -> None:
        """Give a part another content type."""
        types = self.tree(_TYPES_PART)
        override = self._override(name)
        if override is None:
            override = etree.SubElement(types, f"{namespace_of(types)}Override")
            override.set("PartName", f"/{name}")
        override.set("ContentType", content_type)
        self.mark_changed(_TYPES_PART)

    def remove_targets(self, source: str, *kinds: str) -> bool:
        """Remove the parts that a part is related to in these ways, and what only they name."""
        doomed = [link for link in self.links(source) if link.kind in kinds]
        if not doomed:
            return False
        folder, name = posixpath.split(source)
        part_name = posixpath.join(folder, "_rels", f"{name}.rels")
        ids = {link.id for link in doomed}
        relations = self.tree(part_name)
        for relation in [one for one in relations if one.get("Id") in ids]:
            relations.remove(relation)
        self.mark_changed(part_name)
        for link in doomed:
            self._remove_part(link.target)
        return True

    def pack(self, moment: datetime) -> bytes:
        """Return the package with its changes; `moment` is the time stamp of all its entries."""
        return pack_parts(
            (
                (name, _part_bytes(self._trees[name]) if name in self._changed else content)
                for name, content in self._parts.items()
            ),
            moment,
        )

    def _override(self, name: str) -> PartElement | None:
        wanted = f"/{name}".casefold()
        types = self.tree(_TYPES_PART)
        return next((one for one in types if one.get("PartName", "").casefold() == wanted), None)

    def _remove_part(self, name: str) -> None:
        if not self.has_part(name):
            return
        below = [link.target for link in self.links(name)]
        override = self._override(name)
        if override is not None:
            override.getparent().remove(override)
            self.mark_changed(_TYPES_PART)
        folder, file_name = posixpath.split(name)
        for removed in (name, posixpath.join(folder, "_rels", f"{file_name}.rels")):
            key = self._names.pop(removed.casefold(), None)
            self._parts.pop(key or "", None)
        # Gone before its own targets are: relations may form a circle.
        for target in below:
            self._remove_part(target)


def _part_bytes(root: PartElement) -> bytes:
    tree = root.getroottree()
    return bytes(etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True))
