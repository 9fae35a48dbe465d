"""Ranking, consolidation and the province's own workbook of a period."""

from xa_report.domain.dates import Clock
from xa_report.domain.form import SurveyMode
from xa_report.domain.period import Period
from xa_report.province.appraisal.summary import recompute_cases
from xa_report.province.consolidation.build import ConsolidationSource, build_consolidation
from xa_report.province.database.period_settings import save_survey_mode
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
