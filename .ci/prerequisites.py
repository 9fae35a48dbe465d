"""Name what the machine lacks before a set-up fails halfway; any Python 3 can run this."""

import ctypes
import importlib.util
import os
import sys

OLDEST = (3, 11)

# Debian package -> the library that Qt loads from it
QT_LIBRARIES = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libglib2.0-0": "libgthread-2.0.so.0",
}


def has_library(name):
    """Tell whether the dynamic loader finds a shared library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_packages():
    """Return the Debian packages that this machine still needs."""
    missing = []
    if importlib.util.find_spec("ensurepip") is None:
        missing.append("python{}.{}-venv".format(*sys.version_info[:2]))
    if sys.platform == "linux":
        missing += [package for package, name in QT_LIBRARIES.items() if not has_library(name)]
    return missing


def main():
    """End with one sentence and exit code 1 when something is missing."""
    if sys.version_info < OLDEST:
        sys.exit(
            "xa-report needs Python {}.{} or newer, but {} is {}.{}. Install a newer one and "
            "name it: make PYTHON=python3.12 …".format(*OLDEST, sys.executable, *sys.version_info)
        )
    missing = missing_packages()
    if missing:
        sudo = "" if os.geteuid() == 0 else "sudo "
        packages = " ".join(missing)
        sys.exit(
            "This machine lacks {}. Install with:\n    {}apt-get install -y {}".format(
                ", ".join(missing), sudo, packages
            )
        )


if __name__ == "__main__":
    main()
