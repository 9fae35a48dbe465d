"""The province's commands, on both databases, from an empty place to files handed back.

`init`, `units`, `forms` and `trust` make a register; what is wrong is one sentence with its code.
`import` shows first, asks, takes in and counts, and ends with 1 when anything was quarantined.
Quarantined files are released, settled, copied out and printed, each once. A password in an
address is never printed.
"""

import json
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from pikepdf import pdfa

from tests.factories.commands import CommandResult, RunCommand
from tests.factories.commune_folders import YEAR
from tests.factories.pki import CHAIRMAN, SEAL, Pki, make_pki
from tests.factories.signed_submissions import COUNT, SENT_AT, SignedSubmissions
from tests.oracles import oracle
from tests.postgres import PASSWORD, PostgresServer
from xa_report.cli.main import cli
from xa_report.province.database.trust import save_trust_objects
from xa_report.signing.identity import SignerRole
from xa_report.signing.trust import list_trust_objects
from xa_report.workflow.commune import database_file, report, sign_report
from xa_report.workflow.province import queries
from xa_report.workflow.province.register_setup import open_register
from xa_report.workflow.shared.signing_keys import Signatory

WRONG = "sai"


@pytest.fixture
def run() -> RunCommand:
    def invoke(*arguments: object, answer: str = "") -> CommandResult:
        words = ["province", *(str(part) for part in arguments)]
        result = CliRunner().invoke(cli, words, input=answer)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        assert PASSWORD not in result.output + result.stderr
        return CommandResult(result.exit_code, result.stdout, result.stderr)

    return invoke


@pytest.fixture
def prepared_register(
    run: RunCommand, register_address: str, received_packages: SignedSubmissions
) -> str:
    for words in (
        ("init", register_address, "--unit", "80"),
        ("forms", register_address, "chi-so-766", "tay-ninh-2021-2030"),
        ("trust", register_address, received_packages.trust),
    ):
        done = run(*words)
        assert done.code == 0, done.err
    return register_address


def test_a_register_is_made_once(run: RunCommand, register_address: str) -> None:
    assert "96 xã" in run("init", register_address, "--unit", "80").out
    again = run("init", register_address, "--unit", "80")
    assert (again.code, again.out) == (2, "")
    assert again.err.strip()


@pytest.mark.parametrize("code", ["99", "25525", "tỉnh"])
def test_a_register_is_made_only_for_a_province(run: RunCommand, tmp_path: Path, code: str) -> None:
    done = run("init", tmp_path / "so.db", "--unit", code)
    assert done.code == 2
    assert "không phải mã tỉnh" in done.err
    assert not (tmp_path / "so.db").exists()


def test_own_units_replace_the_list_that_ships(
    run: RunCommand, prepared_register: str, tmp_path: Path
) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["code", "name", "kind", "formed"])
    sheet.append([25525, "Xã Tân Hội", "xã", "01/07/2025"])
    sheet.append(["04999", "Xã Mới", "xã", ""])
    workbook.save(tmp_path / "dm.xlsx")
    done = run("units", prepared_register, tmp_path / "dm.xlsx", "--yes", "--json")
    answer = done.json()
    assert isinstance(answer, dict)
    assert [answer[key] for key in ("entries", "working", "past")] == [2, 2, []]
    units = queries.list_communes(open_register(prepared_register))
    assert [(one.code, one.name) for one in units] == [
        ("04999", "Xã Mới"), ("25525", "Xã Tân Hội"),
    ]  # fmt: skip


def test_later_unit_lists_keep_the_units_there_were(
    run: RunCommand, prepared_register: str, tmp_path: Path
) -> None:
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text("code,name,kind\n25525,Xã Tân Hội,xã\n25528,Xã Tân Đông,xã\n", "utf-8")
    second.write_text("code;name;kind\n25525;Xã Tân Hội Mới;xã\n00001;Xã Tân Đông;xã\n", "utf-8")
    assert run("units", prepared_register, first, "--yes").code == 0
    past = run("units", prepared_register, second, "--yes", "--json").json()
    assert isinstance(past, dict)
    assert [(one["code"], one["name"], one["successor"]) for one in past["past"]] == [
        ("25525", "Xã Tân Hội", ""), ("25528", "Xã Tân Đông", "00001"),
    ]  # fmt: skip


def test_faults_of_a_list_are_told_by_row(
    run: RunCommand, prepared_register: str, tmp_path: Path
) -> None:
    bad = tmp_path / "dm.csv"
    bad.write_text(
        "code,name,kind,valid_to,successor\n2552,Xã A,xã,,\n25525,,xã,,\n25526,Xã B,làng,,\n"
        "25527,Xã C,xã,31/02/2026,\n",
        "utf-8",
    )
    done = run("units", prepared_register, bad)
    assert done.code == 1
    assert [f"dòng {n}" in done.err for n in range(2, 6)] == [True] * 4
    assert "4 lỗi" in done.err
    assert len(queries.list_communes(open_register(prepared_register))) == 96


def test_trust_is_listed_and_withdrawn(run: RunCommand, prepared_register: str) -> None:
    listed = run("trust", prepared_register, "--json").json()
    assert isinstance(listed, dict)
    assert sorted(one["kind"] for one in listed["trusted"]) == ["crl", "root"]
    root = next(one for one in listed["trusted"] if one["kind"] == "root")
    assert run("trust", prepared_register, "--withdraw", "").code == 0
    assert run("trust", prepared_register, "--withdraw", "zz").code == 2
    assert "Đã bỏ" in run("trust", prepared_register, "--withdraw", root["sha256"][:16]).out
    assert "gốc" not in run("trust", prepared_register, "--list").out


def test_an_import_preview_changes_nothing(
    run: RunCommand, prepared_register: str, received_packages: SignedSubmissions
) -> None:
    done = run("import", prepared_register, received_packages.senders[0].first, "--preview")
    assert done.code == 0
    assert "Mới" in done.out
    assert "L1" in done.out
    refused = run("import", prepared_register, received_packages.senders[0].first, answer="n\n")
    assert (refused.code, "Chưa nhập gì" in refused.out) == (1, True)
    assert "Chưa nhận báo cáo nào" in run("list", prepared_register).out


def test_import_asks_takes_in_and_counts(
    run: RunCommand, prepared_register: str, received_packages: SignedSubmissions, tmp_path: Path
) -> None:
    (tmp_path / "CCHC_x.zip").write_bytes(b"Day khong phai la goi")
    (tmp_path / "to-trinh.pdf").write_bytes(b"%PDF-1.4 some letter")
    firsts = [one.first for one in received_packages.senders]
    done = run("import", prepared_register, *firsts, tmp_path, answer="y\n")
    assert done.code == 1, done.err
    assert f"nhận {COUNT}" in done.out
    assert "giữ riêng 1" in done.out
    assert "bỏ qua 1 PDF" in done.out
    assert "P001" in done.out
    assert "còn khoảng" in done.err
    again = run("import", prepared_register, *firsts, "--yes", "--json")
    counted = again.json()
    assert isinstance(counted, dict)
    assert (again.code, counted["taken"], counted["kept"]) == (0, 0, COUNT)


def test_import_with_json_never_asks(
    run: RunCommand, prepared_register: str, received_packages: SignedSubmissions
) -> None:
    done = run("import", prepared_register, received_packages.senders[0].first, "--json")
    assert (done.code, json.loads(done.out)["ok"]) == (2, False)


def test_list_tells_who_did_not_send(
    run: RunCommand, prepared_register: str, received_packages: SignedSubmissions
) -> None:
    run("import", prepared_register, received_packages.senders[0].second, "--yes")
    whole = run("list", prepared_register, "--period", "2026", "--json").json()
    assert isinstance(whole, dict)
    assert [(one["unit"], one["sequence"], one["state"]) for one in whole["sent"]] == [
        (received_packages.senders[0].unit.code, 2, "received")
    ]
    assert len(whole["missing"]) == 95
    assert "1/96" in run("list", prepared_register).out


def test_a_held_file_comes_out_as_it_was(
    run: RunCommand, prepared_register: str, received_packages: SignedSubmissions, tmp_path: Path
) -> None:
    bad = tmp_path / "CCHC_25525_2026_L1.zip"
    bad.write_bytes(received_packages.senders[0].first.read_bytes()[:-1])
    sheets = tmp_path / "phieu"
    assert run("import", prepared_register, bad, "--yes", "--sheets", sheets).code == 1
    (held,) = json.loads(run("list", prepared_register, "--held", "--json").out)
    assert (held["code"], held["sha256"]) == ("P003", sha256(bad.read_bytes()).hexdigest())
    number = held["number"]
    assert run("held", prepared_register, number, "--file", "-o", tmp_path / "ra.zip").code == 0
    assert (tmp_path / "ra.zip").read_bytes() == bad.read_bytes()
    assert run("held", prepared_register, number, "--file", "-o", tmp_path / "ra.zip").code == 2
    assert run("held", prepared_register, number, "--settle").code == 2
    assert run("held", prepared_register, number, "--settle", "--note", "đã trả lại xã").code == 0
    assert run("held", prepared_register, number, "--settle", "--note", "lần nữa").code == 2
    assert "Không có tệp nào" in run("list", prepared_register, "--held").out
    (sheet,) = sheets.iterdir()
    with pikepdf.open(sheet) as opened:
        assert len(opened.pages) == 1
        assert pdfa.check(opened, "3b").violations == ()
    text = subprocess.run(
        [oracle("pdftotext"), "-layout", sheet, "-"], capture_output=True, text=True, check=True
    ).stdout
    for words in ("PHIẾU TRẢ TỆP", bad.name, held["sha256"][:8], "P003", "Người nhận phiếu"):
        assert words in text


def test_what_was_missing_can_be_added_and_the_file_released(
    run: RunCommand, register_address: str, received_packages: SignedSubmissions
) -> None:
    run("init", register_address, "--unit", "80")
    first = received_packages.senders[0].first
    assert "N09" in run("import", register_address, first, "--yes").out
    assert run("held", register_address, 1, "--release").code == 1
    run("trust", register_address, received_packages.trust)
    assert "N03" in run("held", register_address, 1, "--release").out
    run("forms", register_address, "chi-so-766", "tay-ninh-2021-2030")
    done = run("held", register_address, 1, "--release", "--json")
    assert done.code == 0, done.out
    assert run("held", register_address, 1, "--release").code == 2
    assert run("list", register_address, "--held", "--json").json() == []


@pytest.fixture(scope="session")
def foreign_package(
    received_packages: SignedSubmissions, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Pki]:
    """A package whose signers' certificates name neither unit nor role, and their authority."""
    folder = tmp_path_factory.mktemp("ngoai")
    pki = make_pki(folder)
    first = received_packages.senders[0].first
    shutil.copyfile(first.parent.parent / "khac.xadb", folder / "xa.xadb")
    with database_file.open_commune_file(folder / "xa.xadb") as opened:
        work = report.reopen_signed_report(opened, report.load_report(opened, YEAR))
        for holder in (CHAIRMAN, SEAL):
            by = Signatory(pki.foreign_style(holder), None, lambda: SENT_AT)
            work = sign_report.sign_report(opened, work, holder.role or SignerRole.SEAL, by)
        return sign_report.export_package(opened, work, folder), pki


def test_signers_of_a_package_are_enrolled_after_a_yes(
    run: RunCommand,
    prepared_register: str,
    received_packages: SignedSubmissions,
    foreign_package: tuple[Path, Pki],
) -> None:
    package, pki = foreign_package
    register = open_register(prepared_register)
    save_trust_objects(register.database, list_trust_objects(pki.trust(since=SENT_AT)))
    assert "S016" in run("import", prepared_register, package, "--yes").out
    shown = run("trust", prepared_register, "--from-package", package, answer="n\nn\n")
    assert (shown.code, shown.out.count("Dấu vân tay")) == (1, 2)
    assert received_packages.senders[0].unit.name in shown.out
    done = run("trust", prepared_register, "--from-package", package, answer="y\ny\n")
    assert (done.code, "Đã ghi 2 trong 2" in done.out) == (0, True)
    assert run("trust", prepared_register, "--from-package", package, "--json", "--yes").code == 0
    listed = json.loads(run("trust", prepared_register, "--json").out)
    assert [(one["unit"], one["role"]) for one in listed["signers"]] == [
        (received_packages.senders[0].unit.code, "chairman"),
        (received_packages.senders[0].unit.code, "seal"),
    ]  # fmt: skip
    assert run("held", prepared_register, 1, "--release").code == 0
    own = run("trust", prepared_register, "--from-package", received_packages.senders[1].first)
    assert "đều đã ghi sẵn đơn vị" in own.out


def test_a_doubtful_signature_is_let_in_only_with_a_reason(
    run: RunCommand, prepared_register: str, foreign_package: tuple[Path, Pki]
) -> None:
    package, pki = foreign_package
    register = open_register(prepared_register)
    save_trust_objects(register.database, list_trust_objects(pki.trust(since=SENT_AT)))
    run("import", prepared_register, package, "--yes")
    assert run("held", prepared_register, 1, "--release").code == 1
    assert run("held", prepared_register, 1, "--release", "--inconclusive").code == 2
    done = run(
        "held", prepared_register, 1, "--release", "--inconclusive", "--note", "đã xem bản giấy"
    )
    assert done.code == 0, done.out
    assert "CHƯA KẾT LUẬN" in run("list", prepared_register).out


def test_a_wrong_address_is_one_sentence_without_its_password(
    run: RunCommand, tmp_path: Path, postgres: PostgresServer
) -> None:
    junk = tmp_path / "khong-phai.db"
    junk.write_bytes(b"not a database at all, but long enough to be looked at" * 99)
    places = {
        tmp_path / "khong-co.db": 2,
        junk: 3,
        tmp_path: 2,
        postgres.url("postgres", password=WRONG): 3,
        postgres.url("khong_co"): 3,
        "postgresql://xa:mat-khau-khong-duoc-in@127.0.0.1:1/x": 3,
        "postgresql://xa:mat-khau-khong-duoc-in": 2,
        "mysql://xa:mat-khau-khong-duoc-in@x/y": 2,
        "nothing+nothing://xa:mat-khau-khong-duoc-in@x/y": 2,
        "sqlite://": 2,
        postgres.url("postgres"): 2,
    }
    for address, code in places.items():
        done = run("list", address)
        assert (done.code, done.out) == (code, ""), (address, done.err)
        assert len(done.err.strip().splitlines()) == 1
        assert "Traceback" not in done.err
