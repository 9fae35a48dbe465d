"""What is open follows from form and codes alone."""

import pytest

from tests.factories.generated_reports import make_case
from xa_report.definitions.reader import read_form
from xa_report.domain.receipt import collect_reopened_fields
from xa_report.paths import forms_dir

FORM = read_form(forms_dir() / "cchc-xa-nam.toml")


def test_a_criterion_opens_its_own_fields_and_the_items_that_it_is_made_from() -> None:
    code = next(c.code for c in FORM.leaves() if c.references())
    opened = collect_reopened_fields(FORM, [code])
    assert opened.codes == {code}
    assert opened.items == FORM.closure(FORM.criterion(code).references()) & FORM.items.keys()
    assert opened.items


def test_an_area_opens_all_below_it_and_what_it_asks_for() -> None:
    area = FORM.areas[0]
    opened = collect_reopened_fields(FORM, [area.code])
    assert opened.codes == {c.code for c in FORM.criteria if FORM.area(c.code) is area}
    assert set(area.items) <= opened.items


def test_a_shared_item_is_open_as_soon_as_one_of_its_criteria_is() -> None:
    users: dict[str, set[str]] = {}
    for criterion in FORM.leaves():
        for item in collect_reopened_fields(FORM, [criterion.code]).items:
            users.setdefault(item, set()).add(criterion.code)
    item, codes = next((item, codes) for item, codes in users.items() if len(codes) > 1)
    assert all(item in collect_reopened_fields(FORM, [code]).items for code in codes)


def test_codes_like_1_1_do_not_open_1_10() -> None:
    form = make_case(3).form
    code = form.criteria[0].code
    assert all(
        reopened_code == code or reopened_code.startswith(f"{code}.")
        for reopened_code in collect_reopened_fields(form, [code]).codes
    )


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        collect_reopened_fields(FORM, ["1.1", "99.9"])
