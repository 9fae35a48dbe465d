"""The first usable window on a filled commune beside a bare main window, as whole processes."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from xa_report.demo.commune import build_commune_demo

RUNS = 7
TIME_GOAL, MEMORY_GOAL = 1.3, 100
"""Of the bare window's time; MiB after start."""

HEAD = """
import sys, time
begun = time.perf_counter()
"""
TAIL = """
app.processEvents(); window.repaint(); app.processEvents()
ms = (time.perf_counter() - begun) * 1000
names = ("reportlab", "openpyxl", "pikepdf", "pyhanko", "sqlalchemy")
heavy = [name for name in names if name in sys.modules]
# Not getrusage: its maximum is inherited from the process that started this one.
peak = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(ms, int(peak[0]) / 1024, ",".join(heavy) or "-")
"""
BARE = """
from PySide6 import QtCore, QtGui, QtWidgets
app = QtWidgets.QApplication([])
window = QtWidgets.QMainWindow(); window.resize(1366, 768); window.show()
"""
OURS = """
from pathlib import Path
from PySide6 import QtWidgets
from xa_report.app import Application
from xa_report.ui.commune.context import FileDialogs
from xa_report.ui.shared.theme import apply_theme
app = QtWidgets.QApplication([])
opener = Application(apply_theme(app), FileDialogs())
window = opener.open(Path(sys.argv[1])); window.resize(1366, 768)
"""


def run(code: str, *arguments: str) -> tuple[float, float, str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", HEAD + code + TAIL, *arguments],
        capture_output=True, check=True, text=True, env=environment,
    )  # fmt: skip
    ms, memory, heavy = done.stdout.split()
    return float(ms), float(memory), heavy


def main() -> bool:
    """Print the medians of alternating runs; return whether nothing heavy was loaded."""
    folder = Path(tempfile.mkdtemp())
    try:
        db = str(build_commune_demo(folder / "demo").db)
        os.environ["XDG_DATA_HOME"] = str(folder / "data")
        pairs = [(run(BARE), run(OURS, db)) for _ in range(RUNS)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    bare = statistics.median(one[0] for one, _ in pairs)
    ours = statistics.median(two[0] for _, two in pairs)
    memory = statistics.median(two[1] for _, two in pairs)
    heavy = pairs[-1][1][2]
    print(f"bare window {bare:.0f} ms; first usable window {ours:.0f} ms, {memory:.0f} MiB")
    reached = ours / bare <= TIME_GOAL and memory <= MEMORY_GOAL
    print(
        f"ratio {ours / bare:.2f} (goal {TIME_GOAL}); memory goal {MEMORY_GOAL} MiB:"
        f" {'reached' if reached else 'NOT REACHED'}"
    )
    print(f"heavy libraries loaded: {heavy}")
    return heavy == "-"


if __name__ == "__main__":
    main()
