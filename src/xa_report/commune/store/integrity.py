"""Check of a store against its event log, by replaying every event in memory."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from xa_report.commune.store.edits import FIELD_KIND_LABELS, CaseAction, ChangeStatus
from xa_report.commune.store.journal import field_value_to_text, iter_events, log_chain_faults
from xa_report.domain.canonical_json import loads
from xa_report.domain.hash_chain import LogEvent

ReplayedRow = tuple[object, ...]


@dataclass(slots=True)
class ReplayedTables:
    """What the tables must hold: rows by key, for each table."""

    unit: dict[ReplayedRow, ReplayedRow] = field(default_factory=dict)
    definitions: dict[ReplayedRow, ReplayedRow] = field(default_factory=dict)
    reports: dict[ReplayedRow, ReplayedRow] = field(default_factory=dict)
    plans: dict[ReplayedRow, ReplayedRow] = field(default_factory=dict)
    fields: dict[ReplayedRow, ReplayedRow] = field(default_factory=dict)
    history: dict[ReplayedRow, ReplayedRow] = field(default_factory=dict)
    files: dict[ReplayedRow, ReplayedRow] = field(default_factory=dict)
    outputs: dict[ReplayedRow, ReplayedRow] = field(default_factory=dict)
    receipts: dict[ReplayedRow, ReplayedRow] = field(default_factory=dict)
    unlocked: dict[ReplayedRow, ReplayedRow] = field(default_factory=dict)
    statuses: dict[int, ChangeStatus] = field(default_factory=dict)
    """Of every step that changed fields."""
    undone: dict[str, list[int]] = field(default_factory=dict)
    """Steps by period that can be redone, the next one last."""

    def apply(self, event: LogEvent) -> None:
        """Do an event again; raise ValueError, KeyError or TypeError when it cannot be."""
        _ACTIONS[event.what](self, event, loads(event.payload))


def _replay_create(
    replayed_tables: ReplayedTables, event: LogEvent, payload: Mapping[str, Any]
) -> None:
    unit = payload["unit"]
    keys = ("name", "kind", "province_code", "province_name", "formed")
    replayed_tables.unit[(unit["code"],)] = tuple(unit[key] for key in keys)


def _replay_definition(
    replayed_tables: ReplayedTables, event: LogEvent, payload: Mapping[str, Any]
) -> None:
    row = (payload["sha256"], payload["kind"], payload["id"], payload["version"])
    replayed_tables.definitions[(len(replayed_tables.definitions) + 1,)] = row


def _replay_file(
    replayed_tables: ReplayedTables, event: LogEvent, payload: Mapping[str, Any]
) -> None:
    row = (payload["name"], payload["size"], payload["mediatype"])
    replayed_tables.files[(payload["sha256"],)] = row


def _replay_outputs(
    replayed_tables: ReplayedTables, event: LogEvent, payload: Mapping[str, Any]
) -> None:
    for name, digest in payload["files"].items():
        replayed_tables.outputs[(payload["period"], payload["sequence"], name)] = (digest,)


def _replay_report(
    replayed_tables: ReplayedTables, event: LogEvent, payload: Mapping[str, Any]
) -> None:
    period = payload["period"]
    replayed_tables.reports[(period,)] = (payload["form"], "draft", 1)
    for position, plan in enumerate(payload["plans"]):
        replayed_tables.plans[(period, position)] = (plan,)


def _replay_state(
    replayed_tables: ReplayedTables, event: LogEvent, payload: Mapping[str, Any]
) -> None:
    key = (payload["period"],)
    replayed_tables.reports[key] = (
        replayed_tables.reports[key][0],
        payload["state"],
        payload["sequence"],
    )


def _replay_receipt(
    replayed_tables: ReplayedTables, event: LogEvent, payload: Mapping[str, Any]
) -> None:
    period, number = payload["period"], payload["number"]
    row = (payload["sequence"], payload["kind"], payload["sha256"])
    replayed_tables.receipts[(period, number)] = row
    for kind, name in payload["opened"]:
        replayed_tables.unlocked[(period, number, kind, name)] = ()
    form = replayed_tables.reports[(period,)][0]
    replayed_tables.reports[(period,)] = (form, payload["state"], payload["report_sequence"])


def _replay_change(
    replayed_tables: ReplayedTables, event: LogEvent, payload: Mapping[str, Any]
) -> None:
    period, act, target = payload["period"], payload["act"], payload["target"]
    for position, (kind, name, before, after) in enumerate(payload["fields"]):
        _set_field(
            replayed_tables,
            (period, kind, name),
            field_value_to_text(before),
            field_value_to_text(after),
        )
        replayed_tables.history[(event.seq, position)] = (
            *(
                event.at,
                event.who,
                period,
                kind,
                name,
                field_value_to_text(before),
                field_value_to_text(after),
            ),
            *(act, target),
        )
    _follow_step(replayed_tables, event.seq, payload)


def _set_field(
    replayed_tables: ReplayedTables, key: ReplayedRow, before: str | None, after: str | None
) -> None:
    if replayed_tables.fields.get(key, (None,)) != (before,):
        raise ValueError(f"{key} was not {before}")
    if after is None:
        replayed_tables.fields.pop(key, None)
    else:
        replayed_tables.fields[key] = (after,)


def _follow_step(replayed_tables: ReplayedTables, step: int, payload: Mapping[str, Any]) -> None:
    """Follow which steps stand, were undone, or are given up."""
    undone = replayed_tables.undone.setdefault(payload["period"], [])
    act, target = CaseAction(payload["act"]), payload["target"]
    replayed_tables.statuses[step] = (
        ChangeStatus.DONE if act is CaseAction.EDIT else ChangeStatus.NONE
    )
    if act is CaseAction.UNDO:
        undone.append(target)
        replayed_tables.statuses[target] = ChangeStatus.UNDONE
    elif act is CaseAction.REDO:
        if undone.pop() != target:
            raise ValueError(f"step {target} was not the next to redo")
        replayed_tables.statuses[target] = ChangeStatus.DONE
    else:
        replayed_tables.statuses |= dict.fromkeys(undone, ChangeStatus.DROPPED)
        undone.clear()


_ACTIONS: Mapping[str, Callable[[ReplayedTables, LogEvent, Mapping[str, Any]], None]] = {
    "create": _replay_create,
    "definition": _replay_definition,
    "report": _replay_report,
    "state": _replay_state,
    "change": _replay_change,
    "file": _replay_file,
    "outputs": _replay_outputs,
    "receipt": _replay_receipt,
    "restore": lambda world, event, payload: None,
}


ReplayedRows = Mapping[ReplayedRow, ReplayedRow]

# The key's columns come first; what is left is compared with what the log tells.
_TABLE_QUERIES = {
    "unit": (1, "SELECT code, name, kind, province_code, province_name, formed FROM unit"),
    "definitions": (1, "SELECT position, sha256, kind, id, version FROM definitions"),
    "reports": (1, "SELECT period, form_sha256, state, sequence FROM reports"),
    "plans": (2, "SELECT period, position, plan_sha256 FROM report_plans"),
    "fields": (3, "SELECT period, kind, id, value FROM fields"),
    "history": (
        2,
        "SELECT step, position, at, who, period, kind, id, before, after, act, target, status "
        "FROM history",
    ),
    "files": (1, "SELECT sha256, name, size, mediatype FROM files"),
    "outputs": (3, "SELECT period, sequence, name, sha256 FROM outputs"),
    "receipts": (2, "SELECT period, number, sequence, kind, sha256 FROM receipts"),
    "unlocked": (4, "SELECT period, number, kind, id FROM unlocked"),
}
_ROW_LABELS: Mapping[str, Callable[[ReplayedRow], str]] = {
    "unit": lambda key: f"Đơn vị {key[0]}",
    "definitions": lambda key: f"Bộ tiêu chí hoặc kế hoạch thứ {key[0]}",
    "reports": lambda key: f"Báo cáo kỳ {key[0]}",
    "plans": lambda key: f"Kế hoạch của báo cáo kỳ {key[0]}",
    "fields": lambda key: f"Kỳ {key[0]}, {FIELD_KIND_LABELS.get(str(key[1]), key[1])} “{key[2]}”",
    "history": lambda key: f"Lịch sử, bước {key[0]}",
    "files": lambda key: f"Tài liệu kiểm chứng mã {str(key[0])[:12]}…",
    "outputs": lambda key: f"Tệp đã ký kỳ {key[0]} lần {key[1]}, “{key[2]}”",
    "receipts": lambda key: f"Phiếu số {key[1]} của tỉnh, kỳ {key[0]}",
    "unlocked": lambda key: f"Phần được mở lại theo phiếu số {key[1]}, kỳ {key[0]}, “{key[3]}”",
}


def find_store_faults(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Say what does not agree; empty when all is intact."""
    found = log_chain_faults(conn) or tuple(_table_faults(conn))
    return tuple(f"{fault}. Hãy đối chiếu với bản sao lưu gần nhất." for fault in found)


def _table_faults(conn: sqlite3.Connection) -> Iterator[str]:
    world = ReplayedTables()
    for event, _ in iter_events(conn):
        try:
            world.apply(event)
        except (KeyError, IndexError, TypeError, ValueError):
            yield f"Nhật ký, dòng {event.seq}: không khớp với những dòng trước"
            return
    for table, (width, query) in _TABLE_QUERIES.items():
        stored = {row[:width]: row[width:] for row in conn.execute(query)}
        yield from _row_differences(table, stored, _replayed_rows(world, table))
    yield from _content_faults(conn)


def _replayed_rows(replayed_tables: ReplayedTables, table: str) -> ReplayedRows:
    rows: ReplayedRows = getattr(replayed_tables, table)
    if table != "history":
        return rows
    return {key: (*row, replayed_tables.statuses[int(str(key[0]))]) for key, row in rows.items()}


def _row_differences(
    table: str, stored: ReplayedRows, replayed_rows: ReplayedRows
) -> Iterator[str]:
    place = _ROW_LABELS[table]
    for key in stored.keys() | replayed_rows.keys():
        if key not in stored:
            yield f"{place(key)}: đã bị xóa ngoài chương trình"
        elif key not in replayed_rows:
            yield f"{place(key)}: được thêm ngoài chương trình"
        elif stored[key] != replayed_rows[key]:
            yield f"{place(key)}: đã bị sửa ngoài chương trình"


def _content_faults(conn: sqlite3.Connection) -> Iterator[str]:
    for table, column, what in (
        ("definitions", "canonical", "Bộ tiêu chí hoặc kế hoạch"),
        ("files", "bytes", "Tài liệu kiểm chứng"),
        ("outputs", "bytes", "Tệp đã ký"),
        ("receipts", "bytes", "Phiếu của tỉnh"),
    ):
        for digest, content in conn.execute(f"SELECT sha256, {column} FROM {table}"):  # noqa: S608
            if sha256(content).hexdigest() != digest:
                yield f"{what} mã {digest[:12]}…: nội dung không khớp mã băm"
