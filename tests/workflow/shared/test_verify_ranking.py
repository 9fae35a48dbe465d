"""`xa-report verify ranking.json`: computed again from signed packages, their signatures judged."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from tests.factories.commune_folders import SIGNED_AT, YEAR, CommuneFolder
from tests.factories.published_rankings import PROVINCE
from tests.factories.ranked_provinces import commune_result
from xa_report.assess.province.ranking import candidate_from_result, rank_communes
from xa_report.cli.main import cli
from xa_report.definitions.reader import read_form, read_plan
from xa_report.domain.province.consolidation import Consolidation
from xa_report.package.package_files import PDF_NAME
from xa_report.package.published_ranking import RankingFile, SubmissionBasis, build_ranking_file
from xa_report.package.ranking_json import ranking_json_bytes
from xa_report.paths import forms_dir
from xa_report.workflow.shared.verify import INCONCLUSIVE, INVALID, VALID
from xa_report.workflow.shared.verify_ranking import is_ranking_file, verify_ranking


def publish(world: CommuneFolder) -> RankingFile:
    """The ranking of the one commune of the world."""
    assert world.package is not None
    form = read_form(forms_dir() / "chi-so-766.toml")
    plan = read_plan(forms_dir() / "plans" / "tay-ninh-2021-2030.toml")
    sent = commune_result(world.package, SubmissionBasis(), form, None)
    consolidation = Consolidation(
        PROVINCE, "Sở Nội vụ", YEAR, form, (plan,), (sent,), (),
        rank_communes([candidate_from_result(sent, form)]), (), SIGNED_AT,
    )  # fmt: skip
    return build_ranking_file(consolidation, {})


@pytest.fixture
def ranking_path(commune_folder: CommuneFolder, tmp_path: Path) -> Path:
    target = tmp_path / "ranking.json"
    target.write_bytes(ranking_json_bytes(publish(commune_folder)))
    return target


def packages_folder(world: CommuneFolder) -> Path:
    assert world.package is not None
    return world.package.parent


def test_with_packages_and_trust_it_is_valid(
    commune_folder: CommuneFolder, ranking_path: Path
) -> None:
    verification = verify_ranking(
        ranking_path, packages_folder(commune_folder), commune_folder.trust, SIGNED_AT
    )
    assert (verification.verdict, verification.reasons) == (VALID, ())
    assert verification.facts == {
        "province": "80", "period": "2026", "communes": 1, "provisional": False, "packages": 1,
    }  # fmt: skip


def test_without_packages_it_is_open_and_without_trust_only_the_numbers_count(
    commune_folder: CommuneFolder, ranking_path: Path, tmp_path: Path
) -> None:
    assert verify_ranking(ranking_path, None, commune_folder.trust).verdict == INCONCLUSIVE
    open_yet = replace(publish(commune_folder).entries[0], closed=False)
    ranking_path.write_bytes(
        ranking_json_bytes(replace(publish(commune_folder), entries=(open_yet,)))
    )
    numbers = verify_ranking(ranking_path, packages_folder(commune_folder), None)
    assert (numbers.verdict, numbers.facts["provisional"]) == (INCONCLUSIVE, True)
    assert "tạm thời" in numbers.reasons[1]
    assert "chưa xét chữ ký" in numbers.reasons[0]
    (tmp_path / "trust").mkdir()
    unknown = verify_ranking(
        ranking_path, packages_folder(commune_folder), tmp_path / "trust", SIGNED_AT
    )
    assert unknown.verdict == INCONCLUSIVE
    assert unknown.reasons[0].startswith("CCHC_25525_2026_L1.zip: CHƯA KẾT LUẬN. ")


def test_a_commune_with_a_valid_package_may_not_be_left_out(
    commune_folder: CommuneFolder, ranking_path: Path
) -> None:
    ranking_path.write_bytes(ranking_json_bytes(replace(publish(commune_folder), entries=())))
    verification = verify_ranking(
        ranking_path, packages_folder(commune_folder), commune_folder.trust, SIGNED_AT
    )
    assert verification.verdict == INVALID
    assert "có gói hợp lệ “CCHC_25525_2026_L1.zip” cùng kỳ" in verification.reasons[0]
    assert (
        verify_ranking(ranking_path, packages_folder(commune_folder), None).verdict == INCONCLUSIVE
    )


def test_names_and_rankings_of_nobody_are_not_concluded(
    commune_folder: CommuneFolder, ranking_path: Path, tmp_path
) -> None:
    ranking = publish(commune_folder)
    (entry,) = ranking.entries
    renamed = replace(entry, unit=replace(entry.unit, name="Xã Tân Châu"))
    ranking_path.write_bytes(ranking_json_bytes(replace(ranking, entries=(renamed,))))
    verification = verify_ranking(
        ranking_path, packages_folder(commune_folder), commune_folder.trust, SIGNED_AT
    )
    assert verification.verdict == INCONCLUSIVE
    assert "ghi “Xã Tân Châu”" in verification.reasons[0]
    ranking_path.write_bytes(ranking_json_bytes(replace(ranking, entries=())))
    nobody = verify_ranking(ranking_path, tmp_path, commune_folder.trust, SIGNED_AT)
    assert (nobody.verdict, len(nobody.reasons)) == (INCONCLUSIVE, 1)


def test_a_pdf_alone_stands_for_its_package(
    commune_folder: CommuneFolder, ranking_path: Path, tmp_path: Path
) -> None:
    assert commune_folder.package is not None
    with ZipFile(commune_folder.package) as archive:
        (tmp_path / "bao-cao.pdf").write_bytes(archive.read(PDF_NAME))
    verification = verify_ranking(ranking_path, tmp_path, commune_folder.trust, SIGNED_AT)
    assert (verification.verdict, verification.reasons) == (VALID, ())


def test_the_command_says_what_differs_and_how_it_ended(
    commune_folder: CommuneFolder, ranking_path: Path, tmp_path: Path
) -> None:
    def run(file: Path, *more: object) -> tuple[int, str]:
        ran = CliRunner().invoke(cli, ["verify", str(file), *(str(one) for one in more)])
        return ran.exit_code, ran.stdout

    code, output = run(ranking_path, "--packages", packages_folder(commune_folder))
    assert (code, output.splitlines()[0]) == (1, f"{ranking_path}: CHƯA KẾT LUẬN")
    (entry,) = publish(commune_folder).entries
    changed = tmp_path / "đã sửa.json"
    wrong = replace(entry, result=entry.result + Decimal("0.01"))
    changed.write_bytes(ranking_json_bytes(replace(publish(commune_folder), entries=(wrong,))))
    code, output = run(changed, "--packages", packages_folder(commune_folder), "--json")
    (facts,) = json.loads(output)
    assert (code, facts["verdict"], facts["kind"]) == (1, INVALID, "ranking")
    assert "Xã Tân Hội (25525): kết quả ghi" in facts["reasons"][0]
    code, output = run(changed, "--packages", tmp_path / "")
    assert code == 1
    assert "không có gói mang mã bản kê" in output


def test_a_name_is_no_line_with_a_verdict(
    commune_folder: CommuneFolder, ranking_path: Path
) -> None:
    (entry,) = publish(commune_folder).entries
    named = replace(entry, unit=replace(entry.unit, name="Xã\nranking.json: HỢP LỆ\x1b[2J"))
    ranking_path.write_bytes(ranking_json_bytes(replace(publish(commune_folder), entries=(named,))))
    ran = CliRunner().invoke(
        cli,
        [
            "verify",
            str(ranking_path),
            "--packages",
            str(packages_folder(commune_folder)),
            "--trust",
            str(commune_folder.trust),
        ],
    )
    head, *rest = ran.stdout.splitlines()
    assert head.startswith(str(ranking_path))
    assert rest
    assert all(line.startswith("  ") for line in rest)
    assert "\x1b" not in ran.stdout


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"{", "P502"), (b'{"documentType":"urn:xa-report:report"}', "P511"), (b"{}", "P511")],
)
def test_what_is_no_ranking_is_refused_with_its_code(
    content: bytes, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    assert is_ranking_file(path)
    verification = verify_ranking(path, tmp_path, None)
    assert (verification.verdict, verification.facts) == (INVALID, {"code": code})
