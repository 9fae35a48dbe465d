"""Limits of a kind of .zip archive, and the faults of one that exceeds them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto


class ZipFault(Enum):
    """Fault of an archive; each caller has its own sentences for them."""

    # Comments name the details that ZipFaultError carries.
    EMPTY = auto()
    TOO_LARGE = auto()
    NOT_ZIP = auto()
    TRUNCATED = auto()
    APPENDED = auto()  # bytes
    COMMENT = auto()
    COMMENT_LENGTH = auto()
    PREPENDED = auto()  # bytes, name of the first file when the directory is where it says
    SPLIT = auto()  # name when a file says so, not the archive
    ZIP64 = auto()  # name when a file says so, not the archive
    NO_ENTRIES = auto()
    TOO_MANY = auto()  # count, most
    TOTAL_TOO_LARGE = auto()
    DIRECTORY_SIZE = auto()
    DIRECTORY_OFFSET = auto()
    DIRECTORY_FOLLOWED = auto()
    DIRECTORY_CUT = auto()
    DIRECTORY_SHORT = auto()
    DIRECTORY_LONG = auto()
    GAP = auto()  # bytes, name
    GAP_BEFORE_DIRECTORY = auto()  # bytes
    # From here on of one file, with its name.
    OVERLAP = auto()
    NO_HEADER = auto()
    HEADERS_DIFFER = auto()
    NO_DESCRIPTOR = auto()
    OUT_OF_BOUNDS = auto()
    ENCRYPTED = auto()
    DESCRIPTOR = auto()
    FLAGS = auto()
    METHOD = auto()
    VERSION = auto()
    EXTRA = auto()
    ENTRY_COMMENT = auto()
    FOLDER = auto()
    SPECIAL = auto()
    ENTRY_TOO_LARGE = auto()
    RATIO = auto()  # most
    SIZE_LIES = auto()
    CRC = auto()
    DEFLATE = auto()
    DEFLATE_TAIL = auto()


class ZipFaultError(Exception):
    """The first fault of an archive; `details` has what the comments of ZipFault name."""

    def __init__(self, fault: ZipFault, **details: object) -> None:
        super().__init__(fault.name)
        self.fault = fault
        self.details = details

    @property
    def name(self) -> str:
        """Name of the file with the fault; empty when it is the archive's."""
        return str(self.details.get("name", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipProfile:
    """Limits of a kind of archive, all inclusive; sizes are bytes."""

    names: Callable[[Sequence[bytes]], Sequence[str]]
    """Decodes the names, in their order; raises an exception of its own for a forbidden one."""
    most_entries: int
    largest_archive: int
    largest_entry: int
    largest_total: int | None = None
    """Of all files unpacked."""
    most_ratio: int | None = None
    """Greatest content divided by packed size of a file."""
    newest_version: int
    """Version of the format that is needed to unpack a file, times ten."""
    compared: tuple[str, ...]
    """Fields of LocalHeader, besides the name, that must equal those of the directory."""
    descriptors: bool = False
    """True when size and checksum may stand behind a file instead of before it."""
    padding: bytes = b""
    """Beginning of the extra fields that are allowed; empty when none are."""
