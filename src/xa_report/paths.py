"""Folders that ship with the app, and the folder of the user's data."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

APP_FOLDER = "xa-report"

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


def forms_dir() -> Path:
    """Return the folder of the forms and plans that ship."""
    return _shipped("forms")


def resources_dir() -> Path:
    """Return the folder of fonts, icons, the unit list and the style sheet."""
    return _shipped("resources")


def user_data_dir(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return the user's own folder for this app's files; it may not exist yet."""
    if platform == "win32":
        root = _absolute(environ.get("LOCALAPPDATA")) or Path.home() / "AppData" / "Local"
    else:
        root = _absolute(environ.get("XDG_DATA_HOME")) or Path.home() / ".local" / "share"
    return root / APP_FOLDER


def _shipped(name: str) -> Path:
    # A wheel and a frozen folder carry `_data` beside this module; a checkout never does.
    data = _PACKAGE / "_data"
    return (data if data.is_dir() else _CHECKOUT) / name


def _absolute(text: str | None) -> Path | None:
    # The XDG specification wants a relative path ignored, an empty one counts as unset.
    path = Path(text or "")
    return path if path.is_absolute() else None
