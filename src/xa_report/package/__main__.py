"""Command `python -m xa_report.package FILE…`: `ok` or the code of the fault for each file."""

import sys
from pathlib import Path

from xa_report.errors import PackageFaultError, XaReportError
from xa_report.package.reader import open_package


def verdict_line(path: Path) -> str:
    """Open a package and close it again; return `ok`, a fault code, or `unreadable`."""
    try:
        open_package(path).close()
    except PackageFaultError as error:
        return error.code
    except XaReportError:
        return "unreadable"
    return "ok"


def main(paths: list[str]) -> int:
    """Write one line for each file; return 1 as the exit status unless all are accepted."""
    lines = [verdict_line(Path(path)) for path in paths]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return int(any(line != "ok" for line in lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
