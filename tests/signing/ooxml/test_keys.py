"""The keys of people and offices fit the workbook's signature as they are."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.factories.pki import CHAIRMAN
from tests.factories.signed_workbooks import fixed_clock, plain_workbook
from xa_report.signing.ooxml.verifier import verify_workbook
from xa_report.signing.ooxml.writer import sign_workbook
from xa_report.signing.private_keys import KeyKind


@pytest.mark.parametrize("kind", KeyKind)
def test_key_file_signs(kind, pki):
    key = pki.pkcs12(CHAIRMAN, kind)
    facts = verify_workbook(sign_workbook(plain_workbook(), key, fixed_clock))
    assert facts.is_valid
    assert facts.signer == key.certificate.public_bytes(Encoding.DER)
    assert facts.chain == tuple(one.public_bytes(Encoding.DER) for one in key.chain)
