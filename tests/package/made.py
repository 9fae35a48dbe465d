"""Records, PDFs and packages made for tests."""

from functools import lru_cache

from tests.generated import Case, make_case
from xa_report.assess.assessing import assess
from xa_report.package.record.record import LogHead, Record, record_of


def record_of_case(case: Case) -> Record:
    """The record of a made-up case."""
    asked = dict(case.form.items)
    for plan in case.plans:
        asked |= plan.items
    assessment = assess(case.report, case.form, case.plans, case.previous)
    return record_of(case.report, assessment, asked, LogHead(7, "ab" * 32))


@lru_cache
def record() -> Record:
    """One record, always the same."""
    return record_of_case(make_case(3))
