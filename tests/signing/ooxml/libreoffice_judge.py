"""LibreOffice as the judge of signed workbooks, with a root of ours to trust."""

import json
import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.oracles import oracle

SYSTEM_PYTHON = "/usr/bin/python3"
"""LibreOffice's own modules are built for this one."""
SCRIPT = Path(__file__).with_name("libreoffice_verifier.py")
Opinion = list[dict[str, Any]]
"""Of each signature that LibreOffice sees: valid, trusted, signer."""


def office_says(
    workbooks: Mapping[str, bytes], known: Mapping[str, x509.Certificate], folder: Path
) -> dict[str, Opinion]:
    """Ask about all workbooks in one start of LibreOffice, which knows certificates by trust."""
    trust = trust_store(folder, known)
    urls = []
    for number, data in enumerate(workbooks.values()):
        path = folder / f"{number}.xlsx"
        path.write_bytes(data)
        urls.append(path.as_uri())
    pipe = f"xa-report-{os.getpid()}"
    command = [
        str(oracle("soffice")), f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;",
    ]  # fmt: skip
    environment = {**os.environ, "MOZILLA_CERTIFICATE_FOLDER": f"sql:{trust}"}
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True
    ) as office:
        try:
            answers = _ask(pipe, urls)
            office.wait(timeout=60)
        finally:
            if office.poll() is None:
                os.killpg(office.pid, signal.SIGKILL)  # the program is a child of a script
    return dict(zip(workbooks, answers, strict=True))


def _ask(pipe: str, urls: list[str]) -> list[Opinion]:
    require_uno()
    asked = subprocess.run(
        [SYSTEM_PYTHON, str(SCRIPT), pipe, *urls],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    return list(json.loads(asked.stdout))


def require_uno() -> None:
    """Skip, or fail in CI, like `oracle`."""
    process = subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    if process.returncode:
        reason = "ORACLE MISSING: uno. Install with: apt-get install python3-uno"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)


def trust_store(folder: Path, known: Mapping[str, x509.Certificate]) -> Path:
    """Make an NSS database; `C,C,C` is a trusted root, `,,` one to build a path with."""
    certutil, store, pem = oracle("certutil"), folder / "nss", folder / "known.pem"
    store.mkdir()
    _run(certutil, store, "-N", "--empty-password")
    for trust, certificate in known.items():
        pem.write_bytes(certificate.public_bytes(Encoding.PEM))
        _run(certutil, store, "-A", "-n", f"known {trust}", "-t", trust, "-i", str(pem))
    return store


def _run(certutil: Path, store: Path, *arguments: str) -> None:
    command = [str(certutil), *arguments, "-d", f"sql:{store}"]
    subprocess.run(command, check=True, capture_output=True)
