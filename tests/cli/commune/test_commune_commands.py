"""A commune's path by command line: exit codes, sentences and JSON."""

from pathlib import Path

import pytest

from tests.factories.commands import RunCommand

ANSWERS = """
[answers]
cs_cong_khai = { score = 90, source = "Cổng Dịch vụ công quốc gia", as_of = 2026-12-10 }
cs_tien_do = { score = 85.5, as_of = 2026-12-10 }
cs_so_hoa = { score = 60, as_of = 2026-12-10 }
cs_dvc_truc_tuyen = { score = 70, as_of = 2026-12-10 }
cs_thanh_toan = { score = 55, as_of = 2026-12-10 }
cs_hai_long = { score = 96, as_of = 2026-12-10 }
cs_pakn = { score = 100, as_of = 2026-12-10 }
"""


@pytest.fixture
def filled_commune_file(run: RunCommand, commune_file: Path, tmp_path: Path) -> Path:
    answers = tmp_path / "tra-loi.toml"
    answers.write_text(ANSWERS, encoding="utf-8")
    done = run("commune", "fill", commune_file, "--period", "2026", answers)
    assert done.code == 0, done.err
    assert "Đã nhập 7 mục" in done.out
    return commune_file


def attach_all(run: RunCommand, db: Path, folder: Path) -> None:
    proof = folder / "ảnh chụp.txt"
    proof.write_text("Kết quả trên Cổng Dịch vụ công quốc gia", encoding="utf-8")
    report = run("commune", "check", db, "--period", "2026", "--json").json()
    assert isinstance(report, dict)
    for code in [f["place"] for f in report["findings"] if f["code"] == "C201"]:
        done = run(
            "commune", "attach", db, "--period", "2026", "--criterion", code,
            "--number", "45/BC-UBND", "--date", "2026-12-11", "--issuer", "UBND xã Tân Hội",
            "--title", "Kết quả Bộ chỉ số 766", "--page", "tr. 1", proof,
        )  # fmt: skip
        assert done.code == 0, done.err


def test_check_blocks_until_the_evidence_is_there(
    run: RunCommand, filled_commune_file: Path, tmp_path: Path
) -> None:
    before = run("commune", "check", filled_commune_file, "--period", "2026")
    assert before.code == 1
    assert "CHƯA NỘP ĐƯỢC" in before.out
    attach_all(run, filled_commune_file, tmp_path)
    after = run("commune", "check", filled_commune_file, "--period", "2026")
    assert after.code == 0, after.out
    assert "NỘP ĐƯỢC." in after.out
    report = run("commune", "check", filled_commune_file, "--period", "2026", "--json").json()
    assert isinstance(report, dict)
    points = {row["code"]: row["points"] for row in report["criteria"]}
    assert points["1.1"] == "16.20"
    assert points["2.1"] == "17.10"


def test_export_refuses_what_is_not_ready_and_writes_a_draft(
    run: RunCommand, filled_commune_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ra"
    refused = run(
        "commune", "export", filled_commune_file, "--period", "2026", "-o", out, "--unsigned"
    )
    assert refused.code == 1
    assert "C201" in refused.err
    assert not out.exists()
    draft = run(
        "commune",
        "export",
        filled_commune_file,
        "--period",
        "2026",
        "-o",
        out,
        "--unsigned",
        "--draft",
    )
    assert draft.code == 0, draft.err
    assert sorted(path.name for path in out.iterdir()) == [
        "CCHC_25525_2026_L1.pdf",
        "CCHC_25525_2026_L1.xlsx",
    ]


def test_a_file_with_faults_changes_nothing(
    run: RunCommand, filled_commune_file: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "sai.toml"
    bad.write_text('[answers]\ncs_pakn = "cao"\ncs_tien_doo = 5\n[khac]\n', encoding="utf-8")
    before = run("commune", "history", filled_commune_file).out
    done = run("commune", "fill", filled_commune_file, "--period", "2026", bad)
    assert done.code == 1
    assert "3 lỗi, chưa nhập số liệu nào" in done.err
    assert "cs_pakn" in done.err
    assert "có phải “cs_tien_do” không?" in done.err
    assert run("commune", "history", filled_commune_file).out == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--unit", "99999"), "Không có đơn vị mã “99999”"),
        (("--unit", "80"), "hãy ghi mã xã"),
        (("--unit", "25525", "--form", "tay-ninh-2021-2030"), "hãy dùng --plan"),
    ],
)
def test_init_says_what_is_wrong(
    run: RunCommand, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    full_arguments = arguments if "--form" in arguments else (*arguments, "--form", "chi-so-766")
    done = run("commune", "init", tmp_path / "x.xadb", *full_arguments)
    assert done.code == 2
    assert words in done.err
    assert not (tmp_path / "x.xadb").exists()


def test_a_wrong_period_is_a_sentence(run: RunCommand, filled_commune_file: Path) -> None:
    done = run("commune", "check", filled_commune_file, "--period", "năm nay")
    assert done.code == 2
    assert "2026-Q1" in done.err
    none = run("commune", "check", filled_commune_file, "--period", "2025")
    assert none.code == 2
    assert "Chưa có báo cáo năm 2025" in none.err


def test_history_backup_restore_and_log(
    run: RunCommand, filled_commune_file: Path, tmp_path: Path
) -> None:
    result = run("commune", "history", filled_commune_file, "--item", "cs_tien_do")
    assert "85,5" in result.out
    copy = tmp_path / "sao-luu.xadb"
    assert run("commune", "backup", filled_commune_file, copy).code == 0
    other = tmp_path / "moi.toml"
    other.write_text("[answers]\ncs_tien_do = 10\n", encoding="utf-8")
    assert run("commune", "fill", filled_commune_file, "--period", "2026", other).code == 0
    assert run("commune", "restore", copy, filled_commune_file).code == 0
    result = run("commune", "history", filled_commune_file, "--item", "cs_tien_do")
    assert result.out.splitlines()[-2].endswith("– → 85,5")
    assert run("commune", "verify-log", filled_commune_file, "--json").json() == {
        "ok": True,
        "faults": [],
    }


def test_a_file_that_is_none_of_ours_is_a_sentence(run: RunCommand, tmp_path: Path) -> None:
    strange = tmp_path / "la.xadb"
    strange.write_text("không phải cơ sở dữ liệu", encoding="utf-8")
    done = run("commune", "check", strange, "--period", "2026")
    assert done.code == 3
    assert "Traceback" not in done.err
    assert done.err.strip()


def test_the_template_travels_to_a_colleague_and_back(
    run: RunCommand, filled_commune_file: Path, tmp_path: Path
) -> None:
    template = tmp_path / "mau.xlsx"
    assert (
        run("commune", "template", filled_commune_file, "--period", "2026", "-o", template).code
        == 0
    )
    done = run("commune", "fill", filled_commune_file, "--period", "2026", template)
    assert done.code == 0, done.err
    assert "Đã nhập 0 mục" in done.out


def test_the_letterhead_is_set_in_one_step_and_shown(
    run: RunCommand, filled_commune_file: Path
) -> None:
    command = ("commune", "letterhead", filled_commune_file, "--period", "2026")
    before = run(*command)
    assert before.code == 0
    assert {"Số: –", "Ngày: –", "Chức vụ: CHỦ TỊCH"} < set(before.out.splitlines())
    done = run(
        *command, "--number", "45", "--date", "15/12/2026", "--signer", "Lê Thị =An",
        "--copy", "Như trên", "--copy", "Lưu: VT",
    )  # fmt: skip
    assert done.code == 0, done.err
    lines = {"Số: 45", "Ngày: 15/12/2026", "Người ký: Lê Thị =An", "Nơi nhận: Như trên; Lưu: VT"}
    assert lines < set(done.out.splitlines())
    assert run(*command).out == done.out
    cleared = run(*command, "--number", "", "--date", "", "--copy", "").out
    assert {"Số: –", "Ngày: –"} < set(cleared.splitlines())
    assert "Nơi nhận: Như trên; TT. Đảng ủy" in cleared
    assert run(*command, "--date", "hôm nay").code == 2
    assert run("commune", "verify-log", filled_commune_file).code == 0


def test_a_document_whose_name_cannot_be_printed_is_renamed(
    run: RunCommand, filled_commune_file: Path, tmp_path: Path
) -> None:
    db, at = filled_commune_file, ("--period", "2026", "--criterion", "1.1")
    scan = tmp_path / "quét \U0001f600.pdf"
    scan.write_bytes(b"%PDF-1.7")
    assert run("commune", "attach", db, *at, scan).code == 0
    check = run("commune", "check", db, "--period", "2026").out
    assert "C207" in check
    assert "“\U0001f600” (U+1F600)" in check
    refused = run("commune", "rename-evidence", db, *at, scan.name, "a:b")
    assert (refused.code, "“:”" in refused.err) == (2, True)
    done = run("commune", "rename-evidence", db, *at, scan.name, "Kế hoạch")
    assert (done.code, "“Kế hoạch.pdf”" in done.out) == (0, True)
    assert "C207" not in run("commune", "check", db, "--period", "2026").out
    history = run("commune", "history", db).out
    assert "name: Kế hoạch.pdf" in history
