"""Run every benchmark beside this file; fail when one exceeds its limit."""

import runpy
import sys
from pathlib import Path


def main() -> bool:
    """Print what each benchmark prints; return whether all limits are held."""
    held = True
    for path in sorted(Path(__file__).parent.glob("*.py")):
        run = None if path.name == "run.py" else runpy.run_path(str(path)).get("main")
        if run is not None:
            held &= run() is not False
    return held


if __name__ == "__main__":
    sys.exit(not main())
