"""Key files: what is read from them, and a sentence for everything that is wrong with them."""

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

from tests.factories.pki import CHAIRMAN, PASSWORD, SEAL
from xa_report.errors import KeyUnavailableError, UsageError
from xa_report.signing.identity import SignerRole, fingerprints_match, key_fingerprint
from xa_report.signing.pkcs12 import load_pkcs12, pkcs12_bytes
from xa_report.signing.private_keys import KeyKind, decrypt_key, encrypt_key
from xa_report.signing.signing_key import KeyState


def state_of(path, password=PASSWORD):
    with pytest.raises(KeyUnavailableError) as caught:
        load_pkcs12(path, password)
    assert path.name in str(caught.value)
    return caught.value.state


def test_a_key_file_gives_key_holder_and_chain(pki):
    key = pki.pkcs12(CHAIRMAN)
    assert key.holder == CHAIRMAN
    assert key.chain == (pki.authority.certificate,)
    public = key.certificate.public_key()
    public.verify(key.sign_data(b"data"), b"data", padding.PKCS1v15(), SHA256())


def test_what_is_wrong_with_a_key_file_is_told(pki, tmp_path):
    pki.pkcs12(SEAL)
    good = pki.folder / f"seal-{KeyKind.RSA_2048}.p12"
    assert state_of(good, "khác") is KeyState.WRONG_PASSWORD
    assert state_of(tmp_path / "none.p12") is KeyState.UNREADABLE_FILE
    bad = tmp_path / "bad.p12"
    bad.write_bytes(b"not a key")
    assert state_of(bad) is KeyState.UNREADABLE_FILE


def test_half_a_pair_is_told(pki, tmp_path):
    key, certificate = pki.private[SignerRole.SEAL], pki.key(CHAIRMAN).certificate
    path = tmp_path / "half.p12"
    path.write_bytes(pkcs12_bytes(pki.private[SignerRole.CHAIRMAN], certificate, [], PASSWORD))
    assert load_pkcs12(path, PASSWORD).holder == CHAIRMAN
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, key, None, None, NoEncryption()))
    assert state_of(path, "") is KeyState.KEY_WITHOUT_CERTIFICATE
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(None, None, None, [certificate], NoEncryption())
    )
    assert state_of(path, "") is KeyState.NO_KEY


@pytest.mark.parametrize("kind", KeyKind)
def test_a_locked_key_opens_with_its_password_alone(kind, pki):
    locked = encrypt_key(pki.kinds[kind], PASSWORD)
    assert decrypt_key(locked, PASSWORD, "k").public_key() == pki.kinds[kind].public_key()
    with pytest.raises(KeyUnavailableError, match="Mật khẩu"):
        decrypt_key(locked, "khác", "k")
    with pytest.raises(KeyUnavailableError, match="Không đọc được"):
        decrypt_key(b"no key", PASSWORD, "k")


def test_a_short_password_is_refused(pki):
    with pytest.raises(UsageError, match="8 ký tự"):
        encrypt_key(pki.kinds[KeyKind.P_256], "1234567")


def test_a_fingerprint_is_short_and_forgiving(pki):
    short = key_fingerprint(pki.kinds[KeyKind.P_256].public_key())
    assert [len(group) for group in short.split("-")] == [4, 4, 4, 4]
    assert fingerprints_match(short.lower().replace("-", " "), short)
    assert not fingerprints_match(short[:-1], short)
    assert short != key_fingerprint(pki.kinds[KeyKind.RSA_3072].public_key())
