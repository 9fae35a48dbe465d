"""`python -m xa_report.package FILE…` says `ok` or the code of the fault, a line for each file."""

import sys
from pathlib import Path

from xa_report.errors import PackageFaultError, XaReportError
from xa_report.package.reader import open_package


def verdict_line(path: Path) -> str:
    """Open a package and close it again; return `ok`, a code, or `unreadable`."""
    try:
        open_package(path).close()
    except PackageFaultError as error:
        return error.code
    except XaReportError:
        return "unreadable"
    return "ok"


def main(paths: list[str]) -> int:
    """Judge files; return 1 unless all are accepted."""
    said = [verdict_line(Path(path)) for path in paths]
    sys.stdout.writelines(f"{one}\n" for one in said)
    return int(any(one != "ok" for one in said))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
