"""The receipt on paper: what it must say by kind, and that no text of a stranger breaks it."""

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa

from tests.factories.generated_reports import HOSTILE
from tests.factories.receipts import MISSING, RETURNED
from tests.oracles import oracle
from xa_report.documents.pdf.pdfa import PdfAttachment
from xa_report.documents.pdf.province.receipt import (
    TITLES,
    grouped_hash,
    render_receipt_pdf,
    totals_sentence,
)
from xa_report.domain.receipt import CriterionOutcome, Receipt, ReceiptKind, ReopenedCriterion

DATA = PdfAttachment("receipt.json", b"{}", "application/json", "Nội dung phiếu")
CHECK = "8G9P-Z8TN-PDKR"


def of_kind(kind: ReceiptKind) -> Receipt:
    reopened = RETURNED.reopened if kind is ReceiptKind.RETURNED else ()
    return replace(RETURNED, kind=kind, reopened=reopened)


def text_of(receipt: Receipt, folder: Path) -> str:
    pdf, _ = render_receipt_pdf(receipt, DATA, CHECK)
    (folder / "a.pdf").write_bytes(pdf)
    done = subprocess.run(
        [str(oracle("pdftotext")), "-layout", str(folder / "a.pdf"), "-"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.mark.parametrize("kind", list(ReceiptKind))
def test_every_kind_says_who_what_and_which_bytes(kind: ReceiptKind, tmp_path: Path) -> None:
    text = text_of(of_kind(kind), tmp_path)
    wanted = [
        TITLES[kind], "SỞ NỘI VỤ TỈNH TÂY NINH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "ngày 20 tháng 12 năm 2026", "Kính gửi: Ủy ban nhân dân xã Tân Hội", CHECK,
        "08 giờ 15, ngày 14/12/2026", "01234567 89abcdef 01234567 89abcdef", "Nguyễn Thị Hạnh",
        "-1,50", "0,00", "T05 Quá thời hạn", "72,81 %", "xếp loại: Khá", "ngày 30/12/2026",
        "Nơi nhận:",
    ]  # fmt: skip
    assert [words for words in wanted if words not in text] == []
    assert ("Cần bổ sung" in text) is (kind is ReceiptKind.RETURNED)


def test_before_the_appraisal_only_the_sent_points_are_shown(tmp_path: Path) -> None:
    bare = tuple(replace(o, appraised=None, why=None) for o in RETURNED.outcomes)
    totals = replace(RETURNED.totals, appraised=None)
    receipt = replace(of_kind(ReceiptKind.RECEIVED), outcomes=bare, totals=totals)
    text = text_of(receipt, tmp_path)
    assert "Thẩm định" not in text
    assert "Tổng điểm tự chấm: 61,5 điểm." in text


def test_a_committee_is_written_out_and_has_none_above_it(tmp_path: Path) -> None:
    text = text_of(replace(RETURNED, issuer="UBND tỉnh Tây Ninh"), tmp_path)
    assert "TỈNH TÂY NINH" in text
    assert "UBND" not in text.replace("UBND xã", "")
    assert text.split("YÊU CẦU")[0].count("ỦY BAN NHÂN DÂN") == 1


@pytest.mark.parametrize("words", HOSTILE)
def test_texts_of_strangers_stay_texts(words: str) -> None:
    why = replace(MISSING, text=words)
    receipt = replace(
        RETURNED, note=words, issuer=words, reopened=(ReopenedCriterion("1.2", why),),
        facts=replace(RETURNED.facts, signers=(words,)),
        outcomes=(replace(RETURNED.outcomes[0], title=words, why=why),),
    )  # fmt: skip
    pdf, room = render_receipt_pdf(receipt, DATA, CHECK)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert pdfa.check(opened, "3b").violations == ()
        assert room.page <= len(opened.pages)


def test_hundreds_of_criteria_run_over_pages_and_leave_room_for_the_seal() -> None:
    sent, title = RETURNED.totals.sent, "Tiêu chí " * 6
    codes = [f"{n // 9 + 1}.{n % 9 + 1}" for n in range(300)]
    outcomes = tuple(CriterionOutcome(code, title, sent) for code in codes)
    pdf, room = render_receipt_pdf(replace(RETURNED, outcomes=outcomes), DATA, CHECK)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) > 5
        assert room.page == len(opened.pages)
    left, bottom, width, height = room.box
    assert min(left, bottom) > 0
    assert (width > 200, height > 100) == (True, True)


def test_the_same_receipt_gives_the_same_bytes() -> None:
    assert render_receipt_pdf(RETURNED, DATA, CHECK) == render_receipt_pdf(RETURNED, DATA, CHECK)


def test_a_hash_is_grouped_and_an_empty_total_says_nothing() -> None:
    assert grouped_hash("0123456789abcdef" * 4).split() == ["01234567", "89abcdef"] * 4
    none = replace(RETURNED.totals, sent=RETURNED.totals.sent * 0, appraised=None)
    assert totals_sentence(replace(RETURNED, totals=none)) == ""
