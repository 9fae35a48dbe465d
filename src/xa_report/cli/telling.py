"""An assessment as lines for people."""

from collections.abc import Iterator

from xa_report.domain.assessment import TARGET_LABELS, CriterionResult, TargetResult
from xa_report.domain.finding import Finding, Severity
from xa_report.domain.numbers import show_number, show_percent
from xa_report.workflow.commune.assessed_report import AssessedReport

SEVERITY_WORDS = {Severity.ERROR: "LỖI", Severity.WARNING: "CẢNH BÁO", Severity.NOTE: "lưu ý"}


def assessment_lines(work: AssessedReport) -> Iterator[str]:
    """The assessment from the verdict down."""
    found = work.assessment
    yield f"{work.report.unit.agency} · {work.period.label} · {work.form.title}"
    yield ""
    for area in found.areas:
        yield _area_line(area)
    yield _total_line(work)
    yield ""
    yield from (_target_line(target) for target in found.targets)
    if found.findings:
        yield ""
    yield from (_finding_line(one) for one in found.findings)
    yield ""
    blocking = sum(one.open for one in found.findings)
    yield found.verdict + (f": còn {blocking} mục phải xử lý." if blocking else ".")


def _area_line(area: CriterionResult) -> str:
    points = f"{show_number(area.points)}/{show_number(area.applicable)}"
    return f"  {area.code:>2} {area.title}: {points} điểm"


def _total_line(work: AssessedReport) -> str:
    found = work.assessment
    text = f"Tổng {show_number(found.total)}/{show_number(found.applicable)} điểm"
    if found.bonus or found.penalty:
        text += f", thưởng {show_number(found.bonus)}, trừ {show_number(found.penalty)}"
        text += f", kết quả {show_number(found.result)}"
    if found.percent_shown is not None:
        text += f" = {show_percent(found.percent_shown)}"
    rating = found.rating.name or ("không xếp loại" if found.rating.void else "")
    answered, of = found.answered
    return f"{text}{f' · {rating}' if rating else ''} · {answered}/{of} tiêu chí có số liệu"


def _target_line(result: TargetResult) -> str:
    ahead = f" (mốc {result.target.years[0]})" if result.ahead else ""
    text = f"  [{TARGET_LABELS[result.state]}] {result.label}: {result.shown}, "
    return f"{text}kế hoạch {result.wanted}{ahead}. {result.close}".rstrip()


def _finding_line(one: Finding) -> str:
    head = f"{SEVERITY_WORDS[one.severity]:<8} {one.code} {one.message}"
    if one.reason:
        return f"{head} Lý do: {one.reason}"
    return f"{head} {one.remedy}"
