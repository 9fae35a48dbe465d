"""Documents that say something else than the record, signed with real keys: none is accepted.

All of them are tried with XA_REPORT_ALL_FORGERIES=1, every STEP-th otherwise.
"""

import os
from dataclasses import replace

import pytest

from tests.factories.forged_documents import DocumentForger, all_forgeries
from tests.factories.forged_submissions import create_forger
from xa_report.domain.form import Form
from xa_report.errors import PackageFaultError
from xa_report.verification.report_proof import ProofKind, prove_report

STEP = 1 if os.environ.get("XA_REPORT_ALL_FORGERIES") else 19


@pytest.fixture(scope="module")
def forger(tmp_path_factory: pytest.TempPathFactory) -> DocumentForger:
    return DocumentForger(create_forger(tmp_path_factory.mktemp("forged")))


def test_the_honest_report_is_proven(forger: DocumentForger):
    proof = prove_report(forger.honest(), forger.definitions)
    assert (proof.kind, proof.layout, proof.differences) == (ProofKind.REDRAWN, "1", ())
    assert proof.holds


def test_no_forgery_is_proven(forger: DocumentForger):
    forgeries = all_forgeries(forger)
    assert len(forgeries) >= 400
    accepted = []
    for name, forge in forgeries[::STEP]:
        try:
            proof = prove_report(forge(forger), forger.definitions)
        except PackageFaultError:
            continue  # a record that no reader takes
        if proof.holds or proof.kind is not ProofKind.REDRAWN:
            accepted.append(name)
    assert accepted == []


def test_an_earlier_layout_is_proven_by_texts_and_cells(forger: DocumentForger):
    honest = forger.honest()
    proof = prove_report(honest, forger.definitions, known_layout="2")
    assert (proof.kind, proof.differences) == (ProofKind.TEXT, ())
    names = ("before: visible text, page 0", "before: swapped pages", "before: removed page")
    forgeries = dict(all_forgeries(forger))
    for name in (*names, "workbook: sheet name", "record: outcome/total"):
        proof = prove_report(forgeries[name](forger), forger.definitions, known_layout="2")
        assert (proof.kind, proof.holds) == (ProofKind.TEXT, False), name


def test_a_later_layout_and_unknown_definitions_prove_nothing(forger: DocumentForger):
    honest = forger.honest()
    later = prove_report(honest, forger.definitions, known_layout="0")
    assert (later.kind, later.holds) == (ProofKind.IMPOSSIBLE, False)
    assert "cập nhật chương trình" in later.differences[0]
    forms = {key: each for key, each in forger.definitions.items() if isinstance(each, Form)}
    plans = {key: each for key, each in forger.definitions.items() if key not in forms}
    for known, what in ((plans, "biểu mẫu"), (forms, "kế hoạch")):
        proof = prove_report(honest, known)
        assert (proof.kind, proof.holds) == (ProofKind.IMPOSSIBLE, False)
        assert f"Chưa có {what}" in proof.differences[0]


def test_a_difference_names_page_cell_and_number(forger: DocumentForger):
    forgeries = dict(all_forgeries(forger))

    def sentences(name: str) -> str:
        return "\n".join(prove_report(forgeries[name](forger), forger.definitions).differences)

    assert "trang 2" in sentences("before: visible text, page 1")
    assert "99,00" in sentences("before: visible text, page 1")
    assert "ô ký “Khac”" not in sentences("between: seal moved")
    assert "ô ký: mục /Rect" in sentences("between: seal moved")
    workbook = next(name for name in forgeries if name.startswith("workbook: value of F"))
    assert f"ô {workbook.split()[3].rstrip(',')}" in sentences(workbook)
    assert "tổng điểm tự chấm là 3" in sentences("record: outcome/total")


@pytest.mark.parametrize(
    "name",
    ["script on opening", "named script", "page action, page 1", "note, page 0",
     "field with a picture", "optional content"],
)  # fmt: skip
def test_nothing_is_added_to_an_earlier_layout_either(name: str, forger: DocumentForger):
    forgery = dict(all_forgeries(forger))[f"between: {name}"](forger)
    proof = prove_report(forgery, forger.definitions, known_layout="2")
    assert (proof.kind, proof.holds) == (ProofKind.TEXT, False)


def test_what_no_archive_takes_is_named(forger: DocumentForger):
    forgery = dict(all_forgeries(forger))["before: action on closing"](forger)
    proof = prove_report(forgery, forger.definitions, known_layout="2")
    assert "PDF/A-3b: điều 6.5.2-1" in "\n".join(proof.differences)


def test_damaged_documents_are_differences(forger: DocumentForger):
    honest = forger.honest()
    for damaged in (
        replace(honest, pdf=honest.pdf[: len(honest.pdf) // 2]),
        replace(honest, pdf=b"%PDF-1.7"),
        replace(honest, workbook=b"PK"),
    ):
        proof = prove_report(damaged, forger.definitions)
        assert (proof.kind, proof.holds) == (ProofKind.REDRAWN, False)
