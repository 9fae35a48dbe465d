"""The file as its log tells it: every event done again in memory."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xa_report.commune.store.edit import Act, Status
from xa_report.commune.store.history import text_of
from xa_report.domain.canonical_json import loads
from xa_report.domain.hash_chain import LogEvent

Row = tuple[object, ...]


@dataclass(slots=True)
class World:
    """What the tables must hold: rows by key, for each table."""

    unit: dict[Row, Row] = field(default_factory=dict)
    definitions: dict[Row, Row] = field(default_factory=dict)
    reports: dict[Row, Row] = field(default_factory=dict)
    plans: dict[Row, Row] = field(default_factory=dict)
    fields: dict[Row, Row] = field(default_factory=dict)
    history: dict[Row, Row] = field(default_factory=dict)
    files: dict[Row, Row] = field(default_factory=dict)
    outputs: dict[Row, Row] = field(default_factory=dict)
    receipts: dict[Row, Row] = field(default_factory=dict)
    unlocked: dict[Row, Row] = field(default_factory=dict)
    statuses: dict[int, Status] = field(default_factory=dict)
    """Of every step that changed fields."""
    undone: dict[str, list[int]] = field(default_factory=dict)
    """Steps by period that can be redone, the next one last."""

    def apply(self, event: LogEvent) -> None:
        """Do an event again; raise ValueError, KeyError or TypeError when it cannot be."""
        _ACTIONS[event.what](self, event, loads(event.payload))


def _create(world: World, event: LogEvent, payload: Mapping[str, Any]) -> None:
    unit = payload["unit"]
    keys = ("name", "kind", "province_code", "province_name", "formed")
    world.unit[(unit["code"],)] = tuple(unit[key] for key in keys)


def _definition(world: World, event: LogEvent, payload: Mapping[str, Any]) -> None:
    row = (payload["sha256"], payload["kind"], payload["id"], payload["version"])
    world.definitions[(len(world.definitions) + 1,)] = row


def _file(world: World, event: LogEvent, payload: Mapping[str, Any]) -> None:
    row = (payload["name"], payload["size"], payload["mediatype"])
    world.files[(payload["sha256"],)] = row


def _outputs(world: World, event: LogEvent, payload: Mapping[str, Any]) -> None:
    for name, digest in payload["files"].items():
        world.outputs[(payload["period"], payload["sequence"], name)] = (digest,)


def _report(world: World, event: LogEvent, payload: Mapping[str, Any]) -> None:
    period = payload["period"]
    world.reports[(period,)] = (payload["form"], "draft", 1)
    for position, plan in enumerate(payload["plans"]):
        world.plans[(period, position)] = (plan,)


def _state(world: World, event: LogEvent, payload: Mapping[str, Any]) -> None:
    key = (payload["period"],)
    world.reports[key] = (world.reports[key][0], payload["state"], payload["sequence"])


def _receipt(world: World, event: LogEvent, payload: Mapping[str, Any]) -> None:
    period, number = payload["period"], payload["number"]
    row = (payload["sequence"], payload["kind"], payload["sha256"])
    world.receipts[(period, number)] = row
    for kind, name in payload["opened"]:
        world.unlocked[(period, number, kind, name)] = ()
    form = world.reports[(period,)][0]
    world.reports[(period,)] = (form, payload["state"], payload["report_sequence"])


def _change(world: World, event: LogEvent, payload: Mapping[str, Any]) -> None:
    period, act, target = payload["period"], payload["act"], payload["target"]
    for position, (kind, name, before, after) in enumerate(payload["fields"]):
        _set(world, (period, kind, name), text_of(before), text_of(after))
        world.history[(event.seq, position)] = (
            *(event.at, event.who, period, kind, name, text_of(before), text_of(after)),
            *(act, target),
        )
    _turn(world, event.seq, payload)


def _set(world: World, key: Row, before: str | None, after: str | None) -> None:
    if world.fields.get(key, (None,)) != (before,):
        raise ValueError(f"{key} was not {before}")
    if after is None:
        world.fields.pop(key, None)
    else:
        world.fields[key] = (after,)


def _turn(world: World, step: int, payload: Mapping[str, Any]) -> None:
    """Follow which steps stand, were undone, or are given up."""
    undone = world.undone.setdefault(payload["period"], [])
    act, target = Act(payload["act"]), payload["target"]
    world.statuses[step] = Status.DONE if act is Act.EDIT else Status.NONE
    if act is Act.UNDO:
        undone.append(target)
        world.statuses[target] = Status.UNDONE
    elif act is Act.REDO:
        if undone.pop() != target:
            raise ValueError(f"step {target} was not the next to redo")
        world.statuses[target] = Status.DONE
    else:
        world.statuses |= dict.fromkeys(undone, Status.DROPPED)
        undone.clear()


_ACTIONS: Mapping[str, Callable[[World, LogEvent, Mapping[str, Any]], None]] = {
    "create": _create,
    "definition": _definition,
    "report": _report,
    "state": _state,
    "change": _change,
    "file": _file,
    "outputs": _outputs,
    "receipt": _receipt,
    "restore": lambda world, event, payload: None,
}
