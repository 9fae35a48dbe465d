"""The content of a commune's report: definitions, assessment, counts of answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xa_report.documents.pdf.letterhead import day_text, document_number_text
from xa_report.domain.assessment import Assessment
from xa_report.domain.finding import Finding, Severity
from xa_report.domain.form import Area, Form
from xa_report.domain.item import FilledBy, Item
from xa_report.domain.numbers import show_number
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A report with the definitions it answers and the assessment of both."""

    report: Report
    form: Form
    plans: Sequence[Plan]
    assessment: Assessment

    @property
    def agency(self) -> str:
        """The committee that reports: `Ủy ban nhân dân xã Tân Hội`."""
        return self.report.unit.agency.replace("UBND", "Ủy ban nhân dân", 1)

    @property
    def place_name(self) -> str:
        """Địa danh: that of the letterhead, else the unit's name without its kind."""
        unit = self.report.unit
        # The kind is stored in lower case, the name begins with a capital.
        bare = unit.name[len(unit.kind) :] if unit.name.lower().startswith(unit.kind) else unit.name
        return self.report.letterhead.place or bare.strip()

    @property
    def number(self) -> str:
        """Số, ký hiệu: `05/BC-UBND`."""
        return document_number_text(self.report.letterhead)

    @property
    def day(self) -> str:
        """The day of the report in words: `ngày 05 tháng 01 năm 2026`."""
        return day_text(self.report.letterhead.dated)

    @property
    def abstract(self) -> str:
        """Trích yếu: the subject of the report in one line."""
        period = self.report.period.label
        subject = "Kết quả tự đánh giá" if self.is_scored else "Số liệu"
        return f"{subject} theo “{self.form.title}” {period} của {self.agency}"

    @property
    def is_scored(self) -> bool:
        """True when the form gives points; other forms only collect figures."""
        return bool(self.form.criteria)

    @property
    def subject(self) -> str:
        """The subject of the body, in the middle of a sentence."""
        return "kết quả tự đánh giá" if self.is_scored else "số liệu"

    @property
    def title(self) -> str:
        """The report's name as the file's properties show it."""
        return f"Báo cáo: {self.abstract}"

    def points(self, value: Decimal) -> str:
        """Return points with the form's fixed number of decimals, as tables show them."""
        return show_number(value, self.form.decimals)


def warnings_with_reason(content: ReportContent) -> list[Finding]:
    """Return the warnings with a reason of their own, not one that repeats an explanation."""
    explained = set(map(str.strip, content.report.explanations.values()))
    return [
        finding
        for finding in content.assessment.findings
        if finding.severity is Severity.WARNING
        and finding.reason.strip()
        and finding.reason.strip() not in explained
    ]


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """Counts of items that the commune is asked for."""

    expected: int
    answered: int
    not_arisen: int
    missing: tuple[Item, ...]
    """Required items without an answer."""


def count_answers(content: ReportContent, refs: Iterable[str] | None = None) -> AnswerCounts:
    """Count the items with these ids that the commune fills, by default all of the form."""
    named = content.form.items if refs is None else dict.fromkeys(refs)
    own = [content.form.items[ref] for ref in named if ref in content.form.items]
    items = [item for item in own if item.filled_by is FilledBy.COMMUNE]
    answers = content.report.answers
    answered = [answers[item.id] for item in items if item.id in answers]
    missing = tuple(item for item in items if item.id not in answers and item.required)
    not_arisen = sum(answer.not_arisen is not None for answer in answered)
    return AnswerCounts(len(items), len(answered) - not_arisen, not_arisen, missing)


def area_item_ids(content: ReportContent, area: Area) -> tuple[str, ...]:
    """Return the ids of the items that an area asks for itself."""
    return tuple(ref for ref in area.items if ref in content.form.items)
