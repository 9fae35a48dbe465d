"""Commands `rank`, `consolidate`, `workbook` and `count-survey`."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import click

from xa_report.cli.options import (
    DATABASE,
    PERIOD,
    any_path,
    existing_path,
    json_option,
    parse_period,
)
from xa_report.cli.output import align_table, echo_lines, handle_errors, print_json
from xa_report.domain.form import SurveyMode
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.province.consolidation import Consolidation
from xa_report.domain.province.ranking import RankedCommune
from xa_report.errors import UsageError
from xa_report.province.consolidation.build import ConsolidationSource
from xa_report.workflow.province import consolidation, consolidation_files
from xa_report.workflow.province.register_setup import open_register

ACCEPT_OPTION = click.option(
    "--accept",
    "accept_reason",
    metavar="LÝ DO",
    help="Công bố dù hồ sơ còn việc chưa xong; lý do được ghi vào nhật ký và báo cáo.",
)
FOLDER_OPTION = click.option("-o", "--output", "folder", required=True, type=any_path())


@click.command("rank", help="Xếp hạng một kỳ; với -o thì ghi ranking.json để tính lại được.")
@DATABASE
@PERIOD
@click.option("-o", "--output", "folder", type=any_path(), help="Thư mục ghi ranking.json.")
@click.option("--part", metavar="MÃ", help="Hạng trong một lĩnh vực, tiêu chí (3, 3.2).")
@ACCEPT_OPTION
@json_option
@handle_errors
def show_ranking(
    database: str,
    period: str,
    *,
    folder: Path | None,
    part: str | None,
    accept_reason: str | None,
    as_json: bool,
) -> None:
    """Rank the communes of a period, as a whole or in one part of the form."""
    source = _load_source(database, period, accept_reason)
    if part is not None:
        _echo_part_ranking(source, part, as_json)
        return
    if as_json:
        print_json(
            {
                **_form_ranking_json(source.consolidation),
                "rules": source.consolidation.rules,
                "open": {
                    each.unit.code: {matter.kind: list(matter.codes) for matter in each.matters}
                    for each in source.consolidation.open_matters
                },
                "not_sent": [unit.code for unit in source.consolidation.not_sent],
                "other_forms": [_form_ranking_json(each.consolidation) for each in source.others],
            }
        )
    else:
        echo_lines(*_ranking_lines(source))
    if folder is not None:
        written = consolidation_files.write_ranking_files(source, folder)
        # Behind --json the output stays one document.
        if not as_json:
            echo_lines(*(f"Đã ghi {path}" for path in written))


def _load_source(database: str, period: str, accept_reason: str | None) -> "ConsolidationSource":
    register = open_register(database)
    if accept_reason is not None:
        return consolidation.accept_open_matters(register, parse_period(period), accept_reason)
    return consolidation.load_consolidation(register, parse_period(period))


def _form_ranking_json(whole: "Consolidation") -> dict[str, object]:
    """Return the ranking of one form; points of two forms do not compare."""
    return {
        "form": {"id": whole.form.id, "version": whole.form.version, "title": whole.form.title},
        "provisional": whole.ranking.is_provisional,
        "ranking": [_ranking_json(one) for one in whole.ranking.ranked],
        "unranked": [one.unit.code for one in whole.ranking.unranked],
    }


def _echo_part_ranking(source: ConsolidationSource, part: str, as_json: bool) -> None:
    forms = [each.consolidation for each in source.each_form()]
    whole = next((each for each in forms if part in each.ranking.by_part), None)
    if whole is None:
        raise UsageError(f"Không có lĩnh vực hay tiêu chí “{part}” nào được xếp hạng.")
    ranking = whole.ranking
    ranks = ranking.by_part[part]
    candidates = {one.candidate.unit.code: one.candidate for one in ranking.ranked}
    # Equal ones by code, which says nothing about them (decision 0009).
    order = sorted(ranks, key=lambda code: (ranks[code], code))
    rows = [(ranks[code], candidates[code], candidates[code].parts[part]) for code in order]
    if as_json:
        facts = [
            {
                "rank": rank,
                "unit": commune.unit.code,
                "points": share.points,
                "of": share.applicable,
            }
            for rank, commune, share in rows
        ]
        print_json({"part": part, "ranking": facts})
        return
    shown = [
        [str(rank), commune.unit.name,
         f"{show_number(share.points)}/{show_number(share.applicable)}",
         # Never None here: communes to whom a part does not apply have no rank in it.
         show_percent(share.percent or Fraction(0))]
        for rank, commune, share in rows
    ]  # fmt: skip
    heads = ["Hạng", "Đơn vị", "Điểm", "Tỷ lệ"]
    form = f", bộ tiêu chí “{whole.form.title}”" if source.others else ""
    echo_lines(f"Xếp hạng riêng mục {part}, {whole.period.label}{form}")
    echo_lines(*align_table([heads, *shown], frozenset({0, 2, 3})))


def _ranking_json(ranked_commune: RankedCommune) -> dict[str, object]:
    candidate = ranked_commune.candidate
    return {
        "rank": ranked_commune.rank,
        "unit": candidate.unit.code,
        "name": candidate.unit.name,
        "sent": candidate.sent,
        "result": candidate.result,
        "percent": candidate.percent,
        "rating": candidate.rating,
        "closed": candidate.closed,
        "tied": ranked_commune.tied,
        "manifest": candidate.manifest_sha256,
    }


def _ranking_lines(source: ConsolidationSource) -> Iterator[str]:
    for each in source.each_form():
        yield from _form_ranking_lines(each.consolidation, named=bool(source.others))
    yield from _open_matter_lines(source.consolidation)
    not_sent = source.consolidation.not_sent
    if not_sent:
        yield f"Chưa nộp ({len(not_sent)}): {', '.join(unit.name for unit in not_sent)}."


def _open_matter_lines(whole: Consolidation) -> Iterator[str]:
    if whole.open_matters:
        yield f"Còn việc chưa xong ở {len(whole.open_matters)} hồ sơ:"
        yield from (f"  {each.text}." for each in whole.open_matters)
    if whole.acceptance and not whole.unaccepted_matters:
        yield f"Được công bố theo ý kiến của {whole.acceptance.who}: {whole.acceptance.reason}"


def _form_ranking_lines(whole: Consolidation, *, named: bool) -> Iterator[str]:
    """Yield the ranking of one form; `named` where the period has several."""
    ranking = whole.ranking
    word = "tạm thời, còn xã chưa chốt điểm" if ranking.is_provisional else "mọi xã đã chốt điểm"
    yield f"Xếp hạng {whole.period.label} ({word}), quy tắc {whole.rules}"
    if named:
        yield f"Bộ tiêu chí “{whole.form.title}”: {len(whole.results)} xã, xếp hạng riêng"
    rows = [["Hạng", "Đơn vị", "Tự chấm", "Kết quả", "Tỷ lệ", "Xếp loại", ""]]
    rows += [_ranking_cells(one) for one in ranking.ranked]
    yield from align_table(rows, frozenset({0, 2, 3, 4}))
    for group in ranking.ties():
        names = ", ".join(one.candidate.unit.name for one in group)
        yield f"Đồng hạng {group[0].rank} sau mọi tiêu chí phụ: {names}."
    for commune in whole.results:
        if commune.appraised.rating.lowering_reason:
            yield f"{commune.unit.name}: {commune.appraised.rating.lowering_reason}"


def _ranking_cells(ranked_commune: RankedCommune) -> list[str]:
    candidate = ranked_commune.candidate
    percent = "" if candidate.percent is None else show_percent(candidate.percent)
    note = "đồng hạng" if ranked_commune.tied else "" if candidate.closed else "chưa chốt"
    rating = "không xếp loại" if candidate.void else candidate.rating
    sent, result = show_number(candidate.sent), show_number(candidate.result)
    return [str(ranked_commune.rank), candidate.unit.name, sent, result, percent, rating, note]


@click.command(help="Báo cáo tổng hợp của tỉnh: PDF, bảng tính, dữ liệu mở, ranking.json.")
@DATABASE
@PERIOD
@FOLDER_OPTION
@click.option("--parquet", is_flag=True, help="Ghi thêm dữ liệu dạng Parquet (cần pyarrow).")
@ACCEPT_OPTION
@json_option
@handle_errors
def consolidate(
    database: str,
    period: str,
    *,
    folder: Path,
    parquet: bool,
    accept_reason: str | None,
    as_json: bool,
) -> None:
    """Write report, workbook, data and ranking of a period."""
    source = _load_source(database, period, accept_reason)
    files = consolidation_files.write_consolidation(source, folder, parquet=parquet)
    if as_json:
        print_json({"ok": True, "files": list(files)})
    else:
        echo_lines(
            _consolidation_summary(source.consolidation), *(f"Đã ghi {path}" for path in files)
        )


def _consolidation_summary(consolidation: Consolidation) -> str:
    met = sum(one.state == "met" for one in consolidation.targets if not one.ahead)
    due = sum(not one.ahead for one in consolidation.targets)
    summary = (
        f"{consolidation.period.label}: {consolidation.sent_count}/{consolidation.commune_count} "
        f"đơn vị đã nộp, {met}/{due} chỉ tiêu kế hoạch của tỉnh đạt."
    )
    if consolidation.other_forms:
        counts = [(consolidation.form, consolidation.results)]
        counts += [(other.form, other.results) for other in consolidation.other_forms]
        forms = "; ".join(f"“{form.title}” {len(results)} đơn vị" for form, results in counts)
        summary += f" Tổng hợp và xếp hạng riêng theo từng bộ tiêu chí: {forms}."
    return summary


@click.command(help="Điền bảng tính mẫu của tỉnh (LRIS…) bằng số liệu của mọi xã.")
@DATABASE
@PERIOD
@click.argument("template", metavar="MẪU.xlsx", type=existing_path(dir_okay=False))
@click.option("-o", "--output", "target", required=True, type=any_path())
@handle_errors
def workbook(database: str, period: str, template: Path, target: Path) -> None:
    """Fill the province's own template."""
    source = consolidation.load_consolidation(open_register(database), parse_period(period))
    summary = consolidation_files.fill_province_workbook(source, template, target)
    echo_lines(*summary.warnings, f"Đã điền {summary.cells} ô, ghi {summary.path}")


@click.command(
    "count-survey",
    help="Điểm điều tra xã hội học: tính (include), bỏ và quy đổi (exclude), chờ (pending).",
)
@DATABASE
@PERIOD
@click.argument("mode", type=click.Choice([mode.value for mode in SurveyMode]))
@handle_errors
def set_survey_counting(database: str, period: str, mode: str) -> None:
    """Set the part of the survey in the points of a period."""
    consolidation.set_survey_mode(open_register(database), parse_period(period), SurveyMode(mode))
    words = {"include": "được tính", "exclude": "bỏ, quy đổi theo phần còn lại", "pending": "chờ"}
    echo_lines(f"Điểm điều tra kỳ {period}: {words[mode]}.")
