"""One assessment of the yearly form with all plans, against the bare arithmetic of 100 ratios."""

import sys
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import partial
from statistics import median
from time import perf_counter

from xa_report.assess.assessment import assess_report
from xa_report.definitions.examples import example_report
from xa_report.definitions.reader import read_form, read_plan
from xa_report.domain.form import Form
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.paths import forms_dir

ROUNDS, BATCH = 20, 10
RATIOS = 100
LIMIT = 6.0
CENT = Decimal("0.01")
LIMITS = (Decimal(98), Decimal(95), Decimal(90))
TYPICAL = 1
"""The form's own example of a commune with ordinary figures."""


def main() -> bool:
    """Print the medians and their ratio; return whether the limit is held."""
    form = read_form(forms_dir() / "cchc-xa-nam.toml")
    plans = [read_plan(path) for path in sorted((forms_dir() / "plans").glob("*.toml"))]
    report = example_report(form, form.examples[TYPICAL], Period(2025))
    one, bare = measure(report, form, plans)
    criteria = sum(1 for _ in form.leaves())
    print(
        f"assess: {one * 1000:.2f} ms for {criteria} criteria and {len(plans)} plans; "
        f"{RATIOS} bare ratios: {bare * 1000:.2f} ms; ratio {one / bare:.1f}, limit {LIMIT:.0f}"
    )
    return one / bare <= LIMIT


def measure(report: Report, form: Form, plans: list[Plan]) -> tuple[float, float]:
    """Return the median seconds of an assessment and of the bare ratios, taken in turns."""
    ones: list[float] = []
    others: list[float] = []
    for _ in range(ROUNDS):
        ones.append(timed(partial(assess_report, report, form, plans)) / BATCH)
        others.append(timed(bare_ratios) / BATCH)
    return median(ones), median(others)


def bare_ratios() -> list[str]:
    """What no assessment can do without: divide, compare with limits, round, say it."""
    told = []
    for number in range(RATIOS):
        ratio = Fraction(100 * number, 7)
        band = sum(ratio < Fraction(limit) for limit in LIMITS)
        points = (Decimal(ratio.numerator) / ratio.denominator).quantize(CENT, ROUND_HALF_UP)
        told.append(f"{points} % ({number}/7): {band}")
    return told


def timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    for _ in range(BATCH):
        work()
    return perf_counter() - start


if __name__ == "__main__":
    sys.exit(not main())
