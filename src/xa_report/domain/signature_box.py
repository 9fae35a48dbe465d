"""The rectangle on a page that is kept free for a signature."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """Page, counted from 1, and left, bottom, width and height in points (1/72 inch)."""

    page: int
    box: tuple[float, float, float, float]
