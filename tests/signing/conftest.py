"""The made PKI, once for all tests of signing."""

import pytest

from tests.factories.pki import CHAIRMAN, SEAL, Pki, make_pki
from tests.factories.signed_pdfs import signed_pdf


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    return make_pki(tmp_path_factory.mktemp("pki"))


@pytest.fixture(scope="session")
def valid_pdf(pki: Pki) -> bytes:
    """A paper that the chairman and the seal of the unit signed as they should."""
    return signed_pdf(pki.key(CHAIRMAN), pki.key(SEAL))
