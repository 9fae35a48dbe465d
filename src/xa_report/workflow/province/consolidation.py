"""Ranking, consolidation and the province's own workbook of a period."""

from xa_report.domain.answer_validation import is_reason
from xa_report.domain.dates import Clock
from xa_report.domain.form import SurveyMode
from xa_report.domain.period import Period
from xa_report.errors import BlockedError, UsageError
from xa_report.province.appraisal.summary import recompute_cases
from xa_report.province.consolidation.build import ConsolidationSource, build_consolidation
from xa_report.province.database.period_settings import save_acceptance, save_survey_mode
from xa_report.province.register import Register
from xa_report.workflow.shared.environment import now_in_vietnam


def set_survey_mode(register: Register, period: Period, mode: SurveyMode) -> None:
    """Let the survey count, be left out with the rest rescaled, or wait."""
    with register.database.write() as connection:
        save_survey_mode(register.database, connection, period, mode)
        # In the same transaction: stored points never follow another mode than the stored one.
        recompute_cases(register, connection, period)


def load_consolidation(
    register: Register, period: Period, clock: Clock = now_in_vietnam
) -> ConsolidationSource:
    """Load and rank everything of a period; raise UsageError when nothing has come."""
    return build_consolidation(register, period, clock())


def accept_open_matters(
    register: Register, period: Period, reason: str, clock: Clock = now_in_vietnam
) -> ConsolidationSource:
    """Take what is open in a period, so that it can be published; return it with the acceptance.

    Who and why is stored and logged. What opens later must be taken again. Raise UsageError for a
    reason that says nothing.
    """
    if not is_reason(reason):
        raise UsageError("Hãy ghi rõ lý do công bố khi hồ sơ còn việc chưa xong.")
    source = build_consolidation(register, period, clock())
    matters = source.consolidation.open_matters
    with register.database.write() as connection:
        save_acceptance(register.database, connection, period, reason.strip(), matters)
    return build_consolidation(register, period, clock())


def require_publishable(source: ConsolidationSource) -> None:
    """Raise BlockedError naming every open matter that nobody has taken."""
    left = [f"{each.text}." for each in source.consolidation.unaccepted_matters]
    if left:
        raise BlockedError(
            f"{len(left)} hồ sơ còn việc chưa xong nên chưa công bố được. Hãy làm cho xong, hoặc "
            "ghi lý do để công bố (--accept “lý do”; trong cửa sổ: khi xuất tổng hợp):",
            left,
        )
