"""Whatever stands in a definition file: it is read, or its faults are told; it never breaks."""

import contextlib
import math
import tomllib
from copy import deepcopy
from datetime import date, datetime, time
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.forms import FORM, PLAN
from xa_report.definitions.reader import form_from_bytes, plan_from_bytes
from xa_report.errors import DefinitionError
from xa_report.paths import forms_dir

YEARLY = (forms_dir() / "chi-so-766.toml").read_text("utf-8")
READERS = {FORM: form_from_bytes, PLAN: plan_from_bytes, YEARLY: form_from_bytes}

PLAIN = FORM.encode()

nested: Any = "x"
for _ in range(40):
    nested = {"kind": "sum", "parts": [nested]}

VALUES: list[Any] = [
    "", " ", "tiep_nhan", "ty_le", "ngay", "plan", "²", "1.1", "9" * 30,
    "Ti\u0065\u0302n", "\u0000",
    "x" * 400, 0, 1, -1, 7, 10**18, -(10**30), 0.5, 1e300, 1e-300, math.nan, math.inf, -math.inf,
    True, False, date(2026, 1, 31), datetime(2026, 1, 31, 7, 0), time(7, 30), [], {}, [[]], [{}],
    [["a", 1]], [1, 2], ["tiep_nhan", "dung_han"], ["tiep_nhan", "<=", 5], [["tiep_nhan"], 3],
    {"kind": "bands"}, {"kind": "sum", "parts": []}, {"day": "02-30"}, {"day": "01-31", "year": 99},
    {"day": "12-31", "year": -99}, {"from": {"day": "01-01"}}, {"required": True, "minimum": 10**9},
    {"kind": "weighted", "parts": [{"weight": 1, "rule": {"kind": "manual"}}]},
    {"kind": "deadline", "of": "ngay", "steps": [[10**9, 1]], "from_start": True},
    {"kind": "external", "of": "ty_le", "out_of": 0}, {"kind": "manual", "step": 0},
    {"kind": "branch", "of": "muc", "cases": {"tot": {"kind": "manual"}, "kha": {}}},
    {"kind": "linear", "of": "ty_le", "target": 0}, {"kind": "rank", "of": "ty_le", "at_most": 3},
    nested,
]  # fmt: skip

Steps = list[tuple[int, int, int, str]]


def container_paths(data: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) within a document."""
    paths: list[tuple[Any, Any]] = []
    waiting = [data]
    while waiting:
        container = waiting.pop()
        keys = list(container) if isinstance(container, dict) else range(len(container))
        for key in keys:
            paths.append((container, key))
            if isinstance(container[key], dict | list):
                waiting.append(container[key])
    return paths


def mutated(text: str, steps: Steps) -> bytes:
    data = tomllib.loads(text)
    for where, how, value, key in steps:
        every = container_paths(data)
        if not every:
            break
        container, at = every[where % len(every)]
        if how == 0:
            del container[at]
        elif how == 1 and isinstance(container, dict):
            container[key] = container.pop(at)
        elif how == 2 and isinstance(container, list):
            container.append(deepcopy(container[at]))
        elif how == 3:
            other, there = every[value % len(every)]
            container[at] = deepcopy(other[there])
        else:
            container[at] = deepcopy(VALUES[value % len(VALUES)])
    return tomli_w.dumps(data).encode()


KEYS = st.sampled_from(["kind", "of", "id", "code", "max", "rule", "form", "plan", "x", "parts"])
STEP = st.tuples(st.integers(0, 999), st.integers(0, 9), st.integers(0, 999), KEYS)


@settings(max_examples=500)
@given(text=st.sampled_from(list(READERS)), steps=st.lists(STEP, min_size=1, max_size=4))
def test_a_changed_document_is_read_or_refused(text, steps):
    content = mutated(text, steps)
    with contextlib.suppress(DefinitionError):
        READERS[text](content)


@settings(max_examples=150)
@given(
    text=st.sampled_from([FORM, PLAN]),
    cuts=st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 60), st.binary(max_size=6))),
)
def test_changed_bytes_are_read_or_refused(text, cuts):
    content = text.encode()
    for start, length, new in cuts:
        at = start % (len(content) + 1)
        content = content[:at] + new + content[at + length :]
    with contextlib.suppress(DefinitionError):
        READERS[text](content)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:40])
def test_no_value_anywhere_breaks_the_reader(value):
    for number in range(VALUES.index(value) % 5, len(container_paths(tomllib.loads(FORM))), 5):
        data = tomllib.loads(FORM)
        container, at = container_paths(data)[number]
        container[at] = deepcopy(value)
        with contextlib.suppress(DefinitionError):
            form_from_bytes(tomli_w.dumps(data).encode())


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[[[", b"a = 1e9999999999", b"a = " + b"9" * 9999]
)
def test_what_is_no_definition_is_refused(content):
    with pytest.raises(DefinitionError):
        form_from_bytes(content)


def test_arrays_nested_without_end_are_refused():
    with pytest.raises(DefinitionError):
        form_from_bytes(b"a = " + b"[" * 5000 + b"]" * 5000)


@pytest.mark.parametrize(
    "dress", [lambda b: b"\xef\xbb\xbf" + b, lambda b: b.replace(b"\n", b"\r\n")]
)
def test_a_byte_order_mark_and_windows_lines_change_nothing(dress):
    assert form_from_bytes(dress(FORM.encode())).sha256 == form_from_bytes(FORM.encode()).sha256
