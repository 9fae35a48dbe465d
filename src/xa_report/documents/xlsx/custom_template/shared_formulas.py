"""Formulas that stand once and are shared by the cells that they were filled down into."""

from collections.abc import Iterator

from openpyxl.formula.translate import Translator, TranslatorError

from xa_report.documents.xlsx.custom_template.template_sheet import (
    FORMULA,
    TemplateCell,
    TemplateSheet,
)


def spelled_formulas(sheet: TemplateSheet) -> Iterator[tuple[TemplateCell, str]]:
    """Yield the cells with a formula, and it as it is meant there; data tables have none."""
    masters: dict[str, tuple[TemplateCell, str]] = {}
    for cell in sheet.cells():
        node = cell.element.find(FORMULA)
        if node is None:
            continue
        index, formula = node.get("si", ""), cell.formula
        if node.get("t") == "shared" and formula:
            masters[index] = cell, formula
        elif node.get("t") == "shared" and index in masters:
            formula = _translated_formula(*masters[index], cell)
        yield cell, formula


def write_out_shared_formulas(sheet: TemplateSheet) -> None:
    """Spell out the formulas that point to another cell's: rows are inserted between them."""
    for cell, formula in list(spelled_formulas(sheet)):
        node = cell.element.find(FORMULA)
        if node.get("t") == "shared":
            node.text = formula.removeprefix("=")
            for name in ("t", "si", "ref"):
                node.attrib.pop(name, None)
            sheet.mark_changed()


def _translated_formula(master: TemplateCell, formula: str, cell: TemplateCell) -> str:
    try:
        translator = Translator(formula, origin=master.coordinate)
        return str(translator.translate_formula(cell.coordinate))
    # A reference that would lie outside of the sheet is one in Excel, too.
    except TranslatorError:
        return "=#REF!"
