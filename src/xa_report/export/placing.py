"""Files that belong together, written whole under their names or not at all."""

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from xa_report.errors import EnvironmentFailedError
from xa_report.paths import put_in_place


def nothing() -> None:
    """A step that nobody watches."""


def place_all(
    contents: Mapping[Path, bytes], step: Callable[[], None] = nothing
) -> tuple[Path, ...]:
    """Write all files beside their names, then put them in place; return where they are.

    `step` is called before each is written; what it raises ends the work. Raise
    EnvironmentFailedError when a folder cannot be written. No draft and no new folder is left
    behind then, and no file is replaced.
    """
    drafts = {path: path.with_name(f"{path.name}.part") for path in contents}
    fresh = _absent({path.parent for path in contents})
    folder = Path()
    try:
        for path, content in contents.items():
            step()
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
        _clear(drafts.values(), fresh)
    return tuple(contents)


def _absent(folders: Iterable[Path]) -> list[Path]:
    """Those of the folders and of what is above them that are not there yet, deepest first."""
    asked = {one for folder in folders for one in (folder, *folder.parents)}
    deepest = sorted(asked, key=lambda one: len(one.parts), reverse=True)
    return [one for one in deepest if not os.path.exists(one)]  # noqa: PTH110 - never raises


def _clear(drafts: Iterable[Path], fresh: Iterable[Path]) -> None:
    """Take away what is left of drafts, and new folders that stayed empty."""
    for draft in drafts:
        with suppress(OSError):  # a folder that is none, a stick that is gone
            draft.unlink(missing_ok=True)
    for folder in fresh:
        with suppress(OSError):  # it holds what was put in place
            folder.rmdir()
