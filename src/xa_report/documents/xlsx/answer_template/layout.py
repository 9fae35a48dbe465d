"""Sheets, columns and identity of the answer template, shared by its writer and reader."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xa_report.assess.assessment import requested_items
from xa_report.documents.xlsx.cell_text import clean_cell_text
from xa_report.documents.xlsx.figure_order import in_order_of_use
from xa_report.documents.xlsx.sheet_writer import SheetColumn, sheet_columns
from xa_report.domain.form import Criterion, Form
from xa_report.domain.item import FilledBy, Item, ItemKind
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.domain.rules.manual import ManualRule
from xa_report.domain.rules.rule import ScoringRule

FIGURES, POINTS, IDENTITY, LISTS = "Số liệu", "Điểm tự chấm", "_xa_report", "_danh_muc"
HEAD_ROW, FIRST_ROW = 4, 5
TABLE_ID = "B2"
FREE_ROWS = 200
"""Empty rows offered below the rows of a table."""

YES, NO, TICK = "Có", "Không", "x"
NOTHING_TICKED, NO_ROWS = "Không mục nào", "Không có dòng nào"
LONGEST_OPTION = 200
NO_REASON = "(chưa ghi lý do)"
"""Placeholder of a reason that nobody has written yet."""

VALUE, REASON, AS_OF, SOURCE, NOTE = "E", "F", "G", "H", "I"
"""Letters for the writer only: readers find columns by their heads."""
CODE_HEAD, VALUE_HEAD, REASON_HEAD = "Mã", "Giá trị", "Không phát sinh vì"
AS_OF_HEAD, SOURCE_HEAD, NOTE_HEAD = "Ngày lấy số liệu", "Nguồn", "Ghi chú"
FIGURE_HEADS = sheet_columns(
    (CODE_HEAD, 21), ("Nội dung", 42), ("Đơn vị", 10), ("Kỳ trước", 14), (VALUE_HEAD, 20),
    (REASON_HEAD, 22), (AS_OF_HEAD, 12), (SOURCE_HEAD, 22), (NOTE_HEAD, 22),
)  # fmt: skip
FIGURE_INPUT_HEADS = (CODE_HEAD, VALUE_HEAD, REASON_HEAD, AS_OF_HEAD, SOURCE_HEAD, NOTE_HEAD)
TYPED, EXPLAINED = "D", "E"
TYPED_HEAD, EXPLAINED_HEAD = "Điểm tự chấm", "Giải trình"
POINT_HEADS = sheet_columns(
    (CODE_HEAD, 10), ("Tiêu chí", 56), ("Tối đa", 10), (TYPED_HEAD, 14), (EXPLAINED_HEAD, 60),
    ("Yêu cầu", 40),
)  # fmt: skip
POINT_INPUT_HEADS = (CODE_HEAD, TYPED_HEAD, EXPLAINED_HEAD)
NOT_ARISEN_ADVICE = f"không có gì để báo cáo thì để trống ô này và ghi lý do ở cột “{REASON_HEAD}”"
FORMAT = "1"
_TABLE_COLUMN_WIDTHS = {ItemKind.TEXT: 40.0, ItemKind.DATE: 14.0}


def commune_items(form: Form, plans: Sequence[Plan], report: Report) -> dict[str, Item]:
    """Return the items that the commune fills: the form's, then those of the year's plans."""
    items, _ = in_order_of_use(form, *requested_items(form, plans, report.period.year))
    return {ref: item for ref, item in items.items() if item.filled_by is FilledBy.COMMUNE}


def table_items(items: Mapping[str, Item]) -> list[Item]:
    """Return the items whose rows have a sheet of their own."""
    return [item for item in items.values() if item.kind is ItemKind.TABLE]


def option_texts(item: Item) -> dict[str, str]:
    """Return the list entry of each option of a choice: one line each, no two alike."""
    texts = {
        key: " ".join(clean_cell_text(label).split()) for key, label in (item.options or {}).items()
    }
    # Without case, as answers are read.
    seen = Counter(text.casefold() for text in texts.values())
    return {
        key: _distinct_option_text(key, text, seen[text.casefold()]) for key, text in texts.items()
    }


def _distinct_option_text(key: str, text: str, times: int) -> str:
    """Return an option's text, short enough for a formula and with its key when not unique."""
    if len(text) > LONGEST_OPTION:
        return f"{text[: LONGEST_OPTION - len(key)]}… [{key}]"
    return text if text and times == 1 else f"{text} [{key}]".strip()


def tick_code(item: Item, option: str) -> str:
    """Return the code of the row that ticks one entry of a checklist."""
    return f"{item.id}.{option}"


def is_scored_by_hand(criterion: Criterion) -> bool:
    """Return whether a person must type points."""
    return criterion.rule is not None and _has_manual_part(criterion.rule)


def _has_manual_part(rule: ScoringRule) -> bool:
    return isinstance(rule, ManualRule) or any(map(_has_manual_part, rule.inner_rules()))


def explainable_criteria(form: Form) -> Iterator[Criterion]:
    """Yield the criteria that can be explained: inside the total, bonuses, penalties."""
    yield from form.criteria
    yield from form.bonuses
    yield from form.penalties


@dataclass(frozen=True, slots=True)
class TemplateIdentity:
    """The form, plans, unit and period that a template is for."""

    form: str
    form_sha256: str
    plans: str
    unit: str
    period: str
    format: str = FORMAT


def template_identity(form: Form, plans: Sequence[Plan], report: Report) -> TemplateIdentity:
    """Return the identity that a template of a report must carry."""
    hashes = ",".join(sorted(plan.sha256 or plan.id for plan in plans))
    named = f"{form.id} bản {form.version}"
    return TemplateIdentity(named, form.sha256, hashes, report.unit.code, str(report.period))


def table_columns(item: Item) -> tuple[SheetColumn, ...]:
    """Return the columns of a table's sheet."""
    named = (
        (key, _TABLE_COLUMN_WIDTHS.get(ItemKind(kind), 18.0))
        for key, kind in (item.columns or {}).items()
    )
    return sheet_columns(*named)
