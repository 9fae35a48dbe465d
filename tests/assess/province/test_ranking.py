"""The order of communes: exact, dense, the same whoever is named first, with ties stated."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.assessments import HEAD, UNIT, assess_texts, form_of
from tests.factories.generated_reports import make_case
from xa_report.assess.assessment import assess_report
from xa_report.assess.province.ranking import (
    assign_ranks,
    build_candidate,
    candidate_from_result,
    rank_communes,
    rank_parts,
)
from xa_report.domain.form import Form
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseState
from xa_report.domain.province.consolidation import CommuneResult
from xa_report.domain.province.ranking import PartResult, Ranking, RankingCandidate, TieBreakKey
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit

HUGE = 2**70
numbers = st.one_of(
    st.fractions(0, 120, max_denominator=6),
    st.builds(Fraction, st.integers(0, 120 * HUGE), st.just(HUGE)),
    st.builds(lambda n: Fraction(n) + Fraction(1, HUGE), st.integers(0, 3)),
)
keys = st.one_of(st.none(), numbers, st.integers(-3, 3).map(Fraction))


def one(
    code: int, percent: TieBreakKey, *tie_break: TieBreakKey, **more: object
) -> RankingCandidate:
    unit = Unit(f"{code:05d}", f"Xã {code}", "xã")
    candidate = RankingCandidate(
        unit, "0" * 64, Decimal(0), Decimal(0), percent, tie_break_keys=tie_break
    )
    return replace(candidate, **more)  # type: ignore[arg-type]


@st.composite
def fields(draw: st.DrawFn) -> list[RankingCandidate]:
    width = draw(st.integers(0, 2))
    rows = draw(st.lists(st.tuples(numbers, *[keys] * width), max_size=12))
    return [one(code, *row) for code, row in enumerate(rows)]


def better(left: RankingCandidate, right: RankingCandidate) -> bool:
    """The rule in the plainest words, to hold the fast one against."""
    for a, b in zip(
        (left.percent, *left.tie_break_keys), (right.percent, *right.tie_break_keys), strict=True
    ):
        if a != b:
            return b is None or (a is not None and a > b)
    return False


@given(fields())
def test_ranks_are_those_of_the_plain_rule(contestants: list[RankingCandidate]) -> None:
    placed = assign_ranks(contestants)
    for left in placed:
        ahead = {
            (other.candidate.percent, other.candidate.tie_break_keys)
            for other in placed
            if better(other.candidate, left.candidate)
        }
        assert left.rank == len(ahead) + 1
        same = [o for o in placed if o.rank == left.rank and o is not left]
        assert left.tied == bool(same)
        assert all(o.candidate.tie_break_keys == left.candidate.tie_break_keys for o in same)
        parted = [o for o in placed if o.candidate.percent == left.candidate.percent]
        assert left.separated_by_key == (len({o.rank for o in parted}) > 1)


near = st.integers(2**64 - 40, 2**64 - 1)
close_by = st.builds(lambda of, down: Fraction(of - down, of), near, st.integers(0, 3))


@given(st.lists(st.one_of(close_by, st.fractions(0, 1, max_denominator=9)), max_size=9))
def test_whole_numbers_order_fractions_that_are_next_to_each_other(percents) -> None:
    field = [one(code, percent) for code, percent in enumerate(percents)]
    assert all(contestant.has_fine_order for contestant in field)
    ranks = {p.candidate.unit.code: p.rank for p in assign_ranks(field)}
    falling = sorted(set(percents), reverse=True)
    assert [ranks[c.unit.code] for c in field] == [falling.index(p) + 1 for p in percents]


@given(fields(), st.randoms(use_true_random=False))
def test_who_is_named_first_does_not_matter(contestants, random) -> None:
    shuffled = random.sample(contestants, len(contestants))
    assert rank_communes(shuffled) == rank_communes(contestants)


@given(fields())
def test_ranks_are_dense_and_equal_ones_stand_by_their_codes(contestants) -> None:
    ranking = rank_communes(contestants)
    ranks = [placed.rank for placed in ranking.ranked]
    assert ranks == sorted(ranks)
    assert set(ranks) == set(range(1, len(set(ranks)) + 1))
    for group in ranking.ties():
        codes = [placed.candidate.unit.code for placed in group]
        assert codes == sorted(codes)
        assert len(codes) > 1


@given(fields(), st.data())
def test_more_points_never_give_a_worse_rank(contestants, data) -> None:
    if not contestants:
        return
    at = data.draw(st.integers(0, len(contestants) - 1))
    percent = contestants[at].percent
    assert percent is not None
    risen = [*contestants]
    risen[at] = replace(contestants[at], percent=percent + data.draw(st.fractions(0, 50)))
    assert rank_of(rank_communes(risen), at) <= rank_of(rank_communes(contestants), at)


def rank_of(ranking: Ranking, code: int) -> int:
    return next(p.rank for p in ranking.ranked if p.candidate.unit.code == f"{code:05d}")


def told(contestants: Sequence[RankingCandidate]) -> list[tuple[str, int, bool, bool]]:
    placed = rank_communes(contestants).ranked
    return [(p.candidate.unit.code[-1], p.rank, p.tied, p.separated_by_key) for p in placed]


def test_keys_part_what_is_equal_and_what_is_unknown_stands_last() -> None:
    field = [one(1, Fraction(90), None), one(2, Fraction(90), Fraction(-5)),
             one(3, Fraction(90), Fraction(7)), one(4, Fraction(95), None),
             one(5, Fraction(90), Fraction(7)), one(6, Fraction(1, 3), None)]  # fmt: skip
    assert told(field) == [
        ("4", 1, False, False), ("3", 2, True, True), ("5", 2, True, True),
        ("2", 3, False, True), ("1", 4, False, True), ("6", 5, False, False),
    ]  # fmt: skip


def test_percentages_are_compared_unrounded() -> None:
    assert told([one(1, Fraction(8999999, 100000)), one(2, Fraction(90))]) == [
        ("2", 1, False, False),
        ("1", 2, False, False),
    ]


def test_where_nothing_applies_there_is_no_rank_but_a_void_rating_has_one() -> None:
    ranking = rank_communes(
        [one(2, None), one(1, None), one(3, Fraction(80), void=True), one(4, Fraction(9))]
    )
    assert [p.candidate.unit.code for p in ranking.ranked] == ["00003", "00004"]
    assert ranking.ranked[0].candidate.void
    assert [c.unit.code for c in ranking.unranked] == ["00001", "00002"]
    assert not ranking.is_provisional
    assert rank_communes([one(1, Fraction(1), closed=False)]).is_provisional


def test_parts_have_ranks_of_their_own() -> None:
    def with_parts(code: int, **parts: tuple[int, int]) -> RankingCandidate:
        shares = {f"{k[1:]}": PartResult(Decimal(p), Decimal(m)) for k, (p, m) in parts.items()}
        return one(code, Fraction(code), parts=shares)

    field = [
        with_parts(1, _1=(6, 8), _2=(0, 0), _3=(0, 0)),
        with_parts(2, _1=(3, 4), _2=(0, 4), _3=(0, 0)),
        with_parts(3, _1=(1, 4), _2=(4, 4), _3=(0, 0)),
    ]
    assert rank_parts(field) == {
        "1": {"00001": 1, "00002": 1, "00003": 2},
        "2": {"00002": 2, "00003": 1},
    }
    assert rank_communes(field).by_part == rank_parts(field)


FORM = f"""{HEAD}total = 6
tie_break = ["1", "tre", "co", "ngay", "ty_le"]
[[area]]
code = "1"
title = "Lĩnh vực"
max = 6
[[criterion]]
code = "1.1"
title = "Tiêu chí"
max = 6
rule = {{ kind = "sum", parts = [ {{ kind = "linear", of = "ty_le" }} ] }}
items = ["ngay", "co"]
not_arisen = "rescale"
[[band]]
name = "Tốt"
from = 0
[[rating_limit]]
when = "co"
"""


def contestant(form: Form, raw: dict[str, object]) -> RankingCandidate:
    assessment = assess_texts(form, raw)
    return build_candidate(UNIT, "a" * 64, form, sent=assessment, appraised=assessment, closed=True)


def test_keys_are_percentages_of_parts_and_figures_turned_to_the_good_side() -> None:
    form = form_of(FORM.replace('"tre"', '"tre", "b"'))
    candidate = contestant(form, {"a": 1, "b": 2, "co": True})
    assert [str(key) for key in candidate.tie_break_keys] == ["50", "-50", "2", "1", "None", "50"]
    assert (candidate.percent, candidate.rating, candidate.void) == (Fraction(50), "", True)
    assert candidate.parts == {code: PartResult(Decimal(3), Decimal(6)) for code in ("1", "1.1")}
    nothing = contestant(form, {"a": 0, "b": 0, "co": False})
    assert nothing.tie_break_keys == (None, None, Fraction(0), Fraction(0), None, None)
    assert nothing.percent is None


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.SECOND])
def test_a_result_of_the_consolidation_is_taken_as_it_is(state: CaseState) -> None:
    case = make_case(5)
    assessment = assess_report(case.report, case.form, case.plans, case.previous)
    report = Report(UNIT, Period(2026))
    moment = datetime(2026, 12, 20, tzinfo=UTC)
    result = CommuneResult(UNIT, state, report, assessment, assessment, "a" * 64, "b" * 64, moment)
    assert candidate_from_result(result, case.form) == build_candidate(
        UNIT,
        "a" * 64,
        case.form,
        sent=assessment,
        appraised=assessment,
        closed=state is CaseState.CLOSED,
    )
