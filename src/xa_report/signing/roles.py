"""Who signs a document, and in which order: the chairman, then the office seal."""

from enum import StrEnum


class Role(StrEnum):
    """A signer's part; the order of the members is the order of signing."""

    CHAIRMAN = "chairman"
    SEAL = "seal"

    @property
    def field(self) -> str:
        """The name of the signature field in the PDF."""
        return _FIELDS[self]

    @property
    def label(self) -> str:
        """The part in words, for the middle of a sentence."""
        return _LABELS[self]


_FIELDS = {Role.CHAIRMAN: "ChuTich", Role.SEAL: "ConDau"}
_LABELS = {Role.CHAIRMAN: "chủ tịch", Role.SEAL: "con dấu cơ quan"}
BOTH = (Role.CHAIRMAN, Role.SEAL)
