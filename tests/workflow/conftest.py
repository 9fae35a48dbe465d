"""One signed package, made once: a commune with answers, evidence, keys and a trust folder."""

import pytest

from tests.factories.commune_folders import SIGNED_AT, YEAR, CommuneFolder, create_complete_commune
from xa_report.demo.keys import sign_and_pack
from xa_report.workflow.commune import database_file


@pytest.fixture(scope="module")
def commune_folder(tmp_path_factory: pytest.TempPathFactory) -> CommuneFolder:
    folder = create_complete_commune(tmp_path_factory.mktemp("world"))
    with database_file.open_commune_file(folder.db) as commune:
        package = sign_and_pack(commune, YEAR, folder.folder, SIGNED_AT)
    return CommuneFolder(folder.folder, folder.db, folder.trust, package)
