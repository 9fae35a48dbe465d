"""`xa-report demo`: the main job on made-up data, and what it made."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import click

from xa_report.cli import demo_province
from xa_report.cli.screen import any_path, progress, say, sentences
from xa_report.demo import commune as verbs
from xa_report.demo import province
from xa_report.domain.assessment import TargetState
from xa_report.domain.finding import Severity
from xa_report.domain.numbers import show_number, show_percent


@click.command(
    help="Dựng bản minh họa: một xã cả năm, hoặc cả tỉnh với N xã từ ban hành đến xếp hạng."
)
@click.argument("folder", metavar="THƯMỤC", type=any_path())
@click.option("--communes", type=int, metavar="N", help="Chạy cả tỉnh với N xã, phường.")
@click.option("--seed", default=1, show_default=True, help="Số gốc của số liệu minh họa.")
@sentences
def demo(folder: Path, communes: int | None, seed: int) -> None:
    """Build the demonstration and tell what it made."""
    if communes is None:
        say(*_summary(verbs.build_commune_demo(folder, seed, progress), folder))
    else:
        began = monotonic()
        made = province.build_province_demo(folder, communes, seed, progress)
        say(*demo_province.summary(made, monotonic() - began))


def _summary(made: verbs.CommuneDemo, folder: Path) -> Iterator[str]:
    work = made.year
    found, unit = work.assessment, work.report.unit
    yield f"Đã dựng {unit.agency} ({unit.code}, {unit.province_name}), số liệu minh họa:"
    yield f"4 quý và cả năm {work.period.year}."
    yield ""
    for area in found.areas:
        points = f"{show_number(area.points)}/{show_number(area.applicable)}"
        yield f"  {area.code} {area.title}: {points}"
    shown = found.percent_shown if found.percent_shown is not None else 0
    result = f"{show_number(found.result)}/{show_number(found.applicable)} điểm"
    yield f"  Kết quả: {result} = {show_percent(shown)}, xếp loại {found.rating.name}"
    yield ""
    missed = [t for t in found.targets if t.state is TargetState.NOT_MET]
    yield f"  Chỉ tiêu kế hoạch: {len(found.targets)}, chưa đạt {len(missed)}:"
    for target in missed:
        ahead = f" (mốc {target.target.years[0]})" if target.ahead else ""
        yield f"   – {target.label}: {target.shown}, kế hoạch {target.wanted}{ahead}."
        yield f"     {target.close}"
    warnings = sum(f.severity is Severity.WARNING for f in found.findings)
    yield ""
    yield f"  {found.verdict}: {found.errors} lỗi, {warnings} cảnh báo đều đã có lý do;"
    yield f"  {len(made.evidence)} tài liệu kiểm chứng cho {_proven(made)} tiêu chí."
    yield ""
    yield "Mở tiếp:"
    yield f"  {made.exported[-1].pdf}   báo cáo năm (PDF/A-3, thể thức Nghị định 30)"
    yield f"  {made.exported[-1].xlsx}   bảng tính có công thức đối chiếu"
    yield f"  {made.package}   gói đã ký (chủ tịch, con dấu)"
    yield f"  xa-report verify {made.package} --trust {made.trust}   {made.verdict}"
    yield f"  xa-report --db {made.db}   cửa sổ nhập số liệu (bản nháp lần 2)"
    yield f"  xa-report commune check {made.db} --period {work.period}   kết quả đầy đủ"


def _proven(made: verbs.CommuneDemo) -> int:
    return len({link.criterion for link in made.year.report.evidence})
