"""Two forms in one period: ranked apart, counted together, and no commune vanishes.

Three communes answer the same question of a plan, one of them by another form. One of three says
yes: 33,33 %, where the two communes of the form most used alone would have made it 50 % and met.
"""

import csv
import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from tests.factories.commands import CommandResult
from tests.factories.proven_submissions import take_as_proven
from tests.factories.registers import examine_unsigned
from tests.factories.reports import extract_text, join_lines
from tests.factories.two_forms import (
    OTHER,
    USUAL,
    YEAR,
    TwoFormProvince,
    create_two_form_province,
)
from xa_report.cli.main import cli
from xa_report.documents.xlsx.custom_template.province_values import build_province_values
from xa_report.domain.assessment import TargetState
from xa_report.domain.item import Answer
from xa_report.domain.period import Period
from xa_report.domain.report import Report
from xa_report.province.intake.import_file import import_examined_file
from xa_report.province.intake.refusals import ImportOverrides
from xa_report.workflow.province import consolidation, consolidation_files, queries

REASON = "Các sở đã thống nhất điểm tự chấm"


@pytest.fixture
def province(tmp_path: Path) -> TwoFormProvince:
    return create_two_form_province(tmp_path)


def test_a_target_counts_the_commune_of_the_other_form(province: TwoFormProvince) -> None:
    source = consolidation.load_consolidation(province.register, YEAR)
    for each in source.each_form():
        (target,) = each.consolidation.targets
        assert target.value_text == "33,33 % (1/3 xã)"
        assert target.state is TargetState.NOT_MET
        assert [laggard.unit for laggard in target.laggards] == list(province.units[1:])
        communes = len(queries.list_communes(province.register))
        assert (each.consolidation.sent_count, each.consolidation.commune_count) == (3, communes)
        assert (target.counted_communes, target.commune_count) == (3, communes)


def test_each_form_has_a_ranking_of_its_own(province: TwoFormProvince) -> None:
    source = consolidation.load_consolidation(province.register, YEAR)
    ranked = [
        [(one.rank, one.candidate.unit) for one in each.consolidation.ranking.ranked]
        for each in source.each_form()
    ]
    assert ranked == [[(1, unit) for unit in province.units[:2]], [(1, province.units[2])]]
    overview = queries.load_overview(province.register, YEAR)
    assert [each.form.title for each in overview.each_ranking() if each.form] == [
        USUAL.form.title,
        OTHER.form.title,
    ]
    mine = overview.rank_of(province.units[2].code)
    assert mine is not None
    assert mine.rank == 1
    assert overview.of_form(1).ranking.ranked == (mine,)


def test_every_form_has_its_files_and_each_names_the_other_communes(
    province: TwoFormProvince, tmp_path: Path
) -> None:
    source = consolidation.accept_open_matters(province.register, YEAR, REASON)
    paths = consolidation_files.write_consolidation(source, tmp_path / "ra")
    names = {path.name for path in paths}
    assert {"ranking.json", "ranking_rieng.json", "TH_80_2026.pdf", "TH_80_2026_rieng.pdf"} <= names
    usual, other = (
        json.loads((tmp_path / "ra" / name).read_bytes())["communes"]
        for name in ("ranking.json", "ranking_rieng.json")
    )
    assert (len(usual), len(other)) == (2, 1)
    text = join_lines(extract_text(tmp_path / "ra" / "TH_80_2026.pdf"))
    third = province.units[2].name
    words = f"Báo cáo theo “Bộ riêng” (1 đơn vị): {third[:1].lower()}{third[1:]}"
    assert join_lines(words) in text
    count = f"Có 3/{source.consolidation.commune_count} đơn vị đã gửi báo cáo"
    assert join_lines(count) in text
    workbook = load_workbook(BytesIO((tmp_path / "ra" / "TH_80_2026.xlsx").read_bytes()))
    rows = [row[2:4] for row in workbook["Chưa nộp"].iter_rows(values_only=True)]
    assert (third, "Bộ tiêu chí khác") in rows
    with (tmp_path / "ra" / "TH_80_2026_du-lieu" / "don-vi.csv").open(encoding="utf-8-sig") as file:
        sent = {row["ma_don_vi"]: row["bo_tieu_chi"] for row in csv.DictReader(file)}
    assert sent[province.units[2].code] == "Bộ riêng"


def test_a_template_has_the_figures_of_the_other_form_and_no_points(
    province: TwoFormProvince,
) -> None:
    source = consolidation.load_consolidation(province.register, YEAR)
    values = build_province_values(source.consolidation)
    row = next(r for r in values.rows if r["ma_don_vi"].value == province.units[2].code)
    assert (row["xa_khong_ma_tuy"].value, row["ket_qua"].value, row["hang"].value) == (
        "Không",
        None,
        None,
    )
    assert row["trang_thai"].value == "Đã nhận"
    assert values.values["so_xa_da_nop"].value == 3


def run(*arguments: object) -> CommandResult:
    done = CliRunner().invoke(cli, ["province", *(str(part) for part in arguments)])
    return CommandResult(done.exit_code, done.stdout, done.stderr)


def test_the_commands_say_both_forms(province: TwoFormProvince, tmp_path: Path) -> None:
    done = run(
        "rank", province.database, "--period", "2026", "-o", tmp_path / "hang", "--accept", REASON
    )
    assert done.code == 0, done.err
    assert "Bộ tiêu chí “Bộ tiêu chí thường”: 2 xã, xếp hạng riêng" in done.out
    assert "Bộ tiêu chí “Bộ riêng”: 1 xã, xếp hạng riêng" in done.out
    assert all(unit.name in done.out for unit in province.units)
    assert "ranking_rieng.json" in done.out
    facts = json.loads(run("rank", province.database, "--period", "2026", "--json").out)
    assert [one["form"]["id"] for one in facts["other_forms"]] == ["rieng"]
    done = run("consolidate", province.database, "--period", "2026", "-o", tmp_path / "ra")
    count = len(queries.list_communes(province.register))
    assert f"3/{count} đơn vị đã nộp, 0/1 chỉ tiêu kế hoạch của tỉnh đạt" in done.out


def test_results_of_another_form_are_no_comparison(
    province: TwoFormProvince, tmp_path: Path
) -> None:
    """The next year the third commune reports by the usual form: its last year says nothing."""
    later = Period(2027)
    plans = ()
    for unit in province.units:
        sent = Report(unit, later, USUAL.form.sha256, plans, {"co_ke_hoach": Answer(True)})
        known = replace(USUAL, plans=())
        examined = examine_unsigned(sent, known, tmp_path)
        allowed = ImportOverrides(other_plans=True, out_of_season=True, why="kỳ sau, để thử")
        import_examined_file(province.register, examined, allowed)
    take_as_proven(province.register)
    source = consolidation.load_consolidation(province.register, later)
    assert set(source.consolidation.previous_results) == {u.code for u in province.units[:2]}
