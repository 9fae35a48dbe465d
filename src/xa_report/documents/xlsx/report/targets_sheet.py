"""The sheet “Chỉ tiêu kế hoạch”: every target, the commune's figure, and the gap between them."""

import operator
from dataclasses import dataclass
from datetime import date

from xa_report.assess.target_comparison import numeric_target
from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.cell_text import quote_for_formula
from xa_report.documents.xlsx.report.cell_map import CellMap
from xa_report.documents.xlsx.sheet_writer import SheetWriter, sheet_columns
from xa_report.domain.assessment import TARGET_LABELS, Assessment, TargetResult, TargetState
from xa_report.domain.item import ItemKind
from xa_report.domain.plan import TargetOp
from xa_report.domain.rules.formula import figure_comparison_formula

SHEET = "Chỉ tiêu kế hoạch"
HEADS = sheet_columns(
    ("Kế hoạch", 21), ("Quyết định", 11), ("Chỉ tiêu", 24), ("Mức giao", 10), ("Kết quả", 12),
    ("Giá trị", 9), ("Giá trị tính lại", 9), ("Đánh giá", 10), ("Đánh giá tính lại", 10),
    ("Đối chiếu", 8), ("Chênh lệch", 9), ("Thêm (+), bớt (−)", 8), ("Cách đạt chỉ tiêu", 24),
    ("Nguyên văn", 20), ("Ghi chú", 14),
)  # fmt: skip
VALUE, LIVE_VALUE, STATE, LIVE_STATE, CHECK = "F", "G", "H", "I", "J"
HEAD_ROW = 4
_SIGNS: dict[object, str] = {operator.le: "<=", operator.ge: ">=", operator.eq: "="}
_PRECISE = "#,##0.00######"


@dataclass(frozen=True, slots=True)
class TargetsSheet:
    """The sheet with the cells that it refers to."""

    writer: SheetWriter
    cell_map: CellMap

    def write(self, assessment: Assessment, subtitle: str) -> None:
        """Write one row a target."""
        writer = self.writer
        writer.write_titles("Đối chiếu chỉ tiêu kế hoạch", subtitle)
        writer.write_heads(HEAD_ROW, HEADS)
        writer.set_widths(HEADS)
        for row, result in enumerate(assessment.targets, start=HEAD_ROW + 1):
            self._write_texts(row, result)
            self._figures(row, result)
        if not assessment.targets:
            writer.text(f"C{HEAD_ROW + 1}", "Không có chỉ tiêu kế hoạch nào của kỳ này.")
        writer.mark_differences(f"{CHECK}{HEAD_ROW}:{CHECK}{writer.sheet.max_row}")
        writer.finish_page(HEAD_ROW, f"D{HEAD_ROW + 1}")

    def _write_texts(self, row: int, result: TargetResult) -> None:
        writer, plan, target = self.writer, result.plan, result.target
        writer.text(f"A{row}", plan.title)
        writer.text(f"B{row}", plan.decision)
        writer.text(f"C{row}", result.label)
        writer.text(f"D{row}", result.target_text, cell_styles.CENTRE)
        writer.text(f"E{row}", result.value_text, cell_styles.CENTRE)
        writer.number(f"K{row}", result.gap, _PRECISE)
        writer.number(f"L{row}", result.units, cell_styles.SIGNED_FORMAT)
        writer.text(f"M{row}", result.action_text)
        writer.text(f"N{row}", target.wording, cell_styles.QUIET)
        writer.text(f"O{row}", _target_note(result), cell_styles.QUIET)

    def _figures(self, row: int, result: TargetResult) -> None:
        writer, ref = self.writer, result.target.reference
        writer.number(f"{VALUE}{row}", result.figure.value, _PRECISE, cell_styles.STRONG)
        writer.text(f"{STATE}{row}", TARGET_LABELS[result.state], cell_styles.CENTRE)
        dated = result.target.op is TargetOp.FROM
        number = (
            '""'
            if dated
            else f'IF({self.cell_map.is_known_formula(ref)},{self.cell_map.value(ref)},"")'
        )
        writer.formula(f"{LIVE_VALUE}{row}", number, _PRECISE)
        writer.formula(f"{LIVE_STATE}{row}", self._state(result), style=cell_styles.CENTRE)
        same = f"ABS({VALUE}{row}-{LIVE_VALUE}{row})<=0.000000001*MAX(1,ABS({VALUE}{row}))"
        value = f'IF({VALUE}{row}="",{LIVE_VALUE}{row}="",{same})'
        writer.write_check(f"{CHECK}{row}", f"IF({STATE}{row}={LIVE_STATE}{row},{value},FALSE)")

    def _state(self, result: TargetResult) -> str:
        cells, ref = self.cell_map, result.target.reference
        words = {state: quote_for_formula(label) for state, label in TARGET_LABELS.items()}
        met = self._met(result)
        if met is None:
            return words[TargetState.UNKNOWN]
        decided = f"IF({met},{words[TargetState.MET]},{words[TargetState.NOT_MET]})"
        none, unknown = words[TargetState.NOT_ARISEN], words[TargetState.UNKNOWN]
        unreported = f"IF({cells.not_arisen_formula(ref)},{none},{unknown})"
        return f"IF({cells.is_known_formula(ref)},{decided},{unreported})"

    def _met(self, result: TargetResult) -> str | None:
        """Return the condition of a known figure; None when it can never be decided."""
        target, cells = result.target, self.cell_map
        if target.op is TargetOp.FROM:
            item = cells.item(target.reference)
            if item is None or item.kind is not ItemKind.DATE or not isinstance(target.value, date):
                return None
            day = target.value
            return f"{cells.value(target.reference)}<=DATE({day.year},{day.month},{day.day})"
        if target.op is TargetOp.YES:
            return f"{cells.value(target.reference)}<>0"
        goal = numeric_target(target, cells.figures)
        return figure_comparison_formula(cells, target.reference, _SIGNS[goal.test], goal.limit)


def _target_note(result: TargetResult) -> str:
    target = result.target
    notes = [
        f"Trừ {target.exclusion}." if target.exclusion else "",
        f"Mốc của năm {target.years[0]}, chưa đến hạn." if result.ahead else "",
        "" if result.strictest else "Kế hoạch khác giao mức chặt hơn.",
    ]
    return " ".join(note for note in notes if note)
