"""Keys on tokens: signing with them, and every state that a token can be in."""

import json
from dataclasses import dataclass

import pytest
from click.testing import CliRunner, Result
from pkcs11 import TokenFlag, exceptions

from tests.factories.pki import CHAIRMAN, NOW, SEAL, UNIT, YEAR
from tests.factories.signed_pdfs import pdf_with_fields, sign_as
from tests.oracles import oracle
from tests.softhsm import PIN, SoftHsm
from xa_report.cli.main import cli
from xa_report.errors import KeyUnavailableError
from xa_report.signing.identity import SignerRole
from xa_report.signing.pkcs11 import find_certificate, login_state, open_token_key, use_state
from xa_report.signing.private_keys import KeyKind
from xa_report.signing.reasons import Verdict
from xa_report.signing.signing_key import KeyState
from xa_report.signing.status import ExpectedSignatures
from xa_report.signing.verification import verify_pdf


@pytest.fixture
def run():
    return lambda *words: Ran(CliRunner().invoke(cli, [str(word) for word in words]))


@dataclass(frozen=True)
class Ran:
    result: Result

    @property
    def out(self):
        assert self.result.exit_code == 0, self.result.stderr
        return self.result.stdout

    def json(self):
        return json.loads(self.out)


@pytest.fixture(scope="session")
def softhsm(tmp_path_factory, pki):
    """A token for each kind of key, and one with a certificate whose key is elsewhere."""
    oracle("softhsm2-util"), oracle("pkcs11-tool")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\n", "utf-8")
    token = SoftHsm(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(configuration))
        for kind in KeyKind:
            token.make(kind)
            token.put_key(kind, kind, "01", pki.kinds[kind])
            token.put_certificate(kind, kind, "01", pki.pkcs12(CHAIRMAN, kind))
        token.make("empty")
        token.put_certificate("empty", "orphan", "07", pki.pkcs12(CHAIRMAN))
        for identifier, years in (("09", 2), ("0a", 3), ("0b", 1)):
            renewed = pki.key(CHAIRMAN, lifetime=years * YEAR)
            token.put_certificate("empty", "renewed", identifier, renewed)
        token.put_key("empty", "bare", "08", pki.kinds[KeyKind.P_256])
        yield token


def state_of(library, label, pin=PIN):
    with pytest.raises(KeyUnavailableError) as caught:
        open_token_key(library, label, pin)
    assert str(caught.value).endswith(".")
    return caught.value.state


@pytest.mark.parametrize("kind", KeyKind)
def test_a_token_signs_what_everybody_accepts(kind, softhsm, pki):
    with open_token_key(softhsm.module, kind, PIN) as key:
        first = sign_as(pdf_with_fields(), SignerRole.CHAIRMAN, key)
    both = sign_as(first, SignerRole.SEAL, pki.key(SEAL))
    assert verify_pdf(both, pki.trust(), ExpectedSignatures(UNIT), NOW).verdict is Verdict.VALID


def test_a_wrong_pin_is_told_and_tried_once(softhsm):
    assert state_of(softhsm.module, KeyKind.P_256, "000000") is KeyState.WRONG_PIN


def test_a_wrong_pin_is_told_while_an_earlier_key_is_still_open(softhsm):
    key = open_token_key(softhsm.module, KeyKind.P_256, PIN)
    assert state_of(softhsm.module, KeyKind.P_256, "000000") is KeyState.WRONG_PIN
    key.close()


def test_what_is_not_there_is_named(softhsm, tmp_path):
    no_library = tmp_path / "no-library.so"
    no_library.write_bytes(b"MZ")
    assert state_of(tmp_path / "missing.so", "x") is KeyState.NO_DRIVER
    assert state_of(no_library, "x") is KeyState.NO_DRIVER
    assert state_of(softhsm.module, "nobody") is KeyState.NO_CERTIFICATE
    assert state_of(softhsm.module, "orphan") is KeyState.NO_KEY
    assert state_of(softhsm.module, "bare") is KeyState.KEY_WITHOUT_CERTIFICATE


def test_the_certificate_that_holds_longest_is_taken(softhsm):
    _, certificate, others = find_certificate(softhsm.module, "renewed")
    assert certificate.identifier == b"\x0a"
    assert len(others) == 3


def test_what_is_on_the_tokens_is_listed_without_a_pin(softhsm, run):
    shown = run("keys", "show", "--token", softhsm.module, "--json")
    labels = {one["label"]: one for token in shown.json() for one in token["certificates"]}
    assert {*KeyKind, "orphan"} <= labels.keys()
    assert labels["orphan"]["unit"] == UNIT
    assert "“orphan”" in run("keys", "show", "--token", softhsm.module).out


def test_a_token_that_vanishes_while_signing_is_told(softhsm):
    key = open_token_key(softhsm.module, KeyKind.RSA_2048, PIN)
    key.close()
    with pytest.raises(KeyUnavailableError) as caught:
        sign_as(pdf_with_fields(), SignerRole.CHAIRMAN, key)
    assert caught.value.state is KeyState.REMOVED


@pytest.mark.parametrize(
    ("error", "flags", "state"),
    [
        (exceptions.PinLocked(), 0, KeyState.LOCKED),
        (exceptions.PinIncorrect(), TokenFlag.USER_PIN_LOCKED, KeyState.LOCKED),
        (exceptions.PinIncorrect(), TokenFlag.USER_PIN_FINAL_TRY, KeyState.LAST_TRY),
        (exceptions.PinIncorrect(), TokenFlag.USER_PIN_COUNT_LOW, KeyState.WRONG_PIN),
        (exceptions.PinLenRange(), 0, KeyState.WRONG_PIN),
        (exceptions.PinExpired(), 0, KeyState.PIN_NOT_SET),
        (exceptions.TokenNotPresent(), 0, KeyState.REMOVED),
        (exceptions.DeviceError(), 0, KeyState.DEVICE_FAILED),
    ],
)
def test_what_a_software_token_never_says_is_understood_too(error, flags, state):
    assert login_state(error, TokenFlag(flags)) is state


def test_every_state_says_what_happened_and_what_to_do():
    for state in KeyState:
        assert "TÊN" in state.sentence("TÊN")
        assert state.sentence("TÊN").count(".") >= 2
    assert use_state(exceptions.SessionHandleInvalid()) is KeyState.REMOVED
