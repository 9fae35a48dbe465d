"""References to rows in all parts of a template but the cells, after rows were inserted.

Names of elements and attributes are those of ECMA-376 and of Microsoft's extensions to it.
"""

import re
from collections.abc import Iterator

from xa_report.documents.xlsx.custom_template.references import (
    RowInsertion,
    areas_after_insertion,
    expression_after_insertion,
    series_after_insertion,
)
from xa_report.documents.xlsx.custom_template.template_package import (
    PartElement,
    TemplatePackage,
    local_name,
)
from xa_report.documents.xlsx.custom_template.template_sheet import SHEET_DATA, TemplateSheet
from xa_report.documents.xlsx.custom_template.template_workbook import TemplateWorkbook

# Attributes with areas of the own sheet, by element. They grow with the repeated row …
_GROWING_AREAS = {
    "autoFilter": "ref", "sortState": "ref", "sortCondition": "ref", "table": "ref",
    "dimension": "ref", "location": "ref", "protectedRange": "sqref",
    "conditionalFormatting": "sqref", "dataValidation": "sqref", "ignoredError": "sqref",
}  # fmt: skip
# … or belong to one cell or one row of it.
_OWN_AREAS = {
    "mergeCell": "ref", "hyperlink": "ref", "comment": "ref", "threadedComment": "ref",
    "cellWatch": "r", "inputCells": "r", "singleXmlCell": "r",
}  # fmt: skip
_FORMULA_ELEMENTS = frozenset(
    {"formula", "formula1", "formula2", "f", "calculatedColumnFormula", "totalsRowFormula"}
)
_SERIES = frozenset({"val", "cat", "xVal", "yVal", "bubbleSize"})
_FORMULA_ATTRIBUTES = (
    "location", "textlink", "fmlaLink", "fmlaRange", "fmlaTxbx", "linkedCell", "listFillRange",
)  # fmt: skip
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
# Parts that belong to a sheet, and those below a drawing.
_SHEET_PARTS = ("table", "comments", "threadedComment", "pivotTable", "ctrlProp",
                "tableSingleCells", "drawing")  # fmt: skip
_DRAWING_PARTS = ("chart", "chartEx")
# VML is not always well-formed: what is known in it is replaced in its bytes. Rows count from 0.
_VML_ROW = re.compile(rb"(<(?:\w+:)?Row>\s*)(\d{1,7})(\s*</)")
_VML_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(</)")
_ANCHOR_ROWS = (2, 6)
"""Fields of an anchor: column, offset, row, offset of both corners."""


def move_references(workbook: TemplateWorkbook, insertion: RowInsertion) -> None:
    """Move everything outside of the cells that refers to rows of the insertion's sheet."""
    package = workbook.package
    for sheet in workbook.sheets:
        blocks = [child for child in sheet.root if child.tag != SHEET_DATA]
        changes = [move_elements(block, sheet.title, insertion) for block in blocks]
        if any(changes):
            sheet.mark_changed()
        for part_name in package.targets(sheet.part_name, *_SHEET_PARTS):
            _move_part(package, part_name, sheet.title, insertion)
        if sheet.title == insertion.sheet:
            _move_vml(package, sheet, insertion)
    for part_name in _chart_parts(workbook):
        _move_part(package, part_name, "", insertion)
    _move_names(workbook, insertion)
    _move_pivot_sources(workbook, insertion)


def _chart_parts(workbook: TemplateWorkbook) -> Iterator[str]:
    package = workbook.package
    for sheet_part in package.targets(workbook.part_name, "worksheet", "chartsheet"):
        for drawing in package.targets(sheet_part, "drawing"):
            yield from package.targets(drawing, *_DRAWING_PARTS)


def _move_part(
    package: TemplatePackage, part_name: str, home: str, insertion: RowInsertion
) -> None:
    if move_elements(package.tree(part_name), home, insertion):
        package.mark_changed(part_name)


def move_elements(root: PartElement, home: str, insertion: RowInsertion) -> bool:
    """Move areas, formulas and anchors below an element; return whether anything changed."""
    own = home == insertion.sheet
    changes = [
        _move_element(element, home, insertion, own)
        for element in root.iter()
        if isinstance(element.tag, str)
    ]
    return any(changes)


def _move_element(element: PartElement, home: str, insertion: RowInsertion, own: bool) -> bool:
    name = local_name(element)
    changes = []
    # Before the areas: whether a rule covers the row is asked of the area that it had.
    if name in _FORMULA_ELEMENTS and element.text:
        if _is_series(element):
            text = series_after_insertion(element.text, insertion)
        else:
            covers = own and _covers_row(element, insertion.row)
            text = expression_after_insertion(element.text, home, insertion, repeated=covers)
        changes.append(text != element.text)
        element.text = text
    for attribute in _FORMULA_ATTRIBUTES:
        if element.get(attribute):
            text = expression_after_insertion(element.get(attribute), home, insertion)
            changes.append(_set_attribute(element, attribute, text))
    if own:
        changes.append(_move_area(element, name, insertion))
        changes.append(_move_marker(element, name, insertion))
    return any(changes)


def _move_area(element: PartElement, name: str, insertion: RowInsertion) -> bool:
    for attributes, own_row in ((_GROWING_AREAS, False), (_OWN_AREAS, True)):
        old = element.get(attributes[name]) if name in attributes else None
        if old:
            new = areas_after_insertion(old, insertion, own_row=own_row)
            return _set_attribute(element, attributes[name], new)
    return False


def _move_marker(element: PartElement, name: str, insertion: RowInsertion) -> bool:
    """Move what is no area: areas of extensions, page breaks, corners of drawings."""
    parent = element.getparent()
    beside = "" if parent is None else local_name(parent)
    old = element.text
    if name == "sqref" and old:
        # A sparkline stands in one cell.
        element.text = areas_after_insertion(old, insertion, own_row=beside == "sparkline")
    elif element.tag == f"{_DRAWING}row" and old:
        # Corners count rows from 0.
        element.text = str(insertion.point(int(old) + 1) - 1)
    elif name == "brk" and beside == "rowBreaks":
        below = int(element.get("id", "0"))
        row = below + insertion.added if below >= insertion.row else below
        return _set_attribute(element, "id", str(row))
    return bool(element.text != old)


def _covers_row(formula: PartElement, row: int) -> bool:
    """Return whether the area of the rule that a formula belongs to has the row."""
    for ancestor in formula.iterancestors():
        areas = ancestor.get("sqref") or ancestor.findtext("{*}sqref")
        if areas:
            return any(_has_row(area, row) for area in areas.split())
    return False


def _is_series(formula: PartElement) -> bool:
    """Return whether a formula of a chart names the points of a series, not its title."""
    return any(local_name(ancestor) in _SERIES for ancestor in formula.iterancestors())


def _has_row(area: str, row: int) -> bool:
    rows = [int(number) for number in re.findall(r"\d+", area)]
    return bool(rows) and rows[0] <= row <= rows[-1]


def _set_attribute(element: PartElement, attribute: str, value: str) -> bool:
    if element.get(attribute) == value:
        return False
    element.set(attribute, value)
    return True


def _move_vml(package: TemplatePackage, sheet: TemplateSheet, insertion: RowInsertion) -> None:
    for part_name in package.targets(sheet.part_name, "vmlDrawing"):
        package.replace_part(part_name, moved_vml(package.part(part_name), insertion))


def moved_vml(content: bytes, insertion: RowInsertion) -> bytes:
    """Return a VML part with the boxes of comments and controls moved."""

    def move_row(match: re.Match[bytes]) -> bytes:
        return b"%b%d%b" % (match[1], insertion.point(int(match[2]) + 1) - 1, match[3])

    def move_anchor(match: re.Match[bytes]) -> bytes:
        fields = match[2].split(b",")
        for at in _ANCHOR_ROWS:
            if at < len(fields) and fields[at].strip().isdigit():
                fields[at] = b" %d" % (insertion.point(int(fields[at]) + 1) - 1)
        return match[1] + b",".join(fields) + match[3]

    return _VML_ANCHOR.sub(move_anchor, _VML_ROW.sub(move_row, content))


def _move_names(workbook: TemplateWorkbook, insertion: RowInsertion) -> None:
    for name in workbook.defined_names():
        if not name.text:
            continue
        if name.get("name") == "_xlnm.Print_Titles":
            text = moved_titles(name.text, insertion)
        else:
            text = expression_after_insertion(name.text, "", insertion)
        if text != name.text:
            name.text = text
            workbook.mark_changed()


def moved_titles(text: str, insertion: RowInsertion) -> str:
    """Return the head rows of every page: moved when they stand below, never longer."""
    stays = RowInsertion(insertion.sheet, insertion.row, 1)
    first_rows = [int(row) for row in re.findall(r"\$?(\d+):\$?\d+(?:,|$)", text)]
    below = bool(first_rows) and min(first_rows) > insertion.row
    return expression_after_insertion(text, "", insertion if below else stays)


def _move_pivot_sources(workbook: TemplateWorkbook, insertion: RowInsertion) -> None:
    package = workbook.package
    for part_name in package.targets(workbook.part_name, "pivotCacheDefinition"):
        for source in package.tree(part_name).iterfind("{*}cacheSource/{*}worksheetSource"):
            areas = source.get("ref")
            if areas and source.get("sheet") == insertion.sheet:
                moved = areas_after_insertion(areas, insertion)
                if _set_attribute(source, "ref", moved):
                    package.mark_changed(part_name)
