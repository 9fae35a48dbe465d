"""Definitions are taken only from an issuer that is known, and arrive as they were issued."""

from pathlib import Path

import pikepdf
import pytest

from tests.workflow.conftest import MOMENT, World
from xa_report.definitions.reader import read_form, read_plan
from xa_report.demo.signing import PASSWORD
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.errors import SigningError
from xa_report.paths import forms_dir
from xa_report.workflow import issuing, keyring, verifying
from xa_report.workflow.signatory import Signing


@pytest.fixture(scope="module")
def definitions() -> tuple[Form, list[Plan]]:
    plans = [read_plan(path) for path in sorted((forms_dir() / "plans").glob("t*.toml"))]
    return read_form(forms_dir() / "cchc-xa-nam.toml"), plans


@pytest.fixture(scope="module")
def issued(world: World, definitions: tuple[Form, list[Plan]]) -> Path:
    key = keyring.from_file(world.folder / "khoa" / "seal.p12", PASSWORD)
    target = world.folder / "ban-hanh.pdf"
    issuing.issue(*definitions, target, Signing(key, None, lambda: MOMENT))
    return target


def test_what_arrives_is_what_was_issued(
    world: World, issued: Path, definitions: tuple[Form, list[Plan]]
) -> None:
    taken = issuing.take_issued(issued, world.trust, MOMENT)
    assert taken.form == definitions[0]
    assert [plan.sha256 for plan in taken.plans] == [plan.sha256 for plan in definitions[1]]
    assert taken.issuer.startswith("UBND xã Tân Hội")
    assert verifying.verify(issued, world.trust, MOMENT).verdict == verifying.VALID


def test_nothing_is_taken_from_strangers(issued: Path, tmp_path: Path) -> None:
    with pytest.raises(SigningError, match="CHƯA KẾT LUẬN"):
        issuing.take_issued(issued, tmp_path, MOMENT)


def test_a_changed_definition_is_refused(world: World, issued: Path, tmp_path: Path) -> None:
    with pikepdf.open(issued) as pdf:
        (kept,) = (s for s in pdf.Root.AF if str(s.UF) == "form.toml")
        stream = kept.EF.F
        stream.write(stream.read_bytes().replace(b"max = 13", b"max = 12", 1))
        pdf.save(tmp_path / "x.pdf")
    with pytest.raises(SigningError, match="KHÔNG HỢP LỆ"):
        issuing.take_issued(tmp_path / "x.pdf", world.trust, MOMENT)
