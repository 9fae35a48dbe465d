"""A change of the history: as a line for people and as JSON."""

from xa_report.commune.store.edits import FieldChange
from xa_report.domain.item_values import JsonValue


def change_line(change: FieldChange) -> str:
    """One change: when, who, what, from what to what."""
    at = f"{change.at.astimezone():%d/%m/%Y %H:%M:%S}"
    head = f"{at} {change.who} [{change.act}] {change.period} {change.kind} {change.id}"
    return f"{head}: {told(change.before)} → {told(change.after)}"


def change_json(change: FieldChange) -> dict[str, object]:
    """One change as JSON."""
    return {
        "step": change.step,
        "at": change.at.isoformat(),
        "who": change.who,
        "period": str(change.period),
        "kind": change.kind,
        "id": change.id,
        "before": change.before,
        "after": change.after,
        "act": change.act,
    }


def told(value: JsonValue) -> str:
    """A stored value in short; an empty field is a dash."""
    if isinstance(value, dict):
        for key in ("value", "not_arisen", "score"):
            if key in value:
                return told(value[key])
        return "; ".join(f"{key}: {told(inner)}" for key, inner in value.items() if inner)
    if isinstance(value, list):
        return "; ".join(map(told, value))
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return "–" if value is None else value
