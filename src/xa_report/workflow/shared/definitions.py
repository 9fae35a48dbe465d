"""Definitions by id or file: check, find, print as text."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from xa_report.definitions.definition_set import DefinitionSet, check_paths
from xa_report.definitions.reader import read_form, read_plan
from xa_report.definitions.unit_list import UnitList, read_units, unit_list_from_table
from xa_report.domain.form import Criterion, Form
from xa_report.domain.numbers import show_number
from xa_report.domain.plan import Plan
from xa_report.errors import UsageError
from xa_report.paths import forms_dir, resources_dir, user_data_dir
from xa_report.workflow.shared.unit_files import read_unit_table

RULE_LABELS = {
    "yes_no": "có/không", "choice": "chọn một mức", "checklist": "đếm mục đánh dấu",
    "bands": "theo mức", "linear": "theo tỷ lệ", "deadline": "theo thời hạn",
    "deduction": "trừ dần", "per_unit": "theo số lượng", "compare": "so sánh",
    "rank": "theo thứ hạng", "external": "điểm hệ thống khác", "survey": "điều tra (tỉnh chấm)",
    "sum": "cộng các phần", "min": "phần thấp nhất", "max_of": "phần cao nhất",
    "weighted": "theo trọng số", "branch": "theo trường hợp", "manual": "tự chấm",
}  # fmt: skip


def check_definitions(paths: Sequence[Path]) -> DefinitionSet:
    """Read every definition under the paths and gather all faults."""
    return check_paths(paths)


def find_definition(name: str) -> Form | Plan:
    """Find a definition by file, or by id among the shipped; raise UsageError without one."""
    path = Path(name)
    # Ids have no dot: a file and an id are never mistaken for each other.
    if path.suffix == ".toml" and path.is_file():
        return _read_definition(path)
    library = check_paths([forms_dir()])
    known: dict[str, Form | Plan] = {form.id: form for form in library.forms.values()}
    known |= {plan.id: plan for plan in library.plans.values()}
    if name not in known:
        raise UsageError(f"Không có “{name}”. Hãy dùng một trong: {', '.join(sorted(known))}.")
    return known[name]


def _read_definition(path: Path) -> Form | Plan:
    library = check_paths([path])
    if library.plans and not library.faults:
        return read_plan(path)
    return read_form(path)


def find_form(name: str) -> Form:
    """Find a form by file or id; raise UsageError when the name is a plan's."""
    definition = find_definition(name)
    if not isinstance(definition, Form):
        raise UsageError(f"“{name}” là kế hoạch, không phải biểu mẫu; hãy dùng --plan.")
    return definition


def find_plan(name: str) -> Plan:
    """Find a plan by file or id; raise UsageError when the name is a form's."""
    definition = find_definition(name)
    if not isinstance(definition, Plan):
        raise UsageError(f"“{name}” là biểu mẫu, không phải kế hoạch; hãy dùng --form.")
    return definition


def load_unit_list(path: Path | None = None) -> UnitList:
    """Read the province's own list of units where there is one, otherwise the one that ships."""
    own = user_data_dir() / "units.csv"
    path = path or (own if own.is_file() else None)
    shipped = read_units(resources_dir() / "units.csv")
    return unit_list_from_table(read_unit_table(path), shipped) if path else shipped


def form_lines(form: Form) -> Iterator[str]:
    """Yield a form as lines of text."""
    template = "  (mẫu, tỉnh điều chỉnh trước khi dùng)" if form.template else ""
    yield f"{form.title}  [{form.id} {form.version}]{template}"
    yield f"Tổng {show_number(form.total)} điểm · SHA-256 {form.sha256}"
    for area in form.areas:
        yield f"\n{area.code}. {area.title.upper()}  ({show_number(area.max)} điểm)"
        yield from (f"   · {form.items[ref].label}" for ref in area.items)
        for criterion in form.criteria:
            if criterion.code.split(".")[0] == area.code:
                yield _criterion_line(criterion)
    for title, extra in (("ĐIỂM THƯỞNG", form.bonuses), ("ĐIỂM TRỪ", form.penalties)):
        if extra:
            yield f"\n{title}"
            yield from map(_criterion_line, extra)
    if form.bands:
        bands = ", ".join(f"{band.name} từ {show_number(band.start)} %" for band in form.bands)
        yield f"\nXếp loại: {bands}"


def _criterion_line(criterion: Criterion) -> str:
    rule = f" · {RULE_LABELS[criterion.rule.kind]}" if criterion.rule else ""
    indent = "   " * max(criterion.depth, 1)
    return f"{indent}{criterion.code} {criterion.title} ({show_number(criterion.max)} điểm){rule}"


def plan_lines(plan: Plan) -> Iterator[str]:
    """Yield a plan as lines of text."""
    decision = f" · {plan.decision}" if plan.decision else ""
    yield f"{plan.title}  [{plan.id}]{decision}"
    yield f"Nguồn: {plan.source or 'không ghi'} · SHA-256 {plan.sha256}"
    for target in plan.targets:
        named = plan.indicators.get(target.reference) or plan.items.get(target.reference)
        label = named.label if named else target.reference
        years = "–".join(dict.fromkeys(map(str, target.years)))
        level = "xã" if target.level == "commune" else "tỉnh"
        value = "" if target.value is None else f" {target.value}"
        gone = f" · không áp dụng: {target.superseded}" if target.superseded else ""
        yield f"  [{level}, {years}] {label}: {target.op}{value} · “{target.wording}”{gone}"
