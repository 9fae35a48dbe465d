"""Assessment of a report as lines and as JSON."""

from collections.abc import Iterator

from xa_report.domain.assessment import TARGET_LABELS, CriterionResult, TargetResult
from xa_report.domain.finding import Finding, Severity
from xa_report.domain.numbers import show_number, show_percent
from xa_report.workflow.commune.assessed_report import AssessedReport


def assessment_json(assessed_report: AssessedReport) -> dict[str, object]:
    """Return the assessment as a JSON document; points and percentages are texts."""
    assessment = assessed_report.assessment
    return {
        "unit": assessed_report.report.unit.code,
        "period": str(assessed_report.period),
        "form": assessed_report.form.sha256,
        "plans": [plan.sha256 for plan in assessed_report.plans],
        "verdict": assessment.verdict,
        "submittable": assessment.is_submittable,
        "total": assessment.total,
        "applicable": assessment.applicable,
        "bonus": assessment.bonus,
        "penalty": assessment.penalty,
        "result": assessment.result,
        "percent": assessment.percent_shown,
        "rating": assessment.rating.name,
        "areas": [_result_json(area) for area in assessment.areas],
        "criteria": [
            _result_json(result)
            for result in (*assessment.criteria, *assessment.bonuses, *assessment.penalties)
        ],
        "targets": [_target_json(target) for target in assessment.targets],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "place": finding.place.id,
                "message": finding.message,
                "remedy": finding.remedy,
                "reason": finding.reason,
                "open": finding.is_open,
            }
            for finding in assessment.findings
        ],
    }


def _result_json(result: CriterionResult) -> dict[str, object]:
    return {
        "code": result.code,
        "title": result.title,
        "max": result.max,
        "applicable": result.applicable,
        "points": result.points,
        "state": result.state,
        "reason": result.reason,
    }


def _target_json(result: TargetResult) -> dict[str, object]:
    return {
        "plan": result.plan.id,
        "target": result.target.id,
        "label": result.label,
        "state": result.state,
        "ahead": result.ahead,
        "value": result.figure.value,
        "shown": result.value_text,
        "wanted": result.target_text,
        "gap": result.gap,
        "units": result.units,
        "close": result.action_text,
    }


SEVERITY_LABELS = {Severity.ERROR: "LỖI", Severity.WARNING: "CẢNH BÁO", Severity.NOTE: "lưu ý"}


def assessment_lines(assessed_report: AssessedReport) -> Iterator[str]:
    """Yield the assessment as lines: areas, result, targets, findings."""
    assessment = assessed_report.assessment
    agency, period = assessed_report.report.unit.agency, assessed_report.period.label
    yield f"{agency} · {period} · {assessed_report.form.title}"
    yield ""
    for area in assessment.areas:
        yield _area_line(area)
    yield _total_line(assessed_report)
    yield ""
    yield from (_target_line(target) for target in assessment.targets)
    if assessment.findings:
        yield ""
    yield from (_finding_line(one) for one in assessment.findings)
    yield ""
    blocking = sum(one.is_open for one in assessment.findings)
    yield assessment.verdict + (f": còn {blocking} mục phải xử lý." if blocking else ".")


def _area_line(area: CriterionResult) -> str:
    points = f"{show_number(area.points)}/{show_number(area.applicable)}"
    return f"  {area.code:>2} {area.title}: {points} điểm"


def _total_line(assessed_report: AssessedReport) -> str:
    assessment = assessed_report.assessment
    text = f"Tổng {show_number(assessment.total)}/{show_number(assessment.applicable)} điểm"
    if assessment.bonus or assessment.penalty:
        text += f", thưởng {show_number(assessment.bonus)}, trừ {show_number(assessment.penalty)}"
        text += f", kết quả {show_number(assessment.result)}"
    if assessment.percent_shown is not None:
        text += f" = {show_percent(assessment.percent_shown)}"
    rating = assessment.rating.name or ("không xếp loại" if assessment.rating.void else "")
    answered, of = assessment.answered_counts
    return f"{text}{f' · {rating}' if rating else ''} · {answered}/{of} tiêu chí có số liệu"


def _target_line(result: TargetResult) -> str:
    ahead = f" (mốc {result.target.years[0]})" if result.ahead else ""
    text = f"  [{TARGET_LABELS[result.state]}] {result.label}: {result.value_text}, "
    return f"{text}kế hoạch {result.target_text}{ahead}. {result.action_text}".rstrip()


def _finding_line(finding: Finding) -> str:
    head = f"{SEVERITY_LABELS[finding.severity]:<8} {finding.code} {finding.message}"
    if finding.reason:
        return f"{head} Lý do: {finding.reason}"
    return f"{head} {finding.remedy}"
