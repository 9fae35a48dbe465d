"""Communes and a province exchange files in any order: nothing is lost, and every value is right.

1. A step that the state allows is done; any other is refused and leaves both sides as they were.
2. A package counts as what it is, however often and in whatever order it comes.
3. A receipt says how things stand, opens what it names and nothing else, and counts once.
4. What was acknowledged stays: submissions, their bytes, receipts, signed files, both logs.
"""

import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.flow.exchange.home import Field, Given, Sent
from tests.flow.exchange.office import Office
from tests.flow.exchange.scene import Scene, make_scene
from tests.flow.exchange.side import Side
from tests.province.appraisal.made import UNITS
from tests.province.appraisal.model import MOST, OPENS
from xa_report.signing.roles import BOTH, Role

FIGURES, TOLD = ("tre", "sai", "sang_kien"), ("1.1", "1.2.2", "T1")
unit = st.sampled_from(UNITS[:2])
desk = st.sampled_from([0, 1])
fields = st.one_of(
    st.tuples(st.tuples(st.just("figure"), st.sampled_from(FIGURES)), st.integers(0, 3)),
    st.tuples(
        st.tuples(st.just("told"), st.sampled_from(TOLD)),
        st.sampled_from([None, "=1+1", "vì mưa lớn"]),
    ),
    st.tuples(
        st.tuples(st.just("proof"), st.sampled_from(TOLD)), st.sampled_from([None, "tr. 1"])
    ),
)
codes = st.lists(st.sampled_from(sorted(OPENS)), min_size=1, max_size=2, unique=True).map(tuple)
which = st.integers(0, 99)


class BothSides(RuleBasedStateMachine):
    """Two communes, each with its file, and two people at desks of the province."""

    scene: Scene

    @initialize(far=st.lists(st.tuples(unit, codes), max_size=12))
    def begin(self, far: list[tuple[str, tuple[str, ...]]]) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.sides = {code: Side(self.scene, code, self.folder) for code in UNITS[:2]}
        self.office = Office(self.scene, self.folder, UNITS[:2])
        self.packages: list[Sent] = []
        self.receipts: list[Given] = []
        for code, which in far:
            self.onward(0, code, (("figure", "tre"), 2), which)

    def teardown(self) -> None:
        for side in self.sides.values():
            side.commune.close()
        self.office.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # The communes

    @rule(code=unit, change=fields)
    def change(self, code: str, change: tuple[Field, object]) -> None:
        self.sides[code].change(*change)

    @rule(code=unit, back=st.booleans())
    def turn(self, code: str, back: bool) -> None:
        self.sides[code].turn(back=back)

    @rule(code=unit, role=st.sampled_from(BOTH))
    def sign(self, code: str, role: Role) -> None:
        self.sides[code].sign(role)

    @rule(code=unit)
    def export(self, code: str) -> None:
        sent = self.sides[code].export()
        if sent is not None:
            self.packages.append(sent)

    @rule(code=unit)
    def reopen(self, code: str) -> None:
        self.sides[code].reopen()

    @rule(code=unit, restored=st.sampled_from([False, False, True]))
    def start_again(self, code: str, restored: bool) -> None:
        self.sides[code].start_again(restored=restored)

    @rule(code=unit)
    def backup(self, code: str) -> None:
        self.sides[code].backup()

    @precondition(lambda self: self.receipts)
    @rule(code=unit, which=which)
    def receive(self, code: str, which: int) -> None:
        self.sides[code].receive(self.receipts[which % len(self.receipts)])

    # The province

    @precondition(lambda self: self.packages)
    @rule(at=desk, picks=st.lists(st.tuples(which, st.booleans()), min_size=1, max_size=3))
    def take(self, at: int, picks: list[tuple[int, bool]]) -> None:
        chosen = [(self.packages[n % len(self.packages)], alone) for n, alone in picks]
        files = {self.file_of(one, alone=alone): one for one, alone in chosen}
        self.office.take(at, [(one, path) for path, one in files.items()])

    def file_of(self, one: Sent, *, alone: bool) -> Path:
        """The package, or its PDF as somebody would mail it."""
        if not alone:
            return one.path
        target = one.path.with_suffix(".pdf")
        with zipfile.ZipFile(one.path) as archive:
            target.write_bytes(archive.read("bao-cao.pdf"))
        return target

    @rule(
        at=desk,
        code=unit,
        ref=st.sampled_from([*FIGURES, "hai_long", *MOST]),
        value=st.none() | st.integers(0, 2),
    )
    def appraise(self, at: int, code: str, ref: str, value: int | None) -> None:
        self.office.appraise(at, code, ref, value)

    @rule(at=desk, code=unit, which=codes)
    def send_back(self, at: int, code: str, which: tuple[str, ...]) -> None:
        self.office.send_back(at, code, which)

    @rule(at=desk, code=unit, name=st.sampled_from(["close_round", "close", "reopen", "explain"]))
    def move(self, at: int, code: str, name: str) -> None:
        if name == "explain":
            self.office.explain(at, code, "đã bổ sung")
        else:
            self.office.move(at, code, name)

    @rule(at=desk, code=unit, value=st.integers(0, 4))
    def provide(self, at: int, code: str, value: int) -> None:
        self.office.provide(at, code, value)

    @rule(at=desk, code=unit)
    def give(self, at: int, code: str) -> None:
        given = self.office.give(at, code)
        if given is not None and given not in self.receipts:
            self.receipts.append(given)

    # The way things mostly go, so that walks come far

    @rule(at=desk, code=unit, change=fields, which=codes)
    def onward(
        self, at: int, code: str, change: tuple[Field, object], which: tuple[str, ...]
    ) -> None:
        """One turn of the loop: what is at home is sent; what was sent is returned, or received."""
        side, shelf = self.sides[code], self.office.shelves[code]
        if side.home.state in ("draft", "returned", "ready", "signed"):
            side.change(*change)
            for role in BOTH:
                side.sign(role)
            self.export(code)
            return
        mine = [one for one in self.packages if one.unit == code]
        if mine[-1] not in shelf.taken.values():
            self.office.take(at, [(mine[-1], mine[-1].path)])
        elif shelf.case.state in ("received", "appraising", "explaining", "second"):
            self.send_back(at, code, which)
        else:
            self.give(at, code)
            side.receive(shelf.receipts[-1])

    # What must hold after every step

    @invariant()
    def both_sides_are_the_models(self) -> None:
        for side in self.sides.values():
            side.check()
        self.office.check()


@pytest.mark.slow
def test_both_sides_in_any_order(tmp_path: Path) -> None:
    machine = type("BothSides", (BothSides,), {"scene": make_scene(tmp_path)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            deadline=None,
            suppress_health_check=list(HealthCheck),
            max_examples=15,
            stateful_step_count=35,
        ),
    )
