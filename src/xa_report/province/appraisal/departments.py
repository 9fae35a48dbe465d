"""Which department appraises which criteria."""

from collections.abc import Iterator

from xa_report.domain.form import Criterion, Form
from xa_report.errors import UsageError


def departments(form: Form) -> tuple[str, ...]:
    """The departments that a form names, in the order of their first criterion."""
    named = dict.fromkeys(department_of(form, criterion) for criterion in form.leaves())
    return tuple(name for name in named if name)


def department_of(form: Form, criterion: Criterion) -> str:
    """Who appraises a criterion: its own department, else that of what it belongs to; "" = anyone.

    A bonus or penalty belongs to nothing and has only its own.
    """
    known = {one.code: one for one in form.every()}
    code = criterion.code
    while code in known:
        if known[code].appraiser:
            return known[code].appraiser
        code = code.rpartition(".")[0]
    return ""


def criteria_of(form: Form, name: str) -> Iterator[Criterion]:
    """The criteria of a department with what they belong to; all of them without a name.

    Raise UsageError when the form has no such department.
    """
    if not name:
        yield from form.every()
        return
    known = departments(form)
    wanted = {one.casefold(): one for one in known}.get(name.strip().casefold())
    if wanted is None:
        offered = "; ".join(known) or "bộ tiêu chí này chưa ghi sở nào"
        raise UsageError(f"Không có sở, ngành “{name}” trong bộ tiêu chí. Hiện có: {offered}.")
    own = [one.code for one in form.leaves() if department_of(form, one) == wanted]
    for criterion in form.every():
        if any(f"{code}.".startswith(f"{criterion.code}.") for code in own):
            yield criterion
