"""Command `show`: one case with the points of all rounds."""

from collections.abc import Iterator

import click

from xa_report.cli.options import DATABASE, PERIOD, json_option, parse_period
from xa_report.cli.output import align_table, echo_lines, handle_errors, print_json
from xa_report.domain.item import Answer, Item
from xa_report.domain.item_values import format_value
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.province.appraisal import CASE_STATE_LABELS, CaseKey
from xa_report.domain.province.appraisal_rows import CriterionRow, InputRow
from xa_report.domain.province.open_matters import matters_text
from xa_report.province.appraisal.case import CaseDetail
from xa_report.workflow.province import appraisal
from xa_report.workflow.province.register_setup import open_register


@click.command(help="Xem một hồ sơ: điểm tự chấm, lần 1, nay; lý do, giải trình, tài liệu.")
@DATABASE
@PERIOD
@click.argument("unit", metavar="MÃ_ĐV")
@click.option("--department", default="", metavar="TÊN", help="Chỉ tiêu chí của sở, ngành này.")
@json_option
@handle_errors
def show(database: str, period: str, unit: str, department: str, as_json: bool) -> None:
    """Print the rows of a case."""
    case = appraisal.load_case(open_register(database), CaseKey(unit, parse_period(period)))
    rows = appraisal.list_criterion_rows(case, department)
    if as_json:
        print_json({**_case_json(case), "criteria": [_row_json(row) for row in rows]})
    else:
        echo_lines(*_case_lines(case, rows))


def moved_case_json(case: CaseDetail) -> dict[str, object]:
    """Return a case after an action as a JSON object."""
    state = CASE_STATE_LABELS[case.row.state]
    matters = appraisal.list_open_matters(case)
    sentence = f"{case.unit.name}, {state}, {show_number(case.appraised.result)} điểm"
    if matters:
        sentence += f"; còn việc chưa xong: {matters_text(matters)}"
    return {
        "unit": case.unit.code,
        "ok": True,
        "state": case.row.state,
        "told": sentence,
        "open": {matter.kind: list(matter.codes) for matter in matters},
    }


def _case_json(case: CaseDetail) -> dict[str, object]:
    now = case.appraised
    return {
        "unit": case.unit.code,
        "name": case.unit.name,
        "period": str(case.row.period),
        "state": case.row.state,
        "submission": case.report.sequence,
        "sent": case.sent.result,
        "result": now.result,
        "applicable": now.applicable,
        "percent": now.percent_shown,
        "rating": now.rating.name,
    }


def _row_json(row: CriterionRow) -> dict[str, object]:
    return {
        "code": row.code,
        "title": row.title,
        "max": row.max,
        "sent": row.sent,
        "first": row.first,
        "points": row.points,
        "fixed": row.fixed,
        "reason": row.why.code.number if row.why else None,
        "text": row.why.text if row.why else "",
        "explanation": row.explanation,
        "reopened": row.reopened,
        "department": row.department,
        "evidence": [use.file.name for use in row.evidence],
        "inputs": [_input_json(one) for one in row.inputs],
        "version": row.version,
    }


def _input_json(row: InputRow) -> dict[str, object]:
    return {
        "item": row.item.id,
        "label": row.label,
        "sent": _answer_text(row.sent, row.item),
        "appraised": _answer_text(row.appraised, row.item),
        "reason": row.why.code.number if row.why else None,
        "version": row.version,
    }


def _answer_text(answer: Answer | None, item: Item) -> str:
    if answer is None:
        return "chưa có"
    if answer.value is None:
        return f"không phát sinh ({answer.not_arisen})" if answer.not_arisen else "không phát sinh"
    return format_value(answer.value, item)


def _case_lines(case: CaseDetail, rows: tuple[CriterionRow, ...]) -> Iterator[str]:
    now = case.appraised
    yield (
        f"{case.unit.name} ({case.unit.code}) · {case.row.period.label} · bản "
        f"L{case.report.sequence} · {CASE_STATE_LABELS[case.row.state]}"
    )
    heads = ["Mã", "Tối đa", "Tự chấm", "Lần 1", "Nay", "Tiêu chí"]
    yield from align_table([heads, *map(_row_cells, rows)], frozenset({1, 2, 3, 4}))
    percent = "" if now.percent_shown is None else f" = {show_percent(now.percent_shown)}"
    yield (
        f"Tự chấm {show_number(case.sent.result)} điểm, thẩm định {show_number(now.result)}"
        f"/{show_number(now.applicable)} điểm{percent} {now.rating.name}".rstrip()
    )
    for row in rows:
        yield from _row_remarks(row)


def _row_cells(row: CriterionRow) -> list[str]:
    points = (row.max, row.sent, row.first, row.points)
    return [row.code, *map(show_number, points), row.title]


def _row_remarks(row: CriterionRow) -> Iterator[str]:
    """Yield the remarks on a criterion: reason, reopening, explanation, figures, documents."""
    # Points that were set to what the commune sent are a decision too.
    if row.differs or row.fixed is not None:
        yield f"  {row.code} lý do: {row.why.description if row.why else 'chưa ghi'}"
    if row.reopened:
        yield f"  {row.code} đang trả lại, chờ xã bổ sung"
    if row.explanation:
        yield f"  {row.code} giải trình: {row.explanation}"
    for row_input in row.inputs:
        if row.leaf and row_input.why is not None:
            before, now = (
                _answer_text(row_input.sent, row_input.item),
                _answer_text(row_input.appraised, row_input.item),
            )
            yield f"  {row.code} {row_input.label}: {before} → {now} ({row_input.why.description})"
    for use in row.evidence:
        cited = use.file.document.citation or use.file.name
        yield f"  {row.code} tài liệu: {cited}{f' ({use.page})' if use.page else ''}"
