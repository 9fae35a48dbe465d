"""The landscape annexes in their order; those of targets, answers and evidence."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from xa_report.assess.assessment import requested_items
from xa_report.documents.fonts import FontFace, with_placeholders
from xa_report.documents.pdf.commune.annexes_criteria import (
    bonus_penalty_annex,
    criteria_annex,
    explanations_annex,
    summary_annex,
)
from xa_report.documents.pdf.commune.content import ReportContent
from xa_report.documents.pdf.phrases import missed_distance_text, plan_citation
from xa_report.documents.pdf.styles import make_paragraph
from xa_report.documents.pdf.table import PrintedRow, TableColumn, TextAlign, build_table
from xa_report.domain.assessment import TARGET_LABELS, TargetResult
from xa_report.domain.dates import show_date
from xa_report.domain.evidence import Evidence
from xa_report.domain.item import Answer, ExternalScore, FilledBy, Item, ItemKind
from xa_report.domain.item_values import format_value


@dataclass(frozen=True, slots=True)
class ReportAnnex:
    """An annex: its title and the function that builds its content.

    The second argument of `build` is the annex's name, for messages about unprintable characters.
    """

    title: str
    build: Callable[[ReportContent, str], Sequence[Flowable]]


TARGET_COLUMNS = (
    TableColumn("STT", 11, TextAlign.CENTRE),
    TableColumn("Chỉ tiêu", 54),
    TableColumn("Kế hoạch giao", 23, TextAlign.RIGHT),
    TableColumn("Thực hiện", 23, TextAlign.RIGHT),
    TableColumn("Chênh lệch", 24, TextAlign.RIGHT),
    TableColumn("Kết quả", 28),
    TableColumn("Cần thực hiện thêm", 42),
    TableColumn("Nguyên văn kế hoạch", 44),
)
NO_TARGETS = "Không có chỉ tiêu kế hoạch nào áp dụng cho kỳ báo cáo."


def targets_annex(content: ReportContent, location: str) -> Sequence[Flowable]:
    """Build the table of targets by plan; a later milestone is marked as such."""
    if not content.assessment.targets:
        return [make_paragraph(NO_TARGETS, "note", location)]
    return [build_table(TARGET_COLUMNS, _target_rows(content.assessment.targets), location)]


def _target_rows(results: Sequence[TargetResult]) -> Iterator[PrintedRow]:
    number = 0
    for name in dict.fromkeys(plan_citation(result.plan) for result in results):
        yield PrintedRow((name,), FontFace.BOLD, keep_with_next=True)
        for result in results:
            if plan_citation(result.plan) == name:
                number += 1
                yield _target_row(number, result)


def _target_row(number: int, result: TargetResult) -> PrintedRow:
    return PrintedRow(
        (
            str(number),
            _measured_label(result),
            result.target_text,
            result.value_text,
            missed_distance_text(result),
            _target_state_text(result),
            result.action_text,
            f"“{result.target.wording}”" if result.target.wording else "",
        )
    )


def _measured_label(result: TargetResult) -> str:
    """Return the figure's label with what the plan leaves out of it."""
    left_out = result.target.exclusion.removeprefix("trừ ")
    return f"{result.label} (trừ {left_out})" if left_out else result.label


def _target_state_text(result: TargetResult) -> str:
    state = TARGET_LABELS[result.state]
    first, last = result.target.years
    if result.ahead:
        years = f"{first}" if first == last else f"{first}–{last}"
        return f"{state}; mốc {years}, chưa đến hạn"
    return state if result.strictest else f"{state}; có kế hoạch giao chặt hơn"


ANSWER_COLUMNS = (
    TableColumn("STT", 11, TextAlign.CENTRE),
    TableColumn("Số liệu", 83),
    TableColumn("Giá trị", 34, TextAlign.RIGHT),
    TableColumn("Đơn vị", 22),
    TableColumn("Tình trạng", 25),
    TableColumn("Lý do, ghi chú", 28),
    TableColumn("Nguồn, ngày lấy số liệu", 46),
)
VALUE_COLUMN = 2
"""The column of values."""
TEXT_KINDS = (ItemKind.CHOICE, ItemKind.CHECKLIST, ItemKind.TEXT, ItemKind.TABLE)
"""Kinds whose values are words, not numbers."""
MAX_CELL_TEXT = 60
"""A longer value goes across the table, below its row."""


def answers_annex(content: ReportContent, location: str) -> Sequence[Flowable]:
    """Build the table of all items of form and plans, answered or not."""
    return [build_table(ANSWER_COLUMNS, _answer_rows(content), location)]


def _answer_rows(content: ReportContent) -> Iterator[PrintedRow]:
    for number, item in enumerate(_answer_items(content), start=1):
        yield from _rows_of_item(number, item, content.report.answers.get(item.id))


def _answer_items(content: ReportContent) -> Iterator[Item]:
    """Yield the form's items, then what the plans ask of the commune besides."""
    items, _ = requested_items(content.form, content.plans, content.report.period.year)
    for item in items.values():
        extra = item.id not in content.form.items and item.id not in content.report.answers
        if not (extra and item.filled_by is FilledBy.PROVINCE):
            yield item


def _rows_of_item(number: int, item: Item, answer: Answer | None) -> Iterator[PrintedRow]:
    value = format_value(answer.value, item) if answer and answer.value is not None else ""
    wide = item.kind is ItemKind.TABLE or len(value) > MAX_CELL_TEXT
    remarks = _remarks_text(answer)
    rows = value.splitlines()
    below = [
        *(rows if wide else ()),
        *(_remarks_rows(remarks) if len(remarks) > MAX_CELL_TEXT else ()),
    ]
    yield PrintedRow(
        (
            str(number),
            item.label,
            _below_note(item, rows) if wide else value,
            item.unit,
            _answer_state_text(item, answer),
            "ghi ở dưới" if len(remarks) > MAX_CELL_TEXT else remarks,
            _origin_text(item, answer),
        ),
        keep_with_next=bool(below),
        left_aligned_column=VALUE_COLUMN if item.kind in TEXT_KINDS else None,
    )
    for index, text in enumerate(below, start=1):
        yield PrintedRow((f"{number}.{index}. {text}" if len(below) > 1 else f"{number}. {text}",))


def _below_note(item: Item, rows: list[str]) -> str:
    return f"{len(rows)} dòng, ghi ở dưới" if item.kind is ItemKind.TABLE else "ghi ở dưới"


def _answer_state_text(item: Item, answer: Answer | None) -> str:
    if answer is not None:
        return "Không phát sinh" if answer.not_arisen is not None else "Đã nhập"
    if item.filled_by is FilledBy.PROVINCE:
        return "Tỉnh nhập"
    return "Chưa có số liệu" if item.required else "Không bắt buộc"


def _remarks_rows(remarks: str) -> list[str]:
    return [f"Lý do, ghi chú: {remarks}"]


def _remarks_text(answer: Answer | None) -> str:
    if answer is None:
        return ""
    return "\n".join(filter(None, (answer.not_arisen, answer.note)))


def _origin_text(item: Item, answer: Answer | None) -> str:
    """Return the source of the figure and the day on which it was read."""
    value = answer.value if answer else None
    external = value if isinstance(value, ExternalScore) else None
    name = (external.source if external else "") or item.source
    day = _as_of_day(answer, external)
    # Without a source the text would begin with a comma.
    return f"{name}, ngày {show_date(day)}".lstrip(", ") if day else name


def _as_of_day(answer: Answer | None, external: ExternalScore | None) -> date | None:
    if external and external.as_of:
        return external.as_of
    return answer.as_of if answer else None


EVIDENCE_COLUMNS = (
    TableColumn("STT", 12, TextAlign.CENTRE),
    TableColumn("Tiêu chí", 17),
    TableColumn("Số, ký hiệu", 31),
    TableColumn("Ngày", 23, TextAlign.CENTRE),
    TableColumn("Cơ quan ban hành", 36),
    TableColumn("Trích yếu", 57),
    TableColumn("Trang", 14, TextAlign.CENTRE),
    TableColumn("Tệp", 31),
    TableColumn("SHA-256", 28),
)
HASH_DIGITS = 12
"""Hexadecimal digits of the hash that are printed; the whole hash travels with the data."""
NO_EVIDENCE = "Không có tài liệu kiểm chứng kèm theo."


def evidence_annex(content: ReportContent, location: str) -> Sequence[Flowable]:
    """Build the table of evidence: one row for each use of a document."""
    links = sorted(
        enumerate(content.report.evidence), key=lambda pair: _evidence_order(content, *pair)
    )
    if not links:
        return [make_paragraph(NO_EVIDENCE, "note", location)]
    return [build_table(EVIDENCE_COLUMNS, _evidence_rows([link for _, link in links]), location)]


def _evidence_order(content: ReportContent, index: int, link: Evidence) -> tuple[int, int]:
    """Return the sort key: the form's order of criteria, then the order of attaching."""
    ordered = [leaf.code for leaf in content.form.leaves()]
    known = ordered.index(link.criterion) if link.criterion in ordered else len(ordered)
    return known, index


def _evidence_rows(links: Sequence[Evidence]) -> Iterator[PrintedRow]:
    for number, link in enumerate(links, start=1):
        document = link.file.document
        quote = f"\nTrích: “{link.quote}”" if link.quote else ""
        yield PrintedRow(
            (
                str(number),
                link.criterion,
                document.number,
                f"{show_date(document.dated)}" if document.dated else "",
                document.issuer,
                f"{document.title}{quote}",
                link.page,
                # One that was sent before this was a finding can be locked: then □ is drawn.
                with_placeholders(link.file.name),
                link.file.sha256[:HASH_DIGITS],
            )
        )


# Sections refer to annexes by numeral: a new annex goes to the end.
REPORT_ANNEXES = (
    ReportAnnex("Tổng hợp theo lĩnh vực", summary_annex),
    ReportAnnex("Kết quả chấm từng tiêu chí", criteria_annex),
    ReportAnnex("Đối chiếu chỉ tiêu kế hoạch", targets_annex),
    ReportAnnex("Số liệu báo cáo", answers_annex),
    ReportAnnex("Danh mục tài liệu kiểm chứng", evidence_annex),
    ReportAnnex("Giải trình và lý do", explanations_annex),
    ReportAnnex("Điểm thưởng và điểm trừ", bonus_penalty_annex),
)
