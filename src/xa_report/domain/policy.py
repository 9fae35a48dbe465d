"""What a criterion gives when there was nothing to do."""

from enum import StrEnum


class NotArisen(StrEnum):
    """Policy for figures that did not arise."""

    FULL = "full"
    RESCALE = "rescale"
    ZERO = "zero"
    FORBIDDEN = "forbidden"
