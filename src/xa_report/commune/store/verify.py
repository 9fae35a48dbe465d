"""Proof that a file is what its log says: the chain is whole and the tables follow from it."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256

from xa_report.commune.store.edit import KIND_LABELS
from xa_report.commune.store.log import chain_faults, events
from xa_report.commune.store.replay import Row, World

Rows = Mapping[Row, Row]

# The key's columns come first; what is left is compared with what the log tells.
_QUERIES = {
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
_PLACES: Mapping[str, Callable[[Row], str]] = {
    "unit": lambda key: f"Đơn vị {key[0]}",
    "definitions": lambda key: f"Bộ tiêu chí hoặc kế hoạch thứ {key[0]}",
    "reports": lambda key: f"Báo cáo kỳ {key[0]}",
    "plans": lambda key: f"Kế hoạch của báo cáo kỳ {key[0]}",
    "fields": lambda key: f"Kỳ {key[0]}, {KIND_LABELS.get(str(key[1]), key[1])} “{key[2]}”",
    "history": lambda key: f"Lịch sử, bước {key[0]}",
    "files": lambda key: f"Tài liệu kiểm chứng mã {str(key[0])[:12]}…",
    "outputs": lambda key: f"Tệp đã ký kỳ {key[0]} lần {key[1]}, “{key[2]}”",
    "receipts": lambda key: f"Phiếu số {key[1]} của tỉnh, kỳ {key[0]}",
    "unlocked": lambda key: f"Phần được mở lại theo phiếu số {key[1]}, kỳ {key[0]}, “{key[3]}”",
}


def faults(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Say what does not agree; empty when all is intact."""
    found = chain_faults(conn) or tuple(_table_faults(conn))
    return tuple(f"{fault}. Hãy đối chiếu với bản sao lưu gần nhất." for fault in found)


def _table_faults(conn: sqlite3.Connection) -> Iterator[str]:
    world = World()
    for event, _ in events(conn):
        try:
            world.apply(event)
        except (KeyError, IndexError, TypeError, ValueError):
            yield f"Nhật ký, dòng {event.seq}: không khớp với những dòng trước"
            return
    for table, (width, query) in _QUERIES.items():
        stored = {row[:width]: row[width:] for row in conn.execute(query)}
        yield from _differences(table, stored, _told(world, table))
    yield from _content_faults(conn)


def _told(world: World, table: str) -> Rows:
    rows: Rows = getattr(world, table)
    if table != "history":
        return rows
    return {key: (*row, world.statuses[int(str(key[0]))]) for key, row in rows.items()}


def _differences(table: str, stored: Rows, told: Rows) -> Iterator[str]:
    place = _PLACES[table]
    for key in stored.keys() | told.keys():
        if key not in stored:
            yield f"{place(key)}: đã bị xóa ngoài chương trình"
        elif key not in told:
            yield f"{place(key)}: được thêm ngoài chương trình"
        elif stored[key] != told[key]:
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
