"""A published ranking is computed again from the packages alone; whatever differs is named.

What is true agrees: with packages, with signed PDFs alone, after a trip through JSON.
A changed number, rank, tie or order in the file is named, with the commune.
A package that is missing, changed, of another unit or period, or left out, is named.
Names that are not the senders' own and newer submissions are found.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.generated_reports import Case, Filler, cases
from tests.factories.packages import attachments_pdf, data_file, files_of_record
from tests.factories.published_rankings import ranking_consolidation
from tests.factories.ranked_provinces import (
    RankedProvince,
    build_record,
    build_report,
    commune_result,
    publish_ranking,
    read_ranking_form,
    write_submission,
)
from xa_report.assess.assessment import assess_report, requested_items
from xa_report.assess.province.appraisal import with_survey
from xa_report.domain.form import SurveyMode
from xa_report.domain.item import Answer, ItemKind
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import ProvinceAdjustments
from xa_report.domain.unit import Unit
from xa_report.package.package_files import MANIFEST_NAME, RECORD_NAME, package_name
from xa_report.package.published_ranking import (
    RankingEntry,
    RankingFile,
    SubmissionBasis,
    build_ranking_file,
)
from xa_report.package.ranking_json import ranking_json_bytes, read_ranking_json
from xa_report.package.report_json import report_json_bytes
from xa_report.package.report_record import build_report_record
from xa_report.package.writer import write_package
from xa_report.verification.ranking import (
    later_submissions,
    name_doubts,
    omitted_submissions,
    ranking_differences,
    referenced_submissions,
)
from xa_report.verification.submission_files import read_submission_files


@pytest.fixture(scope="module")
def ranked_province(tmp_path_factory: pytest.TempPathFactory) -> RankedProvince:
    return publish_ranking(tmp_path_factory.mktemp("goi"))


def recompute(ranking: RankingFile, packages: Iterable[Path]) -> tuple[str, ...]:
    return ranking_differences(ranking, read_submission_files(packages))


def told(world: RankedProvince, packages: Sequence[Path] | None = None) -> tuple[str, ...]:
    """What recomputing says of the file as it was written and read again."""
    ranking = read_ranking_json(ranking_json_bytes(world.ranking))
    return recompute(ranking, world.packages() if packages is None else packages)


def with_entry(world: RankedProvince, code: str, **more: object) -> RankedProvince:
    entries = tuple(
        replace(e, **more) if e.unit.code == code else e  # type: ignore[arg-type]
        for e in world.ranking.entries
    )
    return replace(world, ranking=replace(world.ranking, entries=entries))


def entry(world: RankedProvince, code: str) -> RankingEntry:
    return next(e for e in world.ranking.entries if e.unit.code == code)


def test_an_untouched_ranking_agrees(ranked_province: RankedProvince) -> None:
    assert told(ranked_province) == ()
    ranks = [(e.unit.code, e.rank, e.tied) for e in ranked_province.ranking.entries]
    assert ranks == [("25001", 1, False), ("25002", 2, True), ("25003", 2, True),
                     ("25004", 3, False)]  # fmt: skip
    assert (
        len(
            referenced_submissions(
                ranked_province.ranking, read_submission_files(ranked_province.packages())
            )
        )
        == 5
    )


def test_signed_pdfs_alone_are_enough(ranked_province: RankedProvince, tmp_path: Path) -> None:
    sent = [
        build_report("25001", 90),
        build_report("25002", 80),
        build_report("25003", 80),
        build_report("25004", 70),
    ]
    alone = [write_submission(one, tmp_path, pdf_alone=True) for one in sent]
    before = next(path for path in ranked_province.packages() if "2025" in path.name)
    assert told(ranked_province, [*alone, before]) == ()
    assert told(ranked_province, [*ranked_province.packages(), *alone]) == ()


@pytest.mark.parametrize(
    ("code", "changed", "sentence"),
    [
        ("25002", {"result": Decimal("80.1")}, "Xã 25002 (25002): kết quả ghi 80,1, tính lại được"),
        ("25003", {"applicable": Decimal(99)}, "Xã 25003 (25003): điểm tối đa áp dụng ghi 99, "),
        ("25001", {"percent": Fraction(2000, 21)}, "tỷ lệ chính xác ghi 2000/21 (khoảng 95,2381 %"),
        ("25001", {"percent_shown": Decimal("90.01")}, "tỷ lệ ghi 90,01 %, tính lại được 90 %."),
        ("25004", {"rating": "Xuất sắc"}, "xếp loại ghi “Xuất sắc”, tính lại được"),
        ("25004", {"void": True}, "xếp loại ghi bị loại trừ, tính lại được"),
        (
            "25002",
            {"tie_break_keys": (Fraction(81), Fraction(80))},
            "tiêu chí phụ ghi 81/1 (khoảng 81 %",
        ),
        ("25004", {"rank": 2}, "Xã 25004 (25004): hạng ghi 2, tính lại được 3."),
        ("25004", {"rank": None}, "hạng ghi không xếp hạng, tính lại được 3."),
        ("25003", {"tied": False}, "Xã 25003 (25003): đồng hạng ghi không, tính lại được có."),
        (
            "25001",
            {"separated_by_key": True},
            "đồng hạng ghi không, đã phân bằng tiêu chí phụ, tính lại",
        ),
    ],
)
def test_a_changed_number_is_named_once(
    ranked_province: RankedProvince, code, changed, sentence
) -> None:
    (only,) = told(with_entry(ranked_province, code, **changed))
    assert sentence in only


def test_a_changed_digit_in_the_text_is_named(ranked_province: RankedProvince) -> None:
    text = ranking_json_bytes(ranked_province.ranking).decode()
    result = json.loads(text)["communes"][0]["result"]
    other = text.replace(f'"result":"{result}"', '"result":"89.5"', 1).encode()
    (only,) = recompute(read_ranking_json(other), ranked_province.packages())
    assert only == f"Xã 25001 (25001): kết quả ghi 89,5, tính lại được {result.split('.')[0]}."


def test_an_adjustment_that_was_taken_away_or_put_in_is_named(
    ranked_province: RankedProvince,
) -> None:
    assert told(with_entry(ranked_province, "25004", basis=SubmissionBasis()))
    better = ProvinceAdjustments(points={"1.1": Decimal(18)})
    assert told(with_entry(ranked_province, "25003", basis=SubmissionBasis(better)))


def test_the_order_and_the_way_the_survey_counts_are_held_against_the_rules(
    ranked_province,
) -> None:
    turned = replace(ranked_province.ranking, entries=ranked_province.ranking.entries[::-1])
    assert told(replace(ranked_province, ranking=turned)) == (
        "Thứ tự các xã trong ranking.json không theo quy tắc xếp hạng.",
    )
    other = replace(ranked_province.ranking, rule_version="sparse-rank/1")
    assert "quy tắc “sparse-rank/1”" in told(replace(ranked_province, ranking=other))[0]
    excluded = replace(ranked_province.ranking, survey=SurveyMode.EXCLUDE)
    assert told(replace(ranked_province, ranking=excluded)) == ()  # the form has no survey


def test_points_and_answers_that_cannot_be_are_named(ranked_province: RankedProvince) -> None:
    def put(**more: object) -> tuple[str, ...]:
        adjustments = ProvinceAdjustments(**more)  # type: ignore[arg-type]
        return told(with_entry(ranked_province, "25002", basis=SubmissionBasis(adjustments)))

    assert "không nằm trong khoảng" in put(points={"1.1": Decimal(999)})[0]
    assert "“9.9”, bộ tiêu chí không có mục này" in put(points={"9.9": Decimal(1)})[0]
    ref = next(iter(read_ranking_form().items))
    wrong = replace(ranked_province.ranking, kinds={ref: ItemKind.TEXT})
    texts = with_entry(
        replace(ranked_province, ranking=wrong),
        "25004",
        basis=SubmissionBasis(ProvinceAdjustments({ref: Answer("abc")})),
    )
    assert f"“{ref}” ghi kiểu text, bộ tiêu chí cần kiểu external" in told(texts)[0]


def test_definitions_that_cannot_be_used_are_one_sentence(ranked_province: RankedProvince) -> None:
    broken = replace(ranked_province.ranking, form=b"[form]\n")
    (only,) = told(replace(ranked_province, ranking=broken))
    assert only.startswith("Bộ tiêu chí hoặc kế hoạch trong ranking.json không dùng được.")


def test_another_form_or_plan_than_the_communes_used_is_named(
    ranked_province: RankedProvince,
) -> None:
    text = ranked_province.ranking.form.decode().replace('version = "', 'version = "9', 1).encode()
    forms = told(replace(ranked_province, ranking=replace(ranked_province.ranking, form=text)))
    assert len(forms) == 4
    assert all("bộ tiêu chí khác" in one for one in forms)
    plans = told(replace(ranked_province, ranking=replace(ranked_province.ranking, plans=())))
    assert all("kế hoạch không có trong ranking.json" in one for one in plans)


@pytest.fixture
def ranked_province_copy(ranked_province: RankedProvince, tmp_path: Path) -> RankedProvince:
    return replace(ranked_province, folder=Path(copytree(ranked_province.folder, tmp_path / "goi")))


def package_of(world: RankedProvince, code: str, year: int = 2026) -> Path:
    return world.folder / f"CCHC_{code}_{year}_L1.zip"


def test_a_missing_package_is_named_and_the_others_still_judged(
    ranked_province_copy: RankedProvince,
) -> None:
    package_of(ranked_province_copy, "25002").unlink()
    (only,) = told(ranked_province_copy)
    assert only.startswith("Xã 25002 (25002): không có gói mang mã bản kê ")
    package_of(ranked_province_copy, "25001", 2025).unlink()
    assert any(
        "Xã 25001 (25001): không có gói kỳ trước" in sentence
        for sentence in told(ranked_province_copy)
    )


def test_a_changed_package_is_named_with_its_code(ranked_province_copy: RankedProvince) -> None:
    path = package_of(ranked_province_copy, "25003")
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"80"', b'"90"', 1))
    fault, missing = told(ranked_province_copy)
    assert fault.startswith("Tệp “CCHC_25003_2026_L1.zip” không còn nguyên vẹn. P")
    assert missing.startswith("Xã 25003 (25003): không có gói")


def test_a_package_made_anew_is_not_the_one_that_was_ranked(
    ranked_province_copy: RankedProvince,
) -> None:
    package_of(ranked_province_copy, "25003").unlink()
    write_submission(build_report("25003", 99), ranked_province_copy.folder)
    (only,) = told(ranked_province_copy)
    assert only.startswith("Xã 25003 (25003): không có gói")


def test_a_package_of_another_unit_period_or_file_is_named(ranked_province: RankedProvince) -> None:
    other = entry(ranked_province, "25002")
    wrong = {"manifest_sha256": other.manifest_sha256, "package_sha256": other.package_sha256}
    unit = told(with_entry(ranked_province, "25003", **wrong))
    assert "là của đơn vị khác (25002)" in unit[0]
    repacked = told(with_entry(ranked_province, "25003", package_sha256="0" * 64))
    assert "không phải đúng tệp mà tỉnh đã nhận" in repacked[0]
    period = replace(ranked_province.ranking, period=Period(2024))
    assert (
        sum("là của kỳ 2026" in one for one in told(replace(ranked_province, ranking=period))) == 4
    )
    foreign = replace(
        ranked_province.ranking, province=replace(ranked_province.ranking.province, code="79")
    )
    assert all("không thuộc" in one for one in told(replace(ranked_province, ranking=foreign)))
    own = SubmissionBasis(previous_sha256=entry(ranked_province, "25001").manifest_sha256)
    assert "là của kỳ 2026." in told(with_entry(ranked_province, "25001", basis=own))[0]
    before = told(
        with_entry(
            ranked_province, "25001", basis=SubmissionBasis(previous_sha256=other.manifest_sha256)
        )
    )
    assert "gói kỳ trước" in before[0]


def test_who_sent_and_stands_nowhere_is_found(ranked_province_copy: RankedProvince) -> None:
    write_submission(build_report("25009", 99), ranked_province_copy.folder)
    write_submission(
        replace(build_report("25008", 99), unit=Unit("25008", "Xã Xa", "xã", "75")),
        ranked_province_copy.folder,
    )
    assert told(ranked_province_copy) == ()
    read = read_submission_files(sorted(ranked_province_copy.folder.iterdir()))
    assert [
        submission.record.report.unit.code
        for submission in omitted_submissions(ranked_province_copy.ranking, read)
    ] == ["25009"]


def test_what_cannot_be_read_hides_nothing(ranked_province_copy: RankedProvince) -> None:
    (ranked_province_copy.folder / "mat.zip").symlink_to(ranked_province_copy.folder / "khong-co")
    os.mkfifo(ranked_province_copy.folder / "ong.pdf")
    (ranked_province_copy.folder / "rong.zip").write_bytes(b"")
    assert told(ranked_province_copy) == ()
    package_of(ranked_province_copy, "25002").unlink()
    sentences = " ".join(told(ranked_province_copy))
    assert all(name in sentences for name in ("mat.zip", "ong.pdf", "rong.zip"))


def test_swapped_names_are_doubtful(ranked_province: RankedProvince) -> None:
    def doubts(**more: object) -> tuple[str, ...]:
        unit = replace(entry(ranked_province, "25002").unit, **more)  # type: ignore[arg-type]
        changed = with_entry(ranked_province, "25002", unit=unit)
        assert told(changed) == ()
        return name_doubts(changed.ranking, read_submission_files(ranked_province.packages()))

    assert doubts() == ()
    assert doubts(name="XÃ  25002") == ()
    assert "ranking.json ghi “Xã 25001”" in doubts(name="Xã 25001")[0]
    assert "gói “CCHC_25002_2026_L1.zip” ghi “xã”" in doubts(kind="phường")[0]
    other = replace(
        ranked_province.ranking,
        province=replace(ranked_province.ranking.province, name="Tỉnh Khác"),
    )
    assert len(name_doubts(other, read_submission_files(ranked_province.packages()))) == 4


def test_a_former_code_is_doubtful_and_another_communes_is_wrong(
    ranked_province: RankedProvince,
) -> None:
    """As after a merger: the province knows the unit by a newer code than its PC does."""
    read = read_submission_files(ranked_province.packages())
    old = next(e for e in ranked_province.ranking.entries if e.basis.previous_sha256)
    new = f"9{old.unit.code[1:]}"
    unit = replace(old.unit, code=new)
    renamed = with_entry(ranked_province, old.unit.code, unit=unit).ranking
    assert not any("đơn vị khác" in one for one in recompute(renamed, ranked_province.packages()))
    assert omitted_submissions(renamed, read) == ()
    now, before = name_doubts(renamed, read)
    assert now.startswith(f"Mã {new}: ranking.json ghi “{new}”, gói “CCHC_{old.unit.code}")
    assert before.startswith(f"Mã {new}: gói kỳ trước")


def test_a_newer_submission_that_was_passed_over_is_found(
    ranked_province_copy: RankedProvince,
) -> None:
    write_submission(replace(build_report("25002", 99), sequence=2), ranked_province_copy.folder)
    read = read_submission_files(ranked_province_copy.packages())
    assert [one.path.name for one in later_submissions(ranked_province_copy.ranking, read)] == [
        "CCHC_25002_2026_L2.zip"
    ]
    assert later_submissions(ranked_province_copy.ranking, read_submission_files([])) == ()


def test_a_pdf_with_another_record_than_its_manifest_lists_is_not_intact(tmp_path: Path) -> None:
    parts = {file.path: file for file in files_of_record(build_record(build_report("25001", 90)))}
    forged = report_json_bytes(build_record(build_report("25001", 99)))
    manifest = parts[MANIFEST_NAME].content
    path = tmp_path / "25001.pdf"
    assert isinstance(manifest, bytes)
    path.write_bytes(
        attachments_pdf(data_file(RECORD_NAME, forged), data_file(MANIFEST_NAME, manifest))
    )
    (fault,) = read_submission_files([path]).faults
    assert "P304" in fault


@given(cases, st.integers(0, 9), st.sampled_from([None, *SurveyMode]))
@settings(max_examples=6)
def test_every_ranking_of_any_form_computes_again(case: Case, seed: int, mode) -> None:
    case = case._replace(form=with_survey(case.form, mode))
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    with TemporaryDirectory() as folder:
        results, bases = [], {}
        for number in range(3):
            sent = Filler(random, case.form, case.plans).report(case.report.period)
            unit = replace(sent.unit, code=f"{25000 + number}", name=f"Xã {number}")
            sent = replace(sent, unit=unit, evidence=())
            asked = requested_items(case.form, case.plans, sent.period.year)[0]
            record = build_report_record(sent, assess_report(sent, case.form, case.plans), asked)
            name = package_name(unit.code, sent.period, 1)
            path = write_package(Path(folder), name, files_of_record(record))
            points = {c.code: c.max for c in random.sample(list(case.form.leaves()), 1)}
            bases[unit.code] = SubmissionBasis(
                ProvinceAdjustments({"khao_sat": Answer(Decimal(66))}, points)
            )
            results.append(commune_result(path, bases[unit.code], case.form, None, case.plans))
        ranking_file = build_ranking_file(ranking_consolidation(case, tuple(results)), bases)
        paths = sorted(Path(folder).iterdir())
        assert recompute(read_ranking_json(ranking_json_bytes(ranking_file)), paths) == ()
