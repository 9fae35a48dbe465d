"""One signed package, made once: a commune with answers, evidence, keys and a trust folder."""

import pytest

from tests.factories.commune_folders import MOMENT, YEAR, World, ready
from xa_report.demo.keys import sign_and_pack
from xa_report.workflow.commune import database_file


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    made = ready(tmp_path_factory.mktemp("world"))
    with database_file.open_commune_file(made.db) as commune:
        package = sign_and_pack(commune, YEAR, made.folder, MOMENT)
    return World(made.folder, made.db, made.trust, package)
