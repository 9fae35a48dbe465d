"""The independent programs that judge what we produce: LibreOffice, poppler, PostgreSQL."""

import os
import shutil
from pathlib import Path

import pytest

PACKAGES = {
    "certutil": "libnss3-tools",
    "initdb": "postgresql",
    "pdfattach": "poppler-utils",
    "pdfdetach": "poppler-utils",
    "pdffonts": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
    "qpdf": "qpdf",
    "soffice": "libreoffice-calc",
    "xmlsec1": "xmlsec1",
    "openssl": "openssl",
    "pdfsig": "poppler-utils",
    "pkcs11-tool": "opensc",
    "softhsm2-util": "softhsm2",
    "xvfb-run": "xvfb",
    "zbarimg": "zbar-tools",
}


def oracle(name: str, folders: str | None = None) -> Path:
    """Return an oracle's program; without it the test is skipped loudly, and fails in CI."""
    program = shutil.which(name, path=folders) or shutil.which(name)
    if program:
        return Path(program)
    reason = f"ORACLE MISSING: {name}. Install with: apt-get install {PACKAGES[name]}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
