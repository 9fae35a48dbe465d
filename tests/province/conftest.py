"""Every test of the province runs on both databases; packages are made once a session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.province.postgres import Server, running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty place for a register, as a person would name it."""
    if request.param == "sqlite":
        return str(tmp_path / "tinh.xaprov")
    server: Server = request.getfixturevalue("postgres")
    return server.database()
