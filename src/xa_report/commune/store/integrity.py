"""Check of a store against its event log, by replaying every event in memory."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from xa_report.commune.store.edits import FIELD_KIND_LABELS, ChangeStatus, EditAction
from xa_report.commune.store.journal import field_value_to_text, iter_events, log_chain_faults
from xa_report.domain.canonical_json import loads
from xa_report.domain.hash_chain import LogEvent

ReplayedRow = tuple[object, ...]


@dataclass(slots=True)
class ReplayedTables:
    """Rows by key that each table must hold according to the event log."""

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
    """The present status of every step that changed fields."""
    undone: dict[str, list[int]] = field(default_factory=dict)
    """By period the steps that can be redone, the next one last."""

    def apply(self, event: LogEvent) -> None:
        """Replay an event; raise ValueError, LookupError or TypeError when it does not fit."""
        _ACTIONS[event.what](self, event, loads(event.payload))


def _replay_create(tables: ReplayedTables, event: LogEvent, payload: Mapping[str, Any]) -> None:
    unit = payload["unit"]
    keys = ("name", "kind", "province_code", "province_name", "formed")
    tables.unit[(unit["code"],)] = tuple(unit[key] for key in keys)


def _replay_definition(tables: ReplayedTables, event: LogEvent, payload: Mapping[str, Any]) -> None:
    row = (payload["sha256"], payload["kind"], payload["id"], payload["version"])
    tables.definitions[(len(tables.definitions) + 1,)] = row


def _replay_file(tables: ReplayedTables, event: LogEvent, payload: Mapping[str, Any]) -> None:
    row = (payload["name"], payload["size"], payload["mediatype"])
    tables.files[(payload["sha256"],)] = row


def _replay_outputs(tables: ReplayedTables, event: LogEvent, payload: Mapping[str, Any]) -> None:
    for name, digest in payload["files"].items():
        tables.outputs[(payload["period"], payload["sequence"], name)] = (digest,)


def _replay_report(tables: ReplayedTables, event: LogEvent, payload: Mapping[str, Any]) -> None:
    period = payload["period"]
    tables.reports[(period,)] = (payload["form"], "draft", 1)
    for position, plan in enumerate(payload["plans"]):
        tables.plans[(period, position)] = (plan,)


def _replay_state(tables: ReplayedTables, event: LogEvent, payload: Mapping[str, Any]) -> None:
    key = (payload["period"],)
    tables.reports[key] = (
        tables.reports[key][0],
        payload["state"],
        payload["sequence"],
    )


def _replay_receipt(tables: ReplayedTables, event: LogEvent, payload: Mapping[str, Any]) -> None:
    period, number = payload["period"], payload["number"]
    row = (payload["sequence"], payload["kind"], payload["sha256"])
    tables.receipts[(period, number)] = row
    for kind, name in payload["opened"]:
        tables.unlocked[(period, number, kind, name)] = ()
    form = tables.reports[(period,)][0]
    tables.reports[(period,)] = (form, payload["state"], payload["report_sequence"])


def _replay_change(tables: ReplayedTables, event: LogEvent, payload: Mapping[str, Any]) -> None:
    period, act, target = payload["period"], payload["act"], payload["target"]
    for position, (kind, name, before, after) in enumerate(payload["fields"]):
        values = (field_value_to_text(before), field_value_to_text(after))
        _set_field(tables, (period, kind, name), *values)
        row = (event.at, event.who, period, kind, name, *values, act, target)
        tables.history[(event.seq, position)] = row
    _follow_step(tables, event.seq, payload)


def _set_field(
    tables: ReplayedTables, key: ReplayedRow, before: str | None, after: str | None
) -> None:
    if tables.fields.get(key, (None,)) != (before,):
        raise ValueError(f"{key} was not {before}")
    if after is None:
        tables.fields.pop(key, None)
    else:
        tables.fields[key] = (after,)


def _follow_step(tables: ReplayedTables, step: int, payload: Mapping[str, Any]) -> None:
    """Update the statuses of steps after one of them: in force, undone or dropped."""
    undone = tables.undone.setdefault(payload["period"], [])
    act, target = EditAction(payload["act"]), payload["target"]
    tables.statuses[step] = ChangeStatus.DONE if act is EditAction.EDIT else ChangeStatus.NONE
    if act is EditAction.UNDO:
        undone.append(target)
        tables.statuses[target] = ChangeStatus.UNDONE
    elif act is EditAction.REDO:
        if undone.pop() != target:
            raise ValueError(f"step {target} was not the next to redo")
        tables.statuses[target] = ChangeStatus.DONE
    else:
        tables.statuses |= dict.fromkeys(undone, ChangeStatus.DROPPED)
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
    # The restored file has its own log; the event only says from which backup it goes on.
    "restore": lambda tables, event, payload: None,
}


ReplayedRows = Mapping[ReplayedRow, ReplayedRow]

# Columns of the key come first, so many of them; the others are compared with the replay.
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
    """Return a sentence for each disagreement of tables, log and bytes; empty when intact."""
    # A broken chain says already that the log is no measure for the tables.
    faults = log_chain_faults(conn) or tuple(_table_faults(conn))
    return tuple(f"{fault}. Hãy đối chiếu với bản sao lưu gần nhất." for fault in faults)


def _table_faults(conn: sqlite3.Connection) -> Iterator[str]:
    tables = ReplayedTables()
    for event, _ in iter_events(conn):
        try:
            tables.apply(event)
        except (KeyError, IndexError, TypeError, ValueError):
            yield f"Nhật ký, dòng {event.seq}: không khớp với những dòng trước"
            return
    for table, (width, query) in _TABLE_QUERIES.items():
        stored = {row[:width]: row[width:] for row in conn.execute(query)}
        yield from _row_differences(table, stored, _replayed_rows(tables, table))
    yield from _content_faults(conn)


def _replayed_rows(tables: ReplayedTables, table: str) -> ReplayedRows:
    rows: ReplayedRows = getattr(tables, table)
    if table != "history":
        return rows
    return {key: (*row, tables.statuses[int(str(key[0]))]) for key, row in rows.items()}


def _row_differences(
    table: str, stored: ReplayedRows, replayed_rows: ReplayedRows
) -> Iterator[str]:
    label = _ROW_LABELS[table]
    for key in stored.keys() | replayed_rows.keys():
        if key not in stored:
            yield f"{label(key)}: đã bị xóa ngoài chương trình"
        elif key not in replayed_rows:
            yield f"{label(key)}: được thêm ngoài chương trình"
        elif stored[key] != replayed_rows[key]:
            yield f"{label(key)}: đã bị sửa ngoài chương trình"


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
