"""The sheet that goes back with a file: one page, PDF/A, whatever a stranger wrote into names."""

import subprocess
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import pdfa

from tests.oracles import oracle
from xa_report.documents.pdf.province.rejection_notice import RejectedFile, render_rejection_notice
from xa_report.domain.dates import VIETNAM
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.unit import Unit

PROVINCE = Unit("80", "Tỉnh Tây Ninh", "tỉnh")
COMMUNE = Unit("25525", "Xã Tân Hội", "xã", "80", "Tỉnh Tây Ninh")
MOMENT = datetime(2026, 12, 15, 9, 5, tzinfo=VIETNAM)
NAME, REASON = "CCHC_25525_2026_L1.zip", "Đã có bản L1 khác nội dung."


def refused(
    name: str = NAME, reason: str = REASON, arrival: IntakeOutcome = IntakeOutcome.FORK
) -> RejectedFile:
    return RejectedFile(
        12, name, "3f" * 32, 2_145_221, MOMENT, "N05", reason, arrival, COMMUNE, "2026", 1
    )


def test_it_says_which_file_why_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(render_rejection_notice(refused(), PROVINCE))
    text = subprocess.run(
        [oracle("pdftotext"), "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    for words in (
        "SỞ NỘI VỤ", "UBND xã Tân Hội", NAME, "2.145.221 byte", "3f3f3f3f", "09:05 ngày 15/12/2026",
        "năm 2026, lần nộp 1", "N05", REASON, "Việc cần làm.", "Người nhận phiếu",
    ):  # fmt: skip
        assert words in text


@settings(max_examples=30)
@given(st.text(max_size=3000), st.text(max_size=3000), st.sampled_from(IntakeOutcome))
def test_a_stranger_cannot_spoil_it(name: str, reason: str, arrival: IntakeOutcome) -> None:
    whole = render_rejection_notice(refused(name, reason, arrival), PROVINCE)
    with pikepdf.open(BytesIO(whole)) as opened:
        assert len(opened.pages) == 1
        assert pdfa.check(opened, "3b").violations == ()


def test_the_longest_words_stay_on_one_page() -> None:
    whole = render_rejection_notice(refused("W" * 999, "W" * 9999), PROVINCE)
    with pikepdf.open(BytesIO(whole)) as opened:
        assert len(opened.pages) == 1
