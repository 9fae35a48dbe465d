"""Body of command `demo`: construction, and summary as lines of text."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from time import monotonic

from xa_report.cli.output import align_table, echo_lines, echo_progress
from xa_report.demo.commune import CommuneDemo, build_commune_demo
from xa_report.demo.province import DemoTotals, ProvinceDemo, build_province_demo
from xa_report.demo.scenario import DemoPaths
from xa_report.domain.assessment import TARGET_LABELS, TargetState
from xa_report.domain.finding import Severity
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.province.appraisal import DifferenceCode
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.province.ranking import RankedCommune
from xa_report.province.intake.import_file import ImportResult

LINE_INDENT, LINE_WIDTH = " " * 4, 100
TOP_RANKS = 5
"""Number of ranks in the summary."""


def build_demo(folder: Path, communes: int | None, seed: int) -> None:
    """Build the demonstration of one commune, or of a province with `communes`, and print it."""
    if communes is None:
        echo_lines(*_commune_demo_lines(build_commune_demo(folder, seed, echo_progress), folder))
        return
    began = monotonic()
    province_demo = build_province_demo(folder, communes, seed, echo_progress)
    echo_lines(*province_demo_lines(province_demo, monotonic() - began))


def province_demo_lines(demo_result: ProvinceDemo, seconds: float) -> Iterator[str]:
    """Yield the summary of a province's demonstration, step by step."""
    totals = demo_result.totals
    yield f"{totals.scenario.province.name}, năm 2026: một kỳ trọn vẹn trên số liệu minh họa."
    yield ""
    yield from _submission_lines(totals)
    yield from _appraisal_lines(totals)
    yield from _result_lines(demo_result)
    yield ""
    yield from _ranking_lines(demo_result)
    yield ""
    yield from _target_lines(demo_result)
    yield ""
    yield from _next_step_lines(demo_result)
    yield ""
    yield f"Hết {show_number(round(seconds))} giây."


def _submission_lines(totals: DemoTotals) -> Iterator[str]:
    scenario = totals.scenario
    yield from _step_lines(
        1,
        "Tỉnh ban hành bộ tiêu chí và 2 kế hoạch trong một tệp PDF có con dấu, lập sổ của tỉnh "
        f"với {len(scenario.listed_units)} xã, phường.",
    )
    yield from _step_lines(
        2,
        f"{len(scenario.senders)} xã, phường nhập số liệu, đính kèm tài liệu, ký (chủ tịch, con "
        f"dấu) và gửi gói; {scenario.unsigned.unit.name} gửi bản chưa ký; {scenario.silent.name} "
        "không gửi.",
    )
    yield from _step_lines(3, f"Tỉnh nhận {totals.files} tệp:")
    yield ""
    yield from (f"{LINE_INDENT}{line}" for line in _outcome_lines(totals.first_results))
    yield ""


def _step_lines(number: int, text: str) -> list[str]:
    """Return a numbered step, folded to LINE_WIDTH characters."""
    head = f"{number}.".ljust(len(LINE_INDENT))
    return wrap(text, LINE_WIDTH, initial_indent=head, subsequent_indent=LINE_INDENT)


def _outcome_lines(import_results: Sequence[ImportResult]) -> Iterator[str]:
    """Yield the number of files by outcome, then each quarantined file with its reason."""
    counted: Counter[IntakeOutcome] = Counter(one.classification.arrival for one in import_results)
    # Equal counts by label: the same demonstration prints the same lines.
    by_count = sorted(counted.items(), key=lambda item: (-item[1], item[0].label))
    rows = [[a.label, str(n), a.action] for a, n in by_count]
    yield from align_table([["Kết quả", "Số tệp", "Việc làm"], *rows], frozenset({1}))
    for result in import_results:
        what = result.classification
        if what.is_quarantined:
            yield f"– {what.examined_file.name}: {what.code} {_short_reason(what.reason)}"


def _short_reason(reason: str) -> str:
    """Return the first sentence, without the code that is printed before it already."""
    first = reason.split(". ")[0].rstrip(".")
    # A code is a letter and three digits; without one a colon belongs to the sentence.
    return first.partition(": ")[2] or first if first[1:4].isdigit() else first


def _appraisal_lines(totals: DemoTotals) -> Iterator[str]:
    done = ", ".join(f"{who} {count}" for who, count in totals.first_round.departments.items())
    yield from _step_lines(
        4,
        f"Thẩm định lần 1, số chỗ điều chỉnh, mỗi chỗ có lý do: {done}. "
        f"Tỉnh nhập {totals.province_value_count} số liệu của mình (điều tra xã hội học, chỉ tiêu "
        "cấp tỉnh).",
    )
    names = {
        demo_commune.unit.code: demo_commune.unit.name
        for demo_commune in totals.scenario.returned_communes
    }
    back = "; ".join(
        f"{names[code]} tiêu chí {', '.join(c)}" for code, c in totals.returned_criteria.items()
    )
    yield from _step_lines(
        5,
        f"Trả lại để bổ sung: {back}. {len(totals.interim_receipts)} phiếu có con dấu của tỉnh "
        "được gửi, các xã, phường đã áp dụng.",
    )
    corrected = sum(one.classification.is_imported for one in totals.corrected_results)
    yield from _step_lines(
        6, f"{corrected} bản bổ sung (L2) chỉ sửa các tiêu chí được mở, ký lại, tỉnh đã nhận."
    )


def _result_lines(demo_result: ProvinceDemo) -> Iterator[str]:
    totals, ranked = demo_result.totals, demo_result.source.consolidation.ranking.ranked
    closed = sum(one.candidate.closed for one in ranked)
    yield from _step_lines(
        7,
        f"{totals.scenario.explaining_commune.unit.name} giải trình một tiêu chí, tỉnh chấp nhận; "
        f"chốt điểm {closed} xã, phường.",
    )
    yield from _step_lines(
        8, f"{len(totals.final_receipts)} phiếu công nhận kết quả được gửi và áp dụng."
    )
    yield from _step_lines(
        9, f"Xếp hạng {len(ranked)} xã, phường; tổng hợp thành PDF, bảng tính và dữ liệu."
    )
    yield from _step_lines(
        10, f"Tính lại bảng xếp hạng từ các gói đã ký: {demo_result.verification_report.verdict}."
    )


def _ranking_lines(demo_result: ProvinceDemo) -> Iterator[str]:
    ranked = demo_result.source.consolidation.ranking.ranked
    shown = ranked[:TOP_RANKS]
    yield f"Đầu bảng xếp hạng ({len(shown)} trong {len(ranked)} xã, phường):"
    heads = ["Hạng", "Xã, phường", "Tự chấm*", "Kết quả", "Tỷ lệ", "Xếp loại"]
    lowered = _lowered_ratings(demo_result)
    rows = align_table(
        [heads, *(_ranking_cells(one, lowered) for one in shown)], frozenset({0, 2, 3, 4})
    )
    yield from (f"{LINE_INDENT}{line}" for line in rows)
    yield f"{LINE_INDENT}* chưa có 20 điểm điều tra xã hội học, do tỉnh chấm"
    codes = [one.candidate.unit.code for one in shown]
    reasons = dict.fromkeys(lowered[code] for code in codes if code in lowered)
    yield from (f"{LINE_INDENT}** {why}" for why in reasons)
    yield from _difference_lines(demo_result)


def _lowered_ratings(demo_result: ProvinceDemo) -> dict[str, str]:
    """Return by unit code the reason for a rating below the one that the percentage reaches."""
    reasons = {
        s.unit.code: s.appraised.rating.lowering_reason
        for s in demo_result.source.consolidation.results
    }
    return {code: why for code, why in reasons.items() if why}


def _ranking_cells(ranked_commune: RankedCommune, lowered: Mapping[str, str]) -> list[str]:
    candidate = ranked_commune.candidate
    percent = show_percent(candidate.percent) if candidate.percent is not None else ""
    return [
        str(ranked_commune.rank), candidate.unit.name, show_number(candidate.sent, 2),
        show_number(candidate.result, 2), percent,
        f"{candidate.rating}{'**' if candidate.unit.code in lowered else ''}",
    ]  # fmt: skip


def _difference_lines(demo_result: ProvinceDemo) -> Iterator[str]:
    """Yield the number of appraised differences from communes' own points, by reason."""
    # What only the province scores is no disagreement with a commune.
    own = DifferenceCode.BY_PROVINCE
    standings = demo_result.source.consolidation.results
    every = Counter(d.why.code for one in standings for d in one.differences if d.why)
    judged = {code: count for code, count in every.items() if code is not own}
    yield f"Thẩm định khác tự chấm ở {sum(judged.values())} chỗ, mỗi chỗ có lý do:"
    for code in sorted(judged, key=lambda code: code.number):
        yield f"{LINE_INDENT}{code.number} {code.label}: {judged[code]}"
    yield f"{LINE_INDENT}Ngoài ra {every[own]} chỗ tỉnh chấm theo số liệu của tỉnh ({own.number})."


def _target_lines(demo_result: ProvinceDemo) -> Iterator[str]:
    targets = demo_result.source.consolidation.targets
    due = [one for one in targets if not one.ahead]
    met = sum(one.state is TargetState.MET for one in due)
    yield f"Chỉ tiêu kế hoạch toàn tỉnh đến hạn năm nay: {len(due)}, đạt {met}:"
    for target in due:
        state = TARGET_LABELS[target.state]
        planned = f"kế hoạch {target.target_text}"
        yield f"{LINE_INDENT}{state} – {target.label}: {target.value_text}, {planned}."
    yield f"{LINE_INDENT}Ngoài ra {len(targets) - len(due)} chỉ tiêu là mốc của các năm sau."


def _next_step_lines(demo_result: ProvinceDemo) -> Iterator[str]:
    demo_paths, totals = demo_result.totals.demo_paths, demo_result.totals
    yield "Mở xem:"
    for path in totals.written_files[:2]:
        yield f"{LINE_INDENT}{path}"
    yield f"{LINE_INDENT}{_receipt_path_text(totals)}   phiếu trả lại, có con dấu"
    yield f"{LINE_INDENT}{demo_paths.issued}   bộ tiêu chí, kế hoạch đã ban hành"
    yield "Chạy thử:"
    yield f"{LINE_INDENT}xa-report --db {demo_paths.register}   cửa sổ của tỉnh"
    yield f"{LINE_INDENT}xa-report province list {demo_paths.register}   xã nào đã nộp, ở bước nào"
    commune = demo_paths.commune(totals.scenario.returned_communes[0].unit.code)
    yield f"{LINE_INDENT}xa-report --db {commune}   cửa sổ của một xã"
    yield from _verify_command_lines(demo_paths, totals)


def _receipt_path_text(totals: DemoTotals) -> str:
    name = f"PHIEU_{totals.scenario.returned_communes[0].unit.code}_2026_1.pdf"
    return str(totals.demo_paths.receipts / name)


def _verify_command_lines(demo_paths: DemoPaths, totals: DemoTotals) -> Iterator[str]:
    trust = f"--trust {demo_paths.trust}"
    package = sorted(demo_paths.counted_packages.iterdir())[0]
    packages = f"--packages {demo_paths.counted_packages}"
    yield f"{LINE_INDENT}xa-report verify {demo_paths.ranking} {packages} {trust}"
    known = f"--definitions {demo_paths.issued}"
    yield f"{LINE_INDENT}xa-report verify {package} {trust} {known}"
    yield f"{LINE_INDENT}xa-report verify {_receipt_path_text(totals)} {trust}"


def _commune_demo_lines(demo_result: CommuneDemo, folder: Path) -> Iterator[str]:
    work = demo_result.year
    assessment, unit = work.assessment, work.report.unit
    yield f"Đã dựng {unit.agency} ({unit.code}, {unit.province_name}), số liệu minh họa:"
    yield f"4 quý và cả năm {work.period.year}."
    yield ""
    for area in assessment.areas:
        points = f"{show_number(area.points)}/{show_number(area.applicable)}"
        yield f"  {area.code} {area.title}: {points}"
    shown = assessment.percent_shown if assessment.percent_shown is not None else 0
    result = f"{show_number(assessment.result)}/{show_number(assessment.applicable)} điểm"
    yield f"  Kết quả: {result} = {show_percent(shown)}, xếp loại {assessment.rating.name}"
    yield ""
    missed = [t for t in assessment.targets if t.state is TargetState.NOT_MET]
    yield f"  Chỉ tiêu kế hoạch: {len(assessment.targets)}, chưa đạt {len(missed)}:"
    for target in missed:
        ahead = f" (mốc {target.target.years[0]})" if target.ahead else ""
        yield f"   – {target.label}: {target.value_text}, kế hoạch {target.target_text}{ahead}."
        yield f"     {target.action_text}"
    warnings = sum(f.severity is Severity.WARNING for f in assessment.findings)
    counts = f"{assessment.error_count} lỗi, {warnings} cảnh báo"
    yield ""
    yield f"  {assessment.verdict}: {counts} đều đã có lý do;"
    yield f"  {_evidence_counts(demo_result)}."
    yield ""
    yield "Mở tiếp:"
    yield f"  {demo_result.exported[-1].pdf}   báo cáo năm (PDF/A-3, thể thức Nghị định 30)"
    yield f"  {demo_result.exported[-1].xlsx}   bảng tính có công thức đối chiếu"
    yield f"  {demo_result.package}   gói đã ký (chủ tịch, con dấu)"
    verify_command = f"xa-report verify {demo_result.package} --trust {demo_result.trust}"
    yield f"  {verify_command}   {demo_result.verdict}"
    yield f"  xa-report --db {demo_result.db}   cửa sổ nhập số liệu (bản nháp lần 2)"
    yield f"  xa-report commune check {demo_result.db} --period {work.period}   kết quả đầy đủ"


def _evidence_counts(demo_result: CommuneDemo) -> str:
    criteria = len({link.criterion for link in demo_result.year.report.evidence})
    return f"{len(demo_result.evidence)} tài liệu kiểm chứng cho {criteria} tiêu chí"
