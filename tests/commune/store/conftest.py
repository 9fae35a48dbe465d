import pytest

from tests.factories.stores import Clock, begun


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "xã tân hội.db"


@pytest.fixture
def store(path, clock):
    with begun(path, clock) as opened:
        yield opened
