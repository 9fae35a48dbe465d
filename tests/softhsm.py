"""Tokens of SoftHSM in a folder of their own, filled with the usual tools."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.oracles import oracle
from xa_report.signing.private_keys import PrivateKey
from xa_report.signing.signing_key import SigningKey

PIN, SO_PIN = "123456", "87654321"
LIBRARIES = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
)


@dataclass(frozen=True)
class SoftHsm:
    folder: Path

    @property
    def module(self) -> Path:
        return next(path for path in LIBRARIES if path.exists())

    def make(self, label: str) -> None:
        self._run(
            "softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN,
            "--so-pin", SO_PIN,
        )  # fmt: skip

    def put_key(self, token: str, label: str, identifier: str, key: PrivateKey) -> None:
        path = self.folder / f"{label}.key.pem"
        path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        self._run(
            "softhsm2-util", "--import", path, "--token", token, "--label", label,
            "--id", identifier, "--pin", PIN,
        )  # fmt: skip

    def put_certificate(self, token: str, label: str, identifier: str, key: SigningKey) -> None:
        path = self.folder / f"{label}.der"
        path.write_bytes(key.certificate.public_bytes(Encoding.DER))
        self._run(
            "pkcs11-tool", "--module", self.module, "--login", "--pin", PIN, "--token-label",
            token, "--write-object", path, "--type", "cert", "--label", label, "--id", identifier,
        )  # fmt: skip

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(oracle(program)), *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True)
