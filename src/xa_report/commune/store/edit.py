"""One edit of one field, and what the history says about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from xa_report.domain.item_values import JsonValue
from xa_report.domain.period import Period


class Kind(StrEnum):
    """What a field holds; its id is given in parentheses."""

    ANSWER = "answer"
    """An answer (item id)."""
    MANUAL = "manual"
    """Typed points (criterion code)."""
    EXPLANATION = "explanation"
    """Giải trình (criterion code)."""
    REASON = "reason"
    """A reason in answer to a warning (finding key)."""
    LETTERHEAD = "letterhead"
    """A part of the head or foot (field name of Letterhead)."""
    EVIDENCE = "evidence"
    """A file that proves a criterion (`code#sha256`)."""
    DOCUMENT = "document"
    """How a file is cited (sha256)."""


KIND_LABELS: Mapping[str, str] = {
    Kind.ANSWER: "số liệu",
    Kind.MANUAL: "điểm tự chấm",
    Kind.EXPLANATION: "giải trình",
    Kind.REASON: "lý do",
    Kind.LETTERHEAD: "thể thức văn bản",
    Kind.EVIDENCE: "tài liệu kiểm chứng",
    Kind.DOCUMENT: "thông tin tài liệu",
}


class Act(StrEnum):
    """How a change came about."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"


class Status(StrEnum):
    """Whether an edit stands; undoing and redoing have no status of their own."""

    DONE = "done"
    UNDONE = "undone"
    DROPPED = "dropped"
    """Undone for good: something else was typed afterwards."""
    NONE = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """A field of a period and its new value."""

    period: Period
    kind: Kind
    id: str
    value: JsonValue
    """None empties the field."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the history: what a field was before and is after."""

    step: int
    """Number of the event; all changes of one step are undone together."""
    at: datetime
    who: str
    period: Period
    kind: Kind
    id: str
    before: JsonValue
    after: JsonValue
    act: Act = Act.EDIT
    target: int | None = None
    """The step that was undone or redone."""
    status: Status = Status.NONE
