"""A definition is its canonical bytes: the same meaning has the same hash, another has another."""

import hashlib
import random

import pytest

from tests.factories.forms import (
    CRITERIA,
    FORM,
    HEAD,
    ITEMS,
    PLAN,
    RATINGS,
    check_texts,
    form_of,
    plan_of,
    replace_once,
)
from tests.factories.generated_reports import make_case
from xa_report.definitions.reader import form_from_bytes, plan_from_bytes, read_form, read_plan
from xa_report.paths import forms_dir


def same(text: str) -> bool:
    return form_of(text).sha256 == form_of(FORM).sha256


def blocks(text: str) -> list[str]:
    """The entries of a text, each with its own lines."""
    head, *rest = text.split("\n[[")
    return [head, *(f"[[{part}" for part in rest)]


def shuffled(text: str, tables: tuple[str, ...], seed: int) -> str:
    """The text with entries of some tables in another order."""
    every = blocks(text)
    places = [n for n, block in enumerate(every) if block.startswith(tables)]
    mixed = random.Random(seed).sample(places, len(places))  # noqa: S311
    new = list(every)
    for position, other in zip(places, mixed, strict=True):
        new[position] = every[other]
    return "\n".join(new)


def test_the_hash_is_that_of_the_bytes():
    form = form_of(FORM)
    assert form.sha256 == hashlib.sha256(form.canonical).hexdigest()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("total = 10", "total = 10.00"),
        ("total = 10", "total = 1_0   # mười"),
        ("bands = [[98, 6], [95, 4], [90, 2]]", "bands = [[98.0, 6.00], [95, 4], [9e1, 2]]"),
        ('id = "mau"\nversion = "1"', 'version = "1"\n\nid = "mau"'),
        ('title = "Tuyên truyền"', "title = 'Tuyên truyền'"),
        ("max = 4", "# tối đa\nmax = 4"),
        ('{ kind = "bands", of = "ty_le",', '{ of = "ty_le", kind = "bands",'),
        ("year = -1", 'year = "-1"'),
    ],
)
def test_spelling_does_not_matter(old, new):
    assert same(replace_once(FORM, old, new))


@pytest.mark.parametrize("table", ["[[item]]", "[[criterion]]", "[[area]]"])
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_entries_does_not_matter(table, seed):
    assert same(shuffled(FORM, (table,), seed))


def test_files_that_are_used_do_not_matter(tmp_path):
    counts, _, rest = ITEMS.partition('[[item]]\nid = "hinh_thuc"')
    head = replace_once(HEAD, "total = 10", 'total = 10\nuses = ["so-dem.toml", "khac.toml"]')
    rest = f'[[item]]\nid = "hinh_thuc"{rest}'
    unused = '\n[[item]]\nid = "thua"\nlabel = "Không ai dùng"\nkind = "count"\n'
    (tmp_path / "so-dem.toml").write_text(counts, "utf-8")
    (tmp_path / "khac.toml").write_text(rest + unused, "utf-8")
    library = check_texts(tmp_path, bieu=head + CRITERIA + RATINGS)
    # A table that only a catalogue holds travels only when the form names it.
    (form,) = library.forms.values()
    assert library.faults == []
    assert set(form.items) == set(form_of(FORM).items) - {"ghi_chu"}
    trimmed = FORM.replace(
        FORM[FORM.index('[[item]]\nid = "ghi_chu"') : FORM.index("[[indicator]]")], ""
    )
    assert form.sha256 == form_of(trimmed).sha256


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[98, 6]", "[98.5, 6]"),
        ('title = "Tuyên truyền"', 'title = "Tuyên truyền CCHC"'),
        ('version = "1"', 'version = "2"'),
        ('not_arisen = "full"', 'not_arisen = "zero"'),
        ('severity = "error"', 'severity = "note"'),
        (
            'loa = "Loa truyền thanh", trang = "Trang thông tin"',
            'trang = "Trang thông tin", loa = "Loa truyền thanh"',
        ),
        ("from = 80", "from = 81"),
        ('name = "đủ số liệu"', 'name = "đủ"'),
    ],
)
def test_another_meaning_is_another_definition(old, new):
    assert not same(replace_once(FORM, old, new))


def test_canonical_bytes_load_alone_and_give_themselves():
    form, plan = form_of(FORM), plan_of(PLAN)
    assert form_from_bytes(form.canonical) == form
    assert plan_from_bytes(plan.canonical) == plan


@pytest.mark.parametrize("path", sorted(forms_dir().rglob("*.toml")), ids=lambda path: path.stem)
def test_what_ships_is_idempotent(path):
    text = path.read_text("utf-8")
    if "[form]" in text:
        form = read_form(path)
        again = form_from_bytes(form.canonical)
        assert (again.canonical, again.sha256) == (form.canonical, form.sha256)
        assert set(again.items) == set(form.items)
    elif "[plan]" in text:
        plan = read_plan(path)
        assert plan_from_bytes(plan.canonical).canonical == plan.canonical


@pytest.mark.parametrize("seed", range(25))
def test_generated_forms_are_idempotent(seed):
    form = make_case(seed).form
    assert form_from_bytes(form.canonical) == form
