"""The acts on a whole case from the window: allowed or why not, and done on what was looked at."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from xa_report.domain.appraisal import CASE_ACTION_LABELS, CASE_LABELS, CaseAction, CaseKey
from xa_report.domain.arrival import Arrival
from xa_report.domain.receipt import Reopened
from xa_report.errors import ConflictError, UsageError
from xa_report.workflow import appraising
from xa_report.workflow.appraisal_views import Sheet
from xa_report.workflow.appraising import NotMoved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xa_report.province.appraisal.dossier import Dossier
    from xa_report.province.desk import Desk
    from xa_report.province.register.cases import Case


def why_not(sheet: Sheet, act: CaseAction) -> str:
    """Why an act may not be done now, in a sentence; empty when it may."""
    from xa_report.province.appraisal.machine import after

    try:
        after(sheet.state, act, sheet.unit.name)
    except UsageError as error:
        return str(error)
    return ""


def send_back(
    desk: "Desk", sheet: Sheet, lines: Sequence[Reopened], deadline: date | None = None
) -> None:
    """Return named criteria, each with a reason.

    As all acts here: raise UsageError for what may not be, ConflictError when somebody changed the
    case since the sheet was read.
    """
    appraising.send_back(desk, _unchanged(desk, sheet), lines, deadline)


def explain(desk: "Desk", sheet: Sheet, code: str, text: str, origin: str) -> None:
    """Write down what the commune says on paper to a criterion; `origin` names the paper."""
    if not origin.strip():
        raise UsageError("Hãy ghi văn bản giải trình của xã, ví dụ Công văn 15/UBND.")
    appraising.explain(desk, _unchanged(desk, sheet), {code: text.strip()}, origin.strip())


def close_round(desk: "Desk", sheet: Sheet) -> None:
    """End round 1 of the case."""
    _moved(appraising.close_round, desk, _unchanged(desk, sheet))


def close(desk: "Desk", sheet: Sheet) -> None:
    """Close the case (chốt điểm)."""
    _moved(appraising.close, desk, _unchanged(desk, sheet))


def reopen(desk: "Desk", sheet: Sheet) -> None:
    """Open the closed case again."""
    appraising.reopen(desk, _unchanged(desk, sheet))


Verb = Callable[..., "Iterable[Dossier | NotMoved]"]


def _moved(verb: Verb, desk: "Desk", key: CaseKey) -> None:
    for done in verb(desk, key.period, (key.unit,)):
        if isinstance(done, NotMoved):
            raise UsageError(done.sentence)


def _unchanged(desk: "Desk", sheet: Sheet) -> CaseKey:
    """Where the case is, when nobody changed it since it was looked at.

    What comes between this look and the act itself is still judged by the state machine.
    """
    from xa_report.province.register import cases

    with desk.register.read() as connection:
        case = cases.find(connection, sheet.key)
    if case is not None and case.version != sheet.version:
        moment = datetime.fromisoformat(case.changed).astimezone()
        raise ConflictError(
            f"{case.who} vừa {_last_act(desk, case)} của {sheet.unit.name} lúc "
            f"{moment:%H:%M %d/%m/%Y}; hồ sơ nay ở bước “{CASE_LABELS[case.state]}”. Chưa làm gì; "
            "hãy xem lại hồ sơ rồi làm tiếp."
        )
    return sheet.key


def _last_act(desk: "Desk", case: "Case") -> str:
    """What was done last, as the log has it: `chốt điểm hồ sơ`."""
    from xa_report.province.register.events import events

    where, told = (case.unit, str(case.period)), "thay đổi hồ sơ"
    with desk.register.read() as connection:
        for event, _ in events(connection):
            if event.what in ("case", "received"):
                payload = json.loads(event.payload)
                if (payload["unit"], payload["period"]) == where:
                    told = _words(payload) or told
    return told


def _words(payload: dict[str, str]) -> str:
    """What moved a case on, in words; empty for an older package, which moves nothing."""
    if "act" in payload:
        return f"{CASE_ACTION_LABELS[CaseAction(payload['act'])]} hồ sơ"
    return "" if payload["arrival"] == Arrival.OLDER.key else "nhận bản nộp mới"
