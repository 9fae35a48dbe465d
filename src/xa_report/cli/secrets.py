"""Asks for passwords and PINs, and opens the key that a command names."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xa_report.errors import UsageError
from xa_report.workflow.shared import signing_keys

if TYPE_CHECKING:
    from xa_report.signing.signing_key import SigningKey


PIN = "XA_REPORT_PIN"


def secret(prompt: str) -> str:
    """A password or PIN: from the environment, else typed; never an argument."""
    given = os.environ.get(PIN)
    return given if given is not None else click.prompt(prompt, hide_input=True, err=True)


def key_of(key: Path | None, token: Path | None, cert: str) -> "SigningKey":
    """The key of a file or a token; raise UsageError unless exactly one is named."""
    if key is not None and token is None:
        return signing_keys.load_key_file(key, secret("Mật khẩu tệp khóa"))
    if token is not None and key is None:
        return signing_keys.load_token_key(token, cert, secret("Mã PIN"))
    raise UsageError("Hãy ghi đúng một trong --key (tệp .p12) và --token (thư viện).")
