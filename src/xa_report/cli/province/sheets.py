"""Appraisal in files: the officials' workbook, survey results, the province's own figures."""

from datetime import datetime
from pathlib import Path

import click

from xa_report.cli.options import DAY, PERIOD, day_of, period_of
from xa_report.cli.province.place import DATABASE
from xa_report.cli.screen import any_path, existing, json_option, print_json, say, sentences
from xa_report.errors import UsageError
from xa_report.workflow.province import appraisal
from xa_report.workflow.province.register_setup import open_register

TEMPLATE = click.option("--template", type=any_path(), help="Ghi bảng để điền vào tệp này.")
FILE = click.argument("file", metavar="[TỆP]", required=False, type=existing(dir_okay=False))


def _one_of(template: Path | None, file: Path | None) -> None:
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
@sentences
def appraise(
    database: str, period: str, file: Path | None, template: Path | None, **asked: object
) -> None:
    """Write the workbook, or take what was filled in."""
    _one_of(template, file)
    desk, when = open_register(database), period_of(period)
    if template is not None:
        units, department = asked["units"], str(asked["department"])
        codes = tuple(map(str, units)) if isinstance(units, tuple) else ()
        count = appraisal.export_workbook(desk, when, template, codes, department)
        _tell({"file": template, "units": count}, f"Đã ghi {template}: {count} đơn vị.", asked)
    elif file is not None:
        done = appraisal.import_workbook(desk, when, file)
        facts = {"points": done.points, "figures": done.figures, "units": list(done.units)}
        told = (
            f"Đã nhận {done.points} điểm, {done.figures} số liệu của {len(done.units)} đơn vị từ "
            f"{file.name}."
        )
        _tell(facts, told, asked)


@click.command(help="Kết quả điều tra xã hội học: --template ghi bảng ra, ghi tệp thì nhận vào.")
@DATABASE
@PERIOD
@FILE
@TEMPLATE
@json_option
@sentences
def survey(
    database: str, period: str, file: Path | None, template: Path | None, **asked: object
) -> None:
    """Write the table, or take what was filled in (.xlsx, .csv)."""
    _one_of(template, file)
    desk, when = open_register(database), period_of(period)
    if template is not None:
        count = appraisal.export_survey(desk, when, template)
        _tell({"file": template, "figures": count}, f"Đã ghi {template}: {count} số liệu.", asked)
    elif file is not None:
        count = appraisal.import_survey(desk, when, file)
        _tell({"changed": count}, f"Đã nhận {count} số liệu mới hoặc đổi từ {file.name}.", asked)


@click.command(help="Số liệu của chính tỉnh, để đối chiếu chỉ tiêu kế hoạch cấp tỉnh.")
@DATABASE
@PERIOD
@click.argument("item", metavar="MÃ")
@click.argument("value", metavar="GIÁ_TRỊ")
@click.option("--source", default="", help="Nguồn số liệu.")
@click.option("--as-of", "as_of", type=DAY, help="Ngày lấy số liệu.")
@json_option
@sentences
def value(database: str, period: str, item: str, value: str, **asked: object) -> None:
    """Put a figure of the province itself."""
    as_of = asked["as_of"]
    day = day_of(as_of if isinstance(as_of, datetime) else None)
    found = appraisal.set_province_value(
        open_register(database),
        period_of(period),
        item,
        value,
        source=str(asked["source"]),
        as_of=day,
    )
    _tell({"item": found.id, "value": value}, f"Đã ghi {found.label}: {value}.", asked)


def _tell(facts: dict[str, object], told: str, asked: dict[str, object]) -> None:
    if asked["as_json"]:
        print_json({"ok": True, **facts})
    else:
        say(told)
