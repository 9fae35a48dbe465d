"""Any order of acts on a real register: nothing is lost, and all numbers are the model's.

1. An act that the state allows is done; any other is refused and leaves every table as it was.
2. Points that count are those of a model that shares no code with the program.
3. What was acknowledged can be read ever after: submissions, their bytes, entries, explanations.
4. The log's chain is whole, and the kept results are those of a fresh assessment.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

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
from sqlalchemy import TableClause, select

from tests.factories.proven_submissions import take_as_proven
from tests.factories.unsigned_submissions import (
    UNITS,
    YEAR,
    build_report,
    examine_unsigned,
    open_small_register,
)
from tests.province.appraisal.appraisal_model import (
    ALLOWED,
    MOST,
    OPENS,
    ROUND,
    AppraisalModel,
    ModelReturn,
    SetEntry,
)
from xa_report.domain.item import Answer
from xa_report.domain.province.appraisal import CaseKey, DifferenceCode, DifferenceReason
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.domain.report import Report
from xa_report.errors import ConflictError, UsageError
from xa_report.province.appraisal import commands
from xa_report.province.appraisal.case import load_case_detail
from xa_report.province.appraisal.entry_validation import EntryChange
from xa_report.province.appraisal.province_values import set_province_values
from xa_report.province.appraisal.sheet import criterion_rows
from xa_report.province.appraisal.summary import result_from_summary, summarize_case
from xa_report.province.database import appraisal, blobs, cases, submissions, tables
from xa_report.province.database.appraisal import EntryKind, Explanation
from xa_report.province.database.events import iter_register_events, register_chain_faults
from xa_report.province.intake.examine import ExaminedFile
from xa_report.province.intake.import_file import import_examined_file
from xa_report.province.register import Register

FIGURES = ("tre", "sai", "sang_kien")
unit = st.sampled_from(UNITS[:2])
figures = st.fixed_dictionaries({ref: st.integers(0, 3) for ref in FIGURES})
codes = st.lists(st.sampled_from(sorted(OPENS)), min_size=1, max_size=2, unique=True).map(tuple)
reasons = st.sampled_from(["T01", "T03", "T07"])
wishes = st.tuples(
    st.sampled_from([*FIGURES, "hai_long", *MOST]),
    st.none() | st.integers(0, 2),
    reasons,
    st.booleans(),
)
"""A figure or criterion, what to put there, why, and in which of the two sessions."""
TABLES = [
    table
    for name, table in sorted(vars(tables).items())
    if isinstance(table, TableClause) and name != "CHUNKS"  # bytes under their hash, see BLOBS
]


class Acts(RuleBasedStateMachine):
    """Two people in two sessions of one register."""

    open_register: Callable[[Path], tuple[Register, Register]]

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.register, self.other = type(self).open_register(self.folder)
        self.communes = {code: AppraisalModel() for code in UNITS[:2]}
        self.files: list[ExaminedFile] = []
        self.logged: dict[str, list[tuple[Any, ...]]] = {"entry": [], "explanation": []}

    def teardown(self) -> None:
        for register in (self.register, self.other):
            register.database.engine.dispose()
        shutil.rmtree(self.folder, ignore_errors=True)

    # What is seen from outside

    def dump(self) -> dict[str, list[Any]]:
        with self.register.database.read() as connection:
            return {one.name: sorted(map(repr, connection.execute(select(one)))) for one in TABLES}

    def refused(self, act: Callable[[], object], error: type[Exception] = UsageError) -> None:
        before = self.dump()
        with pytest.raises(error):
            act()
        assert self.dump() == before

    def attempt(self, code: str, name: str, act: Callable[[], object]) -> bool:
        """Do what the model allows; what it does not allow must be refused without a trace."""
        model = self.communes[code]
        to = ALLOWED.get(model.state, {}).get(name)
        if to is None:
            self.refused(act)
            return False
        act()
        model.state = to
        return True

    # Packages

    def take(self, sent: Report) -> tuple[IntakeOutcome, bool, int]:
        examined = examine_unsigned(sent, self.folder)
        self.files.append(examined)
        taken = import_examined_file(self.register, examined)
        take_as_proven(self.register)
        return taken.classification.arrival, taken.classification.is_quarantined, taken.submission

    @rule(code=unit, values=figures, skip=st.sampled_from([1, 1, 2]), words=st.booleans())
    def submit(self, code: str, values: dict[str, int], skip: int, words: bool) -> None:
        model = self.communes[code]
        explanations = {"1.1": f"vì {values}"} if words else {}
        waiting = [one for one in model.returns if one.answered is None]
        opened: set[str] = set(FIGURES)
        if model.state == "returned":
            opened = set().union(*(OPENS[c][0] | OPENS[c][1] for c in waiting[-1].codes))
            values = {ref: values[ref] if ref in opened else model.figures[ref] for ref in FIGURES}
            explanations = (
                explanations if "1.1" in opened else model.__dict__.get("sent_explanations", {})
            )
        last = max(model.sequences, default=0)
        arrival, held, number = self.take(build_report(code, last + skip, values, explanations))
        if model.state in ("", "received", "returned"):
            assert (arrival.is_imported, held) == (True, False)
            model.sent[number], model.sequences[last + skip] = values, number
            model.submission = number
            model.__dict__["sent_explanations"] = explanations
            if model.state == "returned":
                waiting[-1].answered, model.state = number, "second"
                if explanations and "1.1" in opened:
                    model.explanations["1.1"] = explanations["1.1"]
                    self.logged["explanation"].append((code, "1.1", explanations["1.1"]))
            else:
                model.state = "received"
        else:
            assert (arrival, held) == (IntakeOutcome.NEWER, True)

    @precondition(lambda self: any(c.state == "returned" for c in self.communes.values()))
    @rule()
    def stray(self) -> None:
        """A correction that also moves what was not reopened is kept apart."""
        for code, model in self.communes.items():
            waiting = [one for one in model.returns if one.answered is None]
            if model.state != "returned" or {"sang_kien"} & OPENS[waiting[-1].codes[-1]][1]:
                continue
            if any("sang_kien" in OPENS[c][1] for c in waiting[-1].codes):
                continue
            values = {**model.figures, "sang_kien": model.figures["sang_kien"] + 1}
            explanations = model.__dict__["sent_explanations"]
            arrival, held, _ = self.take(
                build_report(code, max(model.sequences) + 1, values, explanations)
            )
            assert (arrival, held) == (IntakeOutcome.NEWER, True)

    @precondition(lambda self: bool(self.files))
    @rule(which=st.integers(0, 100))
    def send_again(self, which: int) -> None:
        """The same file again: what was taken in stays, what was kept apart may now be taken."""
        examined = self.files[which % len(self.files)]
        with self.register.database.read() as connection:
            known = submissions.find_submission_by_file(connection, examined.sha256)
        if known is not None:
            before = self.dump()
            assert (
                import_examined_file(self.register, examined).classification.arrival
                is IntakeOutcome.SAME
            )
            assert self.dump() == before

    @rule(code=unit, values=figures)
    def send_older(self, code: str, values: dict[str, int]) -> None:
        model = self.communes[code]
        gaps = set(range(1, max(model.sequences, default=0))) - set(model.sequences)
        if gaps:
            state = (model.state, model.submission)
            arrival, held, number = self.take(build_report(code, min(gaps), values))
            assert (arrival, held) == (IntakeOutcome.OLDER, False)
            model.sent[number], model.sequences[min(gaps)] = values, number
            assert (model.state, model.submission) == state

    @rule(code=unit, more=st.integers(4, 9))
    def fork(self, code: str, more: int) -> None:
        model = self.communes[code]
        if model.sequences:
            sequence = max(model.sequences)
            arrival, held, _ = self.take(
                build_report(code, sequence, {**model.figures, "tre": more})
            )
            assert (arrival, held) == (IntakeOutcome.FORK, True)

    # Reviewers

    @rule(code=unit, wish=wishes, stale=st.sampled_from(["", "", "seen", "submission"]))
    def appraise(self, code: str, wish: tuple[str, int | None, str, bool], stale: str) -> None:
        ref, value, reason, here = wish
        model, register = self.communes[code], self.register if here else self.other
        points = ref in MOST
        entered = None if value is None else min(Decimal(value), MOST.get(ref, Decimal(9)))
        why = (
            None
            if value is None
            else DifferenceReason(DifferenceCode.from_number(reason), "đã đối chiếu")
        )
        seen = model.versions.get(ref, 0)
        change = EntryChange(
            EntryKind.POINTS if points else EntryKind.ANSWER,
            ref,
            entered if points or entered is None else Answer(entered),
            why,
            seen + 1 if stale == "seen" else seen,
            model.submission + 1 if stale == "submission" else model.submission,
        )

        def act() -> None:
            commands.appraise_case(register, CaseKey(code, YEAR), [change])

        if stale and model.state:
            self.refused(act, ConflictError)
            return
        entry = model.current_entry(ref) if model.state else None
        now = (None, "") if entry is None else (entry.value, entry.reason)
        same = now[0] == entered and (entered is None or now[1] == reason)
        if same and model.state not in ("", "closed"):
            before = self.dump()
            act()
            assert self.dump() == before
            return
        turn = ROUND.get(model.state, "second")
        if self.attempt(code, "appraise", act):
            model.puts[turn, ref] = SetEntry(entered, reason, model.submission)
            model.versions[ref] = seen + 1
            self.logged["entry"].append((code, turn, ref, reason if entered is not None else ""))

    @rule(code=unit, bad=st.sampled_from(["much", "bare", "ref", "digits", "twice", "bare99"]))
    def appraise_wrongly(self, code: str, bad: str) -> None:
        why = DifferenceReason(DifferenceCode.NO_EVIDENCE)
        good = EntryChange(EntryKind.POINTS, "1.1", Decimal("0.75"), why)
        wrong = {
            "much": replace(good, value=Decimal("5.01")),
            "bare": replace(good, why=None),
            "bare99": replace(good, why=DifferenceReason(DifferenceCode.OTHER, " ")),
            "ref": replace(good, ref="1.2"),
            "digits": replace(good, value=Decimal("0.755")),
            "twice": good,
        }[bad]
        first = replace(good, ref="T1", value=Decimal("1.5")) if bad != "twice" else good
        self.refused(
            lambda: commands.appraise_case(self.register, CaseKey(code, YEAR), [first, wrong])
        )

    @rule(code=unit, which=codes)
    def send_back(self, code: str, which: tuple[str, ...]) -> None:
        lines = [
            ReopenedCriterion(criterion, DifferenceReason(DifferenceCode.NO_EVIDENCE, "thiếu"))
            for criterion in which
        ]
        if self.attempt(
            code,
            "return",
            lambda: commands.return_criteria(self.register, CaseKey(code, YEAR), lines),
        ):
            self.communes[code].returns.append(ModelReturn(which))

    @rule(code=unit, words=st.sampled_from(["đã bổ sung", "=1+1", "có tài liệu"]))
    def explain(self, code: str, words: str) -> None:
        explanations = [Explanation(code, YEAR, "T1", words, "Công văn 1")]
        if self.attempt(
            code,
            "explain",
            lambda: commands.record_explanations(self.other, CaseKey(code, YEAR), explanations),
        ):
            self.communes[code].explanations["T1"] = words
            self.logged["explanation"].append((code, "T1", words))

    @rule(code=unit, name=st.sampled_from(["close_round", "close", "reopen"]))
    def move(self, code: str, name: str) -> None:
        acts: dict[str, Callable[..., object]] = {
            "close_round": commands.end_first_round,
            "close": commands.close_single_case,
            "reopen": partial(commands.reopen_closed_case, why="Kết luận thanh tra"),
        }
        act = acts[name]
        self.attempt(code, name, lambda: act(self.register, CaseKey(code, YEAR)))

    @rule(code=unit, ref=st.sampled_from(["hai_long", "2.2"]), value=st.integers(0, 4))
    def provide(self, code: str, ref: str, value: int) -> None:
        province_values = [appraisal.ProvinceValue(code, YEAR, ref, Answer(Decimal(value)))]
        model = self.communes[code]
        if model.state == "closed":
            self.refused(lambda: set_province_values(self.register, YEAR, province_values))
            return
        changed = set_province_values(self.register, YEAR, province_values)
        assert changed == (model.provided.get(ref) != value)
        model.provided[ref] = value

    # What must hold after every act

    @invariant()
    def points_are_the_models(self) -> None:
        with self.other.database.read() as connection:
            results = {
                result.ranking_candidate.unit.code: result
                for result in cases.results_of_period(
                    connection, YEAR, {code: self.other.unit(code) for code in UNITS}
                )
            }
            for code, model in self.communes.items():
                case = cases.find_case(connection, CaseKey(code, YEAR))
                if case is None:
                    assert not model.state
                    continue
                assert (case.state, case.submission) == (model.state, model.submission)
                dossier = load_case_detail(self.other, connection, CaseKey(code, YEAR))
                leaves = {row.code: row for row in criterion_rows(dossier) if row.leaf}
                assert {c: row.points for c, row in leaves.items()} == model.points()
                assert {c: row.version for c, row in leaves.items()} == {
                    c: model.versions.get(c, 0) for c in leaves
                }
                explanations = {one.code: one.text for one in dossier.explanations}
                assert explanations == model.explanations
                fresh = result_from_summary(dossier.row, summarize_case(dossier))
                contestant = replace(fresh.ranking_candidate, manifest_sha256="")
                assert results[code] == replace(fresh, ranking_candidate=contestant)

    @invariant()
    def nothing_is_lost(self) -> None:
        with self.register.database.read() as connection:
            assert not register_chain_faults(connection)
            log: dict[str, list[tuple[Any, ...]]] = {"entry": [], "explanation": []}
            for event, _ in iter_register_events(connection):
                facts = json.loads(event.payload)
                if event.what == "entry":
                    log["entry"].append(
                        (facts["unit"], facts["round"], facts["ref"], facts["reason"])
                    )
                elif event.what == "explanation":
                    log["explanation"].append((facts["unit"], facts["code"], facts["text"]))
            assert log == self.logged
            for examined in self.files:
                assert (
                    b"".join(blobs.iter_blob_chunks(connection, examined.sha256))
                    == examined.path.read_bytes()
                )
            for code, model in self.communes.items():
                there = {
                    s.id: s.sequence
                    for s in submissions.submissions_of_case(connection, CaseKey(code, YEAR))
                }
                assert there == {number: at for at, number in model.sequences.items()}


def _run(opener: Callable[[Path], tuple[Register, Register]], **more: Any) -> None:
    machine = type("Acts", (Acts,), {"open_register": staticmethod(opener)})
    run_state_machine_as_test(
        machine,
        settings=settings(deadline=None, suppress_health_check=list(HealthCheck), **more),
    )


@pytest.mark.slow
def test_any_order_on_sqlite(tmp_path: Path) -> None:
    first = tmp_path / "first.xaprov"
    open_small_register(str(first), fresh=True).database.engine.dispose()

    def opener(folder: Path) -> tuple[Register, Register]:
        own = str(shutil.copy(first, folder / "so.xaprov"))
        return open_small_register(own, "Lan"), open_small_register(own, "Minh")

    _run(opener, max_examples=15, stateful_step_count=35)


@pytest.mark.slow
def test_any_order_on_postgresql(postgres: Any) -> None:
    def opener(_: Path) -> tuple[Register, Register]:
        own = postgres.database()
        return open_small_register(own, "Lan", fresh=True), open_small_register(own, "Minh")

    _run(opener, max_examples=3, stateful_step_count=20)
