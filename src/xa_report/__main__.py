"""Starts the program: the command line, or without a command the window."""

from multiprocessing import freeze_support

from xa_report.cli.main import run_command_line


def start_window(db: str | None) -> int:
    """Open the window; Qt is loaded only now, so that commands start fast."""
    from xa_report.app import run_window

    return run_window(db)


def main() -> None:
    """Run the program; a frozen one that a worker process starts again only works."""
    freeze_support()
    run_command_line(start_window)


if __name__ == "__main__":
    main()
