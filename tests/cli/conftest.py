"""Runs the real command line in this process, and keeps a made commune at hand."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.factories.commands import CommandResult, RunCommand
from xa_report.cli.main import cli


@pytest.fixture
def run() -> RunCommand:
    def invoke(*arguments: object) -> CommandResult:
        result = CliRunner().invoke(cli, [str(part) for part in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return CommandResult(result.exit_code, result.stdout, result.stderr)

    return invoke


@pytest.fixture
def commune_file(tmp_path: Path, run: RunCommand) -> Path:
    path = tmp_path / "xa.xadb"
    done = run(
        "commune", "init", path, "--unit", "25525", "--form", "chi-so-766",
        "--plan", "tay-ninh-2021-2030", "--formed", "2025-07-01",
    )  # fmt: skip
    assert done.code == 0, done.err
    return path
