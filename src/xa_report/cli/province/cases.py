"""Commands on one case: points, figures, returns, explanations, rounds, closing."""

from collections.abc import Iterable

import click

from xa_report.cli.day_options import parse_day
from xa_report.cli.options import ANY_VALUE, DATABASE, PERIOD, json_option, parse_period
from xa_report.cli.output import echo_lines, handle_errors, print_json
from xa_report.cli.province import show
from xa_report.domain.dates import show_date
from xa_report.domain.item import Answer
from xa_report.domain.number_text import NumberStyle, ValueFaultError, parse_number
from xa_report.domain.numbers import show_number
from xa_report.domain.province.appraisal import CASE_STATE_LABELS, CaseKey, DifferenceReason
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.errors import UsageError
from xa_report.province.appraisal.case import CaseDetail
from xa_report.workflow.province import appraisal
from xa_report.workflow.province.register_setup import open_register

UNIT = click.argument("unit", metavar="MÃ_ĐV")
UNITS = click.argument("units", metavar="[MÃ_ĐV…]", nargs=-1)
REASON = click.option("--reason", default="", metavar="T01…", help="Mã lý do khác biệt.")
TEXT = click.option("--text", default="", help="Nội dung lý do; T99 phải có.")
ALL = click.option("--all", "every", is_flag=True, help="Mọi hồ sơ ở bước này.")
NOTHING = "-"
"""Word in place of a value that removes an entry."""


def _reason_or_none(value: str, reason: str, text: str) -> DifferenceReason | None:
    # Taking an entry away needs no reason: what the commune sent counts again.
    return None if value == NOTHING or not reason else appraisal.parse_reason(reason, text)


@click.command(help="Cho điểm một tiêu chí; ghi “-” để bỏ điểm đã cho.", context_settings=ANY_VALUE)
@DATABASE
@PERIOD
@UNIT
@click.argument("code", metavar="MÃ")
@click.argument("points", metavar="ĐIỂM")
@REASON
@TEXT
@handle_errors
def points(database: str, period: str, unit: str, code: str, points: str, **why: str) -> None:
    """Set the points of a criterion."""
    try:
        number = None if points == NOTHING else parse_number(points, NumberStyle.PLAIN)
    except ValueFaultError as error:
        raise UsageError(f"Điểm của tiêu chí {code}: {error}.") from error
    key, reason = (
        CaseKey(unit, parse_period(period)),
        _reason_or_none(points, why["reason"], why["text"]),
    )
    case = appraisal.set_points(open_register(database), key, code, number, reason)
    now = case.appraised.result_of(code)
    echo_lines(f"{case.unit.name}, {code}: {show_number(now.points)}/{show_number(now.max)} điểm.")


@click.command(
    help="Sửa một số liệu; ghi “-” để trả về số liệu của xã.", context_settings=ANY_VALUE
)
@DATABASE
@PERIOD
@UNIT
@click.argument("item", metavar="MÃ_SỐ_LIỆU")
@click.argument("value", metavar="GIÁ_TRỊ", required=False)
@click.option("--not-arisen", "nothing", metavar="VÌ", help="Không phát sinh, và vì sao.")
@REASON
@TEXT
@handle_errors
def figure(database: str, period: str, unit: str, item: str, **options: str | None) -> None:
    """Set a figure in place of the commune's."""
    value, nothing = options["value"], options["nothing"]
    # None is no value; "-" is one, it takes the entry away.
    if (value is None) == (nothing is None):
        raise UsageError("Hãy ghi giá trị, hoặc --not-arisen VÌ; chỉ một trong hai.")
    register, key = open_register(database), CaseKey(unit, parse_period(period))
    # The case knows the kind by which the text is read, and the source that shall stay.
    case = appraisal.load_case(register, key)
    if item not in case.items():
        raise UsageError(f"Bộ tiêu chí không có số liệu “{item}”.")
    answer: Answer | None = None
    if nothing is not None:
        answer = Answer(not_arisen=nothing)
    elif value is not None and value != NOTHING:
        answer = appraisal.parse_figure(value, case.items()[item], case.report.answers.get(item))
    why = _reason_or_none(value or "", options["reason"] or "", options["text"] or "")
    done = appraisal.set_figure(register, key, item, answer, why)
    total = show_number(done.appraised.result)
    asked = done.items()[item]
    now = f"đã ghi {appraisal.value_text(answer, asked)}" if answer else "đã bỏ số liệu đã sửa"
    echo_lines(f"{done.unit.name}, {asked.label}: {now}; kết quả nay là {total} điểm.")


@click.command(
    "return",
    help="Trả lại tiêu chí để xã bổ sung: --criterion '3.2=T01:thiếu quyết định', ghi nhiều lần.",
)
@DATABASE
@PERIOD
@UNIT
@click.option("--criterion", "lines", multiple=True, required=True, metavar="MÃ=T01:NỘI_DUNG")
@click.option("--deadline", help="Hạn gửi lại: 15/12/2026.")
@handle_errors
def return_to_commune(
    database: str, period: str, unit: str, lines: tuple[str, ...], deadline: str | None
) -> None:
    """Reopen named criteria, each with its reason."""
    wanted = [_parse_reopened(line) for line in lines]
    key = CaseKey(unit, parse_period(period))
    day = parse_day(deadline, "Hạn gửi lại (--deadline)")
    case = appraisal.return_case(open_register(database), key, wanted, day)
    until = f", hạn {show_date(day)}" if day else ""
    echo_lines(f"{case.unit.name}: đã trả lại {', '.join(one.code for one in wanted)}{until}.")


def _parse_reopened(line: str) -> ReopenedCriterion:
    # Split at the first signs only: the words of the reason may hold both.
    code, equals, rest = line.partition("=")
    number, _, text = rest.partition(":")
    if not equals or not code.strip() or not number.strip():
        raise UsageError(f"“{line}” chưa đúng; ghi như '3.2=T01:thiếu quyết định'.")
    return ReopenedCriterion(code.strip(), appraisal.parse_reason(number, text))


@click.command(help="Ghi giải trình xã gửi bằng giấy: --criterion '3.2=nội dung', ghi nhiều lần.")
@DATABASE
@PERIOD
@UNIT
@click.option("--criterion", "lines", multiple=True, required=True, metavar="MÃ=NỘI_DUNG")
@click.option("--origin", required=True, help="Văn bản giải trình: Công văn 15/UBND.")
@handle_errors
def explain(database: str, period: str, unit: str, lines: tuple[str, ...], origin: str) -> None:
    """Record explanations that came on paper."""
    explanations = {}
    for line in lines:
        code, equals, text = line.partition("=")
        # A criterion twice is refused: the second text would silently replace the first.
        if not equals or code.strip() in explanations:
            raise UsageError(f"“{line}” chưa đúng; mỗi tiêu chí một lần, như '3.2=đã bổ sung'.")
        explanations[code.strip()] = text.strip()
    case = appraisal.record_explanation(
        open_register(database), CaseKey(unit, parse_period(period)), explanations, origin
    )
    echo_lines(
        f"{case.unit.name}: đã ghi {len(explanations)} giải trình "
        f"({CASE_STATE_LABELS[case.row.state]})."
    )


@click.command("close-round", help="Kết thúc thẩm định lần 1: xã được giải trình.")
@DATABASE
@PERIOD
@UNITS
@ALL
@json_option
@handle_errors
def close_round_one(
    database: str, period: str, units: tuple[str, ...], every: bool, as_json: bool
) -> int:
    """End round 1; return 1 when a case refused."""
    _require_named_or_all(units, every)
    return _echo_moved(
        appraisal.close_rounds(open_register(database), parse_period(period), units), as_json
    )


@click.command(help="Chốt điểm: từ đó không sửa được nữa, trừ khi mở lại.")
@DATABASE
@PERIOD
@UNITS
@ALL
@json_option
@handle_errors
def close(database: str, period: str, units: tuple[str, ...], every: bool, as_json: bool) -> int:
    """Close cases; return 1 when one refused."""
    _require_named_or_all(units, every)
    return _echo_moved(
        appraisal.close_cases(open_register(database), parse_period(period), units), as_json
    )


def _require_named_or_all(units: tuple[str, ...], every: bool) -> None:
    # Exactly one of them: a forgotten code must not close every case.
    if bool(units) == every:
        raise UsageError("Hãy ghi mã đơn vị, hoặc --all cho mọi hồ sơ; chỉ một trong hai.")


def _echo_moved(done: Iterable[CaseDetail | appraisal.CaseFailure], as_json: bool) -> int:
    rows: list[dict[str, object]] = []
    for outcome in done:
        if isinstance(outcome, appraisal.CaseFailure):
            rows.append({"unit": outcome.unit, "ok": False, "told": outcome.sentence})
        else:
            rows.append(show.moved_case_json(outcome))
    failed = sum(not row["ok"] for row in rows)
    if as_json:
        print_json({"ok": not failed, "cases": rows})
    else:
        echo_lines(*(f"{row['unit']}: {row['told']}" for row in rows))
        echo_lines(f"Xong {len(rows) - failed} hồ sơ, {failed} hồ sơ chưa làm được.")
    return int(bool(failed))


@click.command(help="Mở lại một hồ sơ đã chốt; cần --why.")
@DATABASE
@PERIOD
@UNIT
@click.option("--why", default="", metavar="LÝ_DO", help="Vì sao mở lại; được ghi vào nhật ký.")
@handle_errors
def reopen(database: str, period: str, unit: str, why: str) -> None:
    """Open a closed case again."""
    key = CaseKey(unit, parse_period(period))
    case = appraisal.reopen_case(open_register(database), key, why)
    echo_lines(f"{case.unit.name}: đã mở lại ({CASE_STATE_LABELS[case.row.state]}).")
