"""The start of the program: the command line, or without a command the window."""

from multiprocessing import freeze_support

from xa_report.cli.main import run_command_line


def start_window(db: str | None) -> int:
    """Run the window and return the exit code."""
    # Loaded here: Qt slows down the start of every command.
    from xa_report.app import run_window

    return run_window(db)


def main() -> None:
    """Run the program."""
    # A worker process of a frozen program runs this file again; there it does not return.
    freeze_support()
    run_command_line(start_window)


if __name__ == "__main__":
    main()
