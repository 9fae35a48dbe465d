"""One commune's criteria as an appraiser sees them, held against the case itself."""

import shutil
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.factories import received_files, registers
from xa_report.domain.evidence import EvidenceFile
from xa_report.domain.province.appraisal import CaseKey, DifferenceCode, DifferenceReason
from xa_report.errors import ConflictError, UsageError
from xa_report.workflow.province import queries
from xa_report.workflow.province.appraisal import set_points
from xa_report.workflow.province.case_sheet import (
    build_case_sheet,
    extract_received_evidence,
    load_case_sheet,
)
from xa_report.workflow.province.intake import examine_files, import_examined
from xa_report.workflow.province.register_setup import open_register

WHY = DifferenceReason(DifferenceCode.NO_EVIDENCE, "Không có văn bản.")


@pytest.fixture(scope="module")
def filled_register(tmp_path_factory):
    return registers.create_dozen_register(tmp_path_factory.mktemp("tinh"))


@pytest.fixture
def province_register(filled_register, tmp_path):
    return open_register(str(shutil.copy(filled_register, tmp_path / "tinh.xaprov")))


def place(register, number):
    return CaseKey(queries.list_communes(register)[number].code, registers.YEAR)


def line_of(sheet, code):
    return next(line for line in sheet.rows if line.code == code)


def put(register, key, row, points, why):
    """Set points as the window does: on the row as it was looked at."""
    done = set_points(register, key, row.code, points, why, seen_version=row.version)
    return build_case_sheet(done)


def test_every_part_of_the_form_has_one_line_with_its_points(province_register):
    sheet = load_case_sheet(province_register, place(province_register, 0))
    form = registers.read_register_definitions().form
    codes = [line.code for line in sheet.rows]
    assert sorted(codes) == sorted(
        [*(a.code for a in form.areas), *(c.code for c in form.all_criteria())]
    )
    assert {line.code for line in sheet.rows if line.leaf} == {c.code for c in form.leaves()}
    for line in sheet.rows:
        assert line.points == sheet.appraised.result_of(line.code).points
        assert line.sent == sheet.sent.result_of(line.code).points


def test_a_difference_has_its_reason_and_parents_follow(province_register):
    line = line_of(load_case_sheet(province_register, place(province_register, 0)), "1.1.1")
    assert (line.points, line.fixed, line.why) == (Decimal("0.5"), Decimal("0.5"), registers.WHY)
    parent = line_of(load_case_sheet(province_register, place(province_register, 0)), "1.1")
    assert parent.differs
    assert (parent.why, parent.fixed, parent.leaf) == (None, None, False)


def test_points_are_put_and_taken_away(province_register):
    where = place(province_register, 5)
    before = line_of(load_case_sheet(province_register, where), "1.1.1")
    fixed = line_of(put(province_register, where, before, Decimal("0.25"), WHY), "1.1.1")
    assert (fixed.points, fixed.why, fixed.first) == (Decimal("0.25"), WHY, Decimal("0.25"))
    away = line_of(put(province_register, where, fixed, None, None), "1.1.1")
    assert (away.points, away.fixed) == (before.points, None)


def test_who_was_slower_is_told_and_nothing_is_overwritten(province_register):
    where = place(province_register, 5)
    seen = line_of(load_case_sheet(province_register, where), "1.1.1")
    put(province_register, where, seen, Decimal("0.25"), WHY)
    with pytest.raises(ConflictError):
        put(province_register, where, seen, Decimal("0.75"), WHY)
    assert line_of(load_case_sheet(province_register, where), "1.1.1").points == Decimal("0.25")


def test_what_may_not_be_is_refused_in_a_sentence(province_register):
    where = place(province_register, 5)
    seen = line_of(load_case_sheet(province_register, where), "1.1.1")
    with pytest.raises(UsageError, match="khoảng 0 đến"):
        put(province_register, where, seen, Decimal(50), WHY)
    closed = load_case_sheet(province_register, place(province_register, 0))
    assert not closed.open
    with pytest.raises(UsageError, match="Đã chốt"):
        put(
            province_register,
            place(province_register, 0),
            line_of(closed, "1.1.1"),
            Decimal(1),
            WHY,
        )
    with pytest.raises(UsageError, match="chưa gửi"):
        load_case_sheet(province_register, place(province_register, 40))


@pytest.fixture(scope="module")
def received(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nhan")
    sent = received_files.create_received_files(folder)
    register = received_files.create_trusting_register(folder / "tinh.xaprov", sent)
    list(import_examined(register, list(examine_files(register, sent.packages[:1]))))
    return register, CaseKey(sent.units[0].code, received_files.YEAR)


def test_a_document_is_taken_out_of_the_package_as_it_was_sent(received, tmp_path):
    register, where = received
    file = (
        next(line for line in load_case_sheet(register, where).rows if line.evidence)
        .evidence[0]
        .file
    )
    out = extract_received_evidence(register, where, file, tmp_path)
    assert out.read_bytes().startswith(b"%PDF-1.7 made up")
    assert out.parent == tmp_path
    assert not out.stat().st_mode & 0o222


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/x.pdf", "a\\..\\b.exe", "con.pdf "])
def test_a_strangers_name_never_becomes_a_path(received, tmp_path, name):
    register, where = received
    file = (
        next(line for line in load_case_sheet(register, where).rows if line.evidence)
        .evidence[0]
        .file
    )
    try:
        out = extract_received_evidence(register, where, replace(file, name=name), tmp_path)
    except UsageError:
        assert list(tmp_path.iterdir()) == []
    else:
        assert out.parent == tmp_path
        assert out.stem == file.sha256


def test_a_document_that_is_not_in_the_package_is_told(received, tmp_path):
    register, where = received
    strange = EvidenceFile("0" * 64, "khác.pdf", 1, "application/pdf")
    with pytest.raises(UsageError, match="không có tài liệu"):
        extract_received_evidence(register, where, strange, tmp_path)
