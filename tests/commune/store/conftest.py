import pytest

from tests.factories.stores import ManualClock, create_started_store


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def store_path(tmp_path):
    return tmp_path / "xã tân hội.db"


@pytest.fixture
def store(store_path, clock):
    with create_started_store(store_path, clock) as opened:
        yield opened
