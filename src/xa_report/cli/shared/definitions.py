"""Commands of `xa-report forms` that check and show definitions."""

from pathlib import Path

import click

from xa_report.cli.options import any_path, json_option
from xa_report.cli.output import align_table, echo_lines, handle_errors, print_json
from xa_report.definitions.definition_set import DefinitionSet
from xa_report.domain.form import Form
from xa_report.domain.numbers import show_number
from xa_report.domain.plan import Plan
from xa_report.workflow.shared import definitions as verbs


@click.command(help="Kiểm tra biểu mẫu, kế hoạch và chạy các ví dụ kèm theo.")
@click.argument("paths", nargs=-1, required=True, type=any_path())
@json_option
@handle_errors
def check(paths: tuple[Path, ...], as_json: bool) -> int:
    """Print all faults of all files; return 1 when there is any."""
    library = verbs.check_definitions(paths)
    if as_json:
        print_json(
            {
                "ok": not library.faults,
                "forms": [_form_row(name, form) for name, form in library.forms.items()],
                "plans": [_plan_row(name, plan) for name, plan in library.plans.items()],
                "catalogues": library.catalogues,
                "faults": [
                    {
                        "code": f.code,
                        "file": f.file,
                        "place": f.place,
                        "message": f.message,
                        "remedy": f.remedy,
                    }
                    for f in library.faults
                ],
            }
        )
    else:
        _print_definition_set(library)
    return 1 if library.faults else 0


def _form_row(name: str, form: Form) -> dict[str, object]:
    return {
        "file": name,
        "id": form.id,
        "version": form.version,
        "sha256": form.sha256,
        "total": form.total,
        "areas": len(form.areas),
        "criteria": sum(c.rule is not None for c in form.criteria),
        "items": len(form.items),
        "tests": len(form.examples),
    }


def _plan_row(name: str, plan: Plan) -> dict[str, object]:
    communes = sum(t.level == "commune" for t in plan.targets)
    return {
        "file": name,
        "id": plan.id,
        "sha256": plan.sha256,
        "years": list(plan.years),
        "targets": len(plan.targets),
        "commune_targets": communes,
    }


def _print_definition_set(library: DefinitionSet) -> None:
    for fault in library.faults:
        echo_lines(str(fault))
    rows = [["Biểu mẫu", "Bản", "Điểm", "Lĩnh vực", "Tiêu chí", "Số liệu", "Ví dụ", "SHA-256"]]
    for form in library.forms.values():
        leaves = sum(c.rule is not None for c in form.criteria)
        numbers = (len(form.areas), leaves, len(form.items), len(form.examples))
        head = [form.id, form.version, show_number(form.total)]
        rows.append([*head, *map(str, numbers), form.sha256[:12]])
    if library.forms:
        echo_lines(*align_table(rows, frozenset({2, 3, 4, 5, 6})), "")
    rows = [["Kế hoạch", "Năm", "Chỉ tiêu", "Cấp xã", "Cấp tỉnh", "Nguồn"]]
    for plan in library.plans.values():
        # A plan that ends in its first year shows that year once.
        years = "–".join(dict.fromkeys(map(str, plan.years)))
        communes = sum(t.level == "commune" for t in plan.targets)
        counts = [len(plan.targets), communes, len(plan.targets) - communes]
        rows.append([plan.id, years, *map(str, counts), plan.source])
    if library.plans:
        total = sum(len(plan.targets) for plan in library.plans.values())
        echo_lines(
            *align_table(rows, frozenset({2, 3, 4})), f"Tổng cộng {total} chỉ tiêu kế hoạch.", ""
        )
    counted = f"{len(library.forms)} biểu mẫu, {len(library.plans)} kế hoạch"
    faults = len(library.faults)
    echo_lines(f"{counted}: {'không có lỗi' if not faults else f'{faults} lỗi, phải sửa'}.")


@click.command(help="In một biểu mẫu hoặc kế hoạch để người đọc.")
@click.argument("name", metavar="ID")
@handle_errors
def show(name: str) -> None:
    """Print a definition by its id or file."""
    definition = verbs.find_definition(name)
    echo_lines(
        *(
            verbs.form_lines(definition)
            if isinstance(definition, Form)
            else verbs.plan_lines(definition)
        )
    )
