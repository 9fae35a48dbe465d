"""What the next rank takes: so many points reach it, and one step less does not."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from xa_report.assess.province.next_rank import largest_loss, next_rank_gap
from xa_report.assess.province.ranking import rank_communes
from xa_report.definitions.reader import read_form
from xa_report.domain.province.ranking import PartResult, RankingCandidate
from xa_report.domain.unit import Unit
from xa_report.paths import forms_dir

FORM = read_form(forms_dir() / "chi-so-766.toml")


def contestant(number: int, points: int, applicable: int) -> RankingCandidate:
    result = Decimal(points) / 100
    percent = Fraction(result) * 100 / applicable if applicable else None
    shares = {"1": PartResult(result, Decimal(applicable))}
    unit = Unit(str(number), f"Xã {number}", "xã")
    return RankingCandidate(unit, "", result, result, percent, parts=shares)


contestants = st.lists(
    st.tuples(st.integers(0, 9000), st.integers(90, 100)), min_size=2, max_size=8
).map(lambda rows: [contestant(n, *row) for n, row in enumerate(rows)])


def with_points(candidate: RankingCandidate, more: Decimal) -> RankingCandidate:
    applicable = candidate.parts["1"].applicable
    return replace(
        candidate, percent=Fraction(candidate.result + more) * 100 / Fraction(applicable)
    )


@given(contestants)
def test_so_many_points_reach_the_rank_above_and_one_step_less_does_not(every):
    ranking = rank_communes(every)
    for own in ranking.ranked:
        step = next_rank_gap(ranking, own.candidate.unit.code, 2)
        if own.rank == 1:
            assert step is None
            continue
        assert step is not None
        assert step.rank == own.rank - 1
        wanted = step.next_candidate.percent
        reached = with_points(own.candidate, step.points).percent
        short = with_points(own.candidate, step.points - Decimal("0.01")).percent
        assert wanted is not None
        assert reached is not None
        assert short is not None
        assert reached >= wanted
        assert (reached > wanted) == step.passes
        assert short < wanted


def test_equals_parted_by_a_key_need_no_points():
    first = replace(contestant(1, 5000, 100), tie_break_keys=(Fraction(2),))
    second = replace(contestant(2, 5000, 100), tie_break_keys=(Fraction(1),))
    step = next_rank_gap(rank_communes([first, second]), "2", 2)
    assert step is not None
    assert (step.points, step.passes, step.next_candidate.unit.code) == (Decimal(0), False, "1")


def test_who_is_not_ranked_has_no_next_rank():
    nobody = replace(contestant(1, 0, 0), percent=None)
    assert next_rank_gap(rank_communes([nobody, contestant(2, 50, 100)]), "1", 2) is None


def test_the_criterion_that_lacks_most_is_named():
    codes = [one.code for one in FORM.leaves()]
    shares = {code: PartResult(Decimal(1), Decimal(2)) for code in codes}
    shares[codes[2]] = PartResult(Decimal(1), Decimal(4))
    lost = largest_loss(replace(contestant(1, 0, 100), parts=shares), FORM)
    assert lost is not None
    assert (lost.code, lost.points) == (codes[2], Decimal(3))
    whole = {code: PartResult(Decimal(2), Decimal(2)) for code in codes}
    assert largest_loss(replace(contestant(1, 0, 100), parts=whole), FORM) is None


def test_what_is_surveyed_lacks_nothing_before_it_is_entered():
    form = read_form(forms_dir() / "cchc-xa-nam.toml")
    shares = {one.code: PartResult(Decimal(1), Decimal(2)) for one in form.leaves()}
    surveyed = next(one.code for one in form.leaves() if one.survey)
    shares[surveyed] = PartResult(Decimal(0), Decimal(12))
    lost = largest_loss(replace(contestant(1, 0, 100), parts=shares), form)
    assert lost is not None
    assert lost.code != surveyed
    shares[surveyed] = PartResult(Decimal(1), Decimal(12))
    lost = largest_loss(replace(contestant(1, 0, 100), parts=shares), form)
    assert lost is not None
    assert lost.code == surveyed
