"""Offline self-assessment of administrative reform for Vietnam's communes."""

__version__: str


def __getattr__(name: str) -> str:
    """Give `__version__` from the installed metadata, its single place being pyproject.toml."""
    if name != "__version__":
        raise AttributeError(name)
    # importlib.metadata costs a tenth of the start of the window, and few ask for the version.
    from importlib.metadata import version  # noqa: PLC0415

    return version("xa-report")
