"""Every test of the province runs on both databases; packages are made once a session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.province.communes import FORM, PLAN, Sent, make
from tests.province.postgres import Server, running
from xa_report.province.desk import Desk
from xa_report.workflow import province, trusting


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


@pytest.fixture
def desk(database: str, sent: Sent) -> Desk:
    """A register that knows the form and the plan, and trusts whom the communes trust."""
    made = province.create(database, "80", who="thử")
    province.add_definitions(made, [FORM, PLAN])
    trusting.add_trust(made, [sent.trust])
    return made
