"""What the demonstration of a province tells: steps, outcomes, the ranking, what to open."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from xa_report.cli.screen import table
from xa_report.demo.province import DemoTotals, ProvinceDemo
from xa_report.demo.scenario import DemoPaths
from xa_report.domain.assessment import TARGET_LABELS, TargetState
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.province.appraisal import DifferenceCode
from xa_report.domain.province.ranking import RankedCommune

if TYPE_CHECKING:
    from xa_report.domain.province.intake_outcome import IntakeOutcome
    from xa_report.province.intake.import_file import ImportResult


INDENT, WIDTH = " " * 4, 100
TOP = 5
"""So many of the ranking are shown."""


def summary(made: ProvinceDemo, seconds: float) -> Iterator[str]:
    """Everything that happened, as lines for people."""
    loop = made.loop
    yield f"{loop.cast.province.name}, năm 2026: một kỳ trọn vẹn trên số liệu minh họa."
    yield ""
    yield from _sent(loop)
    yield from _appraised(loop)
    yield from _ended(made)
    yield ""
    yield from _ranked(made)
    yield ""
    yield from _targets(made)
    yield ""
    yield from _next(made)
    yield ""
    yield f"Hết {show_number(round(seconds))} giây."


def _sent(loop: DemoTotals) -> Iterator[str]:
    cast = loop.cast
    yield from _step(
        1,
        "Tỉnh ban hành bộ tiêu chí và 2 kế hoạch trong một tệp PDF có con dấu, lập sổ của tỉnh "
        f"với {len(cast.listed)} xã, phường.",
    )
    yield from _step(
        2,
        f"{len(cast.senders)} xã, phường nhập số liệu, đính kèm tài liệu, ký (chủ tịch, con dấu) "
        f"và gửi gói; {cast.unsigned.unit.name} gửi bản chưa ký; {cast.silent.name} không gửi.",
    )
    yield from _step(3, f"Tỉnh nhận {loop.files} tệp:")
    yield ""
    yield from (f"{INDENT}{line}" for line in _outcomes(loop.first))
    yield ""


def _step(number: int, text: str) -> list[str]:
    """A numbered step, folded to the width of a screen."""
    head = f"{number}.".ljust(len(INDENT))
    return wrap(text, WIDTH, initial_indent=head, subsequent_indent=INDENT)


def _outcomes(taken: "Sequence[ImportResult]") -> Iterator[str]:
    """How many files came to what; those that are kept apart each with its reason."""
    counted: Counter[IntakeOutcome] = Counter(one.classified.arrival for one in taken)
    rows = [[a.label, str(n), a.action] for a, n in sorted(counted.items(), key=_weight)]
    yield from table([["Kết quả", "Số tệp", "Việc làm"], *rows], frozenset({1}))
    for one in taken:
        what = one.classified
        if what.held:
            yield f"– {what.examined.name}: {what.code} {_short(what.reason)}"


def _weight(counted: "tuple[IntakeOutcome, int]") -> tuple[int, str]:
    return -counted[1], counted[0].label


def _short(reason: str) -> str:
    """The first sentence, without the code that stands before it already."""
    first = reason.split(". ")[0].rstrip(".")
    return first.partition(": ")[2] or first if first[1:4].isdigit() else first


def _appraised(loop: DemoTotals) -> Iterator[str]:
    done = ", ".join(f"{who} {count}" for who, count in loop.round.departments.items())
    yield from _step(
        4,
        f"Thẩm định lần 1, số chỗ điều chỉnh, mỗi chỗ có lý do: {done}. Tỉnh nhập {loop.provided} "
        "số liệu của mình (điều tra xã hội học, chỉ tiêu cấp tỉnh).",
    )
    names = {player.unit.code: player.unit.name for player in loop.cast.returned}
    back = "; ".join(f"{names[code]} tiêu chí {', '.join(c)}" for code, c in loop.returned.items())
    yield from _step(
        5,
        f"Trả lại để bổ sung: {back}. {len(loop.interim)} phiếu có con dấu của tỉnh được gửi, "
        "các xã, phường đã áp dụng.",
    )
    corrected = sum(one.classified.taken for one in loop.second)
    yield from _step(
        6, f"{corrected} bản bổ sung (L2) chỉ sửa các tiêu chí được mở, ký lại, tỉnh đã nhận."
    )


def _ended(made: ProvinceDemo) -> Iterator[str]:
    loop, placed = made.loop, made.books.all_of.ranking.placed
    closed = sum(one.contestant.closed for one in placed)
    yield from _step(
        7,
        f"{loop.cast.explains.unit.name} giải trình một tiêu chí, tỉnh chấp nhận; chốt điểm "
        f"{closed} xã, phường.",
    )
    yield from _step(8, f"{len(loop.final)} phiếu công nhận kết quả được gửi và áp dụng.")
    yield from _step(
        9, f"Xếp hạng {len(placed)} xã, phường; tổng hợp thành PDF, bảng tính và dữ liệu."
    )
    yield from _step(10, f"Tính lại bảng xếp hạng từ các gói đã ký: {made.verified.verdict}.")


def _ranked(made: ProvinceDemo) -> Iterator[str]:
    placed = made.books.all_of.ranking.placed
    shown = placed[:TOP]
    yield f"Đầu bảng xếp hạng ({len(shown)} trong {len(placed)} xã, phường):"
    heads = ["Hạng", "Xã, phường", "Tự chấm*", "Kết quả", "Tỷ lệ", "Xếp loại"]
    lowered = _lowered(made)
    rows = table([heads, *(_placed(one, lowered) for one in shown)], frozenset({0, 2, 3, 4}))
    yield from (f"{INDENT}{line}" for line in rows)
    yield f"{INDENT}* chưa có 20 điểm điều tra xã hội học, do tỉnh chấm"
    codes = [one.contestant.unit.code for one in shown]
    reasons = dict.fromkeys(lowered[code] for code in codes if code in lowered)
    yield from (f"{INDENT}** {why}" for why in reasons)
    yield from _differences(made)


def _lowered(made: ProvinceDemo) -> dict[str, str]:
    """Why a commune has not the rating that its percentage reaches, by unit code."""
    found = {s.unit.code: s.appraised.rating.lowered for s in made.books.all_of.standings}
    return {code: why for code, why in found.items() if why}


def _placed(one: RankedCommune, lowered: Mapping[str, str]) -> list[str]:
    who = one.contestant
    percent = show_percent(who.percent) if who.percent is not None else ""
    return [
        str(one.rank), who.unit.name, show_number(who.sent, 2), show_number(who.result, 2), percent,
        f"{who.rating}{'**' if who.unit.code in lowered else ''}",
    ]  # fmt: skip


def _differences(made: ProvinceDemo) -> Iterator[str]:
    """What the appraisal changed of what communes gave themselves, by reason."""
    own = DifferenceCode.BY_PROVINCE
    standings = made.books.all_of.standings
    every = Counter(d.why.code for one in standings for d in one.differences if d.why)
    judged = {code: count for code, count in every.items() if code is not own}
    yield f"Thẩm định khác tự chấm ở {sum(judged.values())} chỗ, mỗi chỗ có lý do:"
    for code in sorted(judged, key=lambda one: one.number):
        yield f"{INDENT}{code.number} {code.label}: {judged[code]}"
    yield f"{INDENT}Ngoài ra {every[own]} chỗ tỉnh chấm theo số liệu của tỉnh ({own.number})."


def _targets(made: ProvinceDemo) -> Iterator[str]:
    targets = made.books.all_of.targets
    due = [one for one in targets if not one.ahead]
    met = sum(one.state is TargetState.MET for one in due)
    yield f"Chỉ tiêu kế hoạch toàn tỉnh đến hạn năm nay: {len(due)}, đạt {met}:"
    for one in due:
        state = TARGET_LABELS[one.state]
        yield f"{INDENT}{state} – {one.label}: {one.shown}, kế hoạch {one.wanted}."
    yield f"{INDENT}Ngoài ra {len(targets) - len(due)} chỉ tiêu là mốc của các năm sau."


def _next(made: ProvinceDemo) -> Iterator[str]:
    places, loop = made.loop.places, made.loop
    yield "Mở xem:"
    for path in loop.written[:2]:
        yield f"{INDENT}{path}"
    yield f"{INDENT}{_receipt(loop)}   phiếu trả lại, có con dấu"
    yield f"{INDENT}{places.issued}   bộ tiêu chí, kế hoạch đã ban hành"
    yield "Chạy thử:"
    yield f"{INDENT}xa-report --db {places.register}   cửa sổ của tỉnh"
    yield f"{INDENT}xa-report province list {places.register}   xã nào đã nộp, ở bước nào"
    commune = places.commune(loop.cast.returned[0].unit.code)
    yield f"{INDENT}xa-report --db {commune}   cửa sổ của một xã"
    yield from _verifying(places, loop)


def _receipt(loop: DemoTotals) -> str:
    name = f"PHIEU_{loop.cast.returned[0].unit.code}_2026_1.pdf"
    return str(loop.places.receipts / name)


def _verifying(places: DemoPaths, loop: DemoTotals) -> Iterator[str]:
    trust = f"--trust {places.trust}"
    package = sorted(places.counted.iterdir())[0]
    yield f"{INDENT}xa-report verify {places.ranking} --packages {places.counted} {trust}"
    yield f"{INDENT}xa-report verify {package} {trust}"
    yield f"{INDENT}xa-report verify {_receipt(loop)} {trust}"
