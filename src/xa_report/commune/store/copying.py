"""A copy of a store that was opened and checked before it got its name."""

from pathlib import Path

from xa_report.commune.store.connect import connect_read_only, explained, require_file
from xa_report.commune.store.log import chain_faults
from xa_report.commune.store.schema import check_known
from xa_report.errors import EnvironmentFailedError, StoreDamagedError, UsageError
from xa_report.files import replace_flushed


def backup(source: Path, target: Path) -> None:
    """Copy a store, also while it is in use; the copy is checked, then named."""
    if target.exists():
        raise UsageError(f"Đã có tệp “{target.name}”. Hãy chọn tên khác cho bản sao lưu.")
    draft = target.with_name(f"{target.name}.part")
    try:
        draft.unlink(missing_ok=True)
        _vacuum(source, draft)
        check(draft, source.name)
        replace_flushed(draft, target)
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không ghi được bản sao lưu “{target}”. Hãy kiểm tra thư mục và dung lượng ổ đĩa."
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def check(path: Path, name: str = "") -> None:
    """Refuse a store whose pages, links or event chain are not whole."""
    require_file(path)
    name = name or path.name
    with explained(path):
        db = connect_read_only(path)
        try:
            check_known(path, db)
            pages = [row[0] for row in db.conn.execute("PRAGMA integrity_check(5)")]
            broken = [text for text in pages if text != "ok"]
            links = db.conn.execute("PRAGMA foreign_key_check")
            broken += [f"bảng {row[0]} trỏ tới dòng không có" for row in links]
            broken += chain_faults(db.conn)
        finally:
            db.close()
    if broken:
        raise StoreDamagedError(
            f"Tệp “{name}” không nguyên vẹn: {'; '.join(broken[:5])}. Hãy giữ nguyên tệp này và "
            "dùng một bản sao lưu khác."
        )


def _vacuum(source: Path, draft: Path) -> None:
    require_file(source)
    with explained(source):
        db = connect_read_only(source)
        try:
            db.conn.execute("VACUUM INTO ?", (str(draft),))
        finally:
            db.close()
