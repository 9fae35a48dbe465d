"""LibreOffice and xmlsec1 judge our signatures; our own verifier is no witness for our signer.

1. LibreOffice: valid and trusted for each kind of key; one changed cell: not valid; saved again:
   no signature left.
2. xmlsec1 finds every object, every part and every relationship as it was signed, and one changed
   thing as changed.
3. An added part is seen by neither: only our verifier looks for it.
"""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.factories.signed_workbooks import (
    BOOK_RELS,
    SIGNATURE,
    change_entries,
    plain_workbook,
    replace_in_entry,
    signed_workbook,
    verify_codes,
    zip_entries,
)
from tests.factories.workbook_keys import (
    authority_key,
    intermediate_signer_key,
    root_key,
    signer_key,
    stranger_key,
)
from tests.libreoffice import resave_workbooks
from tests.signing.ooxml.libreoffice_judge import Opinion, office_says
from tests.signing.ooxml.test_attacks import EXTRA, cell, certificate
from tests.signing.ooxml.xmlsec import xmlsec_says
from xa_report.signing.ooxml.verifier import verify_workbook

pytestmark = pytest.mark.xdist_group("libreoffice")

KINDS = ("RSA-2048", "RSA-3072", "P-256")


def reopened(data: bytes) -> bytes:
    target = io.BytesIO()
    load_workbook(io.BytesIO(data)).save(target)
    return target.getvalue()


def sheets_swapped(data: bytes) -> bytes:
    return replace_in_entry(data, BOOK_RELS, b"sheet1.xml", b"sheet2.xml")


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The workbooks to be judged, by name."""
    path = tmp_path_factory.mktemp("workbooks") / "signed.xlsx"
    path.write_bytes(signed_workbook())
    (saved,) = resave_workbooks([path], path.parent)
    return {
        **{kind: signed_workbook(3, signer_key(kind)) for kind in KINDS},
        **{f"report {seed}": signed_workbook(seed) for seed in range(4)},
        "chain": signed_workbook(3, intermediate_signer_key()),
        "stranger": signed_workbook(3, stranger_key()),
        "plain": plain_workbook(),
        "changed cell": cell(signed_workbook()),
        "sheets swapped": sheets_swapped(signed_workbook()),
        "foreign certificate": certificate(stranger_key().der)(signed_workbook()),
        "added part": change_entries(signed_workbook(), EXTRA),
        "saved by LibreOffice": saved.read_bytes(),
        "saved by openpyxl": reopened(signed_workbook()),
    }


@pytest.fixture(scope="module")
def opinions(
    workbooks: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Opinion]:
    # LibreOffice builds no path with the certificates sent along: it must know the authority.
    known = {"C,C,C": root_key().certificate, ",,": authority_key().certificate}
    return office_says(workbooks, known, tmp_path_factory.mktemp("office"))


@pytest.mark.parametrize("name", [*KINDS, *(f"report {seed}" for seed in range(4)), "chain"])
def test_office_finds_it_valid_and_trusted(opinions, workbooks, name):
    (opinion,) = opinions[name]
    assert opinion["valid"]
    assert opinion["trusted"]
    assert verify_workbook(workbooks[name]).is_valid


def test_office_finds_the_stranger_valid_but_not_trusted(opinions):
    (opinion,) = opinions["stranger"]
    assert (opinion["valid"], opinion["trusted"]) == (True, False)


def test_office_reads_the_name(opinions):
    assert "Nguyễn Thị" in opinions["P-256"][0]["signer"]


@pytest.mark.parametrize("name", ["changed cell", "sheets swapped", "foreign certificate"])
def test_office_agrees_that_it_is_broken(opinions, workbooks, name):
    assert [one["valid"] for one in opinions[name]] == [False]
    assert not verify_workbook(workbooks[name]).intact


@pytest.mark.parametrize("name", ["plain", "saved by LibreOffice", "saved by openpyxl"])
def test_office_agrees_that_there_is_none(opinions, workbooks, name):
    assert opinions[name] == []
    facts = verify_workbook(workbooks[name])
    assert facts.readable
    assert not facts.signed


def test_only_we_see_an_added_part(opinions, workbooks):
    assert opinions["added part"][0]["valid"]
    assert verify_codes(workbooks["added part"]) == {"unsigned-part"}


@pytest.mark.parametrize("kind", KINDS)
def test_xmlsec_finds_every_part_as_it_was_signed(kind, tmp_path):
    workbook = signed_workbook(3, signer_key(kind))
    parts = len(zip_entries(plain_workbook())) - 1
    assert xmlsec_says(workbook, signer_key(kind).certificate, tmp_path) == (
        "3/3",
        f"{parts}/{parts}",
    )


@pytest.mark.parametrize("change", [cell, sheets_swapped])
def test_xmlsec_finds_one_part_changed(change: Callable[[bytes], bytes], tmp_path: Path):
    parts = len(zip_entries(plain_workbook())) - 1
    counted = xmlsec_says(change(signed_workbook()), signer_key().certificate, tmp_path)
    assert counted == ("3/3", f"{parts - 1}/{parts}")


def test_xmlsec_refuses_another_key(tmp_path):
    assert xmlsec_says(signed_workbook(), stranger_key().certificate, tmp_path) == ("", "")


def test_xmlsec_refuses_another_time(tmp_path):
    moved = replace_in_entry(
        signed_workbook(), SIGNATURE, b"<xd:SigningTime>2026", b"<xd:SigningTime>2025"
    )
    assert xmlsec_says(moved, signer_key().certificate, tmp_path) == ("", "")
