"""The rectangle on a page that is kept free for a signature."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """Where the signature belongs: page from 1, and left, bottom, width, height in points."""

    page: int
    box: tuple[float, float, float, float]
