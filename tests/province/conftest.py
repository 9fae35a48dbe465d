"""Every test of the province runs on both databases; packages are made once a session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.province_registers import RegisterFactory
from tests.factories.signed_submissions import SignedSubmissions, create_submissions
from tests.postgres import PostgresServer, run_postgres
from xa_report.province.register import Register


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with run_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def register_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty place for a register, as a person would name it."""
    if request.param == "sqlite":
        return str(tmp_path / "tinh.xaprov")
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.database()


@pytest.fixture(scope="session")
def received_packages(tmp_path_factory: pytest.TempPathFactory) -> SignedSubmissions:
    """What six communes sent."""
    return create_submissions(tmp_path_factory.mktemp("sent"))


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def register_factory(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    received_packages: SignedSubmissions,
) -> RegisterFactory:
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    return RegisterFactory(request.param, tmp_path_factory.mktemp("so"), received_packages, server)


@pytest.fixture
def province_register(register_factory: RegisterFactory) -> Register:
    return register_factory.fresh()
