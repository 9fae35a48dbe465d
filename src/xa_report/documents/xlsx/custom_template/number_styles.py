"""Cell styles of a template: number formats read by style index, further styles added."""

from collections.abc import Callable
from copy import deepcopy

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_REVERSE

from xa_report.documents.xlsx.custom_template.template_package import (
    PartElement,
    TemplatePackage,
)
from xa_report.documents.xlsx.custom_template.template_sheet import MAIN

GENERAL = "General"
_FIRST_OWN_FORMAT = 164
"""Lower ids are built into the format."""


class NumberStyles:
    """The cell formats of `styles.xml`; `s` of a cell is an index into them."""

    def __init__(self, package: TemplatePackage, part_name: str) -> None:
        """Read the styles; an empty name means that the workbook has none."""
        self._package, self._part_name = package, part_name
        self._root = package.tree(part_name) if part_name else etree.Element(f"{MAIN}styleSheet")
        formats = self._root.find(f"{MAIN}cellXfs")
        self._formats = etree.Element(f"{MAIN}cellXfs") if formats is None else formats
        self._codes = {
            int(entry.get("numFmtId", "0")): str(entry.get("formatCode", ""))
            for entry in self._root.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
        }
        self._added: dict[tuple[str, str, str], str] = {}

    @property
    def has_formats(self) -> bool:
        """False in a workbook without styles, where a number shows as it is stored."""
        return len(self._formats) > 0

    def number_format(self, index: str) -> str:
        """Return the number format of a style."""
        style = self._style(index)
        format_id = 0 if style is None else int(style.get("numFmtId", "0"))
        return self._codes.get(format_id) or str(BUILTIN_FORMATS.get(format_id, GENERAL))

    def with_number_format(self, index: str, code: str) -> str:
        """Return the index of the same style with another number format."""

        def set_code(style: PartElement) -> None:
            style.set("numFmtId", str(self._format_id(code)))
            style.set("applyNumberFormat", "1")

        return self._changed_style(index, ("format", code), set_code)

    def with_quote_prefix(self, index: str) -> str:
        """Return the index of the same style, in which a typed text never becomes a formula."""
        return self._changed_style(
            index, ("quote", ""), lambda style: style.set("quotePrefix", "1")
        )

    def _changed_style(
        self, index: str, what: tuple[str, str], change: Callable[[PartElement], None]
    ) -> str:
        style = self._style(index)
        # Without styles there is nothing that could be changed; the value shows all the same.
        if style is None:
            return index
        key = (index, *what)
        if key not in self._added:
            copy = deepcopy(style)
            change(copy)
            self._formats.append(copy)
            self._added[key] = str(len(self._formats) - 1)
            self._formats.set("count", str(len(self._formats)))
            self._package.mark_changed(self._part_name)
        return self._added[key]

    def _style(self, index: str) -> PartElement | None:
        at = int(index or "0")
        return self._formats[at] if 0 <= at < len(self._formats) else None

    def _format_id(self, code: str) -> int:
        if code in BUILTIN_FORMATS_REVERSE:
            return int(BUILTIN_FORMATS_REVERSE[code])
        for format_id, known in self._codes.items():
            if known == code:
                return format_id
        format_id = max((*self._codes, _FIRST_OWN_FORMAT - 1)) + 1
        codes = self._root.find(f"{MAIN}numFmts")
        if codes is None:
            codes = etree.Element(f"{MAIN}numFmts", nsmap=self._root.nsmap)
            # The schema has them first.
            self._root.insert(0, codes)
        entry = etree.SubElement(codes, f"{MAIN}numFmt")
        entry.set("numFmtId", str(format_id))
        entry.set("formatCode", code)
        codes.set("count", str(len(codes)))
        self._codes[format_id] = code
        return format_id
