"""A template as its package holds it: worksheets, shared texts, styles, defined names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from xa_report.documents.xlsx.custom_template.number_styles import NumberStyles
from xa_report.documents.xlsx.custom_template.template_package import (
    PartElement,
    TemplatePackage,
    local_name,
    namespace_of,
    parse_part,
)
from xa_report.documents.xlsx.custom_template.template_sheet import (
    INLINE,
    MAIN,
    VALUE,
    TemplateCell,
    TemplateSheet,
)
from xa_report.errors import AnswerError

_LINK_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
# Elements of a workbook part that stand behind calcPr (ECMA-376, CT_Workbook).
_AFTER_CALCULATION = frozenset({
    "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
    "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class CellText:
    """The text of a cell."""

    text: str
    rich: bool
    """True when its parts have fonts of their own."""


class TemplateWorkbook:
    """The workbook of a package; raise AnswerError for a package of another kind."""

    def __init__(self, name: str, package: TemplatePackage) -> None:
        self.package = package
        self.part_name = _workbook_part(name, package)
        self.root = package.tree(self.part_name)
        if namespace_of(self.root) != MAIN:
            raise AnswerError(
                f"Tệp {name} ở dạng Strict Open XML; hãy lưu lại dạng Excel Workbook (.xlsx)."
            )
        self.sheets = list(self._worksheets())
        styles = package.targets(self.part_name, "styles")
        self.styles = NumberStyles(package, styles[0] if styles else "")
        properties = self.root.find(f"{MAIN}workbookPr")
        is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self.epoch = CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900

    def sheet(self, title: str) -> TemplateSheet | None:
        """Return the worksheet with that title, None when there is none."""
        return next((sheet for sheet in self.sheets if sheet.title == title), None)

    def defined_names(self) -> Iterator[PartElement]:
        """Yield the elements of the defined names of the workbook and of its sheets."""
        yield from self.root.iterfind(f"{MAIN}definedNames/{MAIN}definedName")

    def texts_with(self, pattern: str) -> Iterator[tuple[TemplateCell, CellText]]:
        """Yield the cells whose text contains `pattern`, in the order of sheets and rows."""
        shared = self._shared_texts(pattern)
        for sheet in self.sheets:
            for cell in sheet.cells():
                cell_text = _cell_text(cell, shared)
                if cell_text is not None and pattern in cell_text.text:
                    yield cell, cell_text

    def mark_changed(self) -> None:
        """Have the workbook part written anew."""
        self.package.mark_changed(self.part_name)

    def compute_on_load(self) -> None:
        """Have office suites compute all formulas when they open the workbook."""
        settings = self.root.find(f"{MAIN}calcPr")
        if settings is None:
            settings = self.root.makeelement(f"{MAIN}calcPr", nsmap=self.root.nsmap)
            following = (child for child in self.root if local_name(child) in _AFTER_CALCULATION)
            before = next(following, None)
            at = len(self.root) if before is None else self.root.index(before)
            self.root.insert(at, settings)
        if settings.get("fullCalcOnLoad") not in ("1", "true"):
            settings.set("fullCalcOnLoad", "1")
            self.mark_changed()

    def call_workbook(self) -> None:
        """Have the package called a workbook: a template would be opened as a new document."""
        if self.package.content_type(self.part_name) != _WORKBOOK_TYPE:
            self.package.set_content_type(self.part_name, _WORKBOOK_TYPE)

    def _worksheets(self) -> Iterator[TemplateSheet]:
        parts = {
            link.id: link.target
            for link in self.package.links(self.part_name)
            if link.kind == "worksheet"
        }
        for entry in self.root.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
            part_name = parts.get(next((entry.get(key) for key in _LINK_IDS if entry.get(key)), ""))
            if part_name is not None:
                root = self.package.tree(part_name)
                yield TemplateSheet(entry.get("name", ""), part_name, root, self.package)

    def _shared_texts(self, pattern: str) -> dict[int, CellText]:
        """Return the shared texts with `pattern`, by their index."""
        texts: dict[int, CellText] = {}
        for part_name in self.package.targets(self.part_name, "sharedStrings"):
            root = parse_part(self.package.part(part_name))
            for index, item in enumerate(root.iterchildren(f"{MAIN}si")):
                cell_text = _joined_text(item)
                if pattern in cell_text.text:
                    texts[index] = cell_text
        return texts


def _workbook_part(name: str, package: TemplatePackage) -> str:
    parts = package.targets("", "officeDocument")
    content_type = package.content_type(parts[0]) if parts else ""
    if re.search(r"excel\.sheet\.binary", content_type):
        raise AnswerError(f"Tệp {name} ở dạng Excel nhị phân (.xlsb); hãy lưu lại dạng .xlsx.")
    if not re.search(r"spreadsheetml|ms-excel", content_type):
        raise AnswerError(
            f"Tệp {name} không phải là bảng tính .xlsx (trong tệp không có sổ tính nào);"
            " hãy chọn lại tệp."
        )
    return parts[0]


def _cell_text(cell: TemplateCell, shared: dict[int, CellText]) -> CellText | None:
    """Return the text of a cell, its formula where it has one; None for numbers."""
    if cell.has_formula:
        return CellText(cell.formula, rich=False)
    kind, value = cell.element.get("t", "n"), cell.element.findtext(VALUE)
    # ECMA-376, ST_CellType: inlineStr, s (shared text), str (text).
    if kind == "inlineStr":
        inline = cell.element.find(INLINE)
        return None if inline is None else _joined_text(inline)
    if kind == "s" and value:
        return shared.get(int(value))
    return CellText(value, rich=False) if kind == "str" and value else None


def _joined_text(item: PartElement) -> CellText:
    """Return a plain or rich text without its phonetic readings."""
    runs = [
        run.findtext(f"{MAIN}t") or "" if local_name(run) == "r" else run.text or ""
        for run in item.iterchildren(f"{MAIN}t", f"{MAIN}r")
    ]
    return CellText("".join(runs), rich=item.find(f"{MAIN}r") is not None)
