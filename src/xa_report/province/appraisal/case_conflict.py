"""Says who changed a case since it was looked at, and what was done."""

import json
from datetime import datetime

from sqlalchemy import Connection

from xa_report.domain.province.appraisal import (
    CASE_ACTION_LABELS,
    CASE_STATE_LABELS,
    CaseAction,
    CaseKey,
)
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.province.appraisal.dossier import Dossier
from xa_report.province.register.events import events


def changed_since(connection: Connection, found: Dossier) -> str:
    """Who changed a case last, what they did and when, by the clock of this machine."""
    case = found.case
    moment = datetime.fromisoformat(case.changed).astimezone()
    return (
        f"{case.who} vừa {_last_action(connection, case.key)} của {found.unit.name} lúc "
        f"{moment:%H:%M %d/%m/%Y}; hồ sơ nay ở bước “{CASE_STATE_LABELS[case.state]}”. Chưa làm gì; "
        "hãy xem lại hồ sơ rồi làm tiếp."
    )


def _last_action(connection: Connection, key: CaseKey) -> str:
    """What was done last, as the log has it: `chốt điểm hồ sơ`."""
    where, last = (key.unit, str(key.period)), "thay đổi hồ sơ"
    for event, _ in events(connection):
        if event.what in ("case", "received"):
            payload = json.loads(event.payload)
            if (payload["unit"], payload["period"]) == where:
                last = _action_text(payload) or last
    return last


def _action_text(payload: dict[str, str]) -> str:
    """What moved a case on, in words; empty for an older package, which moves nothing."""
    if "act" in payload:
        return f"{CASE_ACTION_LABELS[CaseAction(payload['act'])]} hồ sơ"
    return "" if payload["arrival"] == IntakeOutcome.OLDER.key else "nhận bản nộp mới"
