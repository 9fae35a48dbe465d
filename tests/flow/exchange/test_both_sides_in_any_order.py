"""Communes and a province exchange files in any order: nothing is lost, and every value is right.

1. A step that the state allows is done; any other is refused and leaves both sides as they were.
2. A package counts as what it is, however often and in whatever order it comes.
3. A receipt says how things stand, opens what it names and nothing else, and counts once.
4. What was acknowledged stays: submissions, their bytes, receipts, signed files, both logs.
"""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.flow.exchange.random_walk import CODES, Change, ExchangeWalk, WalkStart, make_starts
from tests.flow.exchange.scenario import ExchangeScenario, create_scenario
from tests.province.appraisal.appraisal_model import MOST, OPENS
from xa_report.signing.identity import BOTH_ROLES, SignerRole

FIGURES, EXPLANATIONS = ("tre", "sai", "sang_kien"), ("1.1", "1.2.2", "T1")
unit, register_numbers, which = st.sampled_from(CODES), st.sampled_from([0, 1]), st.integers(0, 99)


def changes(kind: str, refs: Sequence[str], values: Sequence[object]) -> st.SearchStrategy[Change]:
    key = st.tuples(st.just(kind), st.sampled_from(refs))
    return st.tuples(key, st.sampled_from(values))


edits = (
    changes("figure", FIGURES, [0, 1, 2, 3])
    | changes("explanation", EXPLANATIONS, [None, "=1+1", "vì mưa lớn"])
    | changes("evidence", EXPLANATIONS, [None, "tr. 1"])
)
some = st.lists(edits, min_size=1, max_size=5)
codes = st.lists(st.sampled_from(sorted(OPENS)), min_size=1, max_size=2, unique=True)


def anything_came(machine: "BothSides") -> bool:
    return any(model.taken for model in machine.walk.office.models.values())


class BothSides(RuleBasedStateMachine):
    """A walk of random steps."""

    scene: ExchangeScenario
    starts: Sequence[WalkStart]

    @initialize(start=st.sampled_from([2, 1, 2, 1, 2, 0]))
    def begin(self, start: int) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.walk = ExchangeWalk(self.scene, self.starts[start], self.folder)

    def teardown(self) -> None:
        try:
            self.walk.check_bytes()
        finally:
            self.walk.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    # The communes

    @rule(code=unit, some=some)
    def change(self, code: str, some: list[Change]) -> None:
        for edit in some:
            self.walk.sides[code].change(*edit)

    @rule(code=unit, turns=st.lists(st.booleans(), min_size=1, max_size=4))
    def undo_or_redo(self, code: str, turns: list[bool]) -> None:
        for back in turns:
            self.walk.sides[code].turn(back=back)

    @rule(code=unit, act=st.sampled_from([*BOTH_ROLES, "export", "reopen"]))
    def sign_or_reopen(self, code: str, act: str) -> None:
        if act == "export":
            self.walk.export(code)
        elif act == "reopen":
            self.walk.sides[code].reopen()
        else:
            self.walk.sides[code].sign(SignerRole(act))

    @rule(code=unit, some=some, taken=st.booleans())
    def send_anew(self, code: str, some: list[Change], taken: bool) -> None:
        """Nobody asked for it."""
        self.walk.sides[code].reopen()
        self.walk.send(code, some)
        self._post(code, taken=taken)

    @rule(code=unit, some=some, taken=st.booleans())
    def go_on_from_a_backup(self, code: str, some: list[Change], taken: bool) -> None:
        self.walk.sides[code].start_again(restored=True)
        self.walk.send(code, some)
        self._post(code, taken=taken)

    def _post(self, code: str, *, taken: bool) -> None:
        last = [one for one in self.walk.packages if one.unit == code][-1:]
        if taken and last:
            self.walk.take(0, [(last[0], False)])

    @rule(code=unit, save=st.booleans())
    def start_again(self, code: str, save: bool) -> None:
        if save:
            self.walk.sides[code].backup()
        self.walk.sides[code].start_again()

    @precondition(lambda self: self.walk.receipts)
    @rule(code=unit, order=st.randoms(use_true_random=False))
    def receive(self, code: str, order: Random) -> None:
        """All receipts that there are, one after another, some of them twice."""
        known = [*self.walk.receipts, *self.walk.receipts[-2:]]
        for receipt in order.sample(known, min(len(known), 5)):
            self.walk.sides[code].receive(receipt)

    # The province

    @precondition(lambda self: self.walk.packages)
    @rule(
        at=register_numbers, picks=st.lists(st.tuples(which, st.booleans()), min_size=1, max_size=2)
    )
    def take(self, at: int, picks: list[tuple[int, bool]]) -> None:
        known = self.walk.packages
        self.walk.take(at, [(known[-1 - n % len(known)], alone) for n, alone in picks])

    @precondition(anything_came)
    @rule(
        at=register_numbers,
        code=unit,
        ref=st.sampled_from([*FIGURES, "hai_long", *MOST]),
        value=st.none() | st.integers(0, 2),
    )
    def appraise(self, at: int, code: str, ref: str, value: int | None) -> None:
        self.walk.office.appraise(at, code, ref, value)

    @precondition(anything_came)
    @rule(at=register_numbers, code=unit, which=codes)
    def send_back(self, at: int, code: str, which: list[str]) -> None:
        self.walk.office.send_back(at, code, tuple(which))

    @precondition(anything_came)
    @rule(
        at=register_numbers,
        code=unit,
        name=st.sampled_from(["close_round", "close", "reopen", "explain"]),
    )
    def move(self, at: int, code: str, name: str) -> None:
        if name == "explain":
            self.walk.office.explain(at, code, "đã bổ sung")
        else:
            self.walk.office.move(at, code, name)

    @rule(at=register_numbers, code=unit, value=st.integers(0, 4))
    def provide(self, at: int, code: str, value: int) -> None:
        self.walk.office.provide(at, code, value)

    @precondition(anything_came)
    @rule(at=register_numbers, code=unit, taken=st.booleans())
    def give(self, at: int, code: str, taken: bool) -> None:
        """A receipt, which the commune may take at once."""
        self.walk.give(at, code)
        for receipt in self.walk.office.models[code].receipts[-1:]:
            if taken:
                self.walk.sides[code].receive(receipt)

    @rule(at=register_numbers, code=unit, some=some, which=codes)
    def onward(self, at: int, code: str, some: list[Change], which: list[str]) -> None:
        """The way things mostly go, so that walks come far."""
        self.walk.onward(at, code, some, which)

    @invariant()
    def both_sides_are_the_models(self) -> None:
        self.walk.check()


@pytest.mark.slow
def test_both_sides_in_any_order(tmp_path: Path) -> None:
    scene = create_scenario(tmp_path)
    own = {"scene": scene, "starts": make_starts(scene, tmp_path)}
    run_state_machine_as_test(
        type("BothSides", (BothSides,), own),
        settings=settings(
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=set(Phase) - {Phase.explain},
            max_examples=15,
            stateful_step_count=35,
        ),
    )
