"""The catalogues of codes together: no number stands for two things."""

from collections import Counter
from string import Formatter

import pytest

from xa_report.domain.catalogue import CatalogueCode, NumberedCode
from xa_report.domain.fault import FaultCode
from xa_report.domain.finding import FindingCode
from xa_report.domain.province.appraisal import DifferenceCode
from xa_report.package.faults import PackageCode
from xa_report.province.intake.examine import IntakeCode
from xa_report.signing.ooxml.faults import WorkbookFault, WorkbookProblem
from xa_report.signing.reasons import VerificationReason

CATALOGUES: list[type[CatalogueCode]] = [
    FaultCode,
    FindingCode,
    PackageCode,
    IntakeCode,
    VerificationReason,
    WorkbookFault,
]
NUMBERED: list[type[NumberedCode]] = [*CATALOGUES, DifferenceCode]


def test_no_number_stands_twice():
    numbers = Counter(code.number for catalogue in NUMBERED for code in catalogue)
    assert [number for number, count in numbers.items() if count > 1] == []


def test_every_catalogue_is_known_here():
    numbered = {*NumberedCode.__subclasses__(), *CatalogueCode.__subclasses__()}
    assert numbered == {CatalogueCode, *NUMBERED}


@pytest.mark.parametrize("catalogue", NUMBERED, ids=lambda catalogue: catalogue.__module__)
def test_a_number_leads_to_its_code(catalogue):
    for code in catalogue:
        assert catalogue.from_number(f" {code.number.lower()} ") is code
    with pytest.raises(KeyError):
        catalogue.from_number("")


@pytest.mark.parametrize("catalogue", NUMBERED, ids=lambda catalogue: catalogue.__module__)
def test_numbers_of_a_catalogue_have_one_letter_and_one_length(catalogue):
    assert len({(code.number[0], len(code.number)) for code in catalogue}) == 1
    assert all(code.number[1:].isdigit() for code in catalogue)


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda catalogue: catalogue.__module__)
def test_a_sentence_is_filled_in(catalogue):
    for code in catalogue:
        names = [name for _, name, _, _ in Formatter().parse(code.sentence) if name]
        filled = code.format(**dict.fromkeys(names, "§"))
        assert filled.count("§") == len(names)
        assert "{" not in filled


def test_a_code_is_told_before_its_sentence_and_what_to_do():
    assert VerificationReason.UNSIGNED.text == "Tệp chưa có chữ ký nào. Ký tệp rồi gửi lại."
    assert VerificationReason.UNSIGNED.coded_text == f"S012 {VerificationReason.UNSIGNED.text}"


def test_a_fault_of_a_workbook_is_told_as_a_reason_is():
    problem = WorkbookProblem(WorkbookFault.CHANGED_PART, "xl/a\n.xml")
    assert str(problem).startswith("Phần xl/a�.xml của bảng tính đã bị sửa sau khi ký. ")
    assert problem.coded_text == f"W017 {problem}"
