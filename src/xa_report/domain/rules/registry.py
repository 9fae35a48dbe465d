"""All rule types by the name that definitions use."""

from xa_report.domain.rules.bands import BandsRule
from xa_report.domain.rules.branch import BranchRule
from xa_report.domain.rules.checklist import ChecklistRule
from xa_report.domain.rules.choice import ChoiceRule
from xa_report.domain.rules.combined import MaxOfRule, MinimumRule, SumRule, WeightedRule
from xa_report.domain.rules.compare import CompareRule
from xa_report.domain.rules.deadline import DeadlineRule
from xa_report.domain.rules.deduction import DeductionRule
from xa_report.domain.rules.figure_rules import ExternalRule, PerUnitRule, RankRule, YesNoRule
from xa_report.domain.rules.linear import LinearRule
from xa_report.domain.rules.manual import ManualRule
from xa_report.domain.rules.rule import ScoringRule
from xa_report.domain.rules.survey import SurveyRule

RULE_TYPES: dict[str, type[ScoringRule]] = {
    rule.kind: rule
    for rule in (
        YesNoRule, ChoiceRule, ChecklistRule, BandsRule, LinearRule, DeadlineRule, DeductionRule,
        PerUnitRule, CompareRule, RankRule, ExternalRule, SurveyRule, SumRule, MinimumRule,
        MaxOfRule, WeightedRule, BranchRule, ManualRule,
    )
}  # fmt: skip
