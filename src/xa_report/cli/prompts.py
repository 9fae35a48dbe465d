"""Prompts for passwords and PINs, and the signing key that a command names."""

import os
from pathlib import Path

import click

from xa_report.errors import UsageError
from xa_report.signing.signing_key import SigningKey
from xa_report.workflow.shared import signing_keys

PIN_VARIABLE = "XA_REPORT_PIN"
"""Name of the environment variable that holds a password or a PIN."""


def ask_secret(prompt: str) -> str:
    """Return a password or PIN: from the environment, else typed; never an argument."""
    # Arguments show in the list of processes and in the history of the shell. The prompt goes to
    # the error stream: the output belongs to the result.
    secret = os.environ.get(PIN_VARIABLE)
    return secret if secret is not None else click.prompt(prompt, hide_input=True, err=True)


def open_signing_key(key: Path | None, token: Path | None, cert: str) -> SigningKey:
    """Open the key of a file or a token; raise UsageError unless exactly one is named."""
    if key is not None and token is None:
        return signing_keys.load_key_file(key, ask_secret("Mật khẩu tệp khóa"))
    if token is not None and key is None:
        return signing_keys.load_token_key(token, cert, ask_secret("Mã PIN"))
    raise UsageError("Hãy ghi đúng một trong --key (tệp .p12) và --token (thư viện).")


def read_password() -> str:
    """Return the password of an existing key: from the variable, else typed."""
    return os.environ.get(PIN_VARIABLE) or str(click.prompt("Mật khẩu", hide_input=True, err=True))


def read_new_password() -> str:
    """Return a password for a new key: from the variable, else typed twice."""
    # An empty variable counts as none: no key is made without a password.
    password = os.environ.get(PIN_VARIABLE)
    return password or str(
        click.prompt("Đặt mật khẩu", hide_input=True, confirmation_prompt="Nhập lại", err=True)
    )
