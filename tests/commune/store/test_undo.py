"""Edits, undo and redo behave as a plain dictionary with two stacks does, also over restarts."""

import tempfile
from copy import deepcopy
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.stores import QUARTER, YEAR, ManualClock, create_started_store
from xa_report.commune.store.edits import ChangeStatus, EditAction, FieldEdit, FieldKind
from xa_report.commune.store.store import Store

IDS, VALUES = ["A", "B", "C"], ["1", "2", None]
edits = st.tuples(st.sampled_from(IDS), st.sampled_from(VALUES))
acts: st.SearchStrategy[tuple[str, list[tuple[str, str | None]]]] = st.one_of(
    st.tuples(st.just("save"), st.lists(edits, min_size=1, max_size=3)),
    st.just(("undo", [])),
    st.just(("redo", [])),
    st.just(("restart", [])),
)


class Model:
    """A dictionary, what it was before each step, and what it was before each undo."""

    def __init__(self):
        self.fields, self.past, self.future = {}, [], []

    def save(self, pairs):
        before, touched = deepcopy(self.fields), False
        for key, value in pairs:
            touched |= self.fields.get(key) != value
            self.fields[key] = value
        if touched:
            self.past.append(before)
            self.future.clear()

    def undo(self, pairs):
        if self.past:
            self.future.append(self.fields)
            self.fields = self.past.pop()

    def redo(self, pairs):
        if self.future:
            self.past.append(self.fields)
            self.fields = self.future.pop()

    def restart(self, pairs):
        pass

    @property
    def explanations(self):
        return {key: value for key, value in self.fields.items() if value is not None}


def act(store, name, pairs, period):
    if name == "save":
        edits = [FieldEdit(period, FieldKind.EXPLANATION, key, value) for key, value in pairs]
        store.save_many(edits, "thử")
    elif name != "restart":
        getattr(store, name)(period)


@settings(max_examples=60)
@given(st.lists(st.tuples(acts, st.sampled_from([YEAR, QUARTER])), max_size=25))
def test_any_sequence_follows_the_model(sequence):
    with tempfile.TemporaryDirectory() as folder:
        path, clock = Path(folder) / "a.db", ManualClock()
        models = {YEAR: Model(), QUARTER: Model()}
        store = create_started_store(path, clock, *models)
        try:
            for (name, pairs), period in sequence:
                if name == "restart":
                    store.close()
                    store = Store.open(path, clock=clock)
                act(store, name, pairs, period)
                getattr(models[period], name)(pairs)
                assert store.report(period).explanations == models[period].explanations
            assert store.verify_log() == ()
        finally:
            store.close()


def test_undo_and_redo_go_all_the_way(store):
    for number in range(100):
        store.save(FieldEdit(YEAR, FieldKind.EXPLANATION, "A", str(number)))
    for number in reversed(range(99)):
        store.undo(YEAR)
        assert store.report(YEAR).explanations == {"A": str(number)}
    assert [change.after for change in store.undo(YEAR)] == [None]
    assert store.undo(YEAR) == ()
    assert sum(bool(store.redo(YEAR)) for _ in range(101)) == 100
    assert store.report(YEAR).explanations == {"A": "99"}


def test_the_history_shows_what_was_undone_and_given_up(store):
    for value in ("1", "2"):
        store.save(FieldEdit(YEAR, FieldKind.EXPLANATION, "A", value))
    (undone,) = store.undo(YEAR)
    store.save(FieldEdit(YEAR, FieldKind.EXPLANATION, "A", "3"))
    history = store.history(YEAR)
    assert (undone.act, undone.target) == (EditAction.UNDO, history[1].step)
    assert [change.status for change in history] == [
        ChangeStatus.DONE,
        ChangeStatus.DROPPED,
        ChangeStatus.NONE,
        ChangeStatus.DONE,
    ]
    assert store.redo(YEAR) == ()
