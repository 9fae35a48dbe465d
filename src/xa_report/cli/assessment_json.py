"""An assessment as a JSON document."""

from xa_report.domain.assessment import CriterionResult, TargetResult
from xa_report.workflow.commune.assessed_report import AssessedReport


def assessment_json(work: AssessedReport) -> dict[str, object]:
    """The assessment as a JSON document; points and percentages are texts."""
    found = work.assessment
    return {
        "unit": work.report.unit.code,
        "period": str(work.period),
        "form": work.form.sha256,
        "plans": [plan.sha256 for plan in work.plans],
        "verdict": found.verdict,
        "submittable": found.submittable,
        "total": found.total,
        "applicable": found.applicable,
        "bonus": found.bonus,
        "penalty": found.penalty,
        "result": found.result,
        "percent": found.percent_shown,
        "rating": found.rating.name,
        "areas": [_result_json(area) for area in found.areas],
        "criteria": [
            _result_json(one) for one in (*found.criteria, *found.bonuses, *found.penalties)
        ],
        "targets": [_target_json(target) for target in found.targets],
        "findings": [
            {
                "code": one.code,
                "severity": one.severity,
                "place": one.place.id,
                "message": one.message,
                "remedy": one.remedy,
                "reason": one.reason,
                "open": one.open,
            }
            for one in found.findings
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
        "shown": result.shown,
        "wanted": result.wanted,
        "gap": result.gap,
        "units": result.units,
        "close": result.close,
    }
