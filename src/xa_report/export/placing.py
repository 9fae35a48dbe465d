"""Files that belong together, written whole under their names or not at all."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from xa_report.errors import EnvironmentFailedError
from xa_report.paths import put_in_place


def place_all(contents: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write all files beside their names, then put them in place; return where they are.

    Raise EnvironmentFailedError when a folder cannot be written; no draft is left behind.
    """
    drafts = {path: path.with_name(f"{path.name}.part") for path in contents}
    folder = Path()
    try:
        for path, content in contents.items():
            folder = path.parent
            folder.mkdir(parents=True, exist_ok=True)
            drafts[path].write_bytes(content)
        for path, draft in drafts.items():
            folder = path.parent
            put_in_place(draft, path)
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không ghi được vào “{folder}” ({error.strerror}). Hãy kiểm tra ổ đĩa còn chỗ, không "
            "khóa ghi, và tệp cũ không đang mở trong chương trình khác."
        ) from error
    finally:
        for draft in drafts.values():
            with suppress(OSError):  # a folder that is none, a stick that is gone
                draft.unlink(missing_ok=True)
    return tuple(contents)
