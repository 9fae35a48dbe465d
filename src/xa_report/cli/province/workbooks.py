"""Commands `appraise`, `survey` and `value`: appraisal by workbook and table."""

from pathlib import Path

import click

from xa_report.cli.day_options import parse_day
from xa_report.cli.options import (
    ANY_VALUE,
    DATABASE,
    PERIOD,
    any_path,
    existing_path,
    json_option,
    parse_period,
)
from xa_report.cli.output import echo_lines, handle_errors, print_json
from xa_report.errors import UsageError
from xa_report.workflow.province import appraisal
from xa_report.workflow.province.register_setup import open_register

TEMPLATE = click.option("--template", type=any_path(), help="Ghi bảng để điền vào tệp này.")
FILE = click.argument("file", metavar="[TỆP]", required=False, type=existing_path(dir_okay=False))


def _require_one_of(template: Path | None, file: Path | None) -> None:
    if (template is None) == (file is None):
        raise UsageError("Hãy ghi --template TỆP.xlsx để lấy bảng, hoặc ghi tệp đã điền để nhận.")


@click.command(help="Thẩm định bằng bảng tính: --template ghi bảng ra, ghi tệp thì nhận lại.")
@DATABASE
@PERIOD
@FILE
@TEMPLATE
@click.option("--unit", "units", multiple=True, metavar="MÃ", help="Chỉ những xã này.")
@click.option("--department", default="", metavar="TÊN", help="Chỉ tiêu chí của sở, ngành này.")
@json_option
@handle_errors
def appraise(
    database: str, period: str, file: Path | None, template: Path | None, **options: object
) -> None:
    """Write the appraisal workbook, or import a filled one."""
    _require_one_of(template, file)
    register, when = open_register(database), parse_period(period)
    if template is not None:
        units, department = options["units"], str(options["department"])
        codes = tuple(map(str, units)) if isinstance(units, tuple) else ()
        count = appraisal.export_workbook(register, when, template, codes, department)
        _echo_facts(
            {"file": template, "units": count}, f"Đã ghi {template}: {count} đơn vị.", options
        )
    elif file is not None:
        done = appraisal.import_workbook(register, when, file)
        facts = {
            "points": done.points,
            "figures": done.figures,
            "units": list(done.units),
            "remarks": list(done.remarks),
        }
        sentence = (
            f"Đã nhận {done.points} điểm, {done.figures} số liệu của {len(done.units)} đơn vị từ "
            f"{file.name}."
        )
        _echo_facts(facts, sentence, options)


@click.command(help="Kết quả điều tra xã hội học: --template ghi bảng ra, ghi tệp thì nhận vào.")
@DATABASE
@PERIOD
@FILE
@TEMPLATE
@json_option
@handle_errors
def survey(
    database: str, period: str, file: Path | None, template: Path | None, **options: object
) -> None:
    """Write the survey table, or import a filled one (.xlsx, .csv)."""
    _require_one_of(template, file)
    register, when = open_register(database), parse_period(period)
    if template is not None:
        count = appraisal.export_survey(register, when, template)
        _echo_facts(
            {"file": template, "figures": count}, f"Đã ghi {template}: {count} số liệu.", options
        )
    elif file is not None:
        summary = appraisal.import_survey(register, when, file)
        _echo_facts(
            {"changed": summary.changed, "remarks": list(summary.remarks)},
            f"Đã nhận {summary.changed} số liệu mới hoặc đổi từ {file.name}.",
            options,
        )


@click.command(
    help="Số liệu của chính tỉnh, để đối chiếu chỉ tiêu kế hoạch cấp tỉnh.",
    context_settings=ANY_VALUE,
)
@DATABASE
@PERIOD
@click.argument("item", metavar="MÃ")
@click.argument("value", metavar="GIÁ_TRỊ")
@click.option("--source", default="", help="Nguồn số liệu.")
@click.option("--as-of", "as_of", help="Ngày lấy số liệu: 15/12/2026.")
@json_option
@handle_errors
def value(database: str, period: str, item: str, value: str, **options: object) -> None:
    """Set a figure of the province itself."""
    as_of = options["as_of"]
    day = parse_day(as_of if isinstance(as_of, str) else None, "Ngày lấy số liệu (--as-of)")
    figure = appraisal.set_province_value(
        open_register(database),
        parse_period(period),
        item,
        value,
        source=str(options["source"]),
        as_of=day,
    )
    _echo_facts(
        {"item": figure.item.id, "value": figure.text},
        f"Đã ghi {figure.item.label}: {figure.text}.",
        options,
    )


def _echo_facts(facts: dict[str, object], sentence: str, options: dict[str, object]) -> None:
    if options["as_json"]:
        print_json({"ok": True, **facts})
        return
    remarks = facts.get("remarks")
    echo_lines(*(remarks if isinstance(remarks, list) else ()), sentence)
