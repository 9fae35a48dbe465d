"""Every test of the province runs on both databases; packages are made once a session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.province_registers import Registers
from tests.factories.signed_submissions import Sent, make
from tests.postgres import Server, running
from xa_report.province.register import Register


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


@pytest.fixture(scope="session")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """What six communes sent."""
    return make(tmp_path_factory.mktemp("sent"))


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def registers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sent: Sent
) -> Registers:
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    return Registers(request.param, tmp_path_factory.mktemp("so"), sent, server)


@pytest.fixture
def desk(registers: Registers) -> Register:
    return registers.fresh()
