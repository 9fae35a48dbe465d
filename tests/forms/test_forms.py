"""The forms that ship: they check clean, and they are what a commune can be measured by."""

import unicodedata
from decimal import Decimal
from functools import cache

import pytest

from xa_report.definitions.definition_set import check_paths
from xa_report.definitions.reader import read_form
from xa_report.domain.form import Form, SurveyMode
from xa_report.domain.item import FilledBy, ItemKind
from xa_report.domain.period import Period, PeriodKind
from xa_report.domain.rules.registry import RULE_TYPES
from xa_report.domain.rules.rule import NotArisenPolicy
from xa_report.paths import forms_dir

FORMS = ("cchc-xa-nam", "cchc-xa-quy", "chi-so-766")
PROVINCE_ONLY = {"rank"}


@cache
def form(name: str) -> Form:
    return read_form(forms_dir() / f"{name}.toml")


def test_everything_that_ships_checks_clean():
    library = check_paths([forms_dir()])
    assert [str(fault) for fault in library.faults] == []
    assert (len(library.forms), len(library.plans), len(library.catalogues)) == (3, 5, 1)


def test_the_yearly_form_has_100_points_8_areas_and_40_criteria():
    shipped_form = form("cchc-xa-nam")
    assert (int(shipped_form.total), len(shipped_form.areas), shipped_form.template) == (
        100,
        8,
        True,
    )
    assert sum(c.rule is not None for c in shipped_form.criteria) >= 40
    assert max(c.depth for c in shipped_form.criteria) == 2
    assert shipped_form.decision == ""


def test_the_yearly_form_uses_every_rule_of_a_commune_form():
    rules = {
        rule.kind for c in form("cchc-xa-nam").leaves() if c.rule for rule in c.rule.iter_rules()
    }
    assert rules == set(RULE_TYPES) - PROVINCE_ONLY


def test_the_yearly_form_uses_all_that_a_form_can_say():
    shipped_form = form("cchc-xa-nam")
    criteria = tuple(shipped_form.leaves())
    assert {c.not_arisen for c in criteria} == set(NotArisenPolicy)
    assert {type(c.precondition) for c in criteria} >= {str, type(None)}
    assert any(c.evidence.or_explain for c in criteria)
    assert any(c.explain_below is not None for c in criteria)
    assert any(band.no_zero for band in shipped_form.bands)
    assert any(band.min_area is not None for band in shipped_form.bands)
    assert (bool(shipped_form.rating_limits), bool(shipped_form.tie_break)) == (True, True)
    assert (bool(shipped_form.bonuses), bool(shipped_form.penalties)) == (True, True)
    assert shipped_form.survey is SurveyMode.INCLUDE
    assert len({check.kind for check in shipped_form.checks}) >= 6
    assert [stage.name for stage in shipped_form.stages] == [
        "self_assessment", "appraisal", "explanation", "publication",
    ]  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_every_criterion_tells_how_it_is_scored(name):
    for criterion in form(name).leaves():
        if not criterion.survey:
            assert len(criterion.guidance) > 20, criterion.code
        assert criterion.appraiser, criterion.code


@pytest.mark.parametrize("name", FORMS)
def test_every_text_is_vietnamese_in_composed_letters(name):
    text = form(name).canonical.decode()
    assert unicodedata.is_normalized("NFC", text)
    assert all(item.label for item in form(name).items.values())


@pytest.mark.parametrize("name", FORMS)
def test_every_item_is_asked_for_somewhere(name):
    shipped_form = form(name)
    waiting = [ref for area in shipped_form.areas for ref in area.items]
    waiting += [ref for criterion in shipped_form.all_criteria() for ref in criterion.references()]
    waiting += [ref for check in shipped_form.checks for ref in check.references()]
    asked: set[str] = set()
    while waiting:
        ref = waiting.pop()
        asked.add(ref)
        if ref in shipped_form.indicators:
            waiting.extend(shipped_form.indicators[ref].references())
    limits = {limit.when for limit in shipped_form.rating_limits if isinstance(limit.when, str)}
    assert set(shipped_form.items) - asked - limits == set()


@pytest.mark.parametrize("name", FORMS)
def test_a_form_tests_itself(name):
    assert len(form(name).examples) >= 3


def test_the_766_groups_have_their_maxima():
    shipped_form = form("chi-so-766")
    assert [int(area.max) for area in shipped_form.areas] == [18, 20, 22, 22, 18]


def test_the_quarterly_form_shares_its_items_with_the_yearly_one():
    quarterly, yearly = form("cchc-xa-quy"), form("cchc-xa-nam")
    assert (quarterly.period, quarterly.total) == (PeriodKind.QUARTER, Decimal(0))
    assert quarterly.bands == ()
    shared = {ref for ref in quarterly.items if ref in yearly.items}
    assert len(shared) >= 15
    assert all(quarterly.items[ref] == yearly.items[ref] for ref in shared)
    first, last = quarterly.data_window(Period.parse("2026-Q2"))
    assert (first.isoformat(), last.isoformat()) == ("2026-03-15", "2026-06-14")


def test_the_province_fills_only_what_it_knows():
    for name in FORMS:
        for item in form(name).items.values():
            if item.filled_by is FilledBy.PROVINCE:
                assert item.kind is not ItemKind.TEXT
