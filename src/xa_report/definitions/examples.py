"""The tests of a form: example answers must give the points that its author expects."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.assessment import assess_report
from xa_report.definitions.answers import AnswerFaultError, manual_codes, read_answer, read_number
from xa_report.domain.assessment import Assessment
from xa_report.domain.evidence import Evidence, EvidenceFile
from xa_report.domain.fault import FaultCode, UnplacedFault, unplaced_fault
from xa_report.domain.form import Form, FormExample
from xa_report.domain.item import Answer
from xa_report.domain.numbers import round_half_up, show_number
from xa_report.domain.period import Period
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit

EXAMPLE_UNIT = Unit("00000", "Xã Ví Dụ", "xã")
EXAMPLE_FILE = EvidenceFile("0" * 64, "tài liệu.pdf", 1, "application/pdf")


def run_examples(form: Form) -> Iterator[tuple[FormExample, UnplacedFault]]:
    """Yield each fault of the form's tests beside its test, in the order of the tests."""
    for example in form.examples:
        for fault in run_example(form, example):
            yield example, fault


def run_example(form: Form, example: FormExample) -> Iterator[UnplacedFault]:
    """Yield the faults of one test: a wrong period or answer, or results other than expected.

    Costs a whole assessment.
    """
    try:
        period = Period.parse(example.period)
    except ValueError:
        # A year that no report has, refused below like a period of the wrong kind.
        period = Period(1)
    if period.kind is not form.period or period.year == 1:
        yield unplaced_fault(
            FaultCode.BAD_PERIOD, "period", period=example.period, kind=form.period
        )
        return
    try:
        report = example_report(form, example, period)
        previous = _previous_report(form, example, period)
    except AnswerFaultError as error:
        yield unplaced_fault(FaultCode.TEST_ANSWER, name=example.name, why=error)
        return
    yield from _compare_with_expected(example, assess_report(report, form, (), previous))


def example_report(form: Form, example: FormExample, period: Period) -> Report:
    """Build the report of an example; evidence is attached unless the example says otherwise."""
    formed = example.unit_formed if isinstance(example.unit_formed, date) else None
    manual, answers = read_answers(form, example.answers)
    evidence = tuple(
        Evidence(criterion.code, EXAMPLE_FILE)
        for criterion in form.leaves()
        if criterion.code not in example.without_evidence
        for _ in range(criterion.evidence.minimum)
    )
    return Report(
        unit=replace(EXAMPLE_UNIT, formed=formed),
        period=period,
        answers=answers,
        manual=manual,
        evidence=evidence,
    )


def _previous_report(form: Form, example: FormExample, period: Period) -> Report | None:
    if not example.previous:
        return None
    manual, answers = read_answers(form, example.previous)
    return Report(EXAMPLE_UNIT, period.previous(), answers=answers, manual=manual)


def read_answers(
    form: Form, raw: Mapping[str, object]
) -> tuple[dict[str, Decimal], dict[str, Answer]]:
    """Read typed points by criterion code and answers by item id; raise AnswerFaultError."""
    by_hand = manual_codes(form)
    manual: dict[str, Decimal] = {}
    answers: dict[str, Answer] = {}
    for key, value in raw.items():
        if key in by_hand:
            manual[key] = read_number(key, value)
        elif key in form.items:
            answers[key] = read_answer(form.items[key], value)
        else:
            raise AnswerFaultError(f"“{key}” không phải số liệu của biểu mẫu")
    return manual, answers


def _compare_with_expected(example: FormExample, assessment: Assessment) -> Iterator[UnplacedFault]:
    for what, want in example.points.items():
        try:
            have = _result_points(assessment, what, want)
        except KeyError:
            yield unplaced_fault(
                FaultCode.TEST_ANSWER, "points", name=example.name, why=f"không có mục “{what}”"
            )
            continue
        if have != want:
            yield _failed_example(example, what, show_number(have), show_number(want))
    if example.band is not None and assessment.rating.name != example.band:
        yield _failed_example(example, "xếp loại", assessment.rating.name or "không", example.band)
    codes = {finding.code for finding in assessment.findings}
    for code in example.findings:
        if code not in codes:
            yield _failed_example(
                example, "các phát hiện", ", ".join(sorted(codes)) or "không có", code
            )


def _result_points(assessment: Assessment, what: str, want: Decimal) -> Decimal:
    whole = {
        "total": assessment.total,
        "bonus": assessment.bonus,
        "penalty": assessment.penalty,
        "result": assessment.result,
        "applicable": assessment.applicable,
    }
    if what == "percent":
        # Compared with as many decimals as the author wrote, and at least two.
        exponent = want.as_tuple().exponent
        places = max(2, -exponent if isinstance(exponent, int) else 2)
        return round_half_up(assessment.percent or Fraction(0), places)
    return whole[what] if what in whole else assessment.result_of(what).points


def _failed_example(example: FormExample, what: str, have: str, want: str) -> UnplacedFault:
    return unplaced_fault(FaultCode.TEST_FAILED, name=example.name, what=what, have=have, want=want)
