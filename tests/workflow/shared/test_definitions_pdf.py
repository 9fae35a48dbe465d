"""Definitions are taken only from an issuer that is known, and arrive as they were issued."""

from pathlib import Path

import pikepdf
import pytest

from tests.factories.commune_folders import SIGNED_AT, CommuneFolder
from xa_report.definitions.reader import read_form, read_plan
from xa_report.demo.keys import DEMO_PASSWORD
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.errors import SigningError, UsageError
from xa_report.paths import forms_dir
from xa_report.workflow.shared import definitions_pdf, signing_keys, verify
from xa_report.workflow.shared.signing_keys import Signatory


@pytest.fixture(scope="module")
def definitions() -> tuple[Form, list[Plan]]:
    plans = [read_plan(path) for path in sorted((forms_dir() / "plans").glob("t*.toml"))]
    return read_form(forms_dir() / "cchc-xa-nam.toml"), plans


@pytest.fixture(scope="module")
def issued_definitions(commune_folder: CommuneFolder, definitions: tuple[Form, list[Plan]]) -> Path:
    key = signing_keys.load_key_file(commune_folder.folder / "khoa" / "seal.p12", DEMO_PASSWORD)
    target = commune_folder.folder / "ban-hanh.pdf"
    definitions_pdf.write_issued_definitions(
        *definitions, target, Signatory(key, None, lambda: SIGNED_AT)
    )
    return target


def test_what_arrives_is_what_was_issued(
    commune_folder: CommuneFolder, issued_definitions: Path, definitions: tuple[Form, list[Plan]]
) -> None:
    taken = definitions_pdf.read_issued_definitions(
        issued_definitions, commune_folder.trust, SIGNED_AT
    )
    assert taken.form == definitions[0]
    assert [plan.sha256 for plan in taken.plans] == [plan.sha256 for plan in definitions[1]]
    assert taken.issuer.startswith("UBND xã Tân Hội")
    assert (
        verify.verify_file(issued_definitions, commune_folder.trust, SIGNED_AT).verdict
        == verify.VALID
    )


def test_more_plans_than_a_file_carries_are_refused(
    commune_folder: CommuneFolder, definitions: tuple[Form, list[Plan]], tmp_path: Path
) -> None:
    key = signing_keys.load_key_file(commune_folder.folder / "khoa" / "seal.p12", DEMO_PASSWORD)
    form, plans = definitions
    target = tmp_path / "ban-hanh.pdf"
    with pytest.raises(UsageError, match="nhiều nhất 9 kế hoạch, đang có 10; hãy chia ra"):
        definitions_pdf.write_issued_definitions(
            form, (plans * 10)[:10], target, Signatory(key, None, lambda: SIGNED_AT)
        )
    assert not target.exists()


def test_nothing_is_taken_from_strangers(issued_definitions: Path, tmp_path: Path) -> None:
    with pytest.raises(SigningError, match="CHƯA KẾT LUẬN"):
        definitions_pdf.read_issued_definitions(issued_definitions, tmp_path, SIGNED_AT)


def test_a_changed_definition_is_refused(
    commune_folder: CommuneFolder, issued_definitions: Path, tmp_path: Path
) -> None:
    with pikepdf.open(issued_definitions) as pdf:
        (attachment,) = (s for s in pdf.Root.AF if str(s.UF) == "form.toml")
        stream = attachment.EF.F
        stream.write(stream.read_bytes().replace(b"max = 13", b"max = 12", 1))
        pdf.save(tmp_path / "x.pdf")
    with pytest.raises(SigningError, match="KHÔNG HỢP LỆ"):
        definitions_pdf.read_issued_definitions(tmp_path / "x.pdf", commune_folder.trust, SIGNED_AT)
