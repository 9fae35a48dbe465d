"""A new name of an evidence file: what is refused, and that its ending stays."""

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xa_report.domain.drawable_text import undrawable_characters
from xa_report.domain.evidence import EvidenceFile
from xa_report.domain.evidence_name import (
    MAX_NEW_NAME_LENGTH,
    name_ending,
    name_stem,
    new_name_fault,
    replace_stem,
)
from xa_report.domain.text import escape_control_chars
from xa_report.package.package_files import evidence_path


def fault_of(stem: str, old: str = "quét.pdf") -> str:
    return new_name_fault(old, replace_stem(old, stem))


@pytest.mark.parametrize(
    ("old", "typed", "new"),
    [
        ("quét.pdf", "Báo cáo quý", "Báo cáo quý.pdf"),
        ("quét.PDF", "Báo cáo.pdf", "Báo cáo.PDF"),
        ("quét.pdf", "Báo cáo 31.12", "Báo cáo 31.12.pdf"),
        ("quét.pdf", "ảnh.jpg", "ảnh.jpg.pdf"),
        ("quét.pdf", unicodedata.normalize("NFD", "Đề án"), "Đề án.pdf"),
        ("Số 12. kết quả", "Số mười hai", "Số mười hai"),
        ("quét.p\U0001f600f", "quét", "quét"),
    ],
)
def test_the_ending_stays_and_may_be_left_out(old, typed, new):
    assert replace_stem(old, typed) == new
    assert new_name_fault(old, new) == ""


@pytest.mark.parametrize(
    ("stem", "why"),
    [
        ("", "đang trống"), ("   ", "đang trống"),
        ("a\x07b", "U+0007"), ("a\nb", "U+000A"), ("a\u200bb", "U+200B"), ("a\u202eb", "U+202E"),
        ("a\ufe0fb", "U+FE0F"), ("\u3164", "U+3164"), ("a\ud800", "U+D800"),
        *((f"a{sign}b", f"“{sign}”") for sign in '/\\?*:|<>"'),
        ("CON", "thiết bị"), ("nul", "thiết bị"), ("com1", "thiết bị"), ("Aux.1", "thiết bị"),
        ("a.", "dấu chấm"), ("..", "dấu chấm"), ("a ", "dấu cách"), (" a", "dấu cách"),
        ("đ" * MAX_NEW_NAME_LENGTH, "ký tự, nhiều nhất 120"), ("ế" * 100, "nhiều nhất 80"),
        ("báo cáo \U0001f600", "U+1F600"),
    ],
)  # fmt: skip
def test_a_name_that_fails_somewhere_is_refused(stem, why):
    fault = fault_of(stem)
    assert why in fault
    assert fault.endswith(".")
    assert "; " in fault


def test_a_file_without_an_ending_gets_none():
    assert "dấu chấm cuối" in fault_of("quét.pdf", "quét")
    assert fault_of("bản quét", "quét") == ""


@given(old=st.text(max_size=20), stem=st.text(max_size=160))
def test_a_usable_name_can_be_written_and_printed_and_has_the_same_path(
    tmp_path_factory, old, stem
):
    new = replace_stem(old, stem)
    if new_name_fault(old, new):
        return
    files = [EvidenceFile("ab" * 32, name, 1, "application/pdf") for name in (old, new)]
    assert evidence_path(files[0]) == evidence_path(files[1])
    assert undrawable_characters(new) == ()
    assert os.path.basename(new) == new  # noqa: PTH119 - of any text, also of an empty one
    assert escape_control_chars(new) == new
    path = tmp_path_factory.getbasetemp() / f"{new}.part"
    path.write_bytes(b"x")
    path.unlink()


@given(st.text(max_size=30))
def test_stem_and_ending_are_the_whole_name(name):
    ending = name_ending(name)
    assert (f"{name_stem(name)}.{ending}" if ending else name_stem(name)) == name
