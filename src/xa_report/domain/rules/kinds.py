"""All rule kinds by the name that definitions use."""

from xa_report.domain.rules.bands import Bands
from xa_report.domain.rules.branch import Branch
from xa_report.domain.rules.checklist import Checklist
from xa_report.domain.rules.choice import Choice
from xa_report.domain.rules.compare import Compare
from xa_report.domain.rules.deadline import Deadline
from xa_report.domain.rules.deduction import Deduction
from xa_report.domain.rules.external import External
from xa_report.domain.rules.linear import Linear
from xa_report.domain.rules.manual import Manual
from xa_report.domain.rules.max_of import MaxOf
from xa_report.domain.rules.minimum import Minimum
from xa_report.domain.rules.per_unit import PerUnit
from xa_report.domain.rules.rank import Rank
from xa_report.domain.rules.rule import Rule
from xa_report.domain.rules.sum import Sum
from xa_report.domain.rules.survey import Survey
from xa_report.domain.rules.weighted import Weighted
from xa_report.domain.rules.yes_no import YesNo

RULES: dict[str, type[Rule]] = {
    rule.kind: rule
    for rule in (
        YesNo, Choice, Checklist, Bands, Linear, Deadline, Deduction, PerUnit, Compare, Rank,
        External, Survey, Sum, Minimum, MaxOf, Weighted, Branch, Manual,
    )
}  # fmt: skip
