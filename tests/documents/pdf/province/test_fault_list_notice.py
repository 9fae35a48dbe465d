"""The notice of a record with faults names all of them, on as many pages as that takes."""

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf

from tests.documents.pdf.province.test_rejection_notice import PROVINCE, refused
from tests.oracles import oracle
from xa_report.documents.pdf.province.rejection_notice import render_rejection_notice
from xa_report.domain.province.intake_outcome import IntakeOutcome


def test_every_fault_is_printed(tmp_path: Path) -> None:
    faults = [f"({n}) Hồ sơ số {n}: 4,5 không phải số đếm (C005@ho_so_{n})." for n in range(1, 201)]
    file = refused(reason=" ".join(faults), arrival=IntakeOutcome.REFUSED)
    whole = render_rejection_notice(replace(file, code="N17"), PROVINCE)
    path = tmp_path / "a.pdf"
    path.write_bytes(whole)
    text = subprocess.run(
        [oracle("pdftotext"), path, "-"], capture_output=True, text=True, check=True
    ).stdout
    joined = " ".join(text.split())
    assert all(f"C005@ho_so_{n})" in joined for n in range(1, 201))
    assert "ký lại và gửi bản có số lần nộp mới" in joined
    with pikepdf.open(BytesIO(whole)) as opened:
        assert len(opened.pages) > 1
