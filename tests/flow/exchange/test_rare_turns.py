"""The turns that random walks seldom take, one after another, held against the same models."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.flow.exchange.random_walk import CODES, Change, ExchangeWalk, make_starts
from tests.flow.exchange.scenario import create_scenario
from xa_report.signing.identity import SignerRole

A, B = CODES
OPEN: list[Change] = [(("figure", "tre"), 0), (("explanation", "1.1"), "đã bổ sung")]
CLOSED: list[Change] = [
    (("figure", "sai"), 3), (("explanation", "1.2.2"), "vì mưa"), (("evidence", "T1"), "tr. 1"),
]  # fmt: skip
Begin = Callable[[int], ExchangeWalk]


@pytest.fixture
def begin_walk(tmp_path: Path) -> Iterator[Begin]:
    """Begins a walk at one of the starts."""
    scene, begun = create_scenario(tmp_path), []
    starts = make_starts(scene, tmp_path)

    def walk(start: int) -> ExchangeWalk:
        folder = tmp_path / "walk"
        folder.mkdir()
        begun.append(ExchangeWalk(scene, starts[start], folder))
        return begun[-1]

    yield walk
    for exchange in begun:
        try:
            exchange.check()
            exchange.check_bytes()
        finally:
            exchange.close()


def test_a_correction_goes_round_twice_and_is_closed_unanswered(begin_walk: Begin) -> None:
    walk = begin_walk(2)
    side, office = walk.sides[A], walk.office
    for change in [*CLOSED, *OPEN]:
        side.change(*change)
        walk.check()
    for back in (True, True, True, False):  # what was typed before the return stays locked
        side.turn(back=back)
    walk.send(A, OPEN)
    for alone in (True, False, True):
        walk.take(0, [(walk.packages[-1], alone)])
        walk.check()
    walk.give(1, A)  # it is never taken home in time
    office.appraise(0, A, "1.1", 2)
    office.send_back(0, A, ("1.2.2",))
    walk.give(0, A)
    side.receive(walk.receipts[-1])
    side.change(*CLOSED[1])
    side.sign(SignerRole.CHAIRMAN)
    office.move(0, A, "close")
    walk.give(0, A)
    side.receive(walk.receipts[-1])  # not while a signed answer lies there
    side.reopen()
    side.receive(walk.receipts[-1])
    walk.check()
    assert (side.home.state, side.home.sequence) == ("accepted", 2)
    for receipt in [*walk.receipts, *walk.receipts]:
        side.receive(receipt)
        walk.sides[B].receive(receipt)
        walk.check()
    side.reopen()
    side.sign(SignerRole.CHAIRMAN)
    assert side.home.sequence == 4


def test_packages_come_late_stray_and_from_a_copy(begin_walk: Begin) -> None:
    walk = begin_walk(1)
    side, office = walk.sides[B], walk.office
    for some in (OPEN, CLOSED):
        side.reopen()
        walk.send(B, some)
    second, third = walk.packages[-2:]
    walk.take(0, [(third, False)])
    walk.take(1, [(second, False)])  # older: kept, and nothing moves
    walk.check()
    office.send_back(0, B, ("1.1",))
    side.reopen()
    walk.send(B, [(("figure", "sai"), 1), (("explanation", "1.2.2"), "vì bão")])
    walk.take(0, [(walk.packages[-1], False)])
    walk.check()
    assert {code for _, code in office.held} == {"N08"}
    office.send_back(1, A, ("1",))
    walk.give(1, B)  # in the session whose clock is ahead
    office.move(0, B, "close")
    walk.give(0, B)
    side.start_again(restored=True)
    walk.send(B, OPEN)
    walk.take(0, [(walk.packages[-1], False)])
    assert {code for _, code in office.held} == {"N08", "N05"}
    side.receive(walk.receipts[-1])  # it is about a report that this copy never signed
    walk.check()
